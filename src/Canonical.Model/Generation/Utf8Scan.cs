using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Canonical.Model;

// The steps of the reader's tokenizer (RFC 8259). All read from a buffer that ends in Padding zero bytes and holds valid UTF-8: zero is wrong everywhere in JSON, so no
// step asks whether the end is reached, and whole vectors may be loaded at any place.
internal static unsafe class Utf8Scan
{
    public const int Padding = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* SkipWhite(byte* p) => *p > ' ' ? p : SkipWhiteSlow(p);

    // The next quote, backslash or control character; tells whether a byte before it is not ASCII.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Special(byte* p, out bool isAscii)
    {
        var others = 0u;
        while (true)
        {
            var v = Vector256.Load(p);
            var special = Vector256.Equals(v, Vector256.Create((byte)'"')) | Vector256.Equals(v, Vector256.Create((byte)'\\')) | Vector256.Equals(Vector256.Min(v, Vector256.Create((byte)0x1F)), v);
            var mask = special.ExtractMostSignificantBits();
            if (mask != 0)
            {
                // The bits below the lowest of the mask.
                others |= v.ExtractMostSignificantBits() & (mask - 1) & ~mask;
                isAscii = others == 0;
                return p + BitOperations.TrailingZeroCount(mask);
            }
            others |= v.ExtractMostSignificantBits();
            p += 32;
        }
    }

    // The closing quote of the string whose first byte is at p; null when it has none, a control character, a wrong escape or half of a surrogate pair.
    public static byte* StringEnd(byte* p, out bool isEscaped)
    {
        isEscaped = false;
        p = Special(p, out _);
        while (*p == '\\')
        {
            isEscaped = true;
            p = Escape(p);
            if (p == null) return null;
            p = Special(p, out _);
        }
        return *p == '"' ? p : null;
    }

    // Writes the text of a string whose escapes were found right. The count of bytes, never more than were read.
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var written = 0;
        fixed (byte* start = raw)
        {
            for (var i = 0; i < raw.Length; i++)
            {
                var c = raw[i];
                if (c != '\\')
                {
                    target[written++] = c;
                    continue;
                }
                c = raw[++i];
                if (c != 'u')
                {
                    target[written++] = c switch { (byte)'b' => (byte)'\b', (byte)'f' => (byte)'\f', (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', _ => c };
                    continue;
                }
                var point = Hex4(start + i + 1);
                i += 4;
                if ((point & 0xFC00) == 0xD800)
                {
                    point = 0x10000 + ((point - 0xD800) << 10) + (Hex4(start + i + 3) - 0xDC00);
                    i += 6;
                }
                written += new Rune(point).EncodeToUtf8(target[written..]);
            }
        }
        return written;
    }

    public static int CountCodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        // Every byte but the continuations (10xxxxxx, as signed numbers below -64) begins one.
        while (utf8.Length >= Vector256<byte>.Count)
        {
            count += BitOperations.PopCount(Vector256.GreaterThan(Vector256.Create(utf8).AsSByte(), Vector256.Create((sbyte)-65)).ExtractMostSignificantBits());
            utf8 = utf8[Vector256<byte>.Count..];
        }
        foreach (var b in utf8) count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }

    // Past the number that begins at p; null when it breaks the grammar.
    public static byte* NumberEnd(byte* p)
    {
        if (*p == '-') p++;
        if (*p == '0') p++;
        else if ((p = Digits(p)) == null) return null;
        if (*p == '.' && (p = Digits(p + 1)) == null) return null;
        if ((*p | 0x20) != 'e') return p;
        p++;
        if (*p is (byte)'+' or (byte)'-') p++;
        return Digits(p);
    }

    // Past the value that begins at p, or null; depth is how many more levels it may have. Says whether an object in it has names that may repeat.
    public static byte* ValueEnd(byte* p, int depth, ref bool hasNames)
    {
        switch (*p)
        {
            case (byte)'"':
                p = StringEnd(p + 1, out _);
                return p == null ? null : p + 1;
            case (byte)'{':
                return ObjectEnd(p, depth, ref hasNames);
            case (byte)'[':
                return ArrayEnd(p, depth, ref hasNames);
            case (byte)'t':
                return *(uint*)p == 0x65757274 ? p + 4 : null;
            case (byte)'f':
                return *(uint*)p == 0x736C6166 && p[4] == 'e' ? p + 5 : null;
            case (byte)'n':
                return *(uint*)p == 0x6C6C756E ? p + 4 : null;
            default:
                return NumberEnd(p);
        }
    }

    private static byte* ObjectEnd(byte* p, int depth, ref bool hasNames)
    {
        if (--depth < 0) return null;
        p = SkipWhite(p + 1);
        if (*p == '}') return p + 1;
        for (var count = 1; ; count++)
        {
            if (count > 1) hasNames = true;
            if (*p != '"') return null;
            p = StringEnd(p + 1, out _);
            if (p == null) return null;
            p = SkipWhite(p + 1);
            if (*p != ':') return null;
            p = ValueEnd(SkipWhite(p + 1), depth, ref hasNames);
            if (p == null) return null;
            p = SkipWhite(p);
            if (*p == '}') return p + 1;
            if (*p != ',') return null;
            p = SkipWhite(p + 1);
        }
    }

    private static byte* ArrayEnd(byte* p, int depth, ref bool hasNames)
    {
        if (--depth < 0) return null;
        p = SkipWhite(p + 1);
        if (*p == ']') return p + 1;
        while (true)
        {
            p = ValueEnd(p, depth, ref hasNames);
            if (p == null) return null;
            p = SkipWhite(p);
            if (*p == ']') return p + 1;
            if (*p != ',') return null;
            p = SkipWhite(p + 1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* SkipWhiteSlow(byte* p)
    {
        while (*p is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            p++;
            // Indentation comes in runs.
            while (*(ulong*)p == 0x2020202020202020UL) p += 8;
        }
        return p;
    }

    // Past the escape that begins at the backslash, or null. A high surrogate takes the low one that must follow with it.
    private static byte* Escape(byte* p)
    {
        if (p[1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t') return p + 2;
        if (p[1] != 'u') return null;
        var unit = Hex4(p + 2);
        if (unit < 0) return null;
        if ((unit & 0xF800) != 0xD800) return p + 6;
        if (unit >= 0xDC00 || p[6] != '\\' || p[7] != 'u') return null;
        return (Hex4(p + 8) & 0xFC00) == 0xDC00 ? p + 12 : null;
    }

    private static int Hex4(byte* p)
    {
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var digit = HexDigit(p[i]);
            if (digit < 0) return -1;
            value = (value << 4) + digit;
        }
        return value;
    }

    private static int HexDigit(uint c) => c - '0' <= 9 ? (int)(c - '0') : (c | 0x20) - 'a' <= 5 ? (int)((c | 0x20) - 'a') + 10 : -1;

    // Past one digit or more, or null.
    private static byte* Digits(byte* p)
    {
        if ((uint)(*p - '0') > 9) return null;
        do p++; while ((uint)(*p - '0') <= 9);
        return p;
    }
}
