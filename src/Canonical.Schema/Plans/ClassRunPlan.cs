using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Canonical.Schema;

/// <summary>A set of ASCII characters, tested on whole vectors: the low half of a byte selects a row of eight bits, the high half a bit of it.</summary>
internal sealed unsafe class AsciiClass
{
    private readonly Vector128<byte> _rows;
    private readonly Vector256<byte> _rows2;
    private static readonly Vector128<byte> Bits = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    public AsciiClass(CodePointSet set)
    {
        Span<byte> rows = stackalloc byte[16];
        rows.Clear();
        for (var c = 0; c < 128; c++)
        {
            if (set.Contains(c)) rows[c & 15] |= (byte)(1 << (c >> 4));
        }
        _rows = Vector128.Create<byte>(rows);
        _rows2 = Vector256.Create(_rows, _rows);
    }

    /// <summary>How many bytes from <paramref name="p"/> on are in the set, counted to <paramref name="max"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Run(byte* p, int max)
    {
        var n = 0;
        if (Avx2.IsSupported)
        {
            var bits = Vector256.Create(Bits, Bits);
            while (true)
            {
                var v = Vector256.Load(p + n);
                var hit = Avx2.Shuffle(_rows2, v & Vector256.Create((byte)0x0F)) & Avx2.Shuffle(bits, (v.AsUInt16() >> 4).AsByte() & Vector256.Create((byte)0x0F));
                var outside = Vector256.Equals(hit, Vector256<byte>.Zero).ExtractMostSignificantBits();
                if (outside != 0) return Math.Min(max, n + BitOperations.TrailingZeroCount(outside));
                n += 32;
                if (n >= max) return max;
            }
        }
        while (true)
        {
            var v = Vector128.Load(p + n);
            var hit = Vector128.Shuffle(_rows, v & Vector128.Create((byte)0x0F)) & Vector128.Shuffle(Bits, v >>> 4);
            var outside = Vector128.Equals(hit, Vector128<byte>.Zero).ExtractMostSignificantBits();
            if (outside != 0) return Math.Min(max, n + BitOperations.TrailingZeroCount(outside));
            n += 16;
            if (n >= max) return max;
        }
    }
}

/// <summary>One step of a pattern: characters of a set, so many of them.</summary>
internal sealed record ClassStep(CodePointSet Set, int Min, int Max);

/// <summary>Recognises patterns that are a row of ASCII classes from "^" to "$", where taking as many as possible is always right.</summary>
internal static class ClassSteps
{
    private const int MaxSteps = 12;

    public static ClassStep[]? TryGet(RegexSyntax syntax)
    {
        if (syntax is not RegexSyntax.Sequence { Parts: [RegexSyntax.Start, .. var parts, RegexSyntax.End] } || parts.Length is 0 or > MaxSteps * 4) return null;
        var steps = new List<ClassStep>();
        foreach (var part in parts)
        {
            ClassStep step;
            if (part is RegexSyntax.Set set) step = new(set.Points, 1, 1);
            else if (part is RegexSyntax.Repeat { Inner: RegexSyntax.Set inner } repeat) step = new(inner.Points, repeat.Min, repeat.Max < 0 ? int.MaxValue : repeat.Max);
            else return null;
            // The raw text is matched: a character that must be escaped in JSON would not stand there as itself.
            if (!step.Set.IsAscii || step.Set.Contains('"') || step.Set.Contains('\\') || step.Set.Ranges.Length == 0 || step.Set.Ranges[0].Low < 0x20) return null;
            if (steps.Count > 0 && steps[^1].Min != steps[^1].Max && Overlap(steps[^1].Set, step.Set)) return null;
            steps.Add(step);
        }
        return steps.Count <= MaxSteps ? [.. steps] : null;
    }

    private static bool Overlap(CodePointSet a, CodePointSet b)
    {
        for (var c = 0; c < 128; c++)
        {
            if (a.Contains(c) && b.Contains(c)) return true;
        }
        return false;
    }
}

/// <summary>A string whose pattern is a row of classes, such as <c>^[A-Z]{3}$</c>: matched on the raw bytes while they are read.</summary>
internal sealed unsafe class ClassRunPlan : StringPlan
{
    private readonly Step[] _steps;

    private sealed record Step(AsciiClass Class, int Min, int Max);

    public ClassRunPlan(StringRules rules, ClassStep[] steps)
        : base(rules)
    {
        _steps = Array.ConvertAll(steps, static s => new Step(new AsciiClass(s.Set), s.Min, s.Max));
    }

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '"') return null;
        var q = p + 1;
        foreach (var step in _steps)
        {
            var n = step.Class.Run(q, step.Max);
            if (n < step.Min) return General(p);
            q += n;
        }
        return *q == '"' ? q + 1 : General(p);
    }
}

/// <summary>One class from "^" to "$", or one character of a class and then many of another: the commonest patterns, without a loop.</summary>
internal sealed unsafe class TwoClassPlan : StringPlan
{
    private readonly ulong _firstLow, _firstHigh;
    private readonly AsciiClass _rest;
    private readonly int _min, _max;

    public TwoClassPlan(StringRules rules, ClassStep first, ClassStep rest)
        : base(rules)
    {
        for (var c = 0; c < 128; c++)
        {
            if (!first.Set.Contains(c)) continue;
            if (c < 64) _firstLow |= 1UL << c;
            else _firstHigh |= 1UL << (c - 64);
        }
        _rest = new AsciiClass(rest.Set);
        (_min, _max) = (rest.Min, rest.Max);
    }

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '"') return null;
        var c = (uint)p[1];
        var n = _rest.Run(p + 2, _max);
        return c < 128 && ((c < 64 ? _firstLow : _firstHigh) >> (int)c & 1) != 0 && n >= _min && p[n + 2] == '"' ? p + n + 3 : General(p);
    }
}
