namespace Canonical.Testing;

/// <summary>A field path as it was written, such as <c>Account.Owner.Name</c>, with the function around it, such as <c>MAX</c> or <c>CALENDAR_YEAR</c>. The text is empty for <c>COUNT()</c>.</summary>
internal sealed record SoqlPath(string Text, int Position, string? Function = null)
{
    public bool IsAggregate => Function is "COUNT" or "COUNT_DISTINCT" or "SUM" or "AVG" or "MIN" or "MAX";

    public bool IsSame(SoqlPath other) => Function == other.Function && string.Equals(Text, other.Text, StringComparison.OrdinalIgnoreCase);
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

/// <summary>What stands between SELECT and FROM: a field path, perhaps with an alias, or a query over child records in brackets.</summary>
internal sealed record SoqlItem(SoqlPath? Path, SoqlQuery? Children, string? Alias = null);

internal sealed record SoqlQuery
{
    public required string Text { get; init; }

    public required IReadOnlyList<SoqlItem> Items { get; init; }

    public required bool CountOnly { get; init; }

    public required SoqlPath From { get; init; }

    /// <summary>The short name of the object, as in <c>FROM Account a</c>.</summary>
    public string? FromAlias { get; init; }

    public SoqlCondition? Where { get; init; }

    public IReadOnlyList<SoqlPath> GroupBy { get; init; } = [];

    public SoqlCondition? Having { get; init; }

    public IReadOnlyList<SoqlOrder> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int Offset { get; init; }

    public bool IsAggregate => GroupBy.Count > 0 || Items.Any(i => i.Path?.IsAggregate == true);
}
