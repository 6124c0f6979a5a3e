using System.Diagnostics.CodeAnalysis;

namespace Canonical.Testing;

/// <summary>The objects of the sandbox's org: the standard ones it knows, with the fields that the caller added. Names are found whatever their case.</summary>
internal sealed class SalesforceSchema
{
    private readonly Dictionary<string, SalesforceType> _types = new(StringComparer.OrdinalIgnoreCase);

    public SalesforceSchema(SalesforceSandboxOptions options)
    {
        foreach (SalesforceSandboxObject definition in StandardObjects.Create(options.MultiCurrency).Concat(SalesObjects.Create(options.MultiCurrency)).Concat(ServiceObjects.Create(options.MultiCurrency)))
            Add(definition);
        if (options.CertiniaPsa)
        {
            foreach (SalesforceSandboxObject definition in CertiniaObjects.Create(options.MultiCurrency))
                Add(definition);
            foreach (SalesforceSandboxField field in CertiniaObjects.ContactFields())
                _types["Contact"].Add(field);
        }

        foreach (SalesforceSandboxObject definition in options.CustomObjects)
            Add(definition);
        if (options.PersonAccounts)
        {
            foreach (SalesforceSandboxField field in PersonAccounts.AccountFields())
                _types["Account"].Add(field);
            _types["Contact"].Add(PersonAccounts.ContactField());
        }

        foreach ((string name, IReadOnlyList<SalesforceSandboxRecordType> recordTypes) in RecordTypes(options))
        {
            if (!_types.TryGetValue(name, out SalesforceType? type))
                throw new ArgumentException($"Record types are added to the object '{name}', which the sandbox does not know.", nameof(options));
            type.Add(FieldKit.Ref("RecordTypeId", "RecordType") with { DefaultedOnCreate = true });
            type.RecordTypes = [.. recordTypes.Select(r => ("", r))];
        }

        foreach ((string name, IReadOnlyList<SalesforceSandboxField> fields) in options.CustomFields)
        {
            if (!_types.TryGetValue(name, out SalesforceType? type))
                throw new ArgumentException($"Fields are added to the object '{name}', which the sandbox does not know.", nameof(options));
            foreach (SalesforceSandboxField field in fields)
                type.AddOwn(field);
        }
    }

    public IEnumerable<SalesforceType> Types => _types.Values;

    /// <summary>The object whose ids begin with the first three characters of an id.</summary>
    public SalesforceType? OfId(string id) => id.Length >= 3 ? _types.Values.FirstOrDefault(t => id.StartsWith(t.KeyPrefix, StringComparison.Ordinal)) : null;

    public bool TryGet(string name, [NotNullWhen(true)] out SalesforceType? type) => _types.TryGetValue(name, out type);

    /// <summary>The object whose records refer to this one under a child relationship, with the referring field.</summary>
    public (SalesforceType Type, SalesforceSandboxField Field)? FindChild(SalesforceType parent, string relationship)
    {
        foreach (SalesforceType type in _types.Values)
        {
            foreach (SalesforceSandboxField field in type.Fields)
            {
                if (string.Equals(field.ChildRelationshipName, relationship, StringComparison.OrdinalIgnoreCase) && field.RefersTo(parent.Name))
                    return (type, field);
            }
        }

        return null;
    }

    // Where persons are accounts there is a type for them, and one for the others.
    private static Dictionary<string, IReadOnlyList<SalesforceSandboxRecordType>> RecordTypes(SalesforceSandboxOptions options)
    {
        var all = new Dictionary<string, IReadOnlyList<SalesforceSandboxRecordType>>(options.RecordTypes, StringComparer.OrdinalIgnoreCase);
        if (options.PersonAccounts && !(all.TryGetValue("Account", out IReadOnlyList<SalesforceSandboxRecordType>? given) && given.Any(r => r.IsPersonType)))
        {
            all["Account"] =
            [
                .. given is { Count: > 0 } ? given : [new SalesforceSandboxRecordType("Business_Account") { IsDefault = true }],
                new SalesforceSandboxRecordType("PersonAccount") { Name = "Person Account", IsPersonType = true },
            ];
        }

        return all;
    }

    private void Add(SalesforceSandboxObject definition)
    {
        if (definition.KeyPrefix.Length != 3 || _types.Values.Any(t => t.KeyPrefix == definition.KeyPrefix))
            throw new ArgumentException($"The key prefix '{definition.KeyPrefix}' of '{definition.Name}' does not have three characters, or another object has it.", nameof(definition));
        if (!_types.TryAdd(definition.Name, new SalesforceType(definition)))
            throw new ArgumentException($"The object '{definition.Name}' is defined twice.", nameof(definition));
    }
}
