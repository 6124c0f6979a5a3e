using System.Buffers;

namespace Canonical.Schema;

/// <summary>The rules of a number, merged from all schemas that apply to it.</summary>
internal sealed class NumberRules
{
    public bool IsInteger;
    public List<ExactNumber> Minimums = [];
    public List<ExactNumber> ExclusiveMinimums = [];
    public List<ExactNumber> Maximums = [];
    public List<ExactNumber> ExclusiveMaximums = [];
    public List<ExactNumber> Divisors = [];

    /// <summary>The numbers of enum and const, or null.</summary>
    public ExactNumber[]? Values;
}

/// <summary>
/// A number. Up to 18 digits without an exponent are read as a whole number and a count of decimals, and compared with limits that were scaled to each count when the schema was compiled: exact, and no division for money.
/// Longer ones and exponents go by <see cref="DecimalText"/>.
/// </summary>
internal sealed unsafe class NumberPlan : Plan
{
    private const int MaxDigits = 18;

    private readonly NumberRules _rules;
    private readonly Limits[]? _limits;

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private struct Limits
    {
        public long Min, Max, Divisor;
    }

    public NumberPlan(NumberRules rules)
    {
        _rules = rules;
        _limits = rules.Values is null ? Scale(rules) : null;
    }

    public override JsonTypes Kinds => JsonTypes.Number;

    public override byte* Run(byte* p, ref Walk walk)
    {
        var q = p;
        var negative = *q == '-';
        if (negative) q++;
        var c = (uint)(*q - '0');
        if (c > 9) return null;
        long value = c;
        var first = q++;
        if (c != 0)
        {
            while ((c = (uint)(*q - '0')) <= 9)
            {
                value = value * 10 + c;
                q++;
            }
        }
        var digits = q - first;
        var scale = 0;
        if (*q == '.')
        {
            var point = q++;
            while ((c = (uint)(*q - '0')) <= 9)
            {
                value = value * 10 + c;
                q++;
            }
            scale = (int)(q - point) - 1;
            if (scale == 0) return null;
            digits += scale;
        }
        // A zero before the point counts here, which only sends numbers of 18 decimals the longer way. Values that ran over are never looked at.
        if (digits > MaxDigits || (*q | 0x20) == 'e' || _limits is null) return General(p);
        if (negative) value = -value;
        ref var limits = ref _limits[scale];
        return value >= limits.Min && value <= limits.Max && (limits.Divisor == 1 || value % limits.Divisor == 0) ? q : null;
    }

    private byte* General(byte* p)
    {
        var end = JsonScan.NumberEnd(p);
        if (end == null) return null;
        var length = (int)(end - p);
        byte[]? rented = null;
        Span<byte> scratch = length <= 256 ? stackalloc byte[256] : rented = ArrayPool<byte>.Shared.Rent(length);
        var ok = Check(DecimalText.Parse(new ReadOnlySpan<byte>(p, length), scratch));
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return ok ? end : null;
    }

    private bool Check(in DecimalText value)
    {
        if (_rules.IsInteger && !value.IsInteger) return false;
        foreach (var limit in _rules.Minimums)
        {
            if (DecimalText.Compare(value, limit.Value) < 0) return false;
        }
        foreach (var limit in _rules.ExclusiveMinimums)
        {
            if (DecimalText.Compare(value, limit.Value) <= 0) return false;
        }
        foreach (var limit in _rules.Maximums)
        {
            if (DecimalText.Compare(value, limit.Value) > 0) return false;
        }
        foreach (var limit in _rules.ExclusiveMaximums)
        {
            if (DecimalText.Compare(value, limit.Value) >= 0) return false;
        }
        foreach (var divisor in _rules.Divisors)
        {
            if (!divisor.Divides(value)) return false;
        }
        if (_rules.Values is null) return true;
        foreach (var allowed in _rules.Values)
        {
            if (DecimalText.Same(value, allowed.Value)) return true;
        }
        return false;
    }

    // The limits for each count of decimals, or null when one does not fit 64 bits.
    private static Limits[]? Scale(NumberRules rules)
    {
        if (rules.Divisors.Count > 1) return null;
        var limits = new Limits[MaxDigits + 1];
        for (var scale = 0; scale <= MaxDigits; scale++)
        {
            var limit = new Limits { Min = long.MinValue, Max = long.MaxValue, Divisor = rules.IsInteger ? PowerOfTen(scale) : 1 };
            foreach (var bound in rules.Minimums)
            {
                if (!TryScale(bound, scale, out var floor, out var exact)) return null;
                limit.Min = Math.Max(limit.Min, exact ? floor : floor + 1);
            }
            foreach (var bound in rules.ExclusiveMinimums)
            {
                if (!TryScale(bound, scale, out var floor, out _)) return null;
                limit.Min = Math.Max(limit.Min, floor + 1);
            }
            foreach (var bound in rules.Maximums)
            {
                if (!TryScale(bound, scale, out var floor, out _)) return null;
                limit.Max = Math.Min(limit.Max, floor);
            }
            foreach (var bound in rules.ExclusiveMaximums)
            {
                if (!TryScale(bound, scale, out var floor, out var exact)) return null;
                limit.Max = Math.Min(limit.Max, exact ? floor - 1 : floor);
            }
            if (rules.Divisors.Count == 1 && !TryDivisor(rules.Divisors[0], scale, ref limit.Divisor)) return null;
            limits[scale] = limit;
        }
        return limits;
    }

    // floor(bound × 10^scale), cut to ±4e18, which no number of 18 digits reaches.
    private static bool TryScale(ExactNumber bound, int scale, out long floor, out bool exact)
    {
        const long Cut = 4_000_000_000_000_000_000;
        exact = true;
        floor = 0;
        if (!bound.TryGetScaled(out var mantissa, out var decimals)) return false;
        if (scale >= decimals)
        {
            floor = Multiply(mantissa, PowerOfTen(scale - decimals), Cut);
            return true;
        }
        var power = PowerOfTen(decimals - scale);
        var (quotient, rest) = Math.DivRem(mantissa, power);
        exact = rest == 0;
        floor = rest < 0 ? quotient - 1 : quotient;
        return true;
    }

    // m × 10^-scale is a multiple of M × 10^-S exactly when m is one of a number that depends on the scale alone.
    private static bool TryDivisor(ExactNumber divisor, int scale, ref long result)
    {
        if (!divisor.TryGetScaled(out var mantissa, out var decimals)) return false;
        var needed = scale >= decimals ? Multiply(mantissa, PowerOfTen(scale - decimals), long.MaxValue) : mantissa / Gcd(mantissa, PowerOfTen(decimals - scale));
        // Of an integer, both must divide it. Beyond 64 bits only zero is a multiple.
        if (result > 1 && needed < long.MaxValue) needed = Multiply(needed / Gcd(needed, result), result, long.MaxValue);
        result = needed;
        return true;
    }

    private static long Multiply(long a, long b, long cut) => Math.Abs(a) > cut / b ? a < 0 ? -cut : cut : a * b;

    private static long Gcd(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    private static long PowerOfTen(int power)
    {
        long result = 1;
        for (var i = 0; i < power; i++) result *= 10;
        return result;
    }
}
