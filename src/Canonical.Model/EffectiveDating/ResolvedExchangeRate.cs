namespace Canonical.Model;

/// <summary>
/// An exchange rate as a fraction of the rates that it follows from, so that turning round and triangulating lose nothing before the last step. Thread-safe: immutable.
/// </summary>
public sealed record ResolvedExchangeRate
{
    internal ResolvedExchangeRate(CurrencyCode from, CurrencyCode to, ExchangeRatePath path, decimal numerator, decimal denominator, IReadOnlyList<ExchangeRate> rates) =>
        (From, To, Path, Numerator, Denominator, Rates) = (from, to, path, numerator, denominator, rates);

    /// <summary>The currency that is given away.</summary>
    public CurrencyCode From { get; }

    /// <summary>The currency that is got.</summary>
    public CurrencyCode To { get; }

    /// <summary>How it was found.</summary>
    public ExchangeRatePath Path { get; }

    /// <summary>What an amount is multiplied with.</summary>
    public decimal Numerator { get; }

    /// <summary>What it is then divided by; 1 for a direct rate.</summary>
    public decimal Denominator { get; }

    /// <summary>The rates that it follows from: none for one currency, two when triangulated.</summary>
    public IReadOnlyList<ExchangeRate> Rates { get; }

    /// <summary>The first day of the oldest rate that it follows from; null for one currency, which needs none.</summary>
    public DateOnly? AsOf => Rates.Count == 0 ? null : Rates.Min(r => r.EffectiveFrom);

    /// <summary>How many units of <see cref="To"/> one unit of <see cref="From"/> gives, rounded to the 10 places that contracts write, halves to even. For showing and storing; amounts are converted with <see cref="Convert"/>.</summary>
    public decimal Rate => Math.Round(Numerator / Denominator, CanonicalDecimal.MaxScale, MidpointRounding.ToEven);

    /// <summary>An amount in the other currency. It is multiplied, then divided, with 28 digits, and rounded once, at the end.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="decimals">How many places are kept; null for those of the currency's minor unit (ISO 4217).</param>
    /// <param name="rounding">What happens to the rest; halves go away from zero as invoices do.</param>
    /// <returns>The amount in <see cref="To"/>.</returns>
    /// <exception cref="ArgumentException">The amount is in another currency than <see cref="From"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The places are fewer than 0 or more than 28.</exception>
    /// <exception cref="OverflowException">The result is beyond the range of <see cref="decimal"/>.</exception>
    public Money Convert(Money amount, int? decimals = null, MidpointRounding rounding = MidpointRounding.AwayFromZero)
    {
        if (amount.Currency != From) throw new ArgumentException($"The rate is for {From}, and the amount is in {amount.Currency}.", nameof(amount));
        return new(Math.Round(amount.Amount * Numerator / Denominator, decimals ?? To.MinorUnits, rounding), To);
    }

    /// <summary>The rate and how it was found.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"1 {From} = {CanonicalDecimal.Format(Rate)} {To}, {Path}";
}
