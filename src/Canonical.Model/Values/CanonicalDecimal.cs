using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Canonical.Model;

/// <summary>
/// Decimal numbers as the contracts write them: plain notation, no exponent, no plus sign, no leading zeros, at most 18 digits before the point and 10 after it.
/// A <see cref="decimal"/> keeps its trailing zeros (12.50 stays 12.50); <see cref="Normalize"/> takes them off. Thread-safe: static and without state.
/// </summary>
public static class CanonicalDecimal
{
    /// <summary>The most digits before the point: 18.</summary>
    public const int MaxIntegerDigits = 18;

    /// <summary>The most digits after the point: 10.</summary>
    public const int MaxScale = 10;

    internal const int MaxTextLength = 32;

    /// <summary>Reads a decimal number.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number, with the scale it was written with.</returns>
    /// <exception cref="FormatException">The text is not a number in that notation.</exception>
    public static decimal Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var value) ? value : throw new FormatException("A canonical decimal is plain digits: no exponent, no plus sign, at most 18 digits before the point and 10 after it.");
    }

    /// <summary>Reads a decimal number, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number, with the scale it was written with.</param>
    /// <returns>True when the text is a number in that notation.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out decimal value)
    {
        Span<byte> ascii = stackalloc byte[MaxTextLength];
        if (text is null || text.Length > MaxTextLength || System.Text.Ascii.FromUtf16(text, ascii, out var length) != System.Buffers.OperationStatus.Done)
        {
            value = 0;
            return false;
        }
        return TryParse(ascii[..length], out value);
    }

    /// <summary>Reads a decimal number, if the text is one.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="value">The number, with the scale it was written with.</param>
    /// <returns>True when the text is a number in that notation.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, out decimal value)
    {
        value = 0;
        var digits = utf8Text.StartsWith((byte)'-') ? utf8Text[1..] : utf8Text;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        if (whole.Length is 0 or > MaxIntegerDigits || (whole.Length > 1 && whole[0] == '0') || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        if (point >= 0 && (fraction.Length is 0 or > MaxScale || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))) return false;
        return decimal.TryParse(utf8Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The text of a number, with its trailing zeros; <c>0</c> for a negative zero without fraction.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The text. A number with more digits than the contracts allow is written in full and fails validation.</returns>
    public static string Format(decimal value)
    {
        Span<byte> text = stackalloc byte[MaxTextLength];
        return System.Text.Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>The same number without trailing zeros after the point: what hashing needs.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The number with the smallest scale.</returns>
    // Dividing by 1 with the greatest scale makes the runtime choose the smallest scale that holds the quotient.
    public static decimal Normalize(decimal value) => value == 0 ? 0 : value / 1.0000000000000000000000000000m;

    internal static int Format(decimal value, Span<byte> destination)
    {
        if (value == 0) value = Math.Abs(value);
        _ = value.TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
        return length;
    }
}
