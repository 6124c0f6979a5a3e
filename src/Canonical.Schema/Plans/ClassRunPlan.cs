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

    public AsciiClass(ClassStep step)
    {
        ulong first = 0, second = 0;
        for (var c = 0; c < 128; c++)
        {
            if (!step.Has((uint)c)) continue;
            var bit = 1UL << ((c & 7) * 8 + (c >> 4));
            if ((c & 8) == 0) first |= bit;
            else second |= bit;
        }
        _rows = Vector128.Create(first, second).AsByte();
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

/// <summary>A string whose pattern is a row of classes, such as <c>^[A-Z]{3}$</c>: matched on the raw bytes while they are read.</summary>
internal sealed unsafe class ClassRunPlan : StringPlan
{
    private readonly Step[] _steps;
    private readonly int _optionalFrom;

    private sealed class Step(ClassStep step)
    {
        public readonly AsciiClass Class = new(step);
        public readonly int Min = step.Min, Max = step.Max;
    }

    public ClassRunPlan(StringRules rules, ClassRow row)
        : base(rules)
    {
        _steps = new Step[row.Steps.Length];
        for (var i = 0; i < _steps.Length; i++) _steps[i] = new Step(row.Steps[i]);
        _optionalFrom = row.OptionalFrom;
    }

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '"') return null;
        var q = p + 1;
        var steps = _steps;
        for (var i = 0; i < steps.Length; i++)
        {
            if (i == _optionalFrom && *q == '"') return q + 1;
            var step = steps[i];
            var n = step.Class.Run(q, step.Max);
            if (n < step.Min) return General(p);
            q += n;
        }
        return *q == '"' ? q + 1 : General(p);
    }
}

/// <summary>One character of a class and then many of another: the commonest patterns, without a loop.</summary>
internal sealed unsafe class TwoClassPlan(StringRules rules, ClassStep first, ClassStep rest) : StringPlan(rules)
{
    private readonly ulong _firstLow = first.Low, _firstHigh = first.High;
    private readonly AsciiClass _rest = new(rest);
    private readonly int _min = rest.Min, _max = rest.Max;

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '"') return null;
        var c = (uint)p[1];
        var n = _rest.Run(p + 2, _max);
        return c < 128 && ((c < 64 ? _firstLow : _firstHigh) >> (int)c & 1) != 0 && n >= _min && p[n + 2] == '"' ? p + n + 3 : General(p);
    }
}
