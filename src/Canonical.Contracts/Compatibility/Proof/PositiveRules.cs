namespace Canonical.Contracts;

// What a schema says about values of one kind, when it must hold.
internal static class PositiveRules
{
    // Alternatives of the schema itself are split first: they choose which of the other side's can matter. Implications come last: most proofs end before.
    private const int Alternatives = 1;
    private const int Implications = 3;

    // False when no value of the kind is valid.
    public static bool Expand(SchemaGraph graph, SchemaNode node, JsonKinds kind, Case into)
    {
        if (node.Opaque is { } reason) into.Add(new Term.Unreasoned(reason));
        if (node.IsReference) into.Open.Push(Term.Valid(node.Target!));
        if ((node.Types & kind) == JsonKinds.None)
        {
            if (kind != JsonKinds.Number || !node.Types.HasFlag(JsonKinds.Integer)) return false;
            into.Add(new Term.Multiple(Rational.One, true));
        }
        if (node.Values is not null) into.Add(new Term.OneOfValues([.. node.Values.Where(v => v.Kind == kind)]));
        foreach (var child in node.AllOf) into.Open.Push(Term.Valid(child));
        if (node.AnyOf.Count > 0 && !into.Add(Alternatives, [.. node.AnyOf.Select(c => new Alternative([new Term.Must(Term.Valid(c))]))])) return false;
        if (node.OneOf.Count > 0 && !into.Add(Alternatives, [.. node.OneOf.Select((_, chosen) => new Alternative([.. node.OneOf.Select((c, i) => new Term.Must(i == chosen ? Term.Valid(c) : Term.Invalid(c)))]))])) return false;
        if (node.Not is not null) into.Open.Push(Term.Invalid(node.Not));
        if (node.If is { } condition && (node.Then is not null || node.Else is not null))
        {
            // Where nothing follows, documents are plainer: they are looked for first.
            var (holds, fails) = (Branch(Term.Valid(condition), node.Then), Branch(Term.Invalid(condition), node.Else));
            into.Add(Implications, node.Else is null ? [fails, holds] : [holds, fails]);
        }
        switch (kind)
        {
            case JsonKinds.Number:
                Number(node, into);
                return true;
            case JsonKinds.String:
                if (node.MinLength > 0 || node.MaxLength is not null) into.Add(new Term.Size(node.MinLength, node.MaxLength));
                if (node.Pattern is not null) into.Add(new Term.Matches(node.Pattern, true));
                if (node.Format is not null) into.Add(new Term.IsFormat(node.Format, true));
                return true;
            case JsonKinds.Array:
                return Items(graph, node, into);
            case JsonKinds.Object:
                return Members(node, into);
            default:
                return true;
        }
    }

    private static Alternative Branch(int condition, SchemaNode? then) => new(then is null ? [new Term.Must(condition)] : [new Term.Must(condition), new Term.Must(Term.Valid(then))]);

    private static void Number(SchemaNode node, Case into)
    {
        if (node.Minimum is { } min) into.Add(new Term.Above(min, false));
        if (node.ExclusiveMinimum is { } above) into.Add(new Term.Above(above, true));
        if (node.Maximum is { } max) into.Add(new Term.Below(max, false));
        if (node.ExclusiveMaximum is { } below) into.Add(new Term.Below(below, true));
        if (node.MultipleOf is { } divisor) into.Add(new Term.Multiple(divisor, true));
    }

    private static bool Items(SchemaGraph graph, SchemaNode node, Case into)
    {
        if (node.MinItems > 0 || node.MaxItems is not null) into.Add(new Term.Size(node.MinItems, node.MaxItems));
        if (node.ConstrainsItems) into.Add(new Term.ItemsOf(node));
        if (node.UniqueItems) into.Add(new Term.Distinct(true));
        if (node.Contains is not null && (node.MinContains > 0 || node.MaxContains is not null)) into.Add(new Term.CountOf(node.Contains, node.MinContains, node.MaxContains));
        if (node.UnevaluatedItems is not { } rest || rest == graph.True) return true;
        if (Evaluated.Items(node) is not { } ways)
        {
            into.Add(new Term.Unreasoned("unevaluatedItems depends on too many alternatives"));
            return true;
        }
        return into.Add(Implications, [.. ways.Select(w => w.Prefix is { } from
            ? new Alternative([.. w.When, new Term.AllItemsFrom(from, Term.Valid(graph.AnyOf([rest, .. w.Contains])))])
            : new Alternative(w.When))]);
    }

    private static bool Members(SchemaNode node, Case into)
    {
        if (node.MinProperties > 0 || node.MaxProperties is not null) into.Add(new Term.Size(node.MinProperties, node.MaxProperties));
        if (node.ConstrainsMembers) into.Add(new Term.MembersOf(node));
        if (node.PropertyNames is not null) into.Add(new Term.NamesAre(Term.Valid(node.PropertyNames)));
        foreach (var name in node.Required) into.Add(new Term.Has(name));
        foreach (var (trigger, names) in node.DependentRequired)
        {
            if (names.Count > 0) into.Add(Implications, [new([new Term.HasNot(trigger)]), new([new Term.Has(trigger), .. names.Select(n => new Term.Has(n))])]);
        }
        foreach (var (trigger, schema) in node.DependentSchemas)
        {
            into.Add(Implications, [new([new Term.HasNot(trigger)]), new([new Term.Has(trigger), new Term.Must(Term.Valid(schema))])]);
        }
        if (node.UnevaluatedProperties is not { } rest) return true;
        if (Evaluated.Members(node) is not { } ways)
        {
            into.Add(new Term.Unreasoned("unevaluatedProperties depends on too many alternatives"));
            return true;
        }
        return into.Add(Implications, [.. ways.Select(w => w.Cover.IsAll
            ? new Alternative(w.When)
            : new Alternative([.. w.When, new Term.MembersOutside(w.Cover, Term.Valid(rest))]))]);
    }
}
