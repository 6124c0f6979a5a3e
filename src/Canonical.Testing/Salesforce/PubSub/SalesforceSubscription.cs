namespace Canonical.Testing;

/// <summary>One Subscribe call: as many events as were asked for, and an empty answer with the newest replay id when nothing happens for long.</summary>
internal sealed class SalesforceSubscription(SalesforcePubSub api, GrpcChannel channel, SalesforceEventBus bus, TimeProvider time, CancellationToken cancellationToken)
{
    private const int MostRequested = 100;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(270);

    private readonly int _breaks = bus.Breaks;
    private string _topic = "";
    private long _position;
    private int _pending;

    public async Task RunAsync()
    {
        await channel.BeginAsync().ConfigureAwait(false);
        byte[]? first = await channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (first is null)
            return;
        Begin(first);
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
                Read(request);
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
                await channel.WriteAsync(new ProtoWriter().Bytes(2, SalesforceEventBus.ReplayId(_position)).Text(3, "rpc-keepalive").Number(4, _pending).Written).ConfigureAwait(false);
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
        await channel.WriteAsync(answer.Bytes(2, SalesforceEventBus.ReplayId(_position)).Text(3, "rpc-fetch").Number(4, _pending).Written).ConfigureAwait(false);
        return true;
    }

    private void Begin(byte[] request)
    {
        long preset = 0;
        byte[] replayId = [];
        var reader = new ProtoReader(request);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 2:
                    preset = reader.Number;
                    break;
                case 3:
                    replayId = reader.Bytes.ToArray();
                    break;
            }
        }

        Read(request);
        api.TypeOf(_topic);
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

    // Where to begin counts in the first request only; later ones ask for more events.
    private void Read(byte[] request)
    {
        var reader = new ProtoReader(request);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1 when _topic.Length == 0:
                    _topic = reader.Text;
                    break;
                case 1 when reader.Text != _topic && reader.Bytes.Length > 0:
                    throw SalesforcePubSub.Refused("subscription.fetch.topic.changed", "The topic of a stream cannot change");
                case 4 when reader.Number is < 1 or > MostRequested:
                    throw SalesforcePubSub.Refused("subscription.fetch.requested.events.limit.exceeded", "num_requested is from 1 to 100");
                case 4:
                    _pending += (int)reader.Number;
                    break;
            }
        }
    }
}
