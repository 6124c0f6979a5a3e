using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Canonical.Schema;

/// <summary>
/// The steps of the tokenizer (RFC 8259). All read from a buffer that ends in <see cref="Padding"/> zero bytes and holds valid UTF-8: zero is wrong everywhere in JSON, so no step asks whether the end is reached, and whole vectors may
/// be loaded at any place.
/// </summary>
internal static unsafe class JsonScan
{
    /// <summary>How many zero bytes follow the document.</summary>
    public const int Padding = 64;

    /// <summary>The first byte that is no white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* SkipWhite(byte* p) => *p > ' ' ? p : SkipWhiteSlow(p);

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

    /// <summary>The closing quote of the string whose first byte is at <paramref name="p"/>, or null when it has none, a control character or a wrong escape. <paramref name="escaped"/> tells of escapes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* StringEnd(byte* p, out bool escaped)
    {
        escaped = false;
        p = Special(p);
        return *p == '"' ? p : StringEndSlow(p, out escaped);
    }

    /// <summary>The next quote, backslash or control character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Special(byte* p)
    {
        while (true)
        {
            var v = Vector256.Load(p);
            var special = Vector256.Equals(v, Vector256.Create((byte)'"')) | Vector256.Equals(v, Vector256.Create((byte)'\\')) | Vector256.Equals(Vector256.Min(v, Vector256.Create((byte)0x1F)), v);
            var mask = special.ExtractMostSignificantBits();
            if (mask != 0) return p + System.Numerics.BitOperations.TrailingZeroCount(mask);
            p += 32;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* StringEndSlow(byte* p, out bool escaped)
    {
        escaped = false;
        while (*p == '\\')
        {
            escaped = true;
            p = Escape(p);
            if (p == null) return null;
            p = Special(p);
        }
        return *p == '"' ? p : null;
    }

    // Past the escape that begins at the backslash, or null. A high surrogate takes the low one that must follow with it.
    private static byte* Escape(byte* p)
    {
        switch (p[1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return p + 2;
            case (byte)'u':
                var unit = Hex4(p + 2);
                if (unit < 0) return null;
                if ((unit & 0xF800) != 0xD800) return p + 6;
                if (unit >= 0xDC00 || p[6] != '\\' || p[7] != 'u') return null;
                var low = Hex4(p + 8);
                return low >= 0 && (low & 0xFC00) == 0xDC00 ? p + 12 : null;
            default:
                return null;
        }
    }

    /// <summary>Four hexadecimal digits, or -1.</summary>
    public static int Hex4(byte* p)
    {
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var c = (uint)p[i];
            var digit = c - '0' <= 9 ? c - '0' : (c | 0x20) - 'a' <= 5 ? (c | 0x20) - 'a' + 10 : 16;
            if (digit == 16) return -1;
            value = value * 16 + (int)digit;
        }
        return value;
    }

    /// <summary>Past the number that begins at <paramref name="p"/>, or null when it breaks the grammar.</summary>
    public static byte* NumberEnd(byte* p)
    {
        if (*p == '-') p++;
        if (*p == '0')
        {
            p++;
        }
        else
        {
            if ((uint)(*p - '1') > 8) return null;
            do p++; while ((uint)(*p - '0') <= 9);
        }
        if (*p == '.')
        {
            p++;
            if ((uint)(*p - '0') > 9) return null;
            do p++; while ((uint)(*p - '0') <= 9);
        }
        if ((*p | 0x20) == 'e')
        {
            p++;
            if (*p is (byte)'+' or (byte)'-') p++;
            if ((uint)(*p - '0') > 9) return null;
            do p++; while ((uint)(*p - '0') <= 9);
        }
        return p;
    }

    /// <summary>Writes the text of a string that has escapes; the scan has proved them right. The count of bytes written, never more than were read.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var written = 0;
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
            written += UnescapePoint(raw, ref i, target[written..]);
        }
        return written;
    }

    private static int UnescapePoint(ReadOnlySpan<byte> raw, ref int i, Span<byte> target)
    {
        fixed (byte* p = raw)
        {
            var point = Hex4(p + i + 1);
            i += 4;
            if ((point & 0xFC00) == 0xD800)
            {
                point = 0x10000 + ((point - 0xD800) << 10) + (Hex4(p + i + 3) - 0xDC00);
                i += 6;
            }
            return new System.Text.Rune(point).EncodeToUtf8(target);
        }
    }

    /// <summary>How many code points valid UTF-8 has.</summary>
    public static int CountCodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        // Every byte but the continuations (10xxxxxx, as signed numbers below -64) begins one.
        while (utf8.Length >= Vector256<byte>.Count)
        {
            var begins = Vector256.GreaterThan(Vector256.Create(utf8).AsSByte(), Vector256.Create((sbyte)-65));
            count += System.Numerics.BitOperations.PopCount(begins.ExtractMostSignificantBits());
            utf8 = utf8[Vector256<byte>.Count..];
        }
        foreach (var b in utf8) count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}
