namespace Canonical.Testing;

/// <summary>Whether two values are one to the org: texts without regard to case, numbers by value.</summary>
internal sealed class SalesforceValueComparer : IEqualityComparer<object>
{
    public static readonly SalesforceValueComparer Instance = new();

    public new bool Equals(object? x, object? y) =>
        x is string a && y is string b ? string.Equals(a, b, StringComparison.OrdinalIgnoreCase) : object.Equals(x, y);

    public int GetHashCode(object obj) => obj is string text ? StringComparer.OrdinalIgnoreCase.GetHashCode(text) : obj.GetHashCode();
}
