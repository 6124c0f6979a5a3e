namespace Canonical.Contracts;

// The ways in which a value of one kind can break a schema.
internal static class NegativeRules
{
    private const int Rank = 2;

    // False when every value of the kind is valid.
    public static bool Expand(SchemaGraph graph, SchemaNode node, JsonKinds kind, Case into)
    {
        if (node.IsReference)
        {
            into.Open.Push(Term.Invalid(node.Target!));
            return true;
        }
        var ways = new List<Alternative>();
        if (node.Opaque is { } reason) ways.Add(new([new Term.Unreasoned(reason)]));
        if ((node.Types & kind) == JsonKinds.None)
        {
            if (kind != JsonKinds.Number || !node.Types.HasFlag(JsonKinds.Integer)) return true;
            ways.Add(new([new Term.Multiple(Rational.One, false)]));
        }
        if (node.Values is not null) ways.Add(new([new Term.NoneOfValues([.. node.Values.Where(v => v.Kind == kind)])]));
        foreach (var child in node.AllOf) ways.Add(Not(child));
        if (node.AnyOf.Count > 0) ways.Add(new([.. node.AnyOf.Select(c => new Term.Must(Term.Invalid(c)))]));
        OneOf(node, ways);
        if (node.Not is not null) ways.Add(new([new Term.Must(Term.Valid(node.Not))]));
        if (node.If is { } condition)
        {
            if (node.Then is not null) ways.Add(new([new Term.Must(Term.Valid(condition)), new Term.Must(Term.Invalid(node.Then))]));
            if (node.Else is not null) ways.Add(new([new Term.Must(Term.Invalid(condition)), new Term.Must(Term.Invalid(node.Else))]));
        }
        switch (kind)
        {
            case JsonKinds.Number:
                Number(node, ways);
                break;
            case JsonKinds.String:
                Size(node.MinLength, node.MaxLength, ways);
                if (node.Pattern is not null) ways.Add(new([new Term.Matches(node.Pattern, false)]));
                if (node.Format is not null) ways.Add(new([new Term.IsFormat(node.Format, false)]));
                break;
            case JsonKinds.Array:
                Items(graph, node, ways);
                break;
            case JsonKinds.Object:
                Members(graph, node, ways);
                break;
        }
        return into.Add(Rank, ways);
    }

    private static Alternative Not(SchemaNode node) => new([new Term.Must(Term.Invalid(node))]);

    // None holds, or two do.
    private static void OneOf(SchemaNode node, List<Alternative> ways)
    {
        if (node.OneOf.Count == 0) return;
        ways.Add(new([.. node.OneOf.Select(c => new Term.Must(Term.Invalid(c)))]));
        for (var i = 0; i < node.OneOf.Count; i++)
        {
            for (var j = i + 1; j < node.OneOf.Count; j++) ways.Add(new([new Term.Must(Term.Valid(node.OneOf[i])), new Term.Must(Term.Valid(node.OneOf[j]))]));
        }
    }

    private static void Number(SchemaNode node, List<Alternative> ways)
    {
        if (node.Minimum is { } min) ways.Add(new([new Term.Below(min, true)]));
        if (node.ExclusiveMinimum is { } above) ways.Add(new([new Term.Below(above, false)]));
        if (node.Maximum is { } max) ways.Add(new([new Term.Above(max, true)]));
        if (node.ExclusiveMaximum is { } below) ways.Add(new([new Term.Above(below, false)]));
        if (node.MultipleOf is { } divisor) ways.Add(new([new Term.Multiple(divisor, false)]));
    }

    private static void Size(int min, int? max, List<Alternative> ways)
    {
        if (min > 0) ways.Add(new([new Term.Size(0, min - 1)]));
        if (max is { } most and < int.MaxValue) ways.Add(new([new Term.Size(most + 1, null)]));
    }

    private static void Items(SchemaGraph graph, SchemaNode node, List<Alternative> ways)
    {
        Size(node.MinItems, node.MaxItems, ways);
        for (var i = 0; i < node.PrefixItems.Count; i++)
        {
            if (node.PrefixItems[i] != graph.True) ways.Add(new([new Term.ItemIs(i, Term.Invalid(node.PrefixItems[i]))]));
        }
        if (node.Items is not null && node.Items != graph.True) ways.Add(new([new Term.SomeItemFrom(node.PrefixItems.Count, [Term.Invalid(node.Items)])]));
        if (node.UniqueItems) ways.Add(new([new Term.Distinct(false)]));
        if (node.Contains is not null)
        {
            if (node.MinContains > 0) ways.Add(new([new Term.CountOf(node.Contains, 0, node.MinContains - 1)]));
            if (node.MaxContains is { } most and < int.MaxValue) ways.Add(new([new Term.CountOf(node.Contains, most + 1, null)]));
        }
        if (node.UnevaluatedItems is not { } rest || rest == graph.True) return;
        if (Evaluated.Items(node) is not { } evaluated)
        {
            ways.Add(new([new Term.Unreasoned("unevaluatedItems depends on too many alternatives")]));
            return;
        }
        foreach (var way in evaluated)
        {
            if (way.Prefix is { } from) ways.Add(new([.. way.When, new Term.SomeItemFrom(from, [Term.Invalid(rest), .. way.Contains.Select(Term.Invalid)])]));
        }
    }

    private static void Members(SchemaGraph graph, SchemaNode node, List<Alternative> ways)
    {
        Size(node.MinProperties, node.MaxProperties, ways);
        foreach (var name in node.Required) ways.Add(new([new Term.HasNot(name)]));
        foreach (var (name, schema) in node.Properties)
        {
            if (schema != graph.True) ways.Add(new([new Term.MemberIs(name, Term.Invalid(schema))]));
        }
        foreach (var (pattern, schema) in node.PatternProperties)
        {
            if (schema != graph.True) ways.Add(new([new Term.SomeMember([Term.Valid(graph.OfPattern(pattern))], [Term.Invalid(schema)])]));
        }
        if (node.AdditionalProperties is { } additional && additional != graph.True)
        {
            ways.Add(new([new Term.SomeMember(Outside(graph, new(false, [.. node.Properties.Keys], [.. node.PatternProperties.Select(p => p.Key)])), [Term.Invalid(additional)])]));
        }
        if (node.PropertyNames is { } names && names != graph.True) ways.Add(new([new Term.SomeMember([Term.Invalid(names)], [])]));
        foreach (var (trigger, needed) in node.DependentRequired)
        {
            foreach (var name in needed) ways.Add(new([new Term.Has(trigger), new Term.HasNot(name)]));
        }
        foreach (var (trigger, schema) in node.DependentSchemas) ways.Add(new([new Term.Has(trigger), new Term.Must(Term.Invalid(schema))]));
        if (node.UnevaluatedProperties is not { } rest || rest == graph.True) return;
        if (Evaluated.Members(node) is not { } evaluated)
        {
            ways.Add(new([new Term.Unreasoned("unevaluatedProperties depends on too many alternatives")]));
            return;
        }
        foreach (var way in evaluated)
        {
            if (!way.Cover.IsAll) ways.Add(new([.. way.When, new Term.SomeMember(Outside(graph, way.Cover), [Term.Invalid(rest)])]));
        }
    }

    private static List<int> Outside(SchemaGraph graph, NameCover cover)
    {
        var codes = new List<int>();
        if (cover.Names.Count > 0) codes.Add(Term.Invalid(graph.OfValues([.. cover.Names.Order(StringComparer.Ordinal).Select(Datum.Of)])));
        codes.AddRange(cover.Patterns.Select(p => Term.Invalid(graph.OfPattern(p))));
        return codes;
    }
}
