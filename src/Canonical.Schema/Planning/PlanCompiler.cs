using System.Runtime.InteropServices;
using System.Text;

namespace Canonical.Schema;

/// <summary>What validates documents: the plan of the root, and the first guesses of which property follows which.</summary>
internal sealed class PlanSet(Plan root, ushort[] successors)
{
    public readonly Plan Root = root;
    public readonly ushort[] Successors = successors;
}

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
    private readonly List<PlanSlot> _pending = [];
    private readonly List<Plan> _plans = [];
    private readonly List<int> _successors = [];
    private readonly int _limit;
    private PlanSlot? _anything;

    private PlanCompiler(int nodes) => _limit = MinPlans + nodes * PlansPerNode;

    /// <summary>Compiles the plan of a root.</summary>
    /// <param name="root">The root.</param>
    /// <param name="nodes">How many nodes the schema has.</param>
    public static PlanSet Compile(Node root, int nodes)
    {
        var compiler = new PlanCompiler(nodes);
        var slot = compiler.Slot(root);
        // Those that are found on the way are added at the end: the list is the queue.
        for (var i = 0; i < compiler._pending.Count; i++)
        {
            var next = compiler._pending[i];
            next.Plan = compiler.Build(next.Nodes, next.Choices);
        }
        foreach (var plan in compiler._plans) plan.Link();
        var successors = new ushort[compiler._successors.Count];
        for (var i = 0; i < successors.Length; i++) successors[i] = (ushort)compiler._successors[i];
        return new PlanSet(slot.Plan, successors);
    }

    /// <summary>The place of the plan for a set of nodes; it is filled later.</summary>
    private PlanSlot Slot(List<Node> nodes)
    {
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i].Constant == true) nodes.RemoveAt(i);
        }
        return nodes.Count switch
        {
            0 => _anything ??= Later([]),
            1 => Slot(nodes[0]),
            _ => MergedSlot(nodes),
        };
    }

    private PlanSlot MergedSlot(List<Node> nodes)
    {
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
        _pending.Add(slot);
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
        if (_pending.Count > _limit) return Add(new TapePlan(nodes));

        var kinds = new KindRules(set.Parts);
        if (kinds.IsObjectOnly && _pending.Count < _limit / 2 && TryChoose(set, nodes, choices) is { } chosen) return chosen;

        // Unevaluated keywords whose coverage the schema alone does not tell, conditions that are bits, and what reads the value again.
        var place = new Place(nodes, choices);
        var rest = new List<PlanSlot>();
        var alternatives = 0;
        foreach (var part in set.Parts)
        {
            if (part.HasUnevaluated && IsDynamic(part, choices)) place.Dynamic.Add(part);
        }
        if (place.Dynamic.Count > 0 && nodes.Length == 1) return Add(new TapePlan(nodes));
        foreach (var part in place.Dynamic) rest.Add(Done(new TapePlan([part])));
        foreach (var part in set.Parts)
        {
            if (part.Not is not null) rest.Add(Done(new NotPlan(Slot(part.Not))));
            if (part.If is not null && (part.Then is not null || part.Else is not null))
            {
                if (kinds.IsObjectOnly && ConditionShape.IsSimple(part.If)) place.Conditions.Add(part);
                else rest.Add(Done(new IfPlan(Slot(part.If), part.Then is null ? null : Slot(part.Then), part.Else is null ? null : Slot(part.Else))));
            }
            if (part.AnyOf.Length > 0) alternatives += AddBranches(part, oneOf: false, choices, rest);
            if (part.OneOf.Length > 0) alternatives += AddBranches(part, oneOf: true, choices, rest);
        }

        // Alternatives alone read and check the whole value themselves.
        if (rest.Count == 1 && alternatives == 1 && set.Parts.Count == 1 && kinds.IsAnything && !HasOwnRules(set.Parts[0])) return rest[0].Plan;
        var merged = Merge(set, place, kinds);
        return rest.Count == 0 ? merged : Add(new SequencePlan(new PlanSlot { Plan = merged }, rest.ToArray()));
    }

    private static bool IsDynamic(Node part, Choice[] choices) =>
        (part.UnevaluatedProperties is not null && NodeSet.MayMark(part, properties: true, choices)) || (part.UnevaluatedItems is not null && NodeSet.MayMark(part, properties: false, choices));

    private int AddBranches(Node part, bool oneOf, Choice[] choices, List<PlanSlot> rest)
    {
        if (Choice.IsMade(choices, part, oneOf)) return 0;
        var branches = oneOf ? part.OneOf : part.AnyOf;
        var slots = new PlanSlot[branches.Length];
        for (var i = 0; i < slots.Length; i++) slots[i] = Slot(branches[i]);
        rest.Add(Done(new BranchPlan(slots, oneOf, DiscriminatorFinder.Find(branches, []))));
        return 1;
    }

    // Alternatives that a property tells apart: one plan for each, merged with all that applies besides, so that the object is read once and what is unevaluated is known.
    private BranchPlan? TryChoose(NodeSet set, Node[] nodes, Choice[] choices)
    {
        foreach (var part in set.Parts)
        {
            if (part.OneOf.Length > 1 && TryChoose(part, oneOf: true, set, nodes, choices) is { } one) return one;
            if (part.AnyOf.Length > 1 && TryChoose(part, oneOf: false, set, nodes, choices) is { } any) return any;
        }
        return null;
    }

    private BranchPlan? TryChoose(Node part, bool oneOf, NodeSet set, Node[] nodes, Choice[] choices)
    {
        var branches = oneOf ? part.OneOf : part.AnyOf;
        if (Choice.IsMade(choices, part, oneOf) || DiscriminatorFinder.Find(branches, set.Parts) is not { } discriminator) return null;
        var slots = new PlanSlot[branches.Length];
        for (var i = 0; i < slots.Length; i++) slots[i] = Slot(nodes, [.. choices, new Choice(part, oneOf, i)]);
        // Of oneOf too the first that matches is enough: no second one can, and a part that is left to the tape decides about the whole object in every one of them.
        return Add(new BranchPlan(slots, exactlyOne: false, discriminator));
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

    private static bool HasArrayRules(List<Node> parts)
    {
        foreach (var part in parts)
        {
            if (HasArrayRules(part)) return true;
        }
        return false;
    }

    private static bool HasObjectRules(List<Node> parts)
    {
        foreach (var part in parts)
        {
            if (HasObjectRules(part)) return true;
        }
        return false;
    }

    // What a set of nodes is merged with.
    private sealed class Place(Node[] nodes, Choice[] choices)
    {
        public readonly Node[] Nodes = nodes;
        public readonly Choice[] Choices = choices;

        /// <summary>The nodes whose condition is decided by bits.</summary>
        public readonly List<Node> Conditions = [];

        /// <summary>The nodes whose unevaluated keyword the tape decides.</summary>
        public readonly List<Node> Dynamic = [];
    }

    private Plan Merge(NodeSet set, Place place, KindRules kinds)
    {
        Plan? text = kinds.Allows(JsonTypes.String) ? MergeString(set.Parts, kinds) : null;
        Plan? number = kinds.Allows(JsonTypes.Number) ? MergeNumber(set.Parts, kinds) : null;
        // An array or object that enum or const spells out is compared on the tape.
        Plan? byValue = kinds.HasValues && (kinds.Allows(JsonTypes.Array) || kinds.Allows(JsonTypes.Object)) ? Add(new TapePlan(place.Nodes)) : null;
        Plan? array = !kinds.Allows(JsonTypes.Array) ? null : byValue ?? (HasArrayRules(set.Parts) ? MergeArray(set, place) : AnyPlan.Instance);
        Plan? @object = !kinds.Allows(JsonTypes.Object) ? null : byValue ?? (HasObjectRules(set.Parts) || place.Conditions.Count > 0 ? MergeObject(set, place) : AnyPlan.Instance);

        var literals = kinds.True || kinds.False || kinds.Null;
        if (!literals)
        {
            if (number is null && array is null && @object is null && text is not null) return text;
            if (text is null && array is null && @object is null && number is not null) return number;
            if (text is null && number is null && array is null && @object is { IsOfOneKind: true }) return @object;
            if (text is null && number is null && @object is null && array is { IsOfOneKind: true }) return array;
        }
        return MergeKinds(set, kinds, text, number, array, @object);
    }

    private Plan MergeKinds(NodeSet set, KindRules kinds, Plan? text, Plan? number, Plan? array, Plan? @object)
    {
        if (kinds.IsAnything && array == AnyPlan.Instance && @object == AnyPlan.Instance)
        {
            var isFree = true;
            foreach (var part in set.Parts) isFree &= !HasOwnRules(part);
            if (isFree) return AnyPlan.Instance;
        }
        return Add(new MixedPlan(text, number, Holding(@object), Holding(array), kinds.True, kinds.False, kinds.Null));
    }

    private static PlanSlot? Holding(Plan? plan) => plan is null ? null : new PlanSlot { Plan = plan };

    private StringPlan MergeString(List<Node> parts, KindRules kinds)
    {
        var rules = new StringRules { Values = kinds.Strings is null ? null : new StringSet(kinds.Strings) };
        foreach (var part in parts)
        {
            rules.MinLength = Math.Max(rules.MinLength, part.MinLength);
            rules.MaxLength = Math.Min(rules.MaxLength, part.MaxLength);
            if (part.Pattern is not null && !rules.Has(part.Pattern)) rules.Patterns.Add(part.Pattern);
            if (part.Format != FormatKind.None) rules.Formats |= 1u << (int)part.Format;
        }
        return Add(ChooseString(rules));
    }

    private static StringPlan ChooseString(StringRules rules)
    {
        if (rules.Values is null && rules.Patterns.Count == 0 && rules.Formats == 0) return new TextPlan(rules);
        // The other short ways know one rule only.
        if (rules.MinLength > 0 || rules.MaxLength < long.MaxValue) return new StringPlan(rules);
        if (rules.Values is not null) return rules.Patterns.Count > 0 || rules.Formats != 0 ? new StringPlan(rules) : rules.Values.Count == 1 ? new ConstStringPlan(rules) : new StringSetPlan(rules);
        if (rules.Patterns.Count == 1 && rules.Formats == 0 && rules.Patterns[0].Row is { } row)
        {
            return row.Steps.Length == 2 && row.OptionalFrom == 2 && row.Steps[0].Min == 1 && row.Steps[0].Max == 1 ? new TwoClassPlan(rules, row.Steps[0], row.Steps[1]) : new ClassRunPlan(rules, row);
        }
        if (rules.Patterns.Count > 0) return new StringPlan(rules);
        return rules.Formats switch
        {
            1u << (int)FormatKind.Uuid => new UuidPlan(rules),
            1u << (int)FormatKind.Date => new DatePlan(rules),
            1u << (int)FormatKind.DateTime => new DateTimePlan(rules),
            _ => new StringPlan(rules),
        };
    }

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
