namespace Canonical.Testing;

/// <summary>One record. Never changed after it was stored: a write stores a new one in its place.</summary>
internal sealed class SalesforceRow(SalesforceType type, string id, Dictionary<string, object?> values)
{
    public SalesforceType Type { get; } = type;

    public string Id { get; } = id;

    public object? this[string field] => values.GetValueOrDefault(field);

    public bool IsDeleted => this["IsDeleted"] is true;

    public Dictionary<string, object?> CopyValues() => new(values, StringComparer.OrdinalIgnoreCase);
}
