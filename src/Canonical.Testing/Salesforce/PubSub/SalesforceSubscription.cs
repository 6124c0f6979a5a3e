namespace Canonical.Testing;

/// <summary>
/// One Subscribe or ManagedSubscribe call: as many events as were asked for, and an empty answer with the newest replay id when nothing happens for long. Of a managed one the org keeps the place,
/// when the caller commits it.
/// </summary>
internal sealed class SalesforceSubscription(SalesforcePubSub api, GrpcChannel channel, SalesforceEventBus bus, TimeProvider time, bool isManaged, CancellationToken cancellationToken)
{
    private const int MostRequested = 100;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(270);

    private readonly int _breaks = bus.Breaks;
    private string _topic = "";
    private string _managed = "";
    private long _position;
    private int _pending;

    public async Task RunAsync()
    {
        await channel.BeginAsync().ConfigureAwait(false);
        byte[]? first = await channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (first is null)
            return;
        await BeginAsync(first).ConfigureAwait(false);
        Task<byte[]?> next = channel.ReadAsync(cancellationToken);
        while (true)
        {
            // Taken before the look at the bus, so that nothing between the two is missed.
            Task changed = bus.Changed;
            if (bus.Breaks != _breaks)
                throw new GrpcException(new GrpcStatus(14, "The stream was broken off"));
            if (_pending > 0 && await SendAsync().ConfigureAwait(false))
                continue;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task silence = Task.Delay(KeepAlive, time, ended.Token);
            Task done = await Task.WhenAny(changed, next, silence).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (done == next)
            {
                if (await next.ConfigureAwait(false) is not { } request)
                    return;
                await ReadAsync(request).ConfigureAwait(false);
                next = channel.ReadAsync(cancellationToken);
            }
            else if (done == silence)
            {
                // What was published meanwhile is not passed over.
                long last = bus.Last;
                List<SalesforceEvent> waiting = bus.Read(_topic, _position, 1);
                if (waiting.Count == 0 || waiting[0].Sequence > last)
                    _position = last;
                else if (_pending > 0)
                    continue;
                await WriteAsync(new ProtoWriter().Bytes(2, SalesforceEventBus.ReplayId(_position)).Text(3, "rpc-keepalive").Number(4, _pending).Written).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> SendAsync()
    {
        List<SalesforceEvent> events = bus.Read(_topic, _position, _pending);
        if (events.Count == 0)
            return false;
        if (api.Twice)
            events = [.. events.SelectMany(e => new[] { e, e }).Take(_pending)];
        var answer = new ProtoWriter();
        foreach (SalesforceEvent item in events)
        {
            ReadOnlyMemory<byte> producer = new ProtoWriter().Text(1, item.Id).Text(2, item.SchemaId).Bytes(3, item.Payload).Written;
            answer.Message(1, new ProtoWriter().Message(1, producer.Span).Bytes(2, SalesforceEventBus.ReplayId(item.Sequence)).Written.Span);
        }

        _position = events[^1].Sequence;
        _pending -= events.Count;
        await WriteAsync(answer.Bytes(2, SalesforceEventBus.ReplayId(_position)).Text(3, "rpc-fetch").Number(4, _pending).Written).ConfigureAwait(false);
        return true;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> answer)
    {
        SandboxFault? fault = api.Faults.Take("POST", SalesforceEventFault.Path(SalesforceEventCall.Answer));
        if (fault is null)
        {
            await channel.WriteAsync(answer).ConfigureAwait(false);
            return;
        }

        if (fault.Headers.TryGetValue("grpc-status", out string? status))
            throw new GrpcException(new GrpcStatus(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), "A fault that was asked for", fault.Headers.TryGetValue("error-code", out string? code) ? code : null));
        await channel.CutAsync(answer).ConfigureAwait(false);
        throw new OperationCanceledException("The connection was cut.");
    }

    private async Task BeginAsync(byte[] request)
    {
        long preset = 0;
        byte[] replayId = [];
        string id = "";
        string name = "";
        var reader = new ProtoReader(request);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1 when isManaged:
                    id = reader.Text;
                    break;
                case 2 when isManaged:
                    name = reader.Text;
                    break;
                case 2:
                    preset = reader.Number;
                    break;
                case 3 when !isManaged:
                    replayId = reader.Bytes.ToArray();
                    break;
            }
        }

        if (isManaged)
        {
            _managed = name.Length > 0 ? name : id;
            (_topic, _position) = api.Managed(_managed);
        }

        await ReadAsync(request).ConfigureAwait(false);
        api.RequireTopic(_topic);
        if (isManaged)
        {
            if (bus.IsExpired(_position))
                _position = bus.Earliest;
            return;
        }

        switch (preset)
        {
            case 0:
                _position = bus.Last;
                break;
            case 1:
                _position = bus.Earliest;
                break;
            default:
                if (!SalesforceEventBus.TryReadReplayId(replayId, out _position))
                    throw SalesforcePubSub.Refused("subscription.fetch.replayid.corrupted", "The Replay ID is corrupted. Ensure it is not altered after receipt.");
                if (bus.IsExpired(_position))
                    throw SalesforcePubSub.Refused("subscription.fetch.replayid.validation.failed", "The Replay ID validation failed. Ensure that the Replay ID is valid.");
                break;
        }
    }

    // Where to begin counts in the first request only; later ones ask for more events, or commit a place.
    private Task ReadAsync(byte[] request)
    {
        ProtoWriter? committed = null;
        var reader = new ProtoReader(request);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1 when !isManaged && _topic.Length == 0:
                    _topic = reader.Text;
                    break;
                case 1 when !isManaged && reader.Text != _topic && reader.Bytes.Length > 0:
                    throw SalesforcePubSub.Refused("subscription.fetch.topic.changed", "The topic of a stream cannot change");
                case 3 when isManaged:
                    Ask(reader.Number);
                    break;
                case 4 when !isManaged:
                    Ask(reader.Number);
                    break;
                case 5 when isManaged:
                    committed = Commit(reader.Bytes);
                    break;
            }
        }

        return committed is null ? Task.CompletedTask : WriteAsync(committed.Bytes(2, SalesforceEventBus.ReplayId(_position)).Text(3, "rpc-commit").Number(4, _pending).Written);
    }

    private void Ask(long number)
    {
        if (number < 1)
            throw SalesforcePubSub.Refused("subscription.fetch.requested.events.invalid", "The requested number of events must be greater than zero");
        // More than the most are taken for the most.
        _pending = (int)Math.Min(MostRequested, _pending + Math.Min(number, MostRequested));
    }

    private ProtoWriter Commit(ReadOnlySpan<byte> message)
    {
        string id = "";
        byte[] replayId = [];
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            if (reader.Field == 1)
                id = reader.Text;
            else if (reader.Field == 2)
                replayId = reader.Bytes.ToArray();
        }

        var answer = new ProtoWriter().Text(1, id).Bytes(2, replayId);
        if (api.Faults.Take("POST", SalesforceEventFault.Path(SalesforceEventCall.Commit)) is null && SalesforceEventBus.TryReadReplayId(replayId, out long position))
            api.Commit(_managed, position);
        else
            answer.Message(3, new ProtoWriter().Number(1, 2).Text(2, "The place was not kept").Written.Span);
        api.CountCommit();
        return new ProtoWriter().Message(5, answer.Number(4, time.GetUtcNow().ToUnixTimeMilliseconds()).Written.Span);
    }
}
