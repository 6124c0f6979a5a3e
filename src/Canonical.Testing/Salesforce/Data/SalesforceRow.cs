namespace Canonical.Testing;

/// <summary>One record: a value a column of its object. Never changed after it was stored: a write stores a new one in its place.</summary>
internal sealed class SalesforceRow(SalesforceType type, string id, object?[] values)
{
    public const int IdColumn = 0;
    public const int IsDeletedColumn = 1;

    public SalesforceType Type { get; } = type;

    public string Id { get; } = id;

    public bool IsDeleted => values[IsDeletedColumn] is true;

    /// <summary>The value as readers see it: a formula is worked out now.</summary>
    public object? this[int column] => Type.Formula(column) is { } formula ? formula.Read(this) : values[column];

    public object? this[string field]
    {
        get
        {
            int column = Type.IndexOf(field);
            return column < 0 ? null : this[column];
        }
    }

    /// <summary>The value as it is stored, without formulas.</summary>
    public object? Stored(int column) => values[column];

    public object?[] CopyValues() => (object?[])values.Clone();
}
