using System.Globalization;
using System.Text;

namespace Canonical.Model.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("0", true)]
    [InlineData("12.50", true)]
    [InlineData("-0.01", true)]
    [InlineData("999999999999999999.9999999999", true)]
    [InlineData("-999999999999999999.9999999999", true)]
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData(".5", false)]
    [InlineData("5.", false)]
    [InlineData("01", false)]
    [InlineData("+1", false)]
    [InlineData("1e3", false)]
    [InlineData("1,000", false)]
    [InlineData(" 1", false)]
    [InlineData("1 ", false)]
    [InlineData("1.2.3", false)]
    [InlineData("--1", false)]
    [InlineData("1-", false)]
    [InlineData("1000000000000000000", false)]
    [InlineData("0.00000000001", false)]
    [InlineData("٣", false)]
    public void Decimal_TryParse_TakesPlainNotationOnly(string text, bool expected)
    {
        Assert.Equal(expected, CanonicalDecimal.TryParse(text, out var value));
        Assert.Equal(expected, CanonicalDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var same));
        Assert.Equal(value, same);
        if (expected) Assert.Equal(text, CanonicalDecimal.Format(value));
    }

    [Theory]
    [InlineData("12.500", "12.5")]
    [InlineData("100", "100")]
    [InlineData("0.000", "0")]
    [InlineData("-0", "0")]
    [InlineData("-10.10", "-10.1")]
    [InlineData("999999999999999999.9999999990", "999999999999999999.999999999")]
    public void Decimal_Normalize_TakesTrailingZerosOff(string text, string expected) =>
        Assert.Equal(expected, CanonicalDecimal.Format(CanonicalDecimal.Normalize(CanonicalDecimal.Parse(text))));

    [Theory]
    [InlineData(3)]
    [InlineData(20261121)]
    public void Decimal_RandomValues_RoundTripAndNormaliseToOneText(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++)
        {
            var value = new decimal(random.Next(), random.Next(), random.Next(1 << 20), random.Next(2) == 0, (byte)random.Next(0, 11));
            if (Math.Abs(value) >= 1_000_000_000_000_000_000m) continue;
            var text = CanonicalDecimal.Format(value);

            Assert.Equal(value, CanonicalDecimal.Parse(text));
            Assert.Equal(CanonicalDecimal.Normalize(value), value);
            var padded = value * 1.000m;
            Assert.Equal(CanonicalDecimal.Format(CanonicalDecimal.Normalize(value)), CanonicalDecimal.Format(CanonicalDecimal.Normalize(padded)));
        }
    }

    [Fact]
    public void Values_UnderAnotherCulture_AreWrittenTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        other.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Equal("-1234.50 EUR", new Money(-1234.50m, "EUR").ToString());
            Assert.Equal(-1.5m, CanonicalDecimal.Parse("-1.5"));
            Assert.Equal("1.5e+300", CanonicalJson.FormatNumber(1.5e300));
            Assert.Equal("[-1.5]", Encoding.UTF8.GetString(CanonicalJson.Canonicalize("[-1.50]"u8)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Money_Equality_IsByValue()
    {
        Assert.Equal(new Money(12.5m, "EUR"), new Money(12.50m, "EUR"));
        Assert.Equal(new Money(12.5m, "EUR").GetHashCode(), new Money(12.50m, "EUR").GetHashCode());
        Assert.NotEqual(new Money(12.5m, "EUR"), new Money(12.5m, "USD"));
        Assert.Equal("0 XXX", default(Money).ToString());
    }

    [Fact]
    public void Money_Sum_KeepsTheCurrencyOrThrows()
    {
        Assert.Equal(new Money(3m, "EUR"), new Money(1m, "EUR") + new Money(2m, "EUR"));
        Assert.Equal(new Money(-1m, "EUR"), new Money(1m, "EUR") - new Money(2m, "EUR"));
        Assert.Throws<InvalidOperationException>(() => new Money(1m, "EUR") + new Money(2m, "USD"));
    }

    [Theory]
    [InlineData("1.005", "EUR", "1.01")]
    [InlineData("-1.005", "EUR", "-1.01")]
    [InlineData("1.5", "JPY", "2")]
    [InlineData("1.0005", "KWD", "1.001")]
    public void Money_RoundToMinorUnit_RoundsHalvesAwayFromZero(string amount, string currency, string expected) =>
        Assert.Equal(CanonicalDecimal.Parse(expected), new Money(CanonicalDecimal.Parse(amount), currency).RoundToMinorUnit().Amount);

    [Theory]
    [InlineData("EUR", true)]
    [InlineData("XXX", true)]
    [InlineData("eur", false)]
    [InlineData("EU", false)]
    [InlineData("EURO", false)]
    [InlineData("ÄUR", false)]
    public void CurrencyCode_TryParse_TakesThreeUpperCaseLetters(string text, bool expected)
    {
        Assert.Equal(expected, CurrencyCode.TryParse(text, out var code));
        Assert.Equal(expected, CurrencyCode.TryParse(Encoding.UTF8.GetBytes(text), out var same));
        Assert.Equal(code, same);
        if (expected) Assert.Equal(text, code.ToString());
    }

    [Fact]
    public void CurrencyCode_Default_IsNoCurrency() => Assert.Equal(CurrencyCode.Parse("XXX"), default);

    [Fact]
    public void Quantity_ToHours_ConvertsMinutesOnly()
    {
        Assert.Equal(3m, Quantity.FromMinutes(180).ToHours());
        Assert.Equal(7.25m, Quantity.FromHours(7.25m).ToHours());
        Assert.Throws<InvalidOperationException>(() => new Quantity(1, QuantityUnit.Day).ToHours());
        Assert.Equal("7.25 h", Quantity.FromHours(7.25m).ToString());
    }

    [Theory]
    [InlineData("1.0.0", true)]
    [InlineData("0.10.2147483647", true)]
    [InlineData("1.0", false)]
    [InlineData("1.0.0.0", false)]
    [InlineData("01.0.0", false)]
    [InlineData("1.0.-1", false)]
    [InlineData("1.0.2147483648", false)]
    [InlineData("1.0.0-beta", false)]
    [InlineData("", false)]
    public void ContractVersion_TryParse_TakesThreeNumbers(string text, bool expected)
    {
        Assert.Equal(expected, ContractVersion.TryParse(text, out var version));
        if (expected) Assert.Equal(text, version.ToString());
    }

    [Fact]
    public void ContractVersion_CompareTo_ComparesNumbers()
    {
        Assert.True(ContractVersion.Parse("1.10.0") > ContractVersion.Parse("1.9.9"));
        Assert.True(ContractVersion.Parse("1.0.0") <= ContractVersion.Parse("1.0.0"));
        Assert.True(ContractVersion.Parse("1.0.1") < ContractVersion.Parse("2.0.0"));
    }

    [Theory]
    [InlineData("customer/1.0.0", true)]
    [InlineData("time-entry/1.2.3", true)]
    [InlineData("Customer/1.0.0", false)]
    [InlineData("time--entry/1.0.0", false)]
    [InlineData("time-/1.0.0", false)]
    [InlineData("/1.0.0", false)]
    [InlineData("customer", false)]
    [InlineData("customer/1", false)]
    public void ContractId_TryParse_TakesNameAndVersion(string text, bool expected)
    {
        Assert.Equal(expected, ContractId.TryParse(text, out var id));
        Assert.Equal(expected ? text : "", id.ToString());
    }

    [Fact]
    public void DatePeriod_HalfOpen_ContainsItsFirstDayAndNotItsEnd()
    {
        var period = new DatePeriod(new(2026, 1, 1), new(2026, 2, 1));

        Assert.True(period.Contains(new(2026, 1, 1)));
        Assert.True(period.Contains(new(2026, 1, 31)));
        Assert.False(period.Contains(new(2026, 2, 1)));
        Assert.Equal(31, period.Days);
        Assert.Null(new DatePeriod(new(2026, 1, 1)).Days);
        Assert.Equal("2026-01-01/2026-02-01", period.ToString());
        Assert.Equal("2026-01-01/..", new DatePeriod(new(2026, 1, 1)).ToString());
    }

    [Fact]
    public void DatePeriod_TwoOfThem_OverlapWhereTheyShareADay()
    {
        var january = new DatePeriod(new(2026, 1, 1), new(2026, 2, 1));
        var february = new DatePeriod(new(2026, 2, 1), new(2026, 3, 1));
        var open = new DatePeriod(new(2026, 1, 15));

        Assert.False(january.Overlaps(february));
        Assert.True(january.Meets(february));
        Assert.True(january.Overlaps(open));
        Assert.Equal(new DatePeriod(new(2026, 1, 15), new(2026, 2, 1)), january.Intersect(open));
        Assert.Equal(february, open.Intersect(february));
        Assert.Null(january.Intersect(february));
        Assert.False(new DatePeriod(new(2026, 2, 1), new(2026, 1, 1)).IsLawful);
        Assert.False(new DatePeriod(new(2026, 2, 1), new(2026, 2, 1)).Overlaps(february));
    }
}
