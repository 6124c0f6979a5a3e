using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Canonical.Mapping;

/// <summary>Decimal arithmetic on text: a vendor's <c>1.0E7</c> becomes <c>10000000</c> without ever being a double.</summary>
internal static class DecimalText
{
    /// <summary>Room for every plain text: a sign, a point, and as many zeros and digits as are allowed.</summary>
    public const int MaxLength = (2 * MaxDigits) + 3;

    // Far more than System.Decimal holds; a bound so that 1E999999 cannot ask for a megabyte of zeros.
    private const int MaxDigits = 60;

    /// <summary>Whether the text is a number by the JSON grammar (RFC 8259 section 6).</summary>
    public static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[512];
        return text.Length <= utf8.Length
            ? Encoding.ASCII.TryGetBytes(text, utf8, out var length) && IsJsonNumber(utf8[..length])
            : Ascii.IsValid(text) && IsJsonNumber(Encoding.ASCII.GetBytes(text.ToArray()));
    }

    /// <summary>Whether the text is a number by the JSON grammar (RFC 8259 section 6).</summary>
    public static bool IsJsonNumber(ReadOnlySpan<byte> text) => TryParts(text, out _);

    /// <summary>
    /// The plain decimal text of a number, multiplied by a power of ten: no exponent, no leading zeros, no trailing zeros behind the point, no minus zero.
    /// One value has one text, which hashing needs.
    /// </summary>
    public static bool TryNormalize(ReadOnlySpan<char> text, int shift, [NotNullWhen(true)] out string? plain)
    {
        plain = null;
        if (!Ascii.IsValid(text))
            return false;
        Span<byte> target = stackalloc byte[MaxLength];
        if (!TryNormalize(Encoding.ASCII.GetBytes(text.ToArray()), shift, target, out var length))
            return false;
        plain = Encoding.ASCII.GetString(target[..length]);
        return true;
    }

    /// <summary>The same on UTF-8; the target has <see cref="MaxLength"/> bytes.</summary>
    public static bool TryNormalize(ReadOnlySpan<byte> text, int shift, Span<byte> target, out int length)
    {
        length = 0;
        if (!TryParts(text, out var parts))
            return false;
        var digits = new Digits(text.Slice(parts.Whole, parts.WholeCount), text.Slice(parts.Fraction, parts.FractionCount));
        var exponent = 0;
        if (parts.Exponent > 0 && (!int.TryParse(text[parts.Exponent..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || exponent is > 10_000 or < -10_000))
            return false;
        var (first, last) = digits.Significant();
        if (first > last)
        {
            target[length++] = (byte)'0';
            return true;
        }

        // The value is 0.DIGITS × 10^point.
        var count = last - first + 1;
        var point = parts.WholeCount + exponent + shift - first;
        if (count > MaxDigits || point is > MaxDigits or < -MaxDigits)
            return false;
        if (text[0] == '-')
            target[length++] = (byte)'-';
        if (point <= 0)
        {
            "0."u8.CopyTo(target[length..]);
            target.Slice(length + 2, -point).Fill((byte)'0');
            length += 2 - point;
            digits.CopyTo(first, count, target[length..]);
            length += count;
            return true;
        }

        var whole = Math.Min(point, count);
        digits.CopyTo(first, whole, target[length..]);
        length += whole;
        if (point >= count)
        {
            target.Slice(length, point - count).Fill((byte)'0');
            length += point - count;
            return true;
        }

        target[length++] = (byte)'.';
        digits.CopyTo(first + whole, count - whole, target[length..]);
        length += count - whole;
        return true;
    }

    /// <summary>Reads plain decimal text into a decimal; false where the digits do not fit exactly.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        Span<byte> plain = stackalloc byte[MaxLength];
        Span<byte> back = stackalloc byte[MaxLength];
        return TryNormalize(text, 0, plain, out var length)
            && decimal.TryParse(plain[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && plain[..length].SequenceEqual(back[..Format(value, back)]);
    }

    /// <summary>Writes the plain text of a decimal; the count of bytes. The target has <see cref="MaxLength"/> bytes.</summary>
    public static int Format(decimal value, Span<byte> target)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture) && TryNormalize(text[..length], 0, target, out var count)
            ? count
            : throw new InvalidOperationException("A decimal has a plain text.");
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Parts(int Whole, int WholeCount, int Fraction, int FractionCount, int Exponent);

    private static bool TryParts(ReadOnlySpan<byte> text, out Parts parts)
    {
        parts = default;
        var i = 0;
        if (i < text.Length && text[i] == '-')
            i++;
        var whole = i;
        var wholeCount = CountDigits(text, ref i);
        if (wholeCount == 0 || (wholeCount > 1 && text[whole] == '0'))
            return false;
        var (fraction, fractionCount, exponent) = (i, 0, 0);
        if (i < text.Length && text[i] == '.')
        {
            fraction = ++i;
            fractionCount = CountDigits(text, ref i);
            if (fractionCount == 0)
                return false;
        }

        if (i < text.Length && text[i] is (byte)'e' or (byte)'E')
        {
            exponent = ++i;
            if (i < text.Length && text[i] is (byte)'+' or (byte)'-')
                i++;
            if (CountDigits(text, ref i) == 0)
                return false;
        }

        parts = new Parts(whole, wholeCount, fraction, fractionCount, exponent);
        return i == text.Length;
    }

    private static int CountDigits(ReadOnlySpan<byte> text, ref int i)
    {
        var start = i;
        while (i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9')
            i++;
        return i - start;
    }

    /// <summary>The digits before and behind the point as one row.</summary>
    private readonly ref struct Digits(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction)
    {
        private readonly ReadOnlySpan<byte> _whole = whole;
        private readonly ReadOnlySpan<byte> _fraction = fraction;

        /// <summary>The first and the last digit that is no zero.</summary>
        public (int First, int Last) Significant()
        {
            var first = _whole.IndexOfAnyExcept((byte)'0');
            if (first < 0)
                first = _whole.Length + (_fraction.IndexOfAnyExcept((byte)'0') is >= 0 and var at ? at : _fraction.Length);
            var last = _fraction.LastIndexOfAnyExcept((byte)'0');
            return (first, last >= 0 ? _whole.Length + last : _whole.LastIndexOfAnyExcept((byte)'0'));
        }

        public void CopyTo(int start, int count, Span<byte> target)
        {
            var fromWhole = Math.Clamp(_whole.Length - start, 0, count);
            _whole.Slice(Math.Min(start, _whole.Length), fromWhole).CopyTo(target);
            if (fromWhole < count)
                _fraction.Slice(start + fromWhole - _whole.Length, count - fromWhole).CopyTo(target[fromWhole..]);
        }
    }
}
