using System.Diagnostics.CodeAnalysis;

namespace Canonical.Testing;

/// <summary>The objects of the sandbox's org: the standard ones it knows, with the fields that the caller added. Names are found whatever their case.</summary>
internal sealed class SalesforceSchema
{
    private readonly Dictionary<string, SalesforceType> _types = new(StringComparer.OrdinalIgnoreCase);

    public SalesforceSchema(SalesforceSandboxOptions options)
    {
        foreach (SalesforceSandboxObject definition in StandardObjects.Create(options.MultiCurrency))
            Add(definition);
        foreach (SalesforceSandboxObject definition in options.CustomObjects)
            Add(definition);
        foreach ((string name, IReadOnlyList<SalesforceSandboxField> fields) in options.CustomFields)
        {
            if (!_types.TryGetValue(name, out SalesforceType? type))
                throw new ArgumentException($"Fields are added to the object '{name}', which the sandbox does not know.", nameof(options));
            foreach (SalesforceSandboxField field in fields)
                type.Add(field);
        }
    }

    public IEnumerable<SalesforceType> Types => _types.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out SalesforceType? type) => _types.TryGetValue(name, out type);

    /// <summary>The object whose records refer to this one under a child relationship, with the referring field.</summary>
    public (SalesforceType Type, SalesforceSandboxField Field)? FindChild(SalesforceType parent, string relationship)
    {
        foreach (SalesforceType type in _types.Values)
        {
            foreach (SalesforceSandboxField field in type.Fields)
            {
                if (string.Equals(field.ChildRelationshipName, relationship, StringComparison.OrdinalIgnoreCase) && string.Equals(field.ReferenceTo, parent.Name, StringComparison.Ordinal))
                    return (type, field);
            }
        }

        return null;
    }

    private void Add(SalesforceSandboxObject definition)
    {
        if (!_types.TryAdd(definition.Name, new SalesforceType(definition)))
            throw new ArgumentException($"The object '{definition.Name}' is defined twice.", nameof(definition));
    }
}

/// <summary>One object with its fields by name.</summary>
internal sealed class SalesforceType
{
    private readonly Dictionary<string, SalesforceSandboxField> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SalesforceSandboxField> _fields = [];

    public SalesforceType(SalesforceSandboxObject definition)
    {
        Name = definition.Name;
        KeyPrefix = definition.KeyPrefix;
        Writable = definition.Writable;
        Add(new SalesforceSandboxField("Id", SalesforceSandboxFieldType.Id));
        Add(ReadOnly("IsDeleted", SalesforceSandboxFieldType.Boolean));
        foreach (SalesforceSandboxField field in definition.Fields)
            Add(field);
        Add(ReadOnly("CreatedDate", SalesforceSandboxFieldType.DateTime));
        Add(ReadOnly("LastModifiedDate", SalesforceSandboxFieldType.DateTime));
        Add(ReadOnly("SystemModstamp", SalesforceSandboxFieldType.DateTime));
    }

    public string Name { get; }

    public string KeyPrefix { get; }

    public bool Writable { get; }

    public IReadOnlyList<SalesforceSandboxField> Fields => _fields;

    public bool IsCustom => Name.EndsWith("__c", StringComparison.OrdinalIgnoreCase);

    public bool TryGetField(string name, [NotNullWhen(true)] out SalesforceSandboxField? field) => _byName.TryGetValue(name, out field);

    public SalesforceSandboxField? FindRelationship(string name) =>
        _fields.Find(f => string.Equals(f.RelationshipName, name, StringComparison.OrdinalIgnoreCase));

    public void Add(SalesforceSandboxField field)
    {
        if (!_byName.TryAdd(field.Name, field))
            throw new ArgumentException($"The field '{field.Name}' is defined twice on '{Name}'.", nameof(field));
        _fields.Add(field);
    }

    private static SalesforceSandboxField ReadOnly(string name, SalesforceSandboxFieldType type) =>
        new(name, type) { Nillable = false, Createable = false, Updateable = false, DefaultedOnCreate = true };
}
