using System.Runtime.InteropServices;
using System.Text.Json;

namespace Connectors.Salesforce;

/// <summary>One record as Salesforce gave it, all members included. Thread-safe.</summary>
public sealed class SalesforceRecord
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly JsonElement _given;
    private volatile JsonDocument? _parsed;

    /// <summary>Wraps a record.</summary>
    /// <param name="json">The JSON object of the record. Its document must stay alive.</param>
    /// <exception cref="ArgumentException">It is not an object.</exception>
    public SalesforceRecord(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("A record is a JSON object.", nameof(json));
        _given = json;
    }

    /// <summary>A record of a page that was found to be well-formed.</summary>
    internal SalesforceRecord(ReadOnlyMemory<byte> utf8, bool hasMoreChildren)
    {
        _utf8 = utf8;
        HasMoreChildren = hasMoreChildren;
    }

    /// <summary>The record with all its members.</summary>
    public JsonElement Json
    {
        get
        {
            if (_utf8.IsEmpty)
                return _given;
            // Most records are mapped from their bytes and never looked at in this way. Two threads may both parse; either document is as good.
            JsonDocument parsed = _parsed ?? SalesforceAnswers.Parse(_utf8, "query");
            _parsed = parsed;
            return parsed.RootElement;
        }
    }

    /// <summary>The object's API name, from <c>attributes.type</c>; null when the record has no attributes.</summary>
    public string? ObjectName => Attribute("type");

    /// <summary>The record's id, 18 characters: from <c>Id</c>, or from <c>attributes.url</c> when the id was not asked for; null when there is neither, as for aggregates.</summary>
    public string? Id
    {
        get
        {
            if (Text("Id"u8) is { } id)
                return SalesforceRecordId.Complete(id);
            return Attribute("url") is { } url ? SalesforceRecordId.Complete(url[(url.LastIndexOf('/') + 1)..]) : null;
        }
    }

    /// <summary>The record as it came, JSON in UTF-8.</summary>
    internal ReadOnlySpan<byte> Utf8 => _utf8.IsEmpty ? JsonMarshal.GetRawUtf8Value(_given) : _utf8.Span;

    /// <summary>Child records of a subquery that are on further pages.</summary>
    internal bool HasMoreChildren { get; }

    /// <summary>The parent record that was asked for in the same query.</summary>
    /// <param name="relationship">The name of the relation, such as <c>Account</c> or <c>Legal_Entity__r</c>.</param>
    /// <returns>The parent; null when the record has none or it was not asked for.</returns>
    public SalesforceRecord? Parent(string relationship) =>
        Json.TryGetProperty(relationship, out JsonElement parent) && parent.ValueKind == JsonValueKind.Object ? new SalesforceRecord(parent) : null;

    /// <summary>A member of the record itself that is a text; null when it is absent or something else.</summary>
    internal string? Text(ReadOnlySpan<byte> name)
    {
        Utf8JsonReader reader = At(name);
        return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>Whether a member of the record itself is true.</summary>
    internal bool IsTrue(ReadOnlySpan<byte> name) => At(name).TokenType == JsonTokenType.True;

    /// <summary>A member of the record itself that is an instant; null when it is absent or something else.</summary>
    internal DateTimeOffset? Instant(ReadOnlySpan<byte> name) =>
        Text(name) is { } text && SalesforceAnswers.TryInstant(text, out DateTimeOffset time) ? time : null;

    // At the value of a member, or at the end.
    private Utf8JsonReader At(ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(Utf8);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
                break;
            reader.Skip();
        }

        return reader;
    }

    private string? Attribute(string name) =>
        Json.TryGetProperty("attributes", out JsonElement attributes) && attributes.ValueKind == JsonValueKind.Object
        && attributes.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
