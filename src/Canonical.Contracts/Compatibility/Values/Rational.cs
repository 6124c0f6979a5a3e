using System.Globalization;
using System.Numerics;
using System.Text;

namespace Canonical.Contracts;

// An exact number of JSON: a fraction in lowest terms. Bounds and divisors are compared as what they are, never through double.
internal readonly struct Rational : IComparable<Rational>, IEquatable<Rational>
{
    // Beyond this the powers of ten cost more than an answer is worth; such schemas stay undecided.
    private const int MaxExponent = 2000;

    private readonly BigInteger _denominator;

    public Rational(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0) divisor = -divisor;
        Numerator = numerator / divisor;
        _denominator = denominator / divisor;
    }

    public static Rational Zero => new(BigInteger.Zero, BigInteger.One);

    public static Rational One => new(BigInteger.One, BigInteger.One);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _denominator.IsZero ? BigInteger.One : _denominator;

    public bool IsInteger => Denominator.IsOne;

    public static implicit operator Rational(long value) => new(value, BigInteger.One);

    public static Rational operator +(Rational a, Rational b) => new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => new(a.Numerator * b.Denominator - b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    // The least positive number that both divide.
    public static Rational LeastCommonMultiple(Rational a, Rational b)
    {
        var numerator = a.Numerator * b.Numerator / BigInteger.GreatestCommonDivisor(a.Numerator, b.Numerator);
        return new(BigInteger.Abs(numerator), BigInteger.GreatestCommonDivisor(a.Denominator, b.Denominator));
    }

    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    public BigInteger Ceiling() => -new Rational(-Numerator, Denominator).Floor();

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    public static bool TryParse(string text, out Rational value)
    {
        value = default;
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (exponentAt >= 0 && !int.TryParse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return false;
        var digits = exponentAt >= 0 ? text[..exponentAt] : text;
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            exponent -= digits.Length - point - 1;
            digits = digits.Remove(point, 1);
        }
        if (Math.Abs((long)exponent) > MaxExponent || digits.Length > MaxExponent) return false;
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mantissa)) return false;
        var power = BigInteger.Pow(10, Math.Abs(exponent));
        value = exponent >= 0 ? new(mantissa * power, BigInteger.One) : new(mantissa, power);
        return true;
    }

    // The decimal text. Every number that is made here is a sum, product or half of decimals, so it ends.
    public override string ToString()
    {
        if (IsInteger) return Numerator.ToString(CultureInfo.InvariantCulture);
        var (numerator, denominator, scale) = (BigInteger.Abs(Numerator), Denominator, 0);
        while (!denominator.IsOne)
        {
            if (++scale > 2 * MaxExponent) throw new InvalidOperationException("The number has no finite decimal text.");
            numerator *= 10;
            var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
            (numerator, denominator) = (numerator / divisor, denominator / divisor);
        }
        var text = new StringBuilder(numerator.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0'));
        text.Insert(text.Length - scale, '.');
        if (Numerator.Sign < 0) text.Insert(0, '-');
        return text.ToString();
    }
}
