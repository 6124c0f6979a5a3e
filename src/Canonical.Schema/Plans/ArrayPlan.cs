namespace Canonical.Schema;

/// <summary>The rules of an array, merged from all schemas that apply to it.</summary>
internal sealed class ArrayRules
{
    public readonly List<PlanSlot> Prefix = [];
    public PlanSlot Items = null!;
    public long MinItems;
    public long MaxItems = long.MaxValue;
    public bool Unique;
    public readonly List<ContainsRule> Contains = [];
}

/// <summary>How many items must match a plan.</summary>
internal sealed record ContainsRule(PlanSlot Plan, long Min, long Max);

/// <summary>An array.</summary>
internal sealed unsafe class ArrayPlan(ArrayRules rules) : Plan
{
    private readonly long _min = rules.MinItems;
    private readonly long _max = rules.MaxItems;
    private readonly bool _unique = rules.Unique;
    private Plan[] _prefix = [];
    private Plan _items = NeverPlan.Instance;
    private readonly ContainsRule[] _contains = [.. rules.Contains];

    public override JsonTypes Kinds => JsonTypes.Array;

    public override void Link()
    {
        _prefix = PlanSlot.Plans(rules.Prefix);
        _items = rules.Items.Plan;
    }

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '[' || !walk.TryEnter()) return null;
        var start = p;
        long count = 0;
        var frame = walk.NamesUsed;
        var comparable = _unique;
        scoped Span<long> matches = stackalloc long[_contains.Length];
        matches.Clear();
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
                if (_contains.Length > 0 && !CountMatches(p, matches, ref walk)) return null;
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
        for (var i = 0; i < matches.Length; i++)
        {
            if (matches[i] < _contains[i].Min || matches[i] > _contains[i].Max) return null;
        }
        if (_unique && !comparable && count > 1 && !TapePlan.IsUnique(start, ref walk)) return null;
        return p + 1;
    }

    private bool CountMatches(byte* item, scoped Span<long> matches, ref Walk walk)
    {
        for (var i = 0; i < matches.Length; i++)
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
