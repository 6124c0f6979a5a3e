using System.Globalization;
using System.Numerics;
using System.Text;

namespace Canonical.Schema;

/// <summary>A number of a schema, kept as <see cref="DecimalText"/>.</summary>
internal sealed class ExactNumber
{
    private readonly byte[] _digits;
    private readonly bool _negative;
    private readonly long _exponent;

    public ExactNumber(string text)
    {
        Text = text;
        var utf8 = Encoding.UTF8.GetBytes(text);
        var value = DecimalText.Parse(utf8, new byte[utf8.Length]);
        _digits = value.Digits.ToArray();
        _negative = value.Negative;
        _exponent = value.Exponent;
    }

    /// <summary>As written in the schema; for messages.</summary>
    public string Text { get; }

    public DecimalText Value => new(_negative, _digits, _exponent);

    public bool IsPositive => _digits.Length > 0 && !_negative;

    public bool IsInteger => _exponent >= _digits.Length;

    /// <summary>The value as a count, at most <see cref="long.MaxValue"/>; null when it is negative or has a fraction.</summary>
    public long? AsCount()
    {
        if (_digits.Length == 0) return 0;
        if (_negative || !IsInteger) return null;
        if (_exponent > 18) return long.MaxValue;
        var value = long.Parse(_digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = _digits.Length; i < _exponent; i++) value *= 10;
        return value;
    }

    /// <summary>Mantissa and scale (value = mantissa × 10^-scale) when both are small enough for 64 bit arithmetic.</summary>
    public bool TryGetScaled(out long mantissa, out int scale)
    {
        mantissa = 0;
        scale = 0;
        if (_digits.Length == 0) return true;
        var shift = _exponent - _digits.Length;
        if (_digits.Length > 18 || shift < -18 || _exponent > 18) return false;
        mantissa = long.Parse(_digits, NumberStyles.None, CultureInfo.InvariantCulture);
        for (; shift > 0; shift--) mantissa *= 10;
        if (_negative) mantissa = -mantissa;
        scale = (int)-shift;
        return true;
    }

    /// <summary>Whether <paramref name="value"/> is a whole multiple of this, exactly.</summary>
    public bool Divides(in DecimalText value)
    {
        if (value.IsZero) return true;
        var shift = value.Exponent - value.Digits.Length - (_exponent - _digits.Length);
        // The digits end in no zero, so a multiple of ten cannot divide them.
        if (shift < 0) return false;
        if (_digits.Length <= 18)
        {
            var divisor = ulong.Parse(_digits, NumberStyles.None, CultureInfo.InvariantCulture);
            if (divisor == 1) return true;
            ulong rest = 0;
            foreach (var digit in value.Digits) rest = (ulong)(((UInt128)rest * 10 + (uint)(digit - '0')) % divisor);
            return rest == 0 || (UInt128)rest * PowerOfTen(shift, divisor) % divisor == 0;
        }
        var big = BigInteger.Parse(Encoding.ASCII.GetString(_digits), NumberStyles.None, CultureInfo.InvariantCulture);
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
