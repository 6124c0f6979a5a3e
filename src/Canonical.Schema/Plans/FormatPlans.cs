using System.Runtime.Intrinsics;

namespace Canonical.Schema;

/// <summary>Format <c>uuid</c>: 36 characters, checked as two vectors.</summary>
internal sealed unsafe class UuidPlan(StringRules rules) : StringPlan(rules)
{
    private const uint Dashes = 1u << 8 | 1u << 13 | 1u << 18 | 1u << 23;

    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '"') return null;
        var head = Vector256.Load(p + 1);
        var tail = Vector128.Load(p + 21);
        return p[37] == '"' && (HexMask(head) | Dashes) == uint.MaxValue && (Vector256.Equals(head, Vector256.Create((byte)'-')).ExtractMostSignificantBits() & Dashes) == Dashes && HexMask(Vector256.Create(tail, tail)) == (uint.MaxValue & ~(1u << 3 | 1u << 19))
            ? p + 38
            : General(p);
    }

    // The bytes that are hexadecimal digits.
    private static uint HexMask(Vector256<byte> v)
    {
        var digit = v - Vector256.Create((byte)'0');
        var letter = (v | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a');
        return (Vector256.Equals(Vector256.Min(digit, Vector256.Create((byte)9)), digit) | Vector256.Equals(Vector256.Min(letter, Vector256.Create((byte)5)), letter)).ExtractMostSignificantBits();
    }
}

/// <summary>Format <c>date</c>: eight bytes at once, then the day by the calendar.</summary>
internal sealed unsafe class DatePlan(StringRules rules) : StringPlan(rules)
{
    public override byte* Run(byte* p, ref Walk walk) => *p != '"' ? null : IsDate(p + 1) && p[11] == '"' ? p + 12 : General(p);

    /// <summary>Whether YYYY-MM-DD stands at a place.</summary>
    public static bool IsDate(byte* p)
    {
        // Digits become 0 to 9 and the dashes 0; adding brings every other byte to the sign bit.
        var t = *(ulong*)p ^ 0x2D30302D30303030UL;
        var day1 = (uint)(p[8] - '0');
        var day2 = (uint)(p[9] - '0');
        if ((((t + 0x7F76767F76767676UL) | t) & 0x8080808080808080UL) != 0 || day1 > 3 || day2 > 9) return false;
        var month = (uint)(t >> 40 & 0xFF) * 10 + (uint)(t >> 48 & 0xFF);
        var day = day1 * 10 + day2;
        return month - 1 < 12 && day - 1 < 28 || TimeFormats.IsDate(new ReadOnlySpan<byte>(p, 10));
    }
}

/// <summary>Format <c>date-time</c>: the usual writing here, with Z or an offset; leap seconds and lower case letters by the general way.</summary>
internal sealed unsafe class DateTimePlan(StringRules rules) : StringPlan(rules)
{
    public override byte* Run(byte* p, ref Walk walk)
    {
        if (*p != '"') return null;
        if (!DatePlan.IsDate(p + 1) || p[11] != 'T') return General(p);
        var t = *(ulong*)(p + 12) ^ 0x30303A30303A3030UL;
        if ((((t + 0x76767F76767F7676UL) | t) & 0x8080808080808080UL) != 0) return General(p);
        var hour = (uint)(t & 0xFF) * 10 + (uint)(t >> 8 & 0xFF);
        if (hour > 23 || (t >> 24 & 0xFF) > 5 || (t >> 48 & 0xFF) > 5) return General(p);
        var q = p + 20;
        if (*q == '.')
        {
            q++;
            if ((uint)(*q - '0') > 9) return General(p);
            do q++; while ((uint)(*q - '0') <= 9);
        }
        return *q == 'Z' && q[1] == '"' ? q + 2 : General(p);
    }
}
