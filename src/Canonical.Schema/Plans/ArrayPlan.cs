namespace Canonical.Schema;

/// <summary>The rules of an array, merged from all schemas that apply to it.</summary>
internal sealed class ArrayRules
{
    public PlanSlot[] Prefix = [];
    public PlanSlot Items = null!;
    public long MinItems;
    public long MaxItems = long.MaxValue;
    public bool Unique;
    public ContainsRule[] Contains = [];
}

/// <summary>How many items must match a plan.</summary>
internal sealed class ContainsRule(PlanSlot plan, long min, long max)
{
    public readonly PlanSlot Plan = plan;
    public readonly long Min = min, Max = max;
}

/// <summary>An array.</summary>
internal sealed unsafe class ArrayPlan(ArrayRules rules) : Plan
{
    /// <summary>With more rules of <c>contains</c> for one array the tape takes it.</summary>
    public const int MaxContains = 4;

    // How many items match each rule. A fixed field and not memory of a length of its own on the stack, with which the method would be compiled with every optimisation when a process starts.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential)]
    private struct Matches
    {
        public fixed long Counts[MaxContains];
    }

    private readonly long _min = rules.MinItems;
    private readonly long _max = rules.MaxItems;
    private readonly bool _unique = rules.Unique;
    private Plan[] _prefix = [];
    private Plan _items = NeverPlan.Instance;
    private readonly ContainsRule[] _contains = rules.Contains;

    public override bool IsOfOneKind => true;

    public override JsonTypes Kinds => JsonTypes.Array;

    public override void Link()
    {
        _prefix = PlanSlot.Plans(rules.Prefix);
        _items = rules.Items.Plan;
    }

    public override byte* Index(byte* p, ref Walk walk, ref JsonTape tape)
    {
        // Rules that compare items, or match them again, need them whole.
        if (*p != '[' || _unique || _contains.Length > 0) return tape.ReadValue(p);
        var at = tape.Open(TapeKind.Array, p);
        if (at < 0) return null;
        walk.Depth--;
        var count = 0;
        p = JsonScan.SkipWhite(p + 1);
        for (var isLast = *p == ']'; !isLast;)
        {
            var plan = count < _prefix.Length ? _prefix[count] : _items;
            count++;
            p = IndexChild(plan, p, ref walk, ref tape);
            if (p == null || (p = tape.AfterPart(p, (byte)']', out isLast)) == null) return null;
        }
        walk.Depth++;
        tape.Close(at, p + 1, count);
        return p + 1;
    }

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '[' || !walk.TryEnter()) return null;
        var start = p;
        long count = 0;
        var frame = walk.NamesUsed;
        var comparable = _unique;
        var matches = default(Matches);
        p = JsonScan.SkipWhite(p + 1);
        if (*p != ']')
        {
            while (true)
            {
                if (--walk.Budget < 0) return walk.GiveUp();
                var plan = count < _prefix.Length ? _prefix[count] : _items;
                if (++count > _max) return null;
                var q = plan.Run(p, ref walk);
                if (q == null) return null;
                if (_contains.Length > 0 && !CountMatches(p, matches.Counts, ref walk)) return null;
                if (comparable)
                {
                    if (!IsComparable(p, (int)(q - p))) comparable = false;
                    else if (!walk.TryAddText(frame, p, (int)(q - p))) return null;
                }
                q = JsonScan.SkipWhite(q);
                if (*q == ',')
                {
                    p = JsonScan.SkipWhite(q + 1);
                    continue;
                }
                p = q;
                if (*q != ']') return null;
                break;
            }
            walk.ReleaseNames(frame);
        }
        walk.Depth++;
        if (count < _min) return null;
        for (var i = 0; i < _contains.Length; i++)
        {
            if (matches.Counts[i] < _contains[i].Min || matches.Counts[i] > _contains[i].Max) return null;
        }
        if (_unique && !comparable && count > 1 && !TapePlan.IsUnique(start, ref walk)) return null;
        return p + 1;
    }

    private bool CountMatches(byte* item, long* matches, ref Walk walk)
    {
        for (var i = 0; i < _contains.Length; i++)
        {
            if (BranchPlan.Try(_contains[i].Plan.Plan, item, ref walk) != null) matches[i]++;
        }
        return !walk.Bail;
    }

    // Whether equal values have equal texts: strings without escapes, plain whole numbers, literals.
    private static bool IsComparable(byte* item, int length) => *item switch
    {
        (byte)'"' => !new ReadOnlySpan<byte>(item, length).Contains((byte)'\\'),
        (byte)'{' or (byte)'[' => false,
        (byte)'t' or (byte)'f' or (byte)'n' => true,
        (byte)'-' => item[1] != '0' && new ReadOnlySpan<byte>(item + 1, length - 1).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0,
        _ => new ReadOnlySpan<byte>(item, length).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0,
    };
}
