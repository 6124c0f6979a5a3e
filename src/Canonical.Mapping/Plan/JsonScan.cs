using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Canonical.Mapping;

/// <summary>
/// The tokens of JSON (RFC 8259). Everything reads from a buffer that ends in <see cref="Padding"/> zero bytes: zero is wrong everywhere in JSON, so no step asks whether
/// the end is reached, and whole vectors may be loaded at any place.
/// </summary>
/// <remarks>Half of a surrogate pair and broken UTF-8 are passed over: only a text that somebody reads has to be text.</remarks>
internal static unsafe class JsonScan
{
    public const int Padding = 64;

    public const int MaxDepth = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* SkipWhite(byte* p) => *p > ' ' ? p : SkipWhiteSlow(p);

    /// <summary>The closing quote of the string whose first byte is at p; null when it has none, a control character or an escape that JSON does not have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* StringEnd(byte* p, out ValueTraits traits)
    {
        p = Special(p, out var isAscii);
        traits = isAscii ? ValueTraits.None : ValueTraits.Wide;
        return *p == '"' ? p : EscapedEnd(p, ref traits);
    }

    /// <summary>Past the number that begins at p; null when it breaks the grammar.</summary>
    public static byte* NumberEnd(byte* p)
    {
        if (*p == '-')
            p++;
        if (*p == '0')
            p++;
        else if ((p = Digits(p)) == null)
            return null;
        if (*p == '.' && (p = Digits(p + 1)) == null)
            return null;
        if ((*p | 0x20) != 'e')
            return p;
        p++;
        if (*p is (byte)'+' or (byte)'-')
            p++;
        return Digits(p);
    }

    public static bool IsTrue(byte* p) => *(uint*)p == 0x65757274;

    public static bool IsFalse(byte* p) => *(uint*)p == 0x736C6166 && p[4] == 'e';

    public static bool IsNull(byte* p) => *(uint*)p == 0x6C6C756E;

    /// <summary>Past the value that begins at p, or null. Depth is how many more levels it may have, and below zero afterwards when it has too many.</summary>
    public static byte* Skip(byte* p, ref int depth)
    {
        switch (*p)
        {
            case (byte)'"':
                p = StringEnd(p + 1, out _);
                return p == null ? null : p + 1;
            case (byte)'{':
                return SkipObject(p, ref depth);
            case (byte)'[':
                return SkipArray(p, ref depth);
            case (byte)'t':
                return IsTrue(p) ? p + 4 : null;
            case (byte)'f':
                return IsFalse(p) ? p + 5 : null;
            case (byte)'n':
                return IsNull(p) ? p + 4 : null;
            default:
                return NumberEnd(p);
        }
    }

    private static byte* SkipObject(byte* p, ref int depth)
    {
        if (--depth < 0)
            return null;
        p = SkipWhite(p + 1);
        if (*p != '}')
        {
            while (true)
            {
                if (*p != '"' || (p = StringEnd(p + 1, out _)) == null)
                    return null;
                p = SkipWhite(p + 1);
                if (*p != ':' || (p = Skip(SkipWhite(p + 1), ref depth)) == null)
                    return null;
                p = SkipWhite(p);
                if (*p == '}')
                    break;
                if (*p != ',')
                    return null;
                p = SkipWhite(p + 1);
            }
        }

        depth++;
        return p + 1;
    }

    private static byte* SkipArray(byte* p, ref int depth)
    {
        if (--depth < 0)
            return null;
        p = SkipWhite(p + 1);
        if (*p != ']')
        {
            while (true)
            {
                if ((p = Skip(p, ref depth)) == null)
                    return null;
                p = SkipWhite(p);
                if (*p == ']')
                    break;
                if (*p != ',')
                    return null;
                p = SkipWhite(p + 1);
            }
        }

        depth++;
        return p + 1;
    }

    // The next quote, backslash or control character.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Special(byte* p, out bool isAscii)
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* EscapedEnd(byte* p, ref ValueTraits traits)
    {
        while (*p == '\\')
        {
            traits |= ValueTraits.Escaped;
            if (p[1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
                p += 2;
            else if (p[1] == 'u' && IsHex(p[2]) && IsHex(p[3]) && IsHex(p[4]) && IsHex(p[5]))
                p += 6;
            else
                return null;
            p = Special(p, out var isAscii);
            if (!isAscii)
                traits |= ValueTraits.Wide;
        }

        return *p == '"' ? p : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* SkipWhiteSlow(byte* p)
    {
        while (*p is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            p++;
            // Indentation comes in runs.
            while (*(ulong*)p == 0x2020202020202020UL)
                p += 8;
        }

        return p;
    }

    private static bool IsHex(uint c) => c - '0' <= 9 || (c | 0x20) - 'a' <= 5;

    // Past one digit or more, or null.
    private static byte* Digits(byte* p)
    {
        if ((uint)(*p - '0') > 9)
            return null;
        do
            p++;
        while ((uint)(*p - '0') <= 9);
        return p;
    }
}
