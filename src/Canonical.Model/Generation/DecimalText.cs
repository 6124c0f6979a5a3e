using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Canonical.Model;

// Decimals as text: two digits at a time, from the end.
internal static class DecimalText
{
    private static readonly ushort[] Pairs = [.. Enumerable.Range(0, 100).Select(static n => (ushort)('0' + n / 10 | '0' + n % 10 << 8))];

    // Two digits as they stand in little-endian memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Pair(uint value) => Pairs[value];

    // With its trailing zeros, and without the sign of a negative zero. The count of bytes; at most CanonicalDecimal.MaxTextLength.
    public static int Format(decimal value, Span<byte> target)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        if (bits[2] != 0 || bits[1] < 0) return CanonicalDecimal.Format(value, target);
        var mantissa = (ulong)(uint)bits[1] << 32 | (uint)bits[0];
        var scale = bits[3] >> 16 & 0xFF;
        if (mantissa == 0 && scale == 0)
        {
            target[0] = (byte)'0';
            return 1;
        }

        Span<byte> digits = stackalloc byte[20];
        var at = digits.Length;
        var isNegative = bits[3] < 0 && mantissa != 0;
        while (mantissa >= 100)
        {
            var rest = mantissa / 100;
            at -= 2;
            BinaryPrimitives.WriteUInt16LittleEndian(digits[at..], Pair((uint)(mantissa - rest * 100)));
            mantissa = rest;
        }
        if (mantissa >= 10)
        {
            at -= 2;
            BinaryPrimitives.WriteUInt16LittleEndian(digits[at..], Pair((uint)mantissa));
        }
        else if (mantissa > 0) digits[--at] = (byte)('0' + mantissa);

        var text = digits[at..];
        var length = 0;
        if (isNegative) target[length++] = (byte)'-';
        var whole = text.Length - scale;
        if (whole <= 0)
        {
            target[length++] = (byte)'0';
        }
        else
        {
            text[..whole].CopyTo(target[length..]);
            length += whole;
            text = text[whole..];
        }
        if (scale == 0) return length;
        target[length++] = (byte)'.';
        target.Slice(length, scale - text.Length).Fill((byte)'0');
        text.CopyTo(target[(length + scale - text.Length)..]);
        return length + scale;
    }
}
