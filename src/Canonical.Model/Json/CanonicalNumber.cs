using System.Diagnostics;
using System.Globalization;

namespace Canonical.Model;

// Number to text by ECMA-262, Number::toString, as RFC 8785 section 3.2.2.3 asks: the shortest digits that read back to the same double
// (.NET's "R" gives those digits), laid out by the exponent.
internal static class CanonicalNumber
{
    public const int MaxLength = 32;

    public static int Format(double value, Span<byte> destination)
    {
        Debug.Assert(double.IsFinite(value));
        if (value == 0)
        {
            destination[0] = (byte)'0';
            return 1;
        }

        Span<byte> text = stackalloc byte[MaxLength];
        var formatted = value.TryFormat(text, out var textLength, "R", CultureInfo.InvariantCulture);
        Debug.Assert(formatted);

        // digits without the point, and n: the number is 0.digits times ten to the n.
        Span<byte> digits = stackalloc byte[MaxLength];
        var k = 0;
        var pointAt = -1;
        var exponent = 0;
        var i = text[0] == '-' ? 1 : 0;
        for (; i < textLength; i++)
        {
            var c = text[i];
            if (c == '.') pointAt = k;
            else if (c == 'E')
            {
                exponent = int.Parse(text[(i + 1)..textLength], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            }
            else digits[k++] = c;
        }
        var n = (pointAt < 0 ? k : pointAt) + exponent;
        var leading = 0;
        while (digits[leading] == '0') leading++;
        n -= leading;
        digits = digits[leading..k];
        k = digits.TrimEnd((byte)'0').Length;
        digits = digits[..k];

        var length = 0;
        if (value < 0) destination[length++] = (byte)'-';
        return length + Layout(digits, n, destination[length..]);
    }

    private static int Layout(ReadOnlySpan<byte> digits, int n, Span<byte> destination)
    {
        var k = digits.Length;
        if (k <= n && n <= 21)
        {
            digits.CopyTo(destination);
            destination[k..n].Fill((byte)'0');
            return n;
        }
        if (n is > 0 and <= 21)
        {
            digits[..n].CopyTo(destination);
            destination[n] = (byte)'.';
            digits[n..].CopyTo(destination[(n + 1)..]);
            return k + 1;
        }
        if (n is > -6 and <= 0)
        {
            destination[0] = (byte)'0';
            destination[1] = (byte)'.';
            destination[2..(2 - n)].Fill((byte)'0');
            digits.CopyTo(destination[(2 - n)..]);
            return 2 - n + k;
        }

        var length = 0;
        destination[length++] = digits[0];
        if (k > 1)
        {
            destination[length++] = (byte)'.';
            digits[1..].CopyTo(destination[length..]);
            length += k - 1;
        }
        destination[length++] = (byte)'e';
        destination[length++] = n > 0 ? (byte)'+' : (byte)'-';
        var written = Math.Abs(n - 1).TryFormat(destination[length..], out var exponentLength, provider: CultureInfo.InvariantCulture);
        Debug.Assert(written);
        return length + exponentLength;
    }
}
