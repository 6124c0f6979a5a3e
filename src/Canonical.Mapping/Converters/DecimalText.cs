using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Canonical.Mapping;

/// <summary>Decimal arithmetic on text: a vendor's <c>1.0E7</c> becomes <c>10000000</c> without ever being a double.</summary>
internal static class DecimalText
{
    // Far more than System.Decimal holds; a bound so that 1E999999 cannot ask for a megabyte of zeros.
    private const int MaxDigits = 60;

    /// <summary>Whether the text is a number by the JSON grammar (RFC 8259 section 6).</summary>
    public static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        var i = 0;
        if (i < text.Length && text[i] == '-')
            i++;
        var whole = Digits(text, ref i);
        if (whole == 0 || (whole > 1 && text[i - whole] == '0'))
            return false;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            if (Digits(text, ref i) == 0)
                return false;
        }

        if (i < text.Length && text[i] is 'e' or 'E')
        {
            i++;
            if (i < text.Length && text[i] is '+' or '-')
                i++;
            if (Digits(text, ref i) == 0)
                return false;
        }

        return i == text.Length;
    }

    /// <summary>
    /// The plain decimal text of a number, multiplied by a power of ten: no exponent, no leading zeros, no trailing zeros behind the point, no minus zero.
    /// One value has one text, which hashing needs.
    /// </summary>
    public static bool TryNormalize(ReadOnlySpan<char> text, int shift, [NotNullWhen(true)] out string? plain)
    {
        plain = null;
        if (!IsJsonNumber(text))
            return false;
        var negative = text[0] == '-';
        if (negative)
            text = text[1..];
        var exponent = 0;
        var e = text.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || exponent is > 10_000 or < -10_000)
                return false;
            text = text[..e];
        }

        var dot = text.IndexOf('.');
        var digits = dot < 0 ? text.ToString() : string.Concat(text[..dot], text[(dot + 1)..]);
        // The value is 0.DIGITS × 10^point.
        var point = (dot < 0 ? text.Length : dot) + exponent + shift;
        var leading = digits.AsSpan().IndexOfAnyExcept('0');
        if (leading < 0)
        {
            plain = "0";
            return true;
        }

        point -= leading;
        digits = digits.Trim('0');
        if (digits.Length > MaxDigits || point is > MaxDigits or < -MaxDigits)
            return false;
        var magnitude = point <= 0 ? string.Concat("0.", new string('0', -point), digits)
            : point >= digits.Length ? digits.PadRight(point, '0')
            : string.Concat(digits.AsSpan(0, point), ".", digits.AsSpan(point));
        plain = negative ? "-" + magnitude : magnitude;
        return true;
    }

    /// <summary>Reads plain decimal text into a decimal; false where the digits do not fit exactly.</summary>
    public static bool TryDecimal(string text, out decimal value)
    {
        value = 0;
        return TryNormalize(text, 0, out var plain)
            && decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
            && TryNormalize(value.ToString(CultureInfo.InvariantCulture), 0, out var back) && back == plain;
    }

    /// <summary>The plain text of a decimal.</summary>
    public static string Of(decimal value) =>
        TryNormalize(value.ToString(CultureInfo.InvariantCulture), 0, out var plain) ? plain : throw new InvalidOperationException("A decimal has a plain text.");

    private static int Digits(ReadOnlySpan<char> text, ref int i)
    {
        var start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i - start;
    }
}
