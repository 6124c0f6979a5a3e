namespace Canonical.Testing;

/// <summary>One thing that a query shows of a record: a field, a parent with columns of its own, or the children that a query of their own finds.</summary>
internal sealed class SoqlColumn
{
    public SalesforceSandboxField? Field { get; init; }

    /// <summary>The field as the query names it, such as <c>Account.Name</c>.</summary>
    public string? Path { get; init; }

    public BoundField? Read { get; init; }

    /// <summary>The member of the answer.</summary>
    public string Name { get; init; } = "";

    public SalesforceSandboxField? Parent { get; init; }

    public List<SoqlColumn> Columns { get; } = [];

    /// <summary>For TYPEOF: the columns by the object that the parent is of.</summary>
    public IReadOnlyList<(SalesforceType Type, List<SoqlColumn> Columns)>? Cases { get; init; }

    /// <summary>For TYPEOF: the columns of all other objects; null to show nothing of them.</summary>
    public List<SoqlColumn>? Else { get; init; }

    public string? ChildName { get; init; }

    public int ChildColumn { get; init; }

    public SoqlPlan? Children { get; init; }
}
