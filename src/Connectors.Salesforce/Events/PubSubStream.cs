namespace Connectors.Salesforce;

/// <summary>One event as the stream gives it.</summary>
internal readonly record struct PubSubEvent(string Id, string SchemaId, byte[] Payload, byte[] ReplayId);

/// <summary>One answer of the stream. Without events it is a sign of life with a fresh place to go on from.</summary>
internal sealed record PubSubBatch(IReadOnlyList<PubSubEvent> Events, byte[]? LatestReplayId)
{
    /// <summary>What became of a place that was committed, of a managed subscription; null when the answer is not about that.</summary>
    public PubSubCommit? Commit { get; init; }
}

/// <summary>What Salesforce says of a place that was committed.</summary>
internal sealed record PubSubCommit(byte[] ReplayId, int? Error);

/// <summary>What is subscribed to, and where to begin.</summary>
internal readonly record struct PubSubStart(string Topic, byte[]? ReplayId, bool AtTheTip)
{
    /// <summary>Whether the topic is the developer name or the id of a managed subscription, which keeps its place itself.</summary>
    public bool IsManaged { get; init; }
}

/// <summary>One Subscribe or ManagedSubscribe call. Nothing is read ahead: an answer is read when the caller wants one, and events are asked for only then. Used by one caller at a time.</summary>
internal sealed class PubSubStream : IDisposable
{
    private readonly HttpClient _http;
    private readonly GrpcRequestStream _requests = new();
    private readonly GrpcCall _call;
    private readonly PubSubStart _start;
    private readonly int _pageSize;
    private int _pending = -1;
    private int _commits;

    public PubSubStream(HttpClient http, Uri address, PubSubSession session, PubSubStart start, int pageSize)
    {
        (_http, _start, _pageSize) = (http, start, pageSize);
        _call = GrpcCall.Create(address, start.IsManaged ? "ManagedSubscribe" : "Subscribe", _requests, session);
    }

    /// <summary>The next answer; null when the server has ended the stream in good order.</summary>
    public async Task<PubSubBatch?> NextAsync(CancellationToken cancellationToken)
    {
        if (_pending < 0)
            await AskAsync(_pageSize, first: true, cancellationToken).ConfigureAwait(false);
        else if (_pending <= _pageSize / 2)
            await AskAsync(_pageSize - _pending, first: false, cancellationToken).ConfigureAwait(false);
        if (await _call.ReadAsync(_http, cancellationToken).ConfigureAwait(false) is not { } message)
            return null;
        PubSubBatch batch = Read(message);
        // Counted here: what the server says is still asked for lags behind a request that it has not seen yet.
        _pending = Math.Max(0, _pending - batch.Events.Count);
        return batch;
    }

    /// <summary>Tells a managed subscription that everything up to a place was dealt with. The answer comes as a batch.</summary>
    public async Task CommitAsync(byte[] replayId, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> commit = new ProtoWriter().Text(1, FormattableString.Invariant($"c{++_commits}")).Bytes(2, replayId).Written;
        await _requests.WriteAsync(new ProtoWriter().Bytes(5, commit.Span).Written, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _requests.Complete();
        _call.Dispose();
    }

    private async Task AskAsync(int count, bool first, CancellationToken cancellationToken)
    {
        var request = new ProtoWriter();
        if (_start.IsManaged)
        {
            if (first)
                request.Text(SalesforceRecordId.IsValid(_start.Topic) ? 1 : 2, _start.Topic);
            request.Number(3, count);
        }
        else
        {
            request.Text(1, _start.Topic);
            // Where to begin is read from the first request alone: behind the place (CUSTOM = 2), with the oldest that is kept (EARLIEST = 1), or with what comes from now on (LATEST = 0).
            if (first && _start.ReplayId is not null)
                request.Number(2, 2).Bytes(3, _start.ReplayId);
            else if (first && !_start.AtTheTip)
                request.Number(2, 1);
            request.Number(4, count);
        }

        await _requests.WriteAsync(request.Written, cancellationToken).ConfigureAwait(false);
        _pending = Math.Max(0, _pending) + count;
    }

    private static PubSubBatch Read(byte[] message)
    {
        var events = new List<PubSubEvent>();
        byte[]? latest = null;
        PubSubCommit? commit = null;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1:
                    events.Add(ReadEvent(reader.Bytes));
                    break;
                case 2:
                    latest = reader.Bytes.Length is > 0 and <= EventState.MaxReplayId ? reader.Bytes.ToArray() : null;
                    break;
                case 5:
                    commit = ReadCommit(reader.Bytes);
                    break;
            }
        }

        return new PubSubBatch(events, latest) { Commit = commit };
    }

    private static PubSubEvent ReadEvent(ReadOnlySpan<byte> message)
    {
        string id = "", schemaId = "";
        byte[] payload = [], replayId = [];
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == 2)
            {
                replayId = reader.Bytes.Length <= EventState.MaxReplayId ? reader.Bytes.ToArray() : throw new InvalidDataException("A replay id is longer than replay ids are.");
            }
            else if (reader.Field == 1)
            {
                var producer = new ProtoReader(reader.Bytes);
                while (producer.Read())
                {
                    if (producer.Field == 1)
                        id = producer.Text;
                    else if (producer.Field == 2)
                        schemaId = producer.Text;
                    else if (producer.Field == 3)
                        payload = producer.Bytes.ToArray();
                }
            }
        }

        return new PubSubEvent(id, schemaId, payload, replayId);
    }

    private static PubSubCommit ReadCommit(ReadOnlySpan<byte> message)
    {
        byte[] replayId = [];
        int? error = null;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == 2)
                replayId = reader.Bytes.ToArray();
            else if (reader.Field == 3)
                error = ReadError(reader.Bytes);
        }

        return new PubSubCommit(replayId, error);
    }

    /// <summary>The code of an Error message; 0 when it has none.</summary>
    internal static int ReadError(ReadOnlySpan<byte> message)
    {
        int code = 0;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
                code = (int)Math.Clamp(reader.Number, 0, int.MaxValue);
        }

        return code;
    }
}
