namespace Canonical.Model;

/// <summary>
/// An amount in one currency; JSON: <c>{"amount":"12.50","currency":"EUR"}</c>. Amounts of two currencies are never added. Equality is by value: 12.5 equals 12.50.
/// The default value is 0 XXX. Thread-safe: an immutable value.
/// </summary>
/// <param name="Amount">The amount in the major unit of the currency.</param>
/// <param name="Currency">The currency.</param>
public readonly record struct Money(decimal Amount, CurrencyCode Currency)
{
    /// <summary>Makes an amount from a currency's text.</summary>
    /// <param name="amount">The amount in the major unit of the currency.</param>
    /// <param name="currency">Three upper-case letters.</param>
    /// <exception cref="FormatException">The currency is not three upper-case letters.</exception>
    public Money(decimal amount, string currency) : this(amount, CurrencyCode.Parse(currency))
    {
    }

    /// <summary>The sum of two amounts of one currency.</summary>
    /// <param name="other">The other amount.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The sum is beyond the range of <see cref="decimal"/>.</exception>
    public Money Add(Money other) => new(Amount + SameCurrency(other).Amount, Currency);

    /// <summary>The difference of two amounts of one currency.</summary>
    /// <param name="other">What is taken away.</param>
    /// <returns>The difference.</returns>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    /// <exception cref="OverflowException">The difference is beyond the range of <see cref="decimal"/>.</exception>
    public Money Subtract(Money other) => new(Amount - SameCurrency(other).Amount, Currency);

    /// <summary>The amount rounded to the minor unit of its currency, halves away from zero as invoices do.</summary>
    /// <returns>The rounded amount.</returns>
    public Money RoundToMinorUnit() => new(Math.Round(Amount, Currency.MinorUnits, MidpointRounding.AwayFromZero), Currency);

    /// <summary>The sum of two amounts of one currency.</summary>
    /// <param name="left">An amount.</param>
    /// <param name="right">An amount.</param>
    /// <returns>The sum.</returns>
    public static Money operator +(Money left, Money right) => left.Add(right);

    /// <summary>The difference of two amounts of one currency.</summary>
    /// <param name="left">An amount.</param>
    /// <param name="right">What is taken away.</param>
    /// <returns>The difference.</returns>
    public static Money operator -(Money left, Money right) => left.Subtract(right);

    /// <summary>The amount and the currency, such as <c>12.50 EUR</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{CanonicalDecimal.Format(Amount)} {Currency}";

    private Money SameCurrency(Money other) => other.Currency == Currency
        ? other
        : throw new InvalidOperationException($"Amounts in {Currency} and {other.Currency} have no sum: convert one of them first.");
}
