namespace Connectors.Workday.Tests;

public sealed class XsdValueTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData(" 1\n", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    public void TryBoolean_EveryLexicalForm_IsRead(string text, bool expected)
    {
        Assert.True(XsdValue.TryBoolean(text, out bool value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("True")]
    [InlineData("yes")]
    [InlineData("2")]
    public void TryBoolean_AnythingElse_IsRefused(string text) => Assert.False(XsdValue.TryBoolean(text, out _));

    [Theory]
    [InlineData("2025-08-29", 2025, 8, 29)]
    [InlineData("2025-08-29Z", 2025, 8, 29)]
    [InlineData("1960-01-01-07:00", 1960, 1, 1)]
    [InlineData("1988-01-03+14:00", 1988, 1, 3)]
    [InlineData("2024-02-29-08:00", 2024, 2, 29)]
    public void TryDate_WithAnyZone_KeepsTheDay(string text, int year, int month, int day)
    {
        Assert.True(XsdValue.TryDate(text, out DateOnly value));
        Assert.Equal(new DateOnly(year, month, day), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2025-02-29")]
    [InlineData("2025-8-29")]
    [InlineData("08/29/2025")]
    [InlineData("2025-08-29T00:00:00")]
    [InlineData("2025-08-29-0700")]
    [InlineData("2025-08-29-07:0a")]
    [InlineData("-2025-08-29")]
    public void TryDate_NoXsdDate_IsRefused(string text) => Assert.False(XsdValue.TryDate(text, out _));

    [Theory]
    [InlineData("40", "40")]
    [InlineData("+37.50", "37.50")]
    [InlineData("-3856744.79", "-3856744.79")]
    [InlineData("0.0000001", "0.0000001")]
    public void TryDecimal_KeepsEveryDigit(string text, string expected)
    {
        Assert.True(XsdValue.TryDecimal(text, out decimal value));
        Assert.Equal(expected, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("")]
    public void TryDecimal_NoXsdDecimal_IsRefused(string text) => Assert.False(XsdValue.TryDecimal(text, out _));

    [Fact]
    public void TryInstant_WithOffset_KeepsMomentAndOffset()
    {
        Assert.True(XsdValue.TryInstant("2015-12-02T12:18:30.841-08:00", out DateTimeOffset value));
        Assert.Equal(new DateTimeOffset(2015, 12, 2, 12, 18, 30, 841, TimeSpan.FromHours(-8)), value);
        Assert.Equal(TimeSpan.FromHours(-8), value.Offset);
    }

    [Theory]
    [InlineData("2015-12-02T12:18:30.841")]
    [InlineData("2015-12-02")]
    [InlineData("2015-12-02Z")]
    public void TryInstant_WithoutZoneOrTime_IsRefused(string text) => Assert.False(XsdValue.TryInstant(text, out _));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2127.0", 2127)]
    public void TryCount_Integral_IsRead(string text, long expected)
    {
        Assert.True(XsdValue.TryCount(text, out long value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public void TryCount_NoCount_IsRefused(string text) => Assert.False(XsdValue.TryCount(text, out _));
}
