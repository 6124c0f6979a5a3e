using System.Globalization;

namespace Canonical.Model.Tests;

public sealed class LawChecksTests
{
    [Theory]
    [InlineData("EUR", "0.005", "0.01")]
    [InlineData("JPY", "0.5", "1")]
    [InlineData("KWD", "0.0005", "0.001")]
    [InlineData("CLF", "0.00005", "0.0001")]
    public void HalfMinorUnit_OfACurrency_IsHalfOfItsSmallestAmount(string currency, string half, string unit)
    {
        Assert.Equal(Number(half), LawChecks.HalfMinorUnit(CurrencyCode.Parse(currency)));
        Assert.Equal(Number(unit), LawChecks.MinorUnit(CurrencyCode.Parse(currency)));
    }

    [Fact]
    public void Arithmetic_BeyondTheRange_StopsAtItsEnd()
    {
        Assert.Equal(decimal.MaxValue, LawChecks.Plus(decimal.MaxValue, 1));
        Assert.Equal(decimal.MinValue, LawChecks.Plus(decimal.MinValue, -1));
        Assert.Equal(decimal.MinValue, LawChecks.Minus(decimal.MinValue, decimal.MaxValue));
        Assert.Equal(decimal.MaxValue, LawChecks.Minus(decimal.MaxValue, decimal.MinValue));
        Assert.Equal(0, LawChecks.Plus(decimal.MaxValue, decimal.MinValue));
        Assert.Equal(decimal.MaxValue, LawChecks.Times(decimal.MinValue, decimal.MinValue));
        Assert.Equal(decimal.MinValue, LawChecks.Times(decimal.MaxValue, -2));
        Assert.Equal(decimal.MaxValue, LawChecks.Times(decimal.MaxValue, 1));
        Assert.Equal(999_999_999_999_999_999m, LawChecks.Times(0.999999999999999999m, 1_000_000_000_000_000_000m));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public void Arithmetic_OfAnyNumbers_IsThatOfTheRuntimeWhereItHolds(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var (left, right) = (Any(random), Any(random));
            Assert.Equal(Outcome(() => left + right), LawChecks.Plus(left, right) is var sum && Math.Abs(sum) == decimal.MaxValue ? null : sum);
            Assert.Equal(Outcome(() => left * right), LawChecks.Times(left, right) is var product && Math.Abs(product) == decimal.MaxValue ? null : product);
        }
    }

    // Against every pair, the slow and plain way.
    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public void NoOverlap_OfAnyIntervals_FindsOneWhenAPairHasADayInCommon(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (with, without) = (0, 0);
        for (var round = 0; round < 2_000; round++)
        {
            var first = new DateOnly(2026, 1, 1);
            DatePeriod[] intervals = [.. Enumerable.Range(0, random.Next(6)).Select(_ => Interval(first.AddDays(random.Next(60)), random))];
            var findings = new LawFindings();
            findings.NoOverlap("LAW0917", "/costRates", intervals, i => i, "Mend it.");

            var overlapping = Enumerable.Range(0, intervals.Length).Any(a => Enumerable.Range(0, a).Any(b => intervals[a].Overlaps(intervals[b])));
            Assert.Equal(overlapping, findings.TotalCount > 0);
            // What is reported overlaps something before it in the list.
            Assert.All(findings.Violations, v => Assert.Contains(intervals[..Index(v)], i => i.Overlaps(intervals[Index(v)])));
            _ = overlapping ? with++ : without++;
        }
        Assert.True(with > 200 && without > 200);
    }

    [Theory]
    [InlineData("7.5", "EUR", "7.50 EUR")]
    [InlineData("7.5000000", "JPY", "7.5 JPY")]
    [InlineData("-0.0005", "KWD", "-0.0005 KWD")]
    [InlineData("79228162514264337593543950335", "EUR", "more than an amount can be")]
    public void Text_OfAnAmount_HasTheDecimalsOfItsCurrencyAtLeast(string amount, string currency, string text) => Assert.Equal(text, LawChecks.Text(Number(amount), CurrencyCode.Parse(currency)));

    private static int Index(LawViolation violation) => int.Parse(violation.Path["/costRates/".Length..], CultureInfo.InvariantCulture);

    private static DatePeriod Interval(DateOnly from, Random random) => new(from, random.Next(8) switch { 0 => null, 1 => from.AddDays(-random.Next(3)), _ => from.AddDays(random.Next(1, 15)) });

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static decimal Any(Random random) => new(random.Next(), random.Next(), random.Next(4) == 0 ? random.Next() : 0, random.Next(2) == 0, (byte)random.Next(29));

    private static decimal? Outcome(Func<decimal> compute)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
