namespace Canonical.Testing;

/// <summary>What the record service knows of one record type.</summary>
internal sealed class NetSuiteRecordType
{
    private readonly Dictionary<string, NetSuiteField> _fields;

    public NetSuiteRecordType(string name, string label, string externalIdGroup, string displayField, params ReadOnlySpan<NetSuiteField> fields)
    {
        Name = name;
        Label = label;
        ExternalIdGroup = externalIdGroup;
        DisplayField = displayField;
        // The browser spells names in camelCase, Oracle's own samples write "entityid" and "companyname": both are accepted.
        _fields = new Dictionary<string, NetSuiteField>(StringComparer.OrdinalIgnoreCase);
        foreach (NetSuiteField field in fields)
            _fields.Add(field.Name, field);
    }

    /// <summary>The canonical spelling; paths are matched without regard to case.</summary>
    public string Name { get; }

    /// <summary>What messages call such a record.</summary>
    public string Label { get; }

    /// <summary>External ids are unique in this group and not only in the type: customers and jobs share one.</summary>
    public string ExternalIdGroup { get; }

    /// <summary>The field that gives the display text of a reference.</summary>
    public string DisplayField { get; }

    /// <summary>Sublists, shown as links only.</summary>
    public IReadOnlyList<string> Sublists { get; init; } = [];

    public NetSuiteField? Find(string name) => _fields.GetValueOrDefault(name);

    public void AddCustomField(string name) => _fields[name] = NetSuiteField.Text(name, name);
}
