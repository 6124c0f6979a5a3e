using System.Runtime.InteropServices;
using System.Text;

namespace Canonical.Schema;

/// <summary>
/// Makes the plans of the one-pass validator from nodes. The unit is a set of nodes that apply to one value: $ref and allOf are merged into one plan, so that composing contracts costs nothing when documents are read. What cannot be merged
/// (alternatives, conditions, unevaluated keywords that depend on them) follows as plans of its own, and the rest goes to the tape.
/// </summary>
internal sealed partial class PlanCompiler
{
    // Merging can multiply sets; a schema that does is validated by the tape from there on.
    private const int PlansPerNode = 4;
    private const int MinPlans = 2_000;
    private const int MaxSuccessors = ushort.MaxValue;

    private readonly Dictionary<string, PlanSlot> _slots = new(StringComparer.Ordinal);
    private readonly Queue<PlanSlot> _pending = new();
    private readonly List<Plan> _plans = [];
    private readonly List<int> _successors = [];
    private readonly int _limit;
    private int _count;

    private PlanCompiler(int nodes) => _limit = MinPlans + nodes * PlansPerNode;

    /// <summary>Compiles the plan of a root.</summary>
    /// <param name="root">The root.</param>
    /// <param name="nodes">How many nodes the schema has.</param>
    /// <param name="successors">The first guesses of which property follows which.</param>
    public static Plan Compile(Node root, int nodes, out ushort[] successors)
    {
        var compiler = new PlanCompiler(nodes);
        var slot = compiler.Slot(root);
        while (compiler._pending.TryDequeue(out var next)) next.Plan = compiler.Build(next.Nodes, next.Choices);
        foreach (var plan in compiler._plans) plan.Link();
        successors = new ushort[compiler._successors.Count];
        for (var i = 0; i < successors.Length; i++) successors[i] = (ushort)compiler._successors[i];
        return slot.Plan;
    }

    /// <summary>The place of the plan for a set of nodes; it is filled later.</summary>
    private PlanSlot Slot(List<Node> nodes)
    {
        nodes.RemoveAll(static n => n.Constant == true);
        if (nodes.Count == 1) return Slot(nodes[0]);
        nodes.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        var key = new StringBuilder();
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (i > 0 && nodes[i] == nodes[i - 1]) nodes.RemoveAt(i);
            else key.Append(nodes[i].Id).Append(',');
        }
        if (nodes.Count == 1) return Slot(nodes[0]);
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, key.ToString(), out _);
        return slot ??= Later(nodes.ToArray());
    }

    private PlanSlot Slot(Node node) => node.Slot ??= Later(node.Constant == true ? [] : [node]);

    private PlanSlot Later(Node[] nodes)
    {
        var slot = new PlanSlot { Nodes = nodes };
        _pending.Enqueue(slot);
        _count++;
        return slot;
    }

    private PlanSlot Slot(Node[] nodes, Choice[] choices)
    {
        var key = new StringBuilder();
        foreach (var node in nodes) key.Append(node.Id).Append(',');
        foreach (var choice in choices) key.Append(choice.OneOf ? 'o' : 'a').Append(choice.Owner.Id).Append(':').Append(choice.Branch);
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_slots, key.ToString(), out _);
        if (slot is null)
        {
            slot = Later(nodes);
            slot.Choices = choices;
        }
        return slot;
    }

    private PlanSlot Done(Plan plan) => new() { Plan = Add(plan) };

    private T Add<T>(T plan) where T : Plan
    {
        _plans.Add(plan);
        return plan;
    }

    private Plan Build(Node[] nodes, Choice[] choices)
    {
        var set = new NodeSet(nodes, choices);
        if (set.IsNever) return NeverPlan.Instance;
        if (set.Parts.Count == 0) return AnyPlan.Instance;
        if (_count > _limit) return Add(new TapePlan(nodes));

        var kinds = new KindRules(set.Parts);
        if (kinds.IsObjectOnly && _count < _limit / 2 && TryChoose(set, nodes, choices) is { } chosen) return chosen;

        // Unevaluated keywords whose coverage the schema alone does not tell.
        var dynamic = set.Parts.FindAll(p => (p.UnevaluatedProperties is not null && NodeSet.MayMark(p, properties: true, choices)) || (p.UnevaluatedItems is not null && NodeSet.MayMark(p, properties: false, choices)));
        if (dynamic.Count > 0 && nodes.Length == 1) return Add(new TapePlan(nodes));

        var rest = new List<PlanSlot>();
        foreach (var part in dynamic) rest.Add(Done(new TapePlan([part])));
        var conditions = new List<Node>();
        var alternatives = 0;
        foreach (var part in set.Parts)
        {
            if (part.Not is not null) rest.Add(Done(new NotPlan(Slot(part.Not))));
            if (part.If is not null && (part.Then is not null || part.Else is not null))
            {
                if (kinds.IsObjectOnly && ConditionShape.IsSimple(part.If)) conditions.Add(part);
                else rest.Add(Done(new IfPlan(Slot(part.If), part.Then is null ? null : Slot(part.Then), part.Else is null ? null : Slot(part.Else))));
            }
            foreach (var oneOf in new[] { false, true })
            {
                var branches = oneOf ? part.OneOf : part.AnyOf;
                if (branches.Length == 0 || Choice.IsMade(choices, part, oneOf)) continue;
                rest.Add(Done(new BranchPlan(Array.ConvertAll(branches, Slot), oneOf, DiscriminatorFinder.Find(branches, []))));
                alternatives++;
            }
        }

        // Alternatives alone read and check the whole value themselves.
        if (rest.Count == 1 && alternatives == 1 && set.Parts.Count == 1 && kinds.IsAnything && !HasOwnRules(set.Parts[0])) return rest[0].Plan;
        var merged = Merge(set, new Place(nodes, choices), kinds, conditions, dynamic);
        return rest.Count == 0 ? merged : Add(new SequencePlan(new PlanSlot { Plan = merged }, rest.ToArray()));
    }

    // Alternatives that a property tells apart: one plan for each, merged with all that applies besides, so that the object is read once and what is unevaluated is known.
    private BranchPlan? TryChoose(NodeSet set, Node[] nodes, Choice[] choices)
    {
        foreach (var part in set.Parts)
        {
            foreach (var oneOf in new[] { true, false })
            {
                var branches = oneOf ? part.OneOf : part.AnyOf;
                if (branches.Length < 2 || Choice.IsMade(choices, part, oneOf) || DiscriminatorFinder.Find(branches, set.Parts) is not { } discriminator) continue;
                var slots = new PlanSlot[branches.Length];
                for (var i = 0; i < slots.Length; i++) slots[i] = Slot(nodes, [.. choices, new Choice(part, oneOf, i)]);
                return Add(new BranchPlan(slots, oneOf, discriminator));
            }
        }
        return null;
    }

    private static bool HasOwnRules(Node node) =>
        node.MinLength > 0 || node.MaxLength < long.MaxValue || node.Pattern is not null || node.Format != FormatKind.None
        || node.Minimum is not null || node.Maximum is not null || node.ExclusiveMinimum is not null || node.ExclusiveMaximum is not null || node.MultipleOf is not null
        || HasArrayRules(node) || HasObjectRules(node);

    private static bool HasArrayRules(Node node) =>
        node.MinItems > 0 || node.MaxItems < long.MaxValue || node.UniqueItems || node.PrefixItems.Length > 0 || node.Items is not null || node.Contains is not null || node.UnevaluatedItems is not null;

    private static bool HasObjectRules(Node node) =>
        node.MinProperties > 0 || node.MaxProperties < long.MaxValue || node.Names is not null || node.PatternProperties.Length > 0 || node.AdditionalProperties is not null || node.PropertyNames is not null
        || node.UnevaluatedProperties is not null;

    private sealed record Place(Node[] Nodes, Choice[] Choices);

    private Plan Merge(NodeSet set, Place place, KindRules kinds, List<Node> conditions, List<Node> dynamic)
    {
        Plan? text = kinds.Allows(JsonTypes.String) ? MergeString(set.Parts, kinds) : null;
        Plan? number = kinds.Allows(JsonTypes.Number) ? MergeNumber(set.Parts, kinds) : null;
        // An array or object that enum or const spells out is compared on the tape.
        Plan? byValue = kinds.HasValues ? Add(new TapePlan(place.Nodes)) : null;
        Plan? array = !kinds.Allows(JsonTypes.Array) ? null : byValue ?? (set.Parts.Exists(HasArrayRules) ? MergeArray(set, place, dynamic) : AnyPlan.Instance);
        Plan? @object = !kinds.Allows(JsonTypes.Object) ? null : byValue ?? (set.Parts.Exists(HasObjectRules) || conditions.Count > 0 ? MergeObject(set, place, conditions, dynamic) : AnyPlan.Instance);

        var literals = kinds.True || kinds.False || kinds.Null;
        if (!literals)
        {
            if (number is null && array is null && @object is null && text is not null) return text;
            if (text is null && array is null && @object is null && number is not null) return number;
            if (text is null && number is null && array is null && @object is ObjectPlan<NameBits64> or ObjectPlan<NameBits1024>) return @object;
            if (text is null && number is null && @object is null && array is ArrayPlan) return array;
        }
        if (kinds.IsAnything && array == AnyPlan.Instance && @object == AnyPlan.Instance && !set.Parts.Exists(HasOwnRules)) return AnyPlan.Instance;
        return Add(new MixedPlan(text, number, Holding(@object), Holding(array), kinds.True, kinds.False, kinds.Null));
    }

    private static PlanSlot? Holding(Plan? plan) => plan is null ? null : new PlanSlot { Plan = plan };

    private Plan MergeString(List<Node> parts, KindRules kinds)
    {
        var rules = new StringRules { Values = kinds.Strings is null ? null : new StringSet(kinds.Strings) };
        foreach (var part in parts)
        {
            rules.MinLength = Math.Max(rules.MinLength, part.MinLength);
            rules.MaxLength = Math.Min(rules.MaxLength, part.MaxLength);
            if (part.Pattern is not null && !rules.Patterns.Exists(p => p.Source == part.Pattern.Source)) rules.Patterns.Add(part.Pattern);
            if (part.Format != FormatKind.None) rules.Formats |= 1u << (int)part.Format;
        }
        var isOpen = rules.MinLength == 0 && rules.MaxLength == long.MaxValue;
        return Add<Plan>((rules.Values, rules.Patterns.Count, rules.Formats) switch
        {
            (null, 0, 0) => new TextPlan(rules),
            ({ Count: 1 }, 0, 0) when isOpen => new ConstStringPlan(rules),
            (not null, 0, 0) when isOpen => new StringSetPlan(rules),
            (null, 0, 1u << (int)FormatKind.Uuid) when isOpen => new UuidPlan(rules),
            (null, 0, 1u << (int)FormatKind.Date) when isOpen => new DatePlan(rules),
            (null, 0, 1u << (int)FormatKind.DateTime) when isOpen => new DateTimePlan(rules),
            (null, 1, 0) when isOpen && ClassSteps.TryGet(rules.Patterns[0].Syntax) is { } steps => ByClasses(rules, steps),
            _ => new StringPlan(rules),
        });
    }

    private static Plan ByClasses(StringRules rules, ClassStep[] steps) => steps switch
    {
        [{ Min: 1, Max: 1 } first, var second] => new TwoClassPlan(rules, first, second),
        _ => new ClassRunPlan(rules, steps),
    };

    private NumberPlan MergeNumber(List<Node> parts, KindRules kinds)
    {
        var rules = new NumberRules { IsInteger = kinds.IsInteger, Values = kinds.Numbers };
        foreach (var part in parts)
        {
            if (part.Minimum is not null) rules.Minimums.Add(part.Minimum);
            if (part.Maximum is not null) rules.Maximums.Add(part.Maximum);
            if (part.ExclusiveMinimum is not null) rules.ExclusiveMinimums.Add(part.ExclusiveMinimum);
            if (part.ExclusiveMaximum is not null) rules.ExclusiveMaximums.Add(part.ExclusiveMaximum);
            if (part.MultipleOf is not null) rules.Divisors.Add(part.MultipleOf);
        }
        return Add(new NumberPlan(rules));
    }
}
