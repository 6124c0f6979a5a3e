using System.Text;

namespace Connectors.Salesforce;

/// <summary>One event as the stream gives it.</summary>
internal readonly record struct PubSubEvent(string SchemaId, byte[] Payload, byte[] ReplayId);

/// <summary>One answer of the stream. Without events it is a sign of life with a fresh place to go on from.</summary>
internal sealed record PubSubBatch(IReadOnlyList<PubSubEvent> Events, byte[]? LatestReplayId);

/// <summary>One Subscribe call. Nothing is read ahead: an answer is read when the caller wants one, and events are asked for only then. Used by one caller at a time.</summary>
internal sealed class PubSubStream : IDisposable
{
    private readonly HttpClient _http;
    private readonly GrpcRequestStream _requests = new();
    private readonly GrpcCall _call;
    private readonly string _topic;
    private readonly int _pageSize;
    private readonly byte[]? _replayId;
    private int _pending = -1;

    public PubSubStream(HttpClient http, Uri address, PubSubSession session, string topic, int pageSize, byte[]? replayId)
    {
        (_http, _topic, _pageSize, _replayId) = (http, topic, pageSize, replayId);
        _call = GrpcCall.Create(address, "Subscribe", _requests, session);
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

    /// <summary>Asks for the schema with an id.</summary>
    public static async Task<AvroType> GetSchemaAsync(HttpClient http, Uri address, PubSubSession session, string schemaId, CancellationToken cancellationToken)
    {
        using GrpcCall call = GrpcCall.Create(address, "GetSchema", new ByteArrayContent(GrpcRequestStream.Frame(new ProtoWriter().Text(1, schemaId).Written.Span)), session);
        byte[] answer = await call.ReadAsync(http, cancellationToken).ConfigureAwait(false) ?? throw new GrpcFault(GrpcFault.Unavailable, null);
        // To its end, where the status stands.
        await call.ReadAsync(http, cancellationToken).ConfigureAwait(false);
        return AvroSchema.Parse(Encoding.UTF8.GetBytes(SchemaJson(answer)));
    }

    public void Dispose()
    {
        _requests.Complete();
        _call.Dispose();
    }

    private static string SchemaJson(byte[] answer)
    {
        string json = "";
        var reader = new ProtoReader(answer);
        while (reader.Read())
        {
            if (reader.Field == 1)
                json = reader.Text;
        }

        return json;
    }

    private async Task AskAsync(int count, bool first, CancellationToken cancellationToken)
    {
        ProtoWriter request = new ProtoWriter().Text(1, _topic);
        // Where to begin is read from the first request alone: behind the place (CUSTOM = 2), or with the oldest that is kept (EARLIEST = 1).
        if (first && _replayId is not null)
            request.Number(2, 2).Bytes(3, _replayId);
        else if (first)
            request.Number(2, 1);
        await _requests.WriteAsync(request.Number(4, count).Written, cancellationToken).ConfigureAwait(false);
        _pending = Math.Max(0, _pending) + count;
    }

    private static PubSubBatch Read(byte[] message)
    {
        var events = new List<PubSubEvent>();
        byte[]? latest = null;
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
            }
        }

        return new PubSubBatch(events, latest);
    }

    private static PubSubEvent ReadEvent(ReadOnlySpan<byte> message)
    {
        string schemaId = "";
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
                    if (producer.Field == 2)
                        schemaId = producer.Text;
                    else if (producer.Field == 3)
                        payload = producer.Bytes.ToArray();
                }
            }
        }

        return new PubSubEvent(schemaId, payload, replayId);
    }
}
