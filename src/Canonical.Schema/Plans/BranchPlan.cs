namespace Canonical.Schema;

/// <summary>A property whose value tells which alternative is meant.</summary>
internal sealed class Discriminator(string name, string[] values, int[] branches)
{
    public readonly string Name = name;
    public readonly string[] Values = values;

    /// <summary>The alternative that each value means.</summary>
    public readonly int[] Branches = branches;
}

/// <summary>
/// Alternatives (anyOf, oneOf). Left out by the kind of the value, then chosen by a discriminating property where the schema has one, otherwise tried in turn by reading the value again for each.
/// </summary>
internal sealed unsafe class BranchPlan(PlanSlot[] slots, bool exactlyOne, Discriminator? discriminator) : Plan
{
    private readonly Token _name = discriminator is null ? default : Token.Quoted(System.Text.Encoding.UTF8.GetBytes(discriminator.Name), ":"u8);
    private readonly StringSet? _values = discriminator is null ? null : new StringSet(discriminator.Values);
    private Plan[] _branches = [];

    // Which alternatives take which kind.
    private Plan[] _objects = [], _arrays = [], _strings = [], _numbers = [], _booleans = [], _nulls = [];

    public override void Link()
    {
        _branches = PlanSlot.Plans(slots);
        _objects = Of(JsonTypes.Object);
        _arrays = Of(JsonTypes.Array);
        _strings = Of(JsonTypes.String);
        _numbers = Of(JsonTypes.Number);
        _booleans = Of(JsonTypes.Boolean);
        _nulls = Of(JsonTypes.Null);
    }

    private Plan[] Of(JsonTypes kind)
    {
        var plans = new List<Plan>();
        foreach (var branch in _branches)
        {
            if ((branch.Kinds & kind) != JsonTypes.None) plans.Add(branch);
        }
        return plans.ToArray();
    }

    private Plan[] Candidates(byte first) => first switch
    {
        (byte)'{' => _objects,
        (byte)'[' => _arrays,
        (byte)'"' => _strings,
        (byte)'t' or (byte)'f' => _booleans,
        (byte)'n' => _nulls,
        _ => _numbers,
    };

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (_values is not null && *p == '{' && !TryDiscriminate(p, ref walk, out var branch))
        {
            return branch < 0 ? null : _branches[branch].Run(p, ref walk);
        }
        var candidates = Candidates(*p);
        if (candidates.Length == 1) return candidates[0].Run(p, ref walk);
        byte* end = null;
        foreach (var candidate in candidates)
        {
            if (--walk.Budget < 0) return walk.GiveUp();
            var q = Try(candidate, p, ref walk);
            if (walk.Bail) return null;
            if (q == null) continue;
            if (!exactlyOne) return q;
            if (end != null) return null;
            end = q;
        }
        return end;
    }

    /// <summary>Reads a value that may fail without failing the document.</summary>
    public static byte* Try(Plan plan, byte* p, ref Walk walk)
    {
        var (depth, names) = (walk.Depth, walk.NamesUsed);
        var q = plan.Run(p, ref walk);
        walk.Depth = depth;
        walk.ReleaseNames(names);
        return q;
    }

    // True when the alternatives must be tried after all. Otherwise the branch is known, or -1 when no alternative can match.
    private bool TryDiscriminate(byte* p, ref Walk walk, out int branch)
    {
        branch = -1;
        var (depth, reject) = (walk.Depth, walk.RejectDuplicates);
        walk.RejectDuplicates = false;
        var undecided = false;
        p = JsonScan.SkipWhite(p + 1);
        while (*p == '"')
        {
            if (_name.IsAt(p))
            {
                p = JsonScan.SkipWhite(p + _name.Length);
                if (*p == '"')
                {
                    var end = JsonScan.Special(p + 1);
                    if (*end != '"') undecided = true;
                    else if (_values!.Find(p + 1, (int)(end - p) - 1) is >= 0 and var value) branch = discriminator!.Branches[value];
                }
                break;
            }
            var close = JsonScan.StringEnd(p + 1, out var escaped);
            if (close == null) break;
            p = JsonScan.SkipWhite(close + 1);
            // An escape, or white space before the colon: the name may be the one after all.
            if (escaped || p != close + 1)
            {
                undecided = true;
                break;
            }
            if (*p != ':') break;
            p = AnyPlan.Skip(JsonScan.SkipWhite(p + 1), ref walk);
            if (p == null) break;
            p = JsonScan.SkipWhite(p);
            if (*p != ',') break;
            p = JsonScan.SkipWhite(p + 1);
        }
        walk.Depth = depth;
        walk.RejectDuplicates = reject;
        return undecided;
    }
}

/// <summary>A plan, and others that must hold for the same value and read it again.</summary>
internal sealed unsafe class SequencePlan(PlanSlot first, PlanSlot[] slots) : Plan
{
    private Plan _first = NeverPlan.Instance;
    private Plan[] _rest = [];

    public override void Link()
    {
        _first = first.Plan;
        _rest = PlanSlot.Plans(slots);
    }

    public override JsonTypes Kinds => first.Plan.Kinds;

    public override byte* Run(byte* p, ref Walk walk)
    {
        var end = _first.Run(p, ref walk);
        if (end == null) return null;
        foreach (var plan in _rest)
        {
            if (--walk.Budget < 0) return walk.GiveUp();
            if (plan.Run(p, ref walk) == null) return null;
        }
        return end;
    }
}

/// <summary>A value that must not match. Runs on values that were read before, so that a failure means the rule and not the text.</summary>
internal sealed unsafe class NotPlan(PlanSlot slot) : Plan
{
    private Plan _plan = NeverPlan.Instance;

    public override void Link() => _plan = slot.Plan;

    public override byte* Run(byte* p, ref Walk walk) => BranchPlan.Try(_plan, p, ref walk) == null && !walk.Bail ? p : null;
}

/// <summary>if/then/else, on values that were read before.</summary>
internal sealed unsafe class IfPlan(PlanSlot condition, PlanSlot? then, PlanSlot? otherwise) : Plan
{
    private Plan _condition = NeverPlan.Instance;
    private Plan? _then;
    private Plan? _else;

    public override void Link()
    {
        _condition = condition.Plan;
        _then = then?.Plan;
        _else = otherwise?.Plan;
    }

    public override byte* Run(byte* p, ref Walk walk)
    {
        var plan = BranchPlan.Try(_condition, p, ref walk) != null ? _then : _else;
        if (walk.Bail) return null;
        return plan is null ? p : plan.Run(p, ref walk);
    }
}
