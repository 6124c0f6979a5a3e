namespace Canonical.Testing;

/// <summary>How the record service treats the value of a field.</summary>
internal enum NetSuiteFieldKind
{
    Text,
    Boolean,
    Number,
    Date,
    DateTime,

    /// <summary>Refers to a record of <see cref="NetSuiteField.Target"/>: written as <c>{"id":"1"}</c> or <c>"1"</c>, read as <c>{links,id,refName}</c>.</summary>
    Select,

    /// <summary>One of <see cref="NetSuiteField.Values"/>: written like a select, read with empty links.</summary>
    Enum,
}

/// <summary>One body field of a record type, with the label that error messages use (REST API Browser 2026.1).</summary>
internal sealed record NetSuiteField(string Name, string Label, NetSuiteFieldKind Kind)
{
    /// <summary>The record type that a select refers to.</summary>
    public string? Target { get; init; }

    /// <summary>The ids of an enum with their display texts.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The service sets it; a written value is passed over.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The longest text that the user interface and the service take.</summary>
    public int MaxLength { get; init; } = 4000;

    public static NetSuiteField Text(string name, string label, int maxLength = 4000) => new(name, label, NetSuiteFieldKind.Text) { MaxLength = maxLength };

    public static NetSuiteField Flag(string name, string label) => new(name, label, NetSuiteFieldKind.Boolean);

    public static NetSuiteField Number(string name, string label) => new(name, label, NetSuiteFieldKind.Number);

    public static NetSuiteField Date(string name, string label) => new(name, label, NetSuiteFieldKind.Date);

    public static NetSuiteField Stamp(string name, string label) => new(name, label, NetSuiteFieldKind.DateTime) { ReadOnly = true };

    public static NetSuiteField Select(string name, string label, string target) => new(name, label, NetSuiteFieldKind.Select) { Target = target };

    public static NetSuiteField Enum(string name, string label, params ReadOnlySpan<(string Id, string Text)> values)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string id, string text) in values)
            table.Add(id, text);
        return new NetSuiteField(name, label, NetSuiteFieldKind.Enum) { Values = table };
    }
}
