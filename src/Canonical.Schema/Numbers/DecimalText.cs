namespace Canonical.Schema;

/// <summary>
/// A JSON number read exactly: its significant digits without zeros at either end, and a power of ten. The value is 0.DIGITS × 10^<see cref="Exponent"/>; zero has no digits.
/// Compares numbers of any size (1e400, 1e-999999999) without ever making them: money must not pass through binary fractions.
/// </summary>
internal readonly ref struct DecimalText
{
    // An exponent that does not fit is cut here, far beyond what a document of any size can tell apart.
    private const long ExponentLimit = 1_000_000_000_000_000;

    public readonly bool Negative;
    public readonly ReadOnlySpan<byte> Digits;
    public readonly long Exponent;

    public DecimalText(bool negative, ReadOnlySpan<byte> digits, long exponent)
    {
        Negative = negative;
        Digits = digits;
        Exponent = exponent;
    }

    public bool IsZero => Digits.IsEmpty;

    public bool IsInteger => Exponent >= Digits.Length;

    /// <summary>Reads a number that keeps the grammar of RFC 8259. <paramref name="scratch"/> needs the length of the text.</summary>
    public static DecimalText Parse(ReadOnlySpan<byte> number, Span<byte> scratch)
    {
        var negative = number[0] == '-';
        var count = 0;
        var point = 0;
        var afterPoint = false;
        long exponent = 0;
        for (var i = negative ? 1 : 0; i < number.Length; i++)
        {
            var c = number[i];
            if (c == '.')
            {
                afterPoint = true;
            }
            else if ((c | 0x20) == 'e')
            {
                exponent = ParseExponent(number[(i + 1)..]);
                break;
            }
            else
            {
                if (c != '0' || count > 0) scratch[count++] = c;
                if (!afterPoint && count > 0) point++;
                // Zeros right after the point move it to the left while there is no digit yet.
                else if (afterPoint && count == 0) point--;
            }
        }
        while (count > 0 && scratch[count - 1] == '0') count--;
        return count == 0 ? new DecimalText(false, [], 0) : new DecimalText(negative, scratch[..count], point + exponent);
    }

    public static int Compare(in DecimalText a, in DecimalText b)
    {
        if (a.IsZero || b.IsZero || a.Negative != b.Negative)
        {
            return Sign(a).CompareTo(Sign(b));
        }
        var magnitude = a.Exponent != b.Exponent ? a.Exponent.CompareTo(b.Exponent) : a.Digits.SequenceCompareTo(b.Digits);
        return a.Negative ? -magnitude : magnitude;
    }

    public static bool Same(in DecimalText a, in DecimalText b) =>
        a.Exponent == b.Exponent && a.Negative == b.Negative && a.Digits.SequenceEqual(b.Digits);

    private static int Sign(in DecimalText value) => value.IsZero ? 0 : value.Negative ? -1 : 1;

    private static long ParseExponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        long value = 0;
        foreach (var c in text)
        {
            if (c is (byte)'-' or (byte)'+') continue;
            value = value * 10 + (c - '0');
            if (value > ExponentLimit) value = ExponentLimit;
        }
        return negative ? -value : value;
    }
}
