using System.Text;

namespace Canonical.Schema;

internal sealed partial class PlanCompiler
{
    // Every combination of patterns gets its plan when the schema is compiled; with more patterns the tape takes the object.
    private const int MaxPatterns = 6;

    private ArrayPlan MergeArray(NodeSet set, Place place, List<Node> dynamic)
    {
        var rules = new ArrayRules();
        var prefix = 0;
        foreach (var part in set.Parts)
        {
            rules.MinItems = Math.Max(rules.MinItems, part.MinItems);
            rules.MaxItems = Math.Min(rules.MaxItems, part.MaxItems);
            rules.Unique |= part.UniqueItems;
            prefix = Math.Max(prefix, part.PrefixItems.Length);
            if (part.Contains is not null) rules.Contains.Add(new ContainsRule(Slot(part.Contains), part.MinContains, part.MaxContains));
        }
        var owners = Owners(set, place, dynamic, static n => n.UnevaluatedItems is not null);
        for (var i = 0; i < prefix; i++) rules.Prefix.Add(Slot(ItemSchemas(set, owners, i)));
        rules.Items = Slot(ItemSchemas(set, owners, prefix));
        return Add(new ArrayPlan(rules));
    }

    // The nodes whose unevaluated keyword can be decided here, inner ones before those that see them as evaluated.
    private static List<Owner> Owners(NodeSet set, Place place, List<Node> dynamic, Predicate<Node> has)
    {
        var owners = new List<Owner>();
        foreach (var part in set.Parts)
        {
            if (has(part) && !dynamic.Contains(part)) owners.Add(new Owner(part, new NodeSet([part], place.Choices).Parts));
        }
        if (owners.Count > 1) owners.Sort(static (a, b) => a.Closure.Count.CompareTo(b.Closure.Count));
        return owners;
    }

    private sealed record Owner(Node Node, List<Node> Closure)
    {
        public bool Sees(List<Node> evaluated) => evaluated.Exists(Closure.Contains);
    }

    private static List<Node> ItemSchemas(NodeSet set, List<Owner> owners, int index)
    {
        var schemas = new List<Node>();
        var evaluated = new List<Node>();
        foreach (var part in set.Parts)
        {
            var schema = index < part.PrefixItems.Length ? part.PrefixItems[index] : part.Items;
            if (schema is null) continue;
            schemas.Add(schema);
            evaluated.Add(part);
        }
        foreach (var owner in owners)
        {
            if (owner.Sees(evaluated)) continue;
            schemas.Add(owner.Node.UnevaluatedItems!);
            evaluated.Add(owner.Node);
        }
        return schemas;
    }

    private Plan MergeObject(NodeSet set, Place place, List<Node> conditions, List<Node> dynamic)
    {
        var rules = new ObjectRules();
        var patterns = new List<string>();
        foreach (var part in set.Parts)
        {
            rules.MinProperties = Math.Max(rules.MinProperties, part.MinProperties);
            rules.MaxProperties = Math.Min(rules.MaxProperties, part.MaxProperties);
            // In the order of the schema, which is the first guess of the order in documents.
            for (var i = 0; i < part.Properties.Length; i++)
            {
                if (part.Properties[i] is not null) rules.Index(part.Names!.Names[i]);
            }
            foreach (var (pattern, _) in part.PatternProperties)
            {
                if (patterns.Contains(pattern.Source)) continue;
                patterns.Add(pattern.Source);
                rules.Patterns.Add(pattern);
            }
            if (part.PropertyNames is not null) rules.PropertyNames.Add(Slot(part.PropertyNames));
        }
        foreach (var part in set.Parts)
        {
            foreach (var name in part.Required) rules.Required.Add(rules.Index(part.Names!.Names[name]));
            foreach (var (name, required, keyword) in part.DependentRequired) rules.DependentRequired.Add(new DependentNames(rules.Index(part.Names!.Names[name]), Indexes(rules, part, required), keyword));
            foreach (var (name, schema, _) in part.DependentSchemas) rules.DependentSchemas.Add(new DependentPlan(rules.Index(part.Names!.Names[name]), Slot(schema)));
        }
        foreach (var part in conditions) rules.Conditions.Add(Condition(part, rules));
        var watches = 0;
        foreach (var condition in rules.Conditions) watches += condition.Terms.Count;
        if (patterns.Count > MaxPatterns || rules.Names.Count > NameBits1024.Capacity || watches > 64 || _successors.Count + rules.Names.Count > MaxSuccessors) return Add(new TapePlan(set.Parts.ToArray()));

        var owners = Owners(set, place, dynamic, static n => n.UnevaluatedProperties is not null);
        foreach (var name in rules.Names)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            var mask = 0;
            for (var i = 0; i < rules.Patterns.Count; i++)
            {
                if (rules.Patterns[i].IsMatch(utf8, out _)) mask |= 1 << i;
            }
            rules.Values.Add(Slot(PropertySchemas(set, owners, name, mask, patterns)));
        }
        rules.Others = new PlanSlot[1 << patterns.Count];
        for (var mask = 0; mask < rules.Others.Length; mask++) rules.Others[mask] = Slot(PropertySchemas(set, owners, null, mask, patterns));

        rules.SuccessorBase = _successors.Count;
        for (var i = 0; i <= rules.Names.Count + 1; i++) _successors.Add(Math.Min(i, rules.Names.Count));
        return rules.Names.Count <= NameBits64.Capacity ? Add(new ObjectPlan<NameBits64>(rules)) : Add(new ObjectPlan<NameBits1024>(rules));
    }

    private static List<Node> PropertySchemas(NodeSet set, List<Owner> owners, string? name, int mask, List<string> patterns)
    {
        var schemas = new List<Node>();
        var evaluated = new List<Node>();
        foreach (var part in set.Parts)
        {
            var before = schemas.Count;
            if (name is not null && part.Properties.Length > 0 && Array.IndexOf(part.Names!.Names, name) is >= 0 and var index && index < part.Properties.Length && part.Properties[index] is { } property) schemas.Add(property);
            foreach (var (pattern, schema) in part.PatternProperties)
            {
                if ((mask & 1 << patterns.IndexOf(pattern.Source)) != 0) schemas.Add(schema);
            }
            if (schemas.Count == before && part.AdditionalProperties is not null) schemas.Add(part.AdditionalProperties);
            if (schemas.Count > before) evaluated.Add(part);
        }
        foreach (var owner in owners)
        {
            if (owner.Sees(evaluated)) continue;
            schemas.Add(owner.Node.UnevaluatedProperties!);
            evaluated.Add(owner.Node);
        }
        return schemas;
    }

    private ConditionRules Condition(Node node, ObjectRules rules)
    {
        var condition = new ConditionRules();
        ConditionShape.AddTerms(node.If!, rules, condition);
        (condition.ThenRequired, condition.Then) = Consequence(node.Then, rules);
        (condition.ElseRequired, condition.Else) = Consequence(node.Else, rules);
        return condition;
    }

    private (int[] Required, PlanSlot? Plan) Consequence(Node? node, ObjectRules rules)
    {
        if (node is null || node.Constant == true) return ([], null);
        return ConditionShape.IsRequiredOnly(node) ? (Indexes(rules, node, node.Required), null) : ([], Slot(node));
    }

    private static int[] Indexes(ObjectRules rules, Node node, int[] names)
    {
        var indexes = new int[names.Length];
        for (var i = 0; i < names.Length; i++) indexes[i] = rules.Index(node.Names!.Names[names[i]]);
        return indexes;
    }
}
