using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One platform event. Immutable and thread-safe.</summary>
public sealed class SalesforceEvent
{
    private readonly byte[] _json;
    private readonly byte[] _payload;
    private readonly byte[] _replayId;

    internal SalesforceEvent(string name, string id, string schemaId, byte[] replayId, byte[] payload, byte[] json)
    {
        (Name, Id, SchemaId, _replayId, _payload, _json) = (name, id, schemaId, replayId, payload, json);
        ReplayId = Convert.ToBase64String(replayId);
    }

    /// <summary>The event's name, such as <c>Shipped__e</c>; of one that could not be read the last part of the topic.</summary>
    public string Name { get; }

    /// <summary>The id that the publisher gave it, or Salesforce (<c>EventUuid</c>). An event that is delivered again has it again.</summary>
    public string Id { get; }

    /// <summary>Its place in the stream, in base64: opaque, not consecutive, and not unique after the org has moved. Keep the page's cursor to go on, not this.</summary>
    public string ReplayId { get; }

    /// <summary>The id of the schema that it was written with; it changes with the event's fields.</summary>
    public string SchemaId { get; }

    /// <summary>When it was made, as its publisher says; null when it does not, or the event could not be read.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>The id of the user that made it, as its publisher says; null when it does not, or the event could not be read.</summary>
    public string? CreatedById { get; internal init; }

    /// <summary>
    /// The fields as one JSON object in UTF-8, with the names that Salesforce gives them: dates, instants and times as the REST API writes them, numbers with the digits of their double, null for what is empty.
    /// Empty when the event could not be read.
    /// </summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>The event as it came, in Avro's binary encoding. Keep it of one that could not be read.</summary>
    public ReadOnlyMemory<byte> Payload => _payload;

    /// <summary>Why it could not be read; null when it could.</summary>
    public RecordIssue? Issue { get; internal init; }

    internal (string ReplayId, string Id) Key => (ReplayId, Id);

    internal byte[] Place => _replayId;
}
