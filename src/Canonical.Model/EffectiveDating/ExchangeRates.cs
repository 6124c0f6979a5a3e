using System.Globalization;

namespace Canonical.Model;

/// <summary>Exchange rates by day: pure functions. Thread-safe: static and without state.</summary>
/// <remarks>
/// A rate holds from its first day until its end, or until the next one of the same pair, type, entity and publisher. A direct rate goes before one that is turned round, and that before two
/// through a third currency, however new: what somebody published goes before what follows from arithmetic.
/// </remarks>
public static class ExchangeRates
{
    /// <summary>The exchange rate of a day.</summary>
    /// <param name="rates">The rates, and earlier versions of them where <see cref="ExchangeRateQuery.KnownAt"/> is given, in any order.</param>
    /// <param name="query">Which rate.</param>
    /// <returns>The rate, or why there is none.</returns>
    public static Resolution<ResolvedExchangeRate> Find(IReadOnlyList<ExchangeRate> rates, ExchangeRateQuery query)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(query);
        if (query.From == query.To) return Resolution<ResolvedExchangeRate>.Of(new(query.From, query.To, ExchangeRatePath.Same, 1, 1, []));

        List<ExchangeRate> known =
        [
            .. KnownHistory.AsKnownAt(rates, query.KnownAt).Where(r => KnownHistory.IsThere(r.Status) && r.RateType == query.RateType && r.Rate > 0
                && (query.Source is null || r.Source == query.Source)
                && (r.LegalEntity is not { } entity || entity.Id == query.LegalEntity)),
        ];
        BusinessFailure? failure = null;
        if (Leg(known, query, query.From, query.To, ref failure) is { } leg)
        {
            return Resolution<ResolvedExchangeRate>.Of(new(query.From, query.To, leg.Turned ? ExchangeRatePath.Inverse : ExchangeRatePath.Direct, leg.Numerator, leg.Denominator, [leg.Rate]));
        }
        if (query.Through is { } through && through != query.From && through != query.To && failure?.Code != EffectiveDatingCodes.AmbiguousExchangeRate
            && Leg(known, query, query.From, through, ref failure) is { } first && Leg(known, query, through, query.To, ref failure) is { } second)
        {
            return Triangulate(query, first, second);
        }
        return Resolution<ResolvedExchangeRate>.Failed(failure ?? BusinessFailure.Of(EffectiveDatingCodes.NoExchangeRate,
            string.Create(CultureInfo.InvariantCulture, $"There is no {query.RateType} rate from {query.From} to {query.To} on {query.On:yyyy-MM-dd}."),
            query.Through is null ? "Fetch the rate, or allow one through a base currency." : "Fetch the rates of both currencies to the base currency."));
    }

    private static Resolution<ResolvedExchangeRate> Triangulate(ExchangeRateQuery query, RateLeg first, RateLeg second)
    {
        try
        {
            return Resolution<ResolvedExchangeRate>.Of(new(query.From, query.To, ExchangeRatePath.Triangulated, first.Numerator * second.Numerator, first.Denominator * second.Denominator, [first.Rate, second.Rate]));
        }
        catch (OverflowException)
        {
            // Two rates at the edge of what contracts can write: no currencies are worth so much of each other.
            return Resolution<ResolvedExchangeRate>.Failed(BusinessFailure.Of(EffectiveDatingCodes.NoExchangeRate,
                $"The rates from {query.From} through {query.Through} to {query.To} have a product beyond 28 digits.", "Mend the rates.", Name(first.Rate), Name(second.Rate)));
        }
    }

    // The rate of one pair: published, or else turned round.
    private static RateLeg? Leg(List<ExchangeRate> known, ExchangeRateQuery query, CurrencyCode from, CurrencyCode to, ref BusinessFailure? failure) =>
        Newest(known, query, from, to, ref failure) is { } direct ? new(direct, false)
        : failure?.Code != EffectiveDatingCodes.AmbiguousExchangeRate && Newest(known, query, to, from, ref failure) is { } inverse ? new RateLeg(inverse, true)
        : null;

    private static ExchangeRate? Newest(List<ExchangeRate> known, ExchangeRateQuery query, CurrencyCode from, CurrencyCode to, ref BusinessFailure? failure)
    {
        // The entity's own rates hide those for all, even when those are newer.
        List<ExchangeRate> pair = [.. known.Where(r => r.FromCurrency == from && r.ToCurrency == to && r.EffectiveFrom <= query.On)];
        if (pair.Exists(r => r.LegalEntity is not null)) pair.RemoveAll(r => r.LegalEntity is null);
        if (pair.Count == 0) return null;
        // Of each publisher the newest; one that has ended does not let an older one of the same publisher hold again, and says nothing about those of others.
        List<ExchangeRate> newest =
        [
            .. pair.GroupBy(r => r.Source).SelectMany(g => g.Where(r => r.EffectiveFrom == g.Max(o => o.EffectiveFrom))).Where(r => r.EffectiveTo is not { } end || query.On < end),
        ];
        if (newest.Count == 0) return null;
        var day = newest.Max(r => r.EffectiveFrom);
        newest.RemoveAll(r => r.EffectiveFrom != day);
        if (newest.Exists(r => r.Rate != newest[0].Rate))
        {
            failure = BusinessFailure.Of(EffectiveDatingCodes.AmbiguousExchangeRate,
                string.Create(CultureInfo.InvariantCulture, $"{newest.Count} {query.RateType} rates from {from} to {to} begin on {day:yyyy-MM-dd} and differ."),
                "Name the publisher, or take one of the rates away.", [.. newest.Select(Name).Order(StringComparer.Ordinal)]);
            return null;
        }
        var age = query.On.DayNumber - day.DayNumber;
        if (query.MaxAgeDays is { } most && age > most)
        {
            failure ??= BusinessFailure.Of(EffectiveDatingCodes.ExchangeRateTooOld,
                string.Create(CultureInfo.InvariantCulture, $"The newest {query.RateType} rate from {from} to {to} began {age} days before {query.On:yyyy-MM-dd}; {most} are allowed."),
                "Fetch the rates again, or allow older ones.", Name(newest[0]));
            return null;
        }
        return newest[0];
    }

    private static string Name(ExchangeRate rate) => $"exchange rate {rate.Id}";

    private readonly record struct RateLeg(ExchangeRate Rate, bool Turned)
    {
        public decimal Numerator => Turned ? 1 : Rate.Rate;

        public decimal Denominator => Turned ? Rate.Rate : 1;
    }
}
