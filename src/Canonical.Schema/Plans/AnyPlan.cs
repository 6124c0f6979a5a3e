namespace Canonical.Schema;

/// <summary>Any value: reads it and checks that it is JSON.</summary>
internal sealed unsafe class AnyPlan : Plan
{
    public static readonly AnyPlan Instance = new();

    public override byte* Run(byte* p, ref Walk walk) => Skip(p, ref walk);

    public static byte* Skip(byte* p, ref Walk walk)
    {
        switch (*p)
        {
            case (byte)'"':
                var end = JsonScan.StringEnd(p + 1, out _);
                return end == null ? null : end + 1;
            case (byte)'{':
                return SkipObject(p, ref walk);
            case (byte)'[':
                return SkipArray(p, ref walk);
            case (byte)'t' or (byte)'f' or (byte)'n':
                return Literal(p);
            default:
                return JsonScan.NumberEnd(p);
        }
    }

    /// <summary>Past true, false or null; null when it is none.</summary>
    public static byte* Literal(byte* p) => *(uint*)p switch
    {
        0x65757274 or 0x6C6C756E => p + 4,
        0x736C6166 when p[4] == 'e' => p + 5,
        _ => null,
    };

    private static byte* SkipArray(byte* p, ref Walk walk)
    {
        if (!walk.TryEnter()) return null;
        p = JsonScan.SkipWhite(p + 1);
        if (*p != ']')
        {
            while (true)
            {
                if (--walk.Budget < 0) return walk.GiveUp();
                p = Skip(p, ref walk);
                if (p == null) return null;
                p = JsonScan.SkipWhite(p);
                if (*p == ']') break;
                if (*p != ',') return null;
                p = JsonScan.SkipWhite(p + 1);
            }
        }
        walk.Depth++;
        return p + 1;
    }

    private static byte* SkipObject(byte* p, ref Walk walk)
    {
        if (!walk.TryEnter()) return null;
        p = JsonScan.SkipWhite(p + 1);
        if (*p != '}')
        {
            var frame = walk.NamesUsed;
            while (true)
            {
                if (--walk.Budget < 0) return walk.GiveUp();
                if (*p != '"') return null;
                var end = JsonScan.StringEnd(p + 1, out var escaped);
                if (end == null) return null;
                if (walk.RejectDuplicates)
                {
                    // An escape can spell a name in many ways: rare enough to leave to the tape.
                    if (escaped) return walk.GiveUp();
                    if (!walk.TryAddText(frame, p + 1, (int)(end - p) - 1)) return null;
                }
                p = JsonScan.SkipWhite(end + 1);
                if (*p != ':') return null;
                p = Skip(JsonScan.SkipWhite(p + 1), ref walk);
                if (p == null) return null;
                p = JsonScan.SkipWhite(p);
                if (*p == '}') break;
                if (*p != ',') return null;
                p = JsonScan.SkipWhite(p + 1);
            }
            walk.ReleaseNames(frame);
        }
        walk.Depth++;
        return p + 1;
    }
}

/// <summary>No value.</summary>
internal sealed unsafe class NeverPlan : Plan
{
    public static readonly NeverPlan Instance = new();

    public override byte* Run(byte* p, ref Walk walk) => null;

    public override JsonTypes Kinds => JsonTypes.None;
}
