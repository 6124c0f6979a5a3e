namespace Canonical.Testing;

/// <summary>The order of values: ids by their bytes, other texts without regard to case, nulls where they are wanted.</summary>
internal static class SoqlOrdering
{
    public static int Compare(object? x, object? y, SalesforceSandboxField field, bool descending, bool nullsLast)
    {
        if (x is null || y is null)
        {
            if (x is null && y is null)
                return 0;
            return (x is null) != nullsLast ? -1 : 1;
        }

        int order = Compare(x, y, field);
        return descending ? -order : order;
    }

    public static int Compare(object x, object y, SalesforceSandboxField field) => x switch
    {
        string s when field.Type is SalesforceSandboxFieldType.Id or SalesforceSandboxFieldType.Reference => string.CompareOrdinal(s, (string)y),
        string s => string.Compare(s, (string)y, StringComparison.OrdinalIgnoreCase),
        IComparable c => c.CompareTo(y),
        _ => 0,
    };
}
