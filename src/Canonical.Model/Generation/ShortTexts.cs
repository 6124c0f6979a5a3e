using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Canonical.Model;

// The texts of values, read where they stand: each method gives the place behind the text, or null. Sixty-four bytes may be read from the beginning.
internal static unsafe class ShortTexts
{
    private static readonly ulong[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000];

    // A UUID in lower case. The digits of each half are brought together from two loads, checked and joined as vectors.
    public static byte* Id(byte* p, ref CanonicalId value)
    {
        if (p[8] != '-' || p[13] != '-' || p[18] != '-' || p[23] != '-') return null;
        const byte X = 0x80;
        var first = Vector128.Shuffle(Vector128.Load(p), Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, X, X))
            | Vector128.Shuffle(Vector128.Load(p + 2), Vector128.Create(X, X, X, X, X, X, X, X, X, X, X, X, X, X, 14, 15));
        var second = Vector128.Shuffle(Vector128.Load(p + 19), Vector128.Create((byte)0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, X))
            | Vector128.Shuffle(Vector128.Load(p + 20), Vector128.Create(X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, 15));
        if (!TryNibbles(first, out var high) || !TryNibbles(second, out var low)) return null;
        // Two digits are one byte: the first is the higher half.
        var bytes = Vector128.Narrow((high.AsUInt16() << 4 | high.AsUInt16() >> 8) & Vector128.Create((ushort)0xFF), (low.AsUInt16() << 4 | low.AsUInt16() >> 8) & Vector128.Create((ushort)0xFF));
        value = new(new Guid(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector128<byte>, byte>(ref bytes), 16), bigEndian: true));
        return p + 36;
    }

    // YYYY-MM-DD from the year 1000 on.
    public static byte* Date(byte* p, ref DateOnly value)
    {
        if (!TryDate(p, out var year, out var month, out var day)) return null;
        value = new(year, month, day);
        return p + 10;
    }

    // YYYY-MM-DDThh:mm:ss with up to seven digits of a second, and Z.
    public static byte* Instant(byte* p, ref DateTimeOffset value)
    {
        if (!TryDate(p, out var year, out var month, out var day) || p[10] != 'T') return null;
        // hh:mm:ss: digits become 0 to 9 and the colons 0; adding brings every other byte to the sign bit.
        var t = *(ulong*)(p + 11) ^ 0x30303A30303A3030UL;
        if ((((t + 0x76767F76767F7676UL) | t) & 0x8080808080808080UL) != 0) return null;
        var hour = (uint)(t & 0xFF) * 10 + (uint)(t >> 8 & 0xFF);
        var minute = (uint)(t >> 24 & 0xFF) * 10 + (uint)(t >> 32 & 0xFF);
        var second = (uint)(t >> 48 & 0xFF) * 10 + (uint)(t >> 56);
        if (hour > 23 || minute > 59 || second > 59) return null;
        p += 19;
        ulong fraction = 0;
        if (*p == '.')
        {
            var digits = ++p;
            uint digit;
            while ((digit = (uint)(*p - '0')) <= 9 && p - digits < 8)
            {
                fraction = fraction * 10 + digit;
                p++;
            }
            var count = (int)(p - digits);
            if (count is 0 or > 7) return null;
            fraction *= Powers[7 - count];
        }
        if (*p != 'Z') return null;
        var ticks = new DateTime(year, month, day).Ticks + ((hour * 60L + minute) * 60 + second) * TimeSpan.TicksPerSecond + (long)fraction;
        value = new(ticks, TimeSpan.Zero);
        return p + 1;
    }

    // Plain notation: no exponent, no plus, no leading zeros.
    public static byte* Decimal(byte* p, DecimalForm form, ref decimal value)
    {
        var isNegative = *p == '-';
        if (isNegative)
        {
            if (!form.AllowsNegative) return null;
            p++;
        }
        var start = p;
        ulong whole = 0;
        uint digit;
        while ((digit = (uint)(*p - '0')) <= 9 && p - start <= form.IntegerDigits)
        {
            whole = whole * 10 + digit;
            p++;
        }
        var digits = (int)(p - start);
        if (digits == 0 || digits > form.IntegerDigits || (*start == '0' && digits > 1)) return null;
        ulong fraction = 0;
        var scale = 0;
        if (*p == '.')
        {
            start = ++p;
            while ((digit = (uint)(*p - '0')) <= 9 && p - start <= form.Scale)
            {
                fraction = fraction * 10 + digit;
                p++;
            }
            scale = (int)(p - start);
            if (scale == 0 || scale > form.Scale) return null;
        }
        if (form.IsShare && whole >= 1 && (whole > 1 || fraction > 0)) return null;
        if (digits + scale <= 18)
        {
            var mantissa = whole * Powers[scale] + fraction;
            value = new((int)mantissa, (int)(mantissa >> 32), 0, isNegative && mantissa != 0, (byte)scale);
        }
        else
        {
            var mantissa = (UInt128)whole * Powers[scale] + fraction;
            value = new((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), isNegative && mantissa != 0, (byte)scale);
        }
        return p;
    }

    // Three letters of ISO 4217 in upper case.
    public static byte* Currency(byte* p, ref CurrencyCode value)
    {
        if ((uint)(p[0] - 'A') > 25 || (uint)(p[1] - 'A') > 25 || (uint)(p[2] - 'A') > 25) return null;
        value = CurrencyCode.FromLetters(p[0], p[1], p[2]);
        return p + 3;
    }

    // name/major.minor.patch of one name and major.
    public static byte* Contract(byte* p, ContractId own, ref ContractId value)
    {
        foreach (var c in own.Name)
        {
            if (*p++ != c) return null;
        }
        if (*p++ != '/' || (p = Part(p, out var major)) == null || major != own.Version.Major || *p != '.') return null;
        if ((p = Part(p + 1, out var minor)) == null || *p != '.' || (p = Part(p + 1, out var patch)) == null) return null;
        value = own.WithVersion(new(major, minor, patch));
        return p;
    }

    // A number of at most nine digits without leading zeros.
    private static byte* Part(byte* p, out int value)
    {
        var start = p;
        value = 0;
        uint digit;
        while ((digit = (uint)(*p - '0')) <= 9 && p - start < 10)
        {
            value = value * 10 + (int)digit;
            p++;
        }
        return p == start || p - start > 9 || (*start == '0' && p - start > 1) ? null : p;
    }

    private static bool TryNibbles(Vector128<byte> text, out Vector128<byte> nibbles)
    {
        var digit = text - Vector128.Create((byte)'0');
        var letter = text - Vector128.Create((byte)'a');
        var isDigit = Vector128.LessThan(digit, Vector128.Create((byte)10));
        var isLetter = Vector128.LessThan(letter, Vector128.Create((byte)6));
        nibbles = Vector128.ConditionalSelect(isDigit, digit, letter + Vector128.Create((byte)10));
        return (isDigit | isLetter) == Vector128<byte>.AllBitsSet;
    }

    private static bool TryDate(byte* p, out int year, out int month, out int day)
    {
        // As with times; the day is outside the eight bytes.
        var t = *(ulong*)p ^ 0x2D30302D30303030UL;
        var day1 = (uint)(p[8] - '0');
        var day2 = (uint)(p[9] - '0');
        year = (int)((t & 0xFF) * 1000 + (t >> 8 & 0xFF) * 100 + (t >> 16 & 0xFF) * 10 + (t >> 24 & 0xFF));
        month = (int)((t >> 40 & 0xFF) * 10 + (t >> 48 & 0xFF));
        day = (int)(day1 * 10 + day2);
        if ((((t + 0x7F76767F76767676UL) | t) & 0x8080808080808080UL) != 0 || day1 > 3 || day2 > 9 || year < 1000 || (uint)(month - 1) > 11) return false;
        return (uint)(day - 1) < 28 || (day > 0 && day <= DateTime.DaysInMonth(year, month));
    }
}
