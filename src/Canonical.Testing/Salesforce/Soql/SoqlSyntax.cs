namespace Canonical.Testing;

/// <summary>A field path as it was written, such as <c>Account.Owner.Name</c>, with the function around it, such as <c>MAX</c> or <c>CALENDAR_YEAR</c>, and the one inside of that. The text is empty for <c>COUNT()</c>.</summary>
internal sealed record SoqlPath(string Text, int Position, string? Function = null, string? Inner = null)
{
    public bool IsAggregate => Function is "COUNT" or "COUNT_DISTINCT" or "SUM" or "AVG" or "MIN" or "MAX";

    public bool IsSame(SoqlPath other) => Function == other.Function && Inner == other.Inner && string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A value in a filter. <paramref name="Token"/> holds it, or the words TRUE, FALSE, NULL or a date word.</summary>
internal readonly record struct SoqlLiteral(SoqlToken Token);

internal abstract record SoqlCondition;

internal sealed record SoqlAnd(IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

internal sealed record SoqlOr(IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

internal sealed record SoqlNot(SoqlCondition Part) : SoqlCondition;

/// <summary>A comparison; <paramref name="Operator"/> is one of = != &lt; &lt;= &gt; &gt;= LIKE IN NOT IN INCLUDES EXCLUDES.</summary>
internal sealed record SoqlCompare(SoqlPath Path, string Operator, IReadOnlyList<SoqlLiteral> Values) : SoqlCondition;

/// <summary>A semi-join or an anti-join: the ids that another query gives.</summary>
internal sealed record SoqlJoin(SoqlPath Path, bool Not, SoqlQuery Query) : SoqlCondition;

internal sealed record SoqlOrder(SoqlPath Path, bool Descending, bool NullsLast);

/// <summary>What stands between SELECT and FROM: a field path, perhaps with an alias, a query over child records in brackets, or a TYPEOF.</summary>
internal sealed record SoqlItem(SoqlPath? Path, SoqlQuery? Children, string? Alias = null, SoqlTypeOf? TypeOf = null);

/// <summary><c>TYPEOF What WHEN Account THEN Phone ELSE Name END</c>: the fields to show by the object that a polymorphic relation points to.</summary>
internal sealed record SoqlTypeOf(SoqlPath Relation, IReadOnlyList<(SoqlPath Type, IReadOnlyList<SoqlPath> Fields)> Cases, IReadOnlyList<SoqlPath>? Else);

/// <summary>How a grouping makes subtotals.</summary>
internal enum SoqlSubtotals
{
    None,
    Rollup,
    Cube,
}

internal sealed record SoqlQuery
{
    public required string Text { get; init; }

    public required IReadOnlyList<SoqlItem> Items { get; init; }

    public required bool CountOnly { get; init; }

    public required SoqlPath From { get; init; }

    /// <summary>The short name of the object, as in <c>FROM Account a</c>.</summary>
    public string? FromAlias { get; init; }

    public SoqlCondition? Where { get; init; }

    /// <summary>The scope of USING SCOPE, in capitals; null when there is none.</summary>
    public string? Scope { get; init; }

    public IReadOnlyList<SoqlPath> GroupBy { get; init; } = [];

    public SoqlSubtotals Subtotals { get; init; }

    /// <summary>Whether the records count as viewed (FOR VIEW, FOR REFERENCE).</summary>
    public bool IsViewed { get; init; }

    public SoqlCondition? Having { get; init; }

    public IReadOnlyList<SoqlOrder> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int Offset { get; init; }

    public bool IsAggregate => GroupBy.Count > 0 || Items.Any(i => i.Path?.IsAggregate == true);
}
