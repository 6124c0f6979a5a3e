namespace Canonical.Testing;

/// <summary>
/// A formula that shows a field of a parent. It is worked out when it is read, so that its value changes while the record's SystemModstamp stands still, as in the product.
/// </summary>
internal sealed class SalesforceFormula(SalesforceStore store, IReadOnlyList<(int Column, string Target)> parents, int column)
{
    public static SalesforceFormula Bind(SalesforceStore store, SalesforceType type, string path)
    {
        string[] parts = path.Split('.');
        var parents = new List<(int, string)>();
        SalesforceType at = type;
        foreach (string name in parts[..^1])
        {
            SalesforceSandboxField relation = at.FindRelationship(name) ?? throw new ArgumentException($"The formula '{path}' goes over '{name}', which '{at.Name}' does not have.", nameof(path));
            parents.Add((at.IndexOf(relation.Name), relation.ReferenceTo!));
            at = store.Schema.TryGet(relation.ReferenceTo!, out SalesforceType? next) ? next : throw new ArgumentException($"The formula '{path}' reaches '{relation.ReferenceTo}', which the sandbox does not know.", nameof(path));
        }

        int column = at.IndexOf(parts[^1]);
        return column >= 0 ? new SalesforceFormula(store, parents, column) : throw new ArgumentException($"The formula '{path}' ends at a field that '{at.Name}' does not have.", nameof(path));
    }

    public object? Read(SalesforceRow row)
    {
        SalesforceRow? at = row;
        foreach ((int parent, string target) in parents)
        {
            at = at[parent] is string id ? store.Find(target, id) : null;
            if (at is null)
                return null;
        }

        return at[column];
    }
}
