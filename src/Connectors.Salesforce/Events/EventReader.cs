using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Turns what a stream gives into events, once each as far as the last 20,000 tell. Used by one caller at a time.</summary>
internal sealed class EventReader(PubSubConnection connection, string topic)
{
    private const int Most = 20_000;

    private readonly HashSet<(string, string)> _seen = [];
    private readonly Queue<(string, string)> _order = new();

    /// <summary>The place behind a batch; null when it has none.</summary>
    public static byte[]? LastPlace(PubSubBatch batch)
    {
        for (int i = batch.Events.Count - 1; i >= 0; i--)
        {
            if (batch.Events[i].ReplayId.Length > 0)
                return batch.Events[i].ReplayId;
        }

        return batch.LatestReplayId;
    }

    public static DateTimeOffset? LastCreated(IReadOnlyList<SalesforceEvent> events) => events.LastOrDefault(static e => e.CreatedAt is not null)?.CreatedAt;

    /// <summary>Reads the events of a batch. One that cannot be read comes all the same, with the reason.</summary>
    public async Task<IReadOnlyList<SalesforceEvent>> ReadAsync(IReadOnlyList<PubSubEvent> batch, PubSubSession session, CancellationToken cancellationToken)
    {
        var events = new List<SalesforceEvent>(batch.Count);
        foreach (PubSubEvent item in batch)
            events.Add(await ReadAsync(item, session, cancellationToken).ConfigureAwait(false));
        // Only now: what could not be fetched comes again with the next subscription, and must not be taken for known then.
        events.RemoveAll(e => !Add(e.Key));
        return events;
    }

    private bool Add((string, string) key)
    {
        // Without a place in the stream nothing tells two events of one publisher's id apart.
        if (key.Item1.Length == 0)
            return true;
        if (!_seen.Add(key))
            return false;
        _order.Enqueue(key);
        if (_order.Count > Most)
            _seen.Remove(_order.Dequeue());
        return true;
    }

    private async Task<SalesforceEvent> ReadAsync(PubSubEvent item, PubSubSession session, CancellationToken cancellationToken)
    {
        try
        {
            AvroType schema = await connection.SchemaAsync(item.SchemaId, session, cancellationToken).ConfigureAwait(false);
            byte[] json = AvroJson.Read(schema, item.Payload);
            (DateTimeOffset? at, string? by) = Created(json);
            return new SalesforceEvent(schema.Name, item.Id, item.SchemaId, item.ReplayId, item.Payload, json) { CreatedAt = at, CreatedById = by };
        }
        catch (Exception e) when (e is InvalidDataException or GrpcFault { Status: GrpcFault.NotFound or GrpcFault.InvalidArgument })
        {
            return new SalesforceEvent(topic[(topic.LastIndexOf('/') + 1)..], item.Id, item.SchemaId, item.ReplayId, item.Payload, [])
            {
                Issue = new RecordIssue
                {
                    Code = SalesforceErrorCodes.EventUnreadable,
                    Kind = IssueKind.Validation,
                    Message = e is GrpcFault ? "The event's schema is not to be had." : e.Message,
                    Remedy = "Keep the event's payload and schema id, and look at them: it does not come again.",
                    VendorCode = (e as GrpcFault)?.VendorCode,
                },
            };
        }
    }

    private static (DateTimeOffset? At, string? By) Created(byte[] json)
    {
        DateTimeOffset? at = null;
        string? by = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isDate = reader.ValueTextEquals("CreatedDate"u8);
            bool isUser = reader.ValueTextEquals("CreatedById"u8);
            reader.Read();
            if (isDate && reader.TokenType == JsonTokenType.String && SalesforceAnswers.TryInstant(reader.GetString()!, out DateTimeOffset time))
                at = time;
            else if (isUser && reader.TokenType == JsonTokenType.String)
                by = reader.GetString();
            reader.Skip();
        }

        return (at, by is { Length: > 0 } ? by : null);
    }
}
