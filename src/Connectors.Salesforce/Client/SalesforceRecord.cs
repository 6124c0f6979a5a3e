using System.Text.Json;

namespace Connectors.Salesforce;

/// <summary>One record as Salesforce gave it, all members included. Thread-safe.</summary>
public sealed class SalesforceRecord
{
    /// <summary>Wraps a record.</summary>
    /// <param name="json">The JSON object of the record. Its document must stay alive.</param>
    /// <exception cref="ArgumentException">It is not an object.</exception>
    public SalesforceRecord(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("A record is a JSON object.", nameof(json));
        Json = json;
    }

    /// <summary>The record with all its members.</summary>
    public JsonElement Json { get; }

    /// <summary>The object's API name, from <c>attributes.type</c>; null when the record has no attributes.</summary>
    public string? ObjectName => Attribute("type");

    /// <summary>The record's id, 18 characters: from <c>Id</c>, or from <c>attributes.url</c> when the id was not asked for; null when there is neither, as for aggregates.</summary>
    public string? Id
    {
        get
        {
            if (Json.TryGetProperty(nameof(Id), out JsonElement id) && id.ValueKind == JsonValueKind.String)
                return SalesforceRecordId.Complete(id.GetString()!);
            return Attribute("url") is { } url ? SalesforceRecordId.Complete(url[(url.LastIndexOf('/') + 1)..]) : null;
        }
    }

    /// <summary>The parent record that was asked for in the same query.</summary>
    /// <param name="relationship">The name of the relation, such as <c>Account</c> or <c>Legal_Entity__r</c>.</param>
    /// <returns>The parent; null when the record has none or it was not asked for.</returns>
    public SalesforceRecord? Parent(string relationship) =>
        Json.TryGetProperty(relationship, out JsonElement parent) && parent.ValueKind == JsonValueKind.Object ? new SalesforceRecord(parent) : null;

    private string? Attribute(string name) =>
        Json.TryGetProperty("attributes", out JsonElement attributes) && attributes.ValueKind == JsonValueKind.Object
        && attributes.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
