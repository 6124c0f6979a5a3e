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
        while (compiler._pending.TryDequeue(out var next)) next.Plan = compiler.Build(next.Nodes);
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

    private PlanSlot Done(Plan plan) => new() { Plan = Add(plan) };

    private T Add<T>(T plan) where T : Plan
    {
        _plans.Add(plan);
        return plan;
    }

    private Plan Build(Node[] nodes)
    {
        var set = new NodeSet(nodes);
        if (set.IsNever) return NeverPlan.Instance;
        if (set.Parts.Count == 0) return AnyPlan.Instance;
        if (_count > _limit) return Add(new TapePlan(nodes));

        // Unevaluated keywords whose coverage the schema alone does not tell.
        var dynamic = set.Parts.FindAll(static p => (p.UnevaluatedProperties is not null && NodeSet.MayMark(p, properties: true)) || (p.UnevaluatedItems is not null && NodeSet.MayMark(p, properties: false)));
        if (dynamic.Count > 0 && nodes.Length == 1) return Add(new TapePlan(nodes));

        var kinds = new KindRules(set.Parts);
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
            if (part.AnyOf.Length > 0) rest.Add(Done(Branches(part.AnyOf, exactlyOne: false)));
            if (part.OneOf.Length > 0) rest.Add(Done(Branches(part.OneOf, exactlyOne: true)));
            alternatives += (part.AnyOf.Length > 0 ? 1 : 0) + (part.OneOf.Length > 0 ? 1 : 0);
        }

        // Alternatives alone read and check the whole value themselves.
        if (rest.Count == 1 && alternatives == 1 && set.Parts.Count == 1 && kinds.IsAnything && !HasOwnRules(set.Parts[0])) return rest[0].Plan;
        var merged = Merge(set, nodes, kinds, conditions, dynamic);
        return rest.Count == 0 ? merged : Add(new SequencePlan(new PlanSlot { Plan = merged }, rest.ToArray()));
    }

    private BranchPlan Branches(Node[] branches, bool exactlyOne) =>
        new(Array.ConvertAll(branches, Slot), exactlyOne, DiscriminatorFinder.Find(branches));

    private static bool HasOwnRules(Node node) =>
        node.MinLength > 0 || node.MaxLength < long.MaxValue || node.Pattern is not null || node.Format != FormatKind.None
        || node.Minimum is not null || node.Maximum is not null || node.ExclusiveMinimum is not null || node.ExclusiveMaximum is not null || node.MultipleOf is not null
        || HasArrayRules(node) || HasObjectRules(node);

    private static bool HasArrayRules(Node node) =>
        node.MinItems > 0 || node.MaxItems < long.MaxValue || node.UniqueItems || node.PrefixItems.Length > 0 || node.Items is not null || node.Contains is not null || node.UnevaluatedItems is not null;

    private static bool HasObjectRules(Node node) =>
        node.MinProperties > 0 || node.MaxProperties < long.MaxValue || node.Names is not null || node.PatternProperties.Length > 0 || node.AdditionalProperties is not null || node.PropertyNames is not null
        || node.UnevaluatedProperties is not null;

    private Plan Merge(NodeSet set, Node[] nodes, KindRules kinds, List<Node> conditions, List<Node> dynamic)
    {
        Plan? text = kinds.Allows(JsonTypes.String) ? MergeString(set.Parts, kinds) : null;
        Plan? number = kinds.Allows(JsonTypes.Number) ? MergeNumber(set.Parts, kinds) : null;
        // An array or object that enum or const spells out is compared on the tape.
        Plan? byValue = kinds.HasValues ? Add(new TapePlan(nodes)) : null;
        Plan? array = !kinds.Allows(JsonTypes.Array) ? null : byValue ?? (set.Parts.Exists(HasArrayRules) ? MergeArray(set, dynamic) : AnyPlan.Instance);
        Plan? @object = !kinds.Allows(JsonTypes.Object) ? null : byValue ?? (set.Parts.Exists(HasObjectRules) || conditions.Count > 0 ? MergeObject(set, conditions, dynamic) : AnyPlan.Instance);

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
            if (part.Format != FormatKind.None && !rules.Formats.Contains(part.Format)) rules.Formats.Add(part.Format);
        }
        var isOpen = rules.MinLength == 0 && rules.MaxLength == long.MaxValue;
        return Add<Plan>((rules.Values, rules.Patterns, rules.Formats) switch
        {
            (null, [], []) => new TextPlan(rules),
            ({ Count: 1 }, [], []) when isOpen => new ConstStringPlan(rules),
            (not null, [], []) when isOpen => new StringSetPlan(rules),
            (null, [], [FormatKind.Uuid]) when isOpen => new UuidPlan(rules),
            (null, [], [FormatKind.Date]) when isOpen => new DatePlan(rules),
            (null, [], [FormatKind.DateTime]) when isOpen => new DateTimePlan(rules),
            (null, [var pattern], []) when isOpen && ClassSteps.TryGet(pattern.Syntax) is { } steps => ByClasses(rules, steps),
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
