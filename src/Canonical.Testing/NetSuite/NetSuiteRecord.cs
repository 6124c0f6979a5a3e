using System.Text.Json.Nodes;

namespace Canonical.Testing;

/// <summary>One record as the sandbox keeps it. Changed only under the lock of <see cref="NetSuiteStore"/>.</summary>
internal sealed class NetSuiteRecord(NetSuiteRecordType type, string id)
{
    public NetSuiteRecordType Type { get; } = type;

    public string Id { get; } = id;

    /// <summary>The values by canonical field name; a select or an enum is kept as the id alone. A cleared field is absent.</summary>
    public SortedDictionary<string, JsonNode> Fields { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string? ExternalId => Text("externalId");

    public string? Text(string field) => Fields.TryGetValue(field, out JsonNode? value) ? (string?)value.AsValue() : null;
}
