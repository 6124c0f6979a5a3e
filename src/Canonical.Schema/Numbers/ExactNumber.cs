using System.Globalization;
using System.Numerics;
using System.Text;

namespace Canonical.Schema;

/// <summary>A number of a schema, kept as <see cref="DecimalText"/>.</summary>
internal sealed class ExactNumber
{
    // Read when first needed; equal for two threads that meet here.
    private Parts? _parts;

    private sealed class Parts(byte[] digits, bool negative, long exponent)
    {
        public readonly byte[] Digits = digits;
        public readonly bool Negative = negative;
        public readonly long Exponent = exponent;
    }

    public ExactNumber(string text) => Text = text;

    /// <summary>As written in the schema; for messages.</summary>
    public readonly string Text;

    private Parts Read => _parts ?? Parse();

    public DecimalText Value
    {
        get
        {
            var parts = Read;
            return new(parts.Negative, parts.Digits, parts.Exponent);
        }
    }

    /// <summary>More than zero: no sign, and a digit other than zero before the exponent.</summary>
    public bool IsPositive
    {
        get
        {
            foreach (var c in Text)
            {
                if (c is >= '1' and <= '9') return true;
                if (c is '-' or 'e' or 'E') return false;
            }
            return false;
        }
    }

    private Parts Parse()
    {
        var utf8 = Encoding.UTF8.GetBytes(Text);
        var value = DecimalText.Parse(utf8, new byte[utf8.Length]);
        var parts = new Parts(value.Digits.ToArray(), value.Negative, value.Exponent);
        Volatile.Write(ref _parts, parts);
        return parts;
    }

    /// <summary>The value as a count, at most <see cref="long.MaxValue"/>; null when it is negative or has a fraction.</summary>
    public long? AsCount()
    {
        var parts = Read;
        if (parts.Digits.Length == 0) return 0;
        if (parts.Negative || parts.Exponent < parts.Digits.Length) return null;
        if (parts.Exponent > 18) return long.MaxValue;
        var value = long.Parse(parts.Digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = parts.Digits.Length; i < parts.Exponent; i++) value *= 10;
        return value;
    }

    /// <summary>Mantissa and scale (value = mantissa × 10^-scale) when both are small enough for 64 bit arithmetic.</summary>
    public bool TryGetScaled(out long mantissa, out int scale)
    {
        var parts = Read;
        mantissa = 0;
        scale = 0;
        if (parts.Digits.Length == 0) return true;
        var shift = parts.Exponent - parts.Digits.Length;
        if (parts.Digits.Length > 18 || shift < -18 || parts.Exponent > 18) return false;
        mantissa = long.Parse(parts.Digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (; shift > 0; shift--) mantissa *= 10;
        if (parts.Negative) mantissa = -mantissa;
        scale = (int)-shift;
        return true;
    }

    /// <summary>Whether <paramref name="value"/> is a whole multiple of this, exactly.</summary>
    public bool Divides(in DecimalText value)
    {
        if (value.IsZero) return true;
        var parts = Read;
        var shift = value.Exponent - value.Digits.Length - (parts.Exponent - parts.Digits.Length);
        // The digits end in no zero, so a multiple of ten cannot divide them.
        if (shift < 0) return false;
        if (parts.Digits.Length <= 18)
        {
            var divisor = ulong.Parse(parts.Digits, NumberStyles.None, CultureInfo.InvariantCulture);
            if (divisor == 1) return true;
            ulong rest = 0;
            foreach (var digit in value.Digits) rest = (ulong)(((UInt128)rest * 10 + (uint)(digit - '0')) % divisor);
            return rest == 0 || (UInt128)rest * PowerOfTen(shift, divisor) % divisor == 0;
        }
        var big = BigInteger.Parse(Encoding.ASCII.GetString(parts.Digits), NumberStyles.None, CultureInfo.InvariantCulture);
        return (BigInteger.Parse(Encoding.ASCII.GetString(value.Digits), NumberStyles.None, CultureInfo.InvariantCulture) % big * BigInteger.ModPow(10, shift, big) % big).IsZero;
    }

    private static ulong PowerOfTen(long power, ulong modulus)
    {
        UInt128 result = 1;
        UInt128 factor = 10 % modulus;
        for (; power > 0; power >>= 1)
        {
            if ((power & 1) != 0) result = result * factor % modulus;
            factor = factor * factor % modulus;
        }
        return (ulong)(result % modulus);
    }
}
