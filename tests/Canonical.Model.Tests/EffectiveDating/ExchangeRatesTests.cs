namespace Canonical.Model.Tests;

public sealed class ExchangeRatesTests
{
    private static readonly DateOnly Day = Dated.Day(9, 30);

    private static readonly ExchangeRate[] Ecb = [Dated.Rate("EUR", "SEK", 11.2350m, Day), Dated.Rate("EUR", "USD", 1.0842m, Day), Dated.Rate("EUR", "JPY", 162.07m, Day)];

    [Fact]
    public void Find_DirectInverseAndTriangulated_SayHow()
    {
        Check("EUR", "SEK", ExchangeRatePath.Direct, 11.2350m, 1123.50m);
        Check("SEK", "EUR", ExchangeRatePath.Inverse, 0.0890075656m, 8.90m);
        // 100 USD / 1.0842 × 11.2350, rounded once
        Check("USD", "SEK", ExchangeRatePath.Triangulated, 10.3624792474m, 1036.25m);
        Check("USD", "JPY", ExchangeRatePath.Triangulated, 149.4834901310m, 14948m);
        Check("NOK", "NOK", ExchangeRatePath.Same, 1, 100);

        static void Check(string from, string to, ExchangeRatePath path, decimal rate, decimal hundred)
        {
            var found = ExchangeRates.Find(Ecb, Query(from, to));
            Assert.True(found.IsResolved, found.ToString());
            Assert.Equal(path, found.Value.Path);
            Assert.Equal(rate, found.Value.Rate);
            Assert.Equal(new Money(hundred, to), found.Value.Convert(new Money(100, from)));
        }
    }

    [Fact]
    public void Find_PublishedRate_GoesBeforeArithmetic()
    {
        ExchangeRate[] rates = [.. Ecb, Dated.Rate("USD", "SEK", 10.40m, Dated.Day(9, 1))];

        Assert.Equal(10.40m, ExchangeRates.Find(rates, Query("USD", "SEK")).Value!.Rate);
        // Too old, the way through the base is open again.
        Assert.Equal(ExchangeRatePath.Triangulated, ExchangeRates.Find(rates, Query("USD", "SEK") with { MaxAgeDays = 3 }).Value!.Path);
    }

    [Fact]
    public void Find_NoRate_SaysWhy()
    {
        Assert.Equal(EffectiveDatingCodes.NoExchangeRate, Code(Query("USD", "SEK") with { Through = null }));
        Assert.Equal(EffectiveDatingCodes.NoExchangeRate, Code(Query("EUR", "CHF")));
        Assert.Equal(EffectiveDatingCodes.NoExchangeRate, Code(Query("EUR", "SEK") with { On = Day.AddDays(-1) }));
        Assert.Equal(EffectiveDatingCodes.NoExchangeRate, Code(Query("EUR", "SEK") with { RateType = ExchangeRateRateType.Closing }));
        Assert.Equal(EffectiveDatingCodes.ExchangeRateTooOld, Code(Query("EUR", "SEK") with { On = Day.AddDays(4), MaxAgeDays = 3 }));
        Assert.Equal(EffectiveDatingCodes.ExchangeRateTooOld, Code(Query("USD", "SEK") with { On = Day.AddDays(4), MaxAgeDays = 3 }));
        Assert.True(ExchangeRates.Find(Ecb, Query("EUR", "SEK") with { On = Day.AddDays(3), MaxAgeDays = 3 }).IsResolved);
        Assert.Equal(EffectiveDatingCodes.AmbiguousExchangeRate, ExchangeRates.Find([.. Ecb, Dated.Rate("EUR", "SEK", 11.24m, Day, "bank")], Query("EUR", "SEK")).Failure!.Code);
        Assert.True(ExchangeRates.Find([.. Ecb, Dated.Rate("EUR", "SEK", 11.2350m, Day, "bank")], Query("EUR", "SEK")).IsResolved);

        static string? Code(ExchangeRateQuery query) => ExchangeRates.Find(Ecb, query).Failure?.Code;
    }

    [Fact]
    public void Find_NewestRate_HoldsUntilTheNextOrItsEnd()
    {
        ExchangeRate[] rates = [Dated.Rate("EUR", "SEK", 11.0m, Dated.Day(9, 1)), Dated.Rate("EUR", "SEK", 11.1m, Dated.Day(9, 15)) with { EffectiveTo = Dated.Day(9, 20) }];

        Assert.Equal(11.0m, ExchangeRates.Find(rates, Query("EUR", "SEK") with { On = Dated.Day(9, 14) }).Value!.Rate);
        Assert.Equal(11.1m, ExchangeRates.Find(rates, Query("EUR", "SEK") with { On = Dated.Day(9, 19) }).Value!.Rate);
        Assert.Equal(EffectiveDatingCodes.NoExchangeRate, ExchangeRates.Find(rates, Query("EUR", "SEK") with { On = Dated.Day(9, 20) }).Failure!.Code);
    }

    [Fact]
    public void Find_EntityAndKnowledge_Count()
    {
        var own = Dated.Rate("EUR", "SEK", 11.5m, Dated.Day(1, 1), "own") with { LegalEntity = new(Dated.Id("se")) };
        ExchangeRate[] rates = [.. Ecb, own];

        Assert.Equal(11.5m, ExchangeRates.Find(rates, Query("EUR", "SEK") with { LegalEntity = Dated.Id("se") }).Value!.Rate);
        Assert.Equal(11.2350m, ExchangeRates.Find(rates, Query("EUR", "SEK") with { LegalEntity = Dated.Id("no") }).Value!.Rate);
        var corrected = Ecb[0] with { Rate = 11.3m, ObservedAt = Dated.Seen.AddDays(300) };
        Assert.Equal(11.3m, ExchangeRates.Find([.. Ecb, corrected], Query("EUR", "SEK")).Value!.Rate);
        Assert.Equal(11.2350m, ExchangeRates.Find([.. Ecb, corrected], Query("EUR", "SEK") with { KnownAt = Dated.Seen.AddDays(299) }).Value!.Rate);
    }

    [Fact]
    public void Convert_AmountOfAnotherCurrency_Throws() =>
        Assert.Throws<ArgumentException>(() => ExchangeRates.Find(Ecb, Query("EUR", "SEK")).Value!.Convert(new Money(1, "USD")));

    // Direct and inverse are of one rate: there and back gives the amount again, but for the last rounding. The fraction is exact.
    [Fact]
    public void Convert_RandomAmounts_ThereAndBackIsTheAmount()
    {
        var seed = Dated.Seed();
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var rate = random.Next(1, 1_000_000) / 10_000m;
            ExchangeRate[] rates = [Dated.Rate("EUR", "SEK", rate, Day), Dated.Rate("EUR", "USD", random.Next(1, 1_000_000) / 10_000m, Day)];
            var amount = new Money(random.Next(-1_000_000, 1_000_000) / 100m, "EUR");
            var (there, back) = (Find(rates, "EUR", "SEK"), Find(rates, "SEK", "EUR"));

            Assert.Equal(1m, there.Numerator * back.Numerator / (there.Denominator * back.Denominator));
            Assert.Equal(amount, back.Convert(there.Convert(amount, 10), 2));
            // Through a third currency: the same as both steps without the rounding between them.
            var through = Find(rates, "USD", "SEK");
            Assert.Equal(ExchangeRatePath.Triangulated, through.Path);
            var usd = new Money(amount.Amount, "USD");
            Assert.Equal(Math.Round(usd.Amount * rates[0].Rate / rates[1].Rate, 2, MidpointRounding.AwayFromZero), through.Convert(usd).Amount);
            Assert.Equal(-through.Convert(usd).Amount, through.Convert(new Money(-usd.Amount, "USD")).Amount);
        }
    }

    private static ResolvedExchangeRate Find(ExchangeRate[] rates, string from, string to) => ExchangeRates.Find(rates, Query(from, to)).Value!;

    private static ExchangeRateQuery Query(string from, string to) => new() { From = CurrencyCode.Parse(from), To = CurrencyCode.Parse(to), On = Day, RateType = ExchangeRateRateType.Spot, Through = CurrencyCode.Parse("EUR") };

    // What one publisher ended says nothing about the rates of another.
    [Fact]
    public void Find_AnotherPublishersRateEnded_TheRateHolds()
    {
        var (ecb, manual) = (new ExchangeRateSource("ecb"), new ExchangeRateSource("manual"));
        ExchangeRate[] rates =
        [
            Dated.Rate("EUR", "SEK", 11.0m, Dated.Day(9, 1)) with { Source = ecb },
            Dated.Rate("EUR", "SEK", 11.5m, Dated.Day(9, 5)) with { Source = manual, EffectiveTo = Dated.Day(9, 6) },
        ];

        Assert.Equal(11.5m, ExchangeRates.Find(rates, Query("EUR", "SEK") with { On = Dated.Day(9, 5) }).Value!.Rate);
        Assert.Equal(11.0m, ExchangeRates.Find(rates, Query("EUR", "SEK") with { On = Dated.Day(9, 6) }).Value?.Rate);
    }
}
