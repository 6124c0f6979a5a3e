using System.Diagnostics.CodeAnalysis;

namespace Canonical.Testing;

/// <summary>One object with its fields by name. A column is the place of a field among all fields, hidden ones too.</summary>
internal sealed class SalesforceType
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SalesforceSandboxField> _fields = [];
    private readonly HashSet<string> _hidden = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase);
    private SalesforceFormula?[]? _formulas;
    private List<SalesforceSandboxField>? _visible;

    public SalesforceType(SalesforceSandboxObject definition)
    {
        Name = definition.Name;
        KeyPrefix = definition.KeyPrefix;
        Writable = definition.Writable;
        Add(new SalesforceSandboxField("Id", SalesforceSandboxFieldType.Id));
        Add(ReadOnly("IsDeleted", SalesforceSandboxFieldType.Boolean));
        foreach (SalesforceSandboxField field in definition.Fields)
            Add(IsCustom && field is { Name: "OwnerId", OtherReferences.Count: 0 } ? field with { OtherReferences = ["Group"] } : field);
        Add(ReadOnly("CreatedDate", SalesforceSandboxFieldType.DateTime));
        Add(ReadOnly("CreatedById", SalesforceSandboxFieldType.Reference) with { ReferenceTo = "User", RelationshipName = "CreatedBy" });
        Add(ReadOnly("LastModifiedDate", SalesforceSandboxFieldType.DateTime));
        Add(ReadOnly("LastModifiedById", SalesforceSandboxFieldType.Reference) with { ReferenceTo = "User", RelationshipName = "LastModifiedBy" });
        Add(ReadOnly("SystemModstamp", SalesforceSandboxFieldType.DateTime));
    }

    public string Name { get; }

    public string KeyPrefix { get; }

    public bool Writable { get; }

    /// <summary>The record types with the ids of their records; empty when there is only the master type.</summary>
    public IReadOnlyList<(string Id, SalesforceSandboxRecordType Definition)> RecordTypes { get; set; } = [];

    /// <summary>The fields that callers of the API see.</summary>
    public IReadOnlyList<SalesforceSandboxField> Fields => _hidden.Count == 0 ? _fields : _visible ??= [.. _fields.Where(f => !_hidden.Contains(f.Name))];

    public IReadOnlyList<SalesforceSandboxField> AllFields => _fields;

    public bool IsCustom => Name.EndsWith("__c", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether its records are platform events.</summary>
    public bool IsEvent => Name.EndsWith("__e", StringComparison.OrdinalIgnoreCase);

    /// <summary>How often a field was hidden or shown.</summary>
    public int Revision { get; private set; }

    /// <summary>When a field was last hidden or shown, for describe with If-Modified-Since.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public int IndexOf(string name) => _columns.TryGetValue(name, out int column) ? column : -1;

    public bool TryGetField(string name, [NotNullWhen(true)] out SalesforceSandboxField? field)
    {
        field = _columns.TryGetValue(name, out int column) && !_hidden.Contains(name) ? _fields[column] : null;
        return field is not null;
    }

    public SalesforceSandboxField? FindRelationship(string name)
    {
        foreach (SalesforceSandboxField field in Fields)
        {
            if (string.Equals(field.RelationshipName, name, StringComparison.OrdinalIgnoreCase))
                return field;
        }

        return null;
    }

    public SalesforceFormula? Formula(int column) => _formulas?[column];

    public void BindFormulas(SalesforceStore store)
    {
        for (int i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].FormulaPath is { } path)
                (_formulas ??= new SalesforceFormula?[_fields.Count])[i] = SalesforceFormula.Bind(store, this, path);
        }
    }

    public void Add(SalesforceSandboxField field)
    {
        if (!_columns.TryAdd(field.Name, _fields.Count))
            throw new ArgumentException($"The field '{field.Name}' is defined twice on '{Name}'.", nameof(field));
        _fields.Add(field);
    }

    /// <summary>Adds a field of the user's own; one of the sandbox's own by that name gives way to it.</summary>
    public void AddOwn(SalesforceSandboxField field)
    {
        if (!_own.Add(field.Name) || !_columns.TryGetValue(field.Name, out int column))
            Add(field);
        else
            _fields[column] = field;
    }

    public void Hide(string name, bool hidden, DateTimeOffset now)
    {
        if (IndexOf(name) < 0)
            throw new ArgumentException($"The object '{Name}' has no field '{name}' in the sandbox.", nameof(name));
        if (hidden)
            _hidden.Add(name);
        else
            _hidden.Remove(name);
        _visible = null;
        Revision++;
        ChangedAt = now;
    }

    private static SalesforceSandboxField ReadOnly(string name, SalesforceSandboxFieldType type) =>
        new(name, type) { Nillable = false, Createable = false, Updateable = false, DefaultedOnCreate = true };
}
