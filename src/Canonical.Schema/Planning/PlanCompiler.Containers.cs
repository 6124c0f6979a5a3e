using System.Text;

namespace Canonical.Schema;

internal sealed partial class PlanCompiler
{
    // Every combination of patterns gets its plan when the schema is compiled; with more patterns the tape takes the object.
    private const int MaxPatterns = 6;

    private Plan MergeArray(NodeSet set, Place place)
    {
        var rules = new ArrayRules();
        var prefix = 0;
        var hasUnevaluated = false;
        foreach (var part in set.Parts)
        {
            rules.MinItems = Math.Max(rules.MinItems, part.MinItems);
            rules.MaxItems = Math.Min(rules.MaxItems, part.MaxItems);
            rules.Unique |= part.UniqueItems;
            prefix = Math.Max(prefix, part.PrefixItems.Length);
            if (part.Contains is not null) rules.Contains = [.. rules.Contains, new ContainsRule(Slot(part.Contains), part.MinContains, part.MaxContains)];
            hasUnevaluated |= part.UnevaluatedItems is not null;
        }
        if (rules.Contains.Length > ArrayPlan.MaxContains) return Add(new TapePlan(set.Parts.ToArray()));
        var owners = hasUnevaluated ? Owners(set, place, properties: false) : NoOwners;
        if (prefix > 0) rules.Prefix = new PlanSlot[prefix];
        for (var i = 0; i < prefix; i++) rules.Prefix[i] = Slot(ItemSchemas(set, owners, i));
        rules.Items = Slot(ItemSchemas(set, owners, prefix));
        return Add(new ArrayPlan(rules));
    }

    private static readonly List<Owner> NoOwners = [];

    // The nodes whose unevaluated keyword can be decided here, inner ones before those that see them as evaluated.
    private static List<Owner> Owners(NodeSet set, Place place, bool properties)
    {
        var owners = new List<Owner>();
        foreach (var part in set.Parts)
        {
            if ((properties ? part.UnevaluatedProperties : part.UnevaluatedItems) is not null && !place.Dynamic.Contains(part)) owners.Add(new Owner(part, new NodeSet([part], place.Choices).Parts));
        }
        if (owners.Count > 1) owners.Sort(static (a, b) => a.Closure.Count.CompareTo(b.Closure.Count));
        return owners;
    }

    private sealed class Owner(Node node, List<Node> closure)
    {
        public readonly Node Node = node;
        public readonly List<Node> Closure = closure;

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

    private Plan MergeObject(NodeSet set, Place place)
    {
        var rules = new ObjectRules();
        var hasUnevaluated = false;
        foreach (var part in set.Parts)
        {
            rules.MinProperties = Math.Max(rules.MinProperties, part.MinProperties);
            rules.MaxProperties = Math.Min(rules.MaxProperties, part.MaxProperties);
            // In the order of the schema, which is the first guess of the order in documents.
            for (var i = 0; i < part.Properties.Length; i++)
            {
                if (part.Properties[i] is not null) rules.Index(part.Names!.Names[i]);
            }
            if (part.PatternProperties.Length > 0) AddPatterns(part, rules);
            if (part.PropertyNames is not null) rules.PropertyNames.Add(Slot(part.PropertyNames));
            hasUnevaluated |= part.UnevaluatedProperties is not null;
        }
        foreach (var part in set.Parts)
        {
            foreach (var name in part.Required) rules.Required.Add(rules.Index(part.Names!.Names[name]));
            if (part.DependentRequired.Length > 0 || part.DependentSchemas.Length > 0) AddDependent(part, rules);
        }
        var watches = 0;
        foreach (var part in place.Conditions) watches += AddCondition(part, rules);
        if (rules.Patterns.Count > MaxPatterns || rules.Names.Count > NameBits1024.MaxNames || watches > 64 || _successors.Count + rules.Names.Count > MaxSuccessors) return Add(new TapePlan(set.Parts.ToArray()));

        var owners = hasUnevaluated ? Owners(set, place, properties: true) : NoOwners;
        foreach (var name in rules.Names)
        {
            var mask = rules.Patterns.Count > 0 ? rules.MatchPatterns(Encoding.UTF8.GetBytes(name)) : 0;
            rules.Values.Add(Slot(PropertySchemas(set, owners, name, mask, rules)));
        }
        rules.Others = new PlanSlot[1 << rules.Patterns.Count];
        for (var mask = 0; mask < rules.Others.Length; mask++) rules.Others[mask] = Slot(PropertySchemas(set, owners, null, mask, rules));

        rules.SuccessorBase = _successors.Count;
        for (var i = 0; i <= rules.Names.Count + 1; i++) _successors.Add(Math.Min(i, rules.Names.Count));
        return rules.Names.Count <= NameBits64.MaxNames ? Add(new ObjectPlan<NameBits64>(rules)) : Add(new ObjectPlan<NameBits1024>(rules));
    }

    private static void AddPatterns(Node part, ObjectRules rules)
    {
        foreach (var property in part.PatternProperties)
        {
            if (rules.PatternIndex(property.Pattern) < 0) rules.Patterns.Add(property.Pattern);
        }
    }

    private void AddDependent(Node part, ObjectRules rules)
    {
        foreach (var dependent in part.DependentRequired) rules.DependentRequired.Add(new DependentNames(rules.Index(part.Names!.Names[dependent.Name]), Indexes(rules, part, dependent.Required), dependent.Keyword));
        foreach (var dependent in part.DependentSchemas) rules.DependentSchemas.Add(new DependentPlan(rules.Index(part.Names!.Names[dependent.Name]), Slot(dependent.Schema)));
    }

    private static List<Node> PropertySchemas(NodeSet set, List<Owner> owners, string? name, int mask, ObjectRules rules)
    {
        var schemas = new List<Node>();
        var evaluated = new List<Node>();
        foreach (var part in set.Parts)
        {
            var before = schemas.Count;
            if (name is not null && part.Properties.Length > 0 && Array.IndexOf(part.Names!.Names, name) is >= 0 and var index && index < part.Properties.Length && part.Properties[index] is { } property) schemas.Add(property);
            if (mask != 0) AddMatching(part, mask, rules, schemas);
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

    private static void AddMatching(Node part, int mask, ObjectRules rules, List<Node> schemas)
    {
        foreach (var property in part.PatternProperties)
        {
            if ((mask & 1 << rules.PatternIndex(property.Pattern)) != 0) schemas.Add(property.Schema);
        }
    }

    private int AddCondition(Node node, ObjectRules rules)
    {
        var condition = new ConditionRules();
        ConditionShape.AddTerms(node.If!, rules, condition);
        if (node.Then is not null) condition.Then = Consequence(node.Then, rules, out condition.ThenRequired);
        if (node.Else is not null) condition.Else = Consequence(node.Else, rules, out condition.ElseRequired);
        rules.Conditions.Add(condition);
        return condition.Terms.Count;
    }

    private PlanSlot? Consequence(Node node, ObjectRules rules, out int[] required)
    {
        required = [];
        if (node.Constant == true) return null;
        if (!ConditionShape.IsRequiredOnly(node)) return Slot(node);
        required = Indexes(rules, node, node.Required);
        return null;
    }

    private static int[] Indexes(ObjectRules rules, Node node, int[] names)
    {
        var indexes = new int[names.Length];
        for (var i = 0; i < names.Length; i++) indexes[i] = rules.Index(node.Names!.Names[names[i]]);
        return indexes;
    }
}
