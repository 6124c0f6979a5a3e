using System.Globalization;

namespace Canonical.Mapping;

/// <summary>Compares JSON numbers (RFC 8259 section 6) by their digits: exact for any length and exponent, without a decimal, a double or an allocation.</summary>
internal static class NumberText
{
    public const int MaxCountLength = 11;

    public static ReadOnlySpan<byte> OfCount(int count, Span<byte> buffer)
    {
        count.TryFormat(buffer, out var written, provider: CultureInfo.InvariantCulture);
        return buffer[..written];
    }

    /// <summary>Less than zero, zero, or more than zero. Both must be JSON numbers.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var a = new Parts(left);
        var b = new Parts(right);
        if (a.Sign != b.Sign)
            return a.Sign.CompareTo(b.Sign);
        if (a.Sign == 0)
            return 0;
        var magnitude = a.Exponent != b.Exponent ? a.Exponent.CompareTo(b.Exponent) : Digits(a.Mantissa, b.Mantissa);
        return a.Sign > 0 ? magnitude : -magnitude;
    }

    // Digit by digit from the first that is not zero, the point left out, the shorter one continued with zeros.
    private static int Digits(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int i = 0, j = 0;
        while (true)
        {
            var a = Next(left, ref i);
            var b = Next(right, ref j);
            if (a != b)
                return a.CompareTo(b);
            if (i >= left.Length && j >= right.Length)
                return 0;
        }
    }

    private static byte Next(ReadOnlySpan<byte> digits, ref int at)
    {
        if (at < digits.Length && digits[at] == '.')
            at++;
        return at < digits.Length ? digits[at++] : (byte)'0';
    }

    private readonly ref struct Parts
    {
        public Parts(ReadOnlySpan<byte> text)
        {
            var negative = text.Length > 0 && text[0] == '-';
            if (negative)
                text = text[1..];
            long exponent = 0;
            var e = text.IndexOfAny((byte)'e', (byte)'E');
            if (e >= 0)
            {
                exponent = ReadExponent(text[(e + 1)..]);
                text = text[..e];
            }

            var first = text.IndexOfAnyInRange((byte)'1', (byte)'9');
            if (first < 0)
                return;
            var point = text.IndexOf((byte)'.');
            if (point < 0)
                point = text.Length;
            Sign = negative ? -1 : 1;
            Mantissa = text[first..];
            // The place of the first digit that counts: 1 for units, 0 for tenths.
            Exponent = exponent + (first < point ? point - first : point - first + 1);
        }

        /// <summary>-1, 0 or 1.</summary>
        public int Sign { get; }

        public long Exponent { get; }

        public ReadOnlySpan<byte> Mantissa { get; }

        // An exponent beyond this bound is larger than any text can shift back.
        private static long ReadExponent(ReadOnlySpan<byte> text)
        {
            const long Bound = long.MaxValue / 4;
            var negative = text.Length > 0 && text[0] == '-';
            long value = 0;
            foreach (var digit in text)
            {
                if (digit is < (byte)'0' or > (byte)'9')
                    continue;
                value = value > (Bound - 9) / 10 ? Bound : (value * 10) + (digit - '0');
            }

            return negative ? -value : value;
        }
    }
}
