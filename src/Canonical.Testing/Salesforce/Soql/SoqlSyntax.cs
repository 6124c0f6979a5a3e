namespace Canonical.Testing;

/// <summary>A field path as it was written, such as <c>Account.Owner.Name</c>.</summary>
internal sealed record SoqlPath(string Text, int Position);

/// <summary>A value in a filter. <paramref name="Token"/> holds it, or the words TRUE, FALSE, NULL or a date word.</summary>
internal readonly record struct SoqlLiteral(SoqlToken Token);

internal abstract record SoqlCondition;

internal sealed record SoqlAnd(IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

internal sealed record SoqlOr(IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

internal sealed record SoqlNot(SoqlCondition Part) : SoqlCondition;

/// <summary>A comparison; <paramref name="Operator"/> is one of = != &lt; &lt;= &gt; &gt;= LIKE IN NOT IN INCLUDES EXCLUDES.</summary>
internal sealed record SoqlCompare(SoqlPath Path, string Operator, IReadOnlyList<SoqlLiteral> Values) : SoqlCondition;

internal sealed record SoqlOrder(SoqlPath Path, bool Descending, bool NullsLast);

/// <summary>What stands between SELECT and FROM: a field path, or a query over child records in brackets.</summary>
internal sealed record SoqlItem(SoqlPath? Path, SoqlQuery? Children);

internal sealed record SoqlQuery
{
    public required string Text { get; init; }

    public required IReadOnlyList<SoqlItem> Items { get; init; }

    public required bool CountOnly { get; init; }

    public required SoqlPath From { get; init; }

    public SoqlCondition? Where { get; init; }

    public IReadOnlyList<SoqlOrder> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int Offset { get; init; }
}
