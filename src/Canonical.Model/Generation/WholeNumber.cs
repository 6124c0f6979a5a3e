namespace Canonical.Model;

// Integers in any spelling of JSON: 5.0, 5e0 and 50e-1 are 5.
internal static class WholeNumber
{
    // More digits than this are not within 64 bits.
    private const int MaxDigits = 19;

    // Reads a number that keeps the grammar of JSON; false when it is not an integer within 64 bits.
    public static bool TryRead(ReadOnlySpan<byte> number, out long value)
    {
        value = 0;
        var isNegative = number[0] == '-';
        if (isNegative) number = number[1..];
        var e = number.IndexOfAny((byte)'e', (byte)'E');
        var exponent = e < 0 ? 0 : Exponent(number[(e + 1)..]);
        var digits = e < 0 ? number : number[..e];
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];

        // The digits without the zeros at both ends, and the power of ten of the last of them.
        Span<byte> significant = stackalloc byte[MaxDigits];
        var count = 0;
        var zeros = 0L;
        var last = 0L;
        for (var i = 0; i < whole.Length + fraction.Length; i++)
        {
            var digit = i < whole.Length ? whole[i] : fraction[i - whole.Length];
            if (digit == '0')
            {
                zeros++;
                continue;
            }
            if (count > 0)
            {
                if (count + zeros + 1 > MaxDigits) return false;
                significant.Slice(count, (int)zeros).Fill((byte)'0');
                count += (int)zeros;
            }
            zeros = 0;
            if (count == MaxDigits) return false;
            significant[count++] = digit;
            last = whole.Length - 1 - i;
        }
        if (count == 0) return true;
        var power = last + exponent;
        if (power < 0 || power + count > MaxDigits) return false;
        Int128 magnitude = 0;
        for (var i = 0; i < count + power; i++) magnitude = magnitude * 10 + (i < count ? significant[i] - '0' : 0);
        if (isNegative) magnitude = -magnitude;
        if (magnitude < long.MinValue || magnitude > long.MaxValue) return false;
        value = (long)magnitude;
        return true;
    }

    // Cut where it cannot matter any more: a document has fewer digits than this.
    private static long Exponent(ReadOnlySpan<byte> text)
    {
        const long Cut = 1L << 40;
        var isNegative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+') text = text[1..];
        var value = 0L;
        foreach (var digit in text) value = Math.Min(Cut, value * 10 + (digit - '0'));
        return isNegative ? -value : value;
    }
}
