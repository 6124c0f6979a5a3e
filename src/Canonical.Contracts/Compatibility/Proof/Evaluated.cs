namespace Canonical.Contracts;

// What the keywords beside unevaluatedProperties and unevaluatedItems have evaluated. It depends on which alternatives hold, so the answer is a list of ways that together are all there are, each with the terms under which it applies.
internal static class Evaluated
{
    private const int MaxWays = 64;
    private const int MaxDepth = 64;

    public sealed record MemberWay(IReadOnlyList<Term> When, NameCover Cover);

    // Prefix null: all items are evaluated. Otherwise those before it, and those that one of Contains accepts.
    public sealed record ItemWay(IReadOnlyList<Term> When, int? Prefix, IReadOnlyList<SchemaNode> Contains);

    // Null when there are too many ways.
    public static IReadOnlyList<MemberWay>? Members(SchemaNode node) => Collect(node, own: true, 0, new MemberSide());

    public static IReadOnlyList<ItemWay>? Items(SchemaNode node) => Collect(node, own: true, 0, new ItemSide());

    private static List<TWay>? Collect<TWay>(SchemaNode node, bool own, int depth, ISide<TWay> side)
    {
        if (depth > MaxDepth || node.Opaque is not null) return null;
        var ways = new List<TWay> { side.Own(node, own) };
        if (node.IsReference && !Multiply(ways, Collect(node.Target!, false, depth + 1, side), side)) return null;
        foreach (var child in node.AllOf)
        {
            if (!Multiply(ways, Collect(child, false, depth + 1, side), side)) return null;
        }
        foreach (var child in node.AnyOf.Concat(node.OneOf))
        {
            if (!Multiply(ways, Optional(child, [new Term.Must(Term.Valid(child))], [new Term.Must(Term.Invalid(child))], depth, side), side)) return null;
        }
        foreach (var (trigger, schema) in side.Dependents(node))
        {
            if (!Multiply(ways, Optional(schema, [new Term.Has(trigger)], [new Term.HasNot(trigger)], depth, side), side)) return null;
        }
        if (node.If is { } condition)
        {
            var then = Collect(condition, false, depth + 1, side);
            if (then is null || (node.Then is not null && !Multiply(then, Collect(node.Then, false, depth + 1, side), side))) return null;
            var otherwise = node.Else is null ? [side.Empty] : Collect(node.Else, false, depth + 1, side);
            if (otherwise is null) return null;
            if (!then.TrueForAll(side.IsEmpty) || !otherwise.TrueForAll(side.IsEmpty))
            {
                List<TWay> both = [.. then.Select(w => side.Under(w, [new Term.Must(Term.Valid(condition))])), .. otherwise.Select(w => side.Under(w, [new Term.Must(Term.Invalid(condition))]))];
                if (!Multiply(ways, both, side)) return null;
            }
        }
        return ways;
    }

    // A schema that evaluates something only when it holds. One that evaluates nothing needs no distinction.
    private static List<TWay>? Optional<TWay>(SchemaNode child, IReadOnlyList<Term> holds, IReadOnlyList<Term> fails, int depth, ISide<TWay> side)
    {
        var inner = Collect(child, false, depth + 1, side);
        if (inner is null) return null;
        if (inner.TrueForAll(side.IsEmpty)) return [side.Empty];
        return [.. inner.Select(w => side.Under(w, holds)), side.Under(side.Empty, fails)];
    }

    private static bool Multiply<TWay>(List<TWay> ways, List<TWay>? others, ISide<TWay> side)
    {
        if (others is null || ways.Count * others.Count > MaxWays) return false;
        var product = ways.SelectMany(a => others.Select(b => side.Both(a, b))).ToList();
        ways.Clear();
        ways.AddRange(product);
        return true;
    }

    private interface ISide<TWay>
    {
        TWay Empty { get; }

        TWay Own(SchemaNode node, bool isOuter);

        TWay Both(TWay a, TWay b);

        TWay Under(TWay way, IReadOnlyList<Term> when);

        bool IsEmpty(TWay way);

        IEnumerable<KeyValuePair<string, SchemaNode>> Dependents(SchemaNode node);
    }

    private sealed class MemberSide : ISide<MemberWay>
    {
        public MemberWay Empty { get; } = new([], NameCover.None);

        public MemberWay Own(SchemaNode node, bool isOuter) => new([], node.AdditionalProperties is not null || (!isOuter && node.UnevaluatedProperties is not null)
            ? NameCover.All
            : new NameCover(false, [.. node.Properties.Keys], [.. node.PatternProperties.Select(p => p.Key)]));

        public MemberWay Both(MemberWay a, MemberWay b) => new([.. a.When, .. b.When], a.Cover.With(b.Cover));

        public MemberWay Under(MemberWay way, IReadOnlyList<Term> when) => way with { When = [.. when, .. way.When] };

        public bool IsEmpty(MemberWay way) => way.Cover.IsEmpty && way.When.Count == 0;

        public IEnumerable<KeyValuePair<string, SchemaNode>> Dependents(SchemaNode node) => node.DependentSchemas;
    }

    private sealed class ItemSide : ISide<ItemWay>
    {
        public ItemWay Empty { get; } = new([], 0, []);

        public ItemWay Own(SchemaNode node, bool isOuter) => new([],
            node.Items is not null || (!isOuter && node.UnevaluatedItems is not null) ? null : node.PrefixItems.Count,
            node.Contains is null ? [] : [node.Contains]);

        public ItemWay Both(ItemWay a, ItemWay b) => new([.. a.When, .. b.When], a.Prefix is { } p && b.Prefix is { } q ? Math.Max(p, q) : null, [.. a.Contains.Union(b.Contains)]);

        public ItemWay Under(ItemWay way, IReadOnlyList<Term> when) => way with { When = [.. when, .. way.When] };

        public bool IsEmpty(ItemWay way) => way.Prefix == 0 && way.Contains.Count == 0 && way.When.Count == 0;

        // A trigger is a member, and arrays have none.
        public IEnumerable<KeyValuePair<string, SchemaNode>> Dependents(SchemaNode node) => [];
    }
}
