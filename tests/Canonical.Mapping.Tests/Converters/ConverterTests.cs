using System.Globalization;

namespace Canonical.Mapping.Tests;

/// <summary>Every converter both ways, with the values that vendors really send.</summary>
public sealed class ConverterTests
{
    // converter, vendor JSON, canonical JSON, what goes back (the vendor JSON when it is null)
    public static readonly TheoryData<string, string, string, string?> BothWays = new()
    {
        { "\"text\"", "\"abc\"", "\"abc\"", null },
        { "\"text\"", "\"  Övik \\u0009\"", "\"Övik\"", "\"Övik\"" },
        { """{"name":"text","trim":false}""", "\" a \"", "\" a \"", null },
        { """{"name":"text","empty":"keep"}""", "\"\"", "\"\"", null },
        { """{"name":"text","as":"number"}""", "682940", "\"682940\"", null },
        { """{"name":"text","as":"number"}""", "\"682940\"", "\"682940\"", "682940" },
        { """{"name":"text","as":"number"}""", "-3", "\"-3\"", null },
        { "\"upper\"", "\"eur \"", "\"EUR\"", "\"EUR\"" },
        { "\"lower\"", "\"Lindsay@Example.COM\"", "\"lindsay@example.com\"", "\"lindsay@example.com\"" },
        { "\"decimal\"", "1.0E7", "\"10000000\"", "10000000" },
        { "\"decimal\"", "15000.0", "\"15000\"", "15000" },
        { "\"decimal\"", "3.0", "\"3\"", "3" },
        { "\"decimal\"", "0.1", "\"0.1\"", null },
        { "\"decimal\"", "-0.0", "\"0\"", "0" },
        { "\"decimal\"", "1.5e-7", "\"0.00000015\"", "0.00000015" },
        { "\"decimal\"", "12345678901234567890.123456789", "\"12345678901234567890.123456789\"", null },
        { "\"decimal\"", "\" 25.00 \"", "\"25\"", "25" },
        { "\"decimal\"", "-12.340", "\"-12.34\"", "-12.34" },
        { """{"name":"decimal","as":"string"}""", "\"25.10\"", "\"25.1\"", "\"25.1\"" },
        { """{"name":"decimal","shift":-2}""", "147950", "\"1479.5\"", null },
        { """{"name":"decimal","shift":3}""", "1.5", "\"1500\"", null },
        { "\"percent\"", "20", "\"0.2\"", null },
        { "\"percent\"", "100.0", "\"1\"", "100" },
        { "\"percent\"", "12.5", "\"0.125\"", null },
        { "\"percent\"", "0", "\"0\"", null },
        { "\"integer\"", "100", "100", null },
        { "\"integer\"", "1.0", "1", "1" },
        { "\"integer\"", "1.0E2", "100", "100" },
        { "\"integer\"", "\"7\"", "7", "7" },
        { """{"name":"integer","as":"string"}""", "\"7\"", "7", null },
        { "\"boolean\"", "true", "true", null },
        { "\"boolean\"", "\"T\"", "true", "true" },
        { "\"boolean\"", "\"f\"", "false", "false" },
        { "\"boolean\"", "\"True\"", "true", "true" },
        { "\"boolean\"", "\"Yes\"", "true", "true" },
        { "\"boolean\"", "\"N\"", "false", "false" },
        { "\"boolean\"", "1", "true", "true" },
        { "\"boolean\"", "\"0\"", "false", "false" },
        { "\"boolean\"", "0.0", "false", "false" },
        { """{"name":"boolean","true":"T","false":"F"}""", "\"T\"", "true", null },
        { """{"name":"boolean","true":"T","false":"F"}""", "false", "false", "\"F\"" },
        { """{"name":"boolean","true":1,"false":0}""", "1", "true", null },
        { """{"name":"boolean","true":"oui","false":"non"}""", "\"non\"", "false", null },
        { """{"name":"boolean","invert":true}""", "false", "true", null },
        { """{"name":"boolean","invert":true,"true":"T","false":"F"}""", "\"T\"", "false", null },
        { "\"date\"", "\"2017-07-21\"", "\"2017-07-21\"", null },
        { "\"date\"", "\"1988-01-03-08:00\"", "\"1988-01-03\"", "\"1988-01-03\"" },
        { "\"date\"", "\"2026-02-28Z\"", "\"2026-02-28\"", "\"2026-02-28\"" },
        { "\"date\"", "\"2024-02-29\"", "\"2024-02-29\"", null },
        { """{"name":"date","format":"MM/dd/yyyy"}""", "\"10/05/2020\"", "\"2020-10-05\"", null },
        { """{"name":"date","format":"dd.MM.yyyy"}""", "\"05.10.2020\"", "\"2020-10-05\"", null },
        { "\"day-after\"", "\"2026-12-31\"", "\"2027-01-01\"", null },
        { "\"day-after\"", "\"2026-02-28\"", "\"2026-03-01\"", null },
        { "\"day-after\"", "\"2024-02-28\"", "\"2024-02-29\"", null },
        { "\"day-after\"", "\"2024-02-29\"", "\"2024-03-01\"", null },
        { "\"day-after\"", "\"1900-02-28\"", "\"1900-03-01\"", null },
        { "\"day-after\"", "\"9999-12-30\"", "\"9999-12-31\"", null },
        { "\"day-after\"", "\"0001-01-01\"", "\"0001-01-02\"", null },
        { "\"day-after\"", "\"2026-06-30Z\"", "\"2026-07-01\"", "\"2026-06-30\"" },
        { """{"name":"day-after","format":"MM/dd/yyyy"}""", "\"12/31/2025\"", "\"2026-01-01\"", null },
        { "\"instant\"", "\"2017-04-25T15:17:55.000+0000\"", "\"2017-04-25T15:17:55Z\"", "\"2017-04-25T15:17:55Z\"" },
        { "\"instant\"", "\"2017-07-21T17:32:28Z\"", "\"2017-07-21T17:32:28Z\"", null },
        { "\"instant\"", "\"2015-12-02T12:18:30.841-08:00\"", "\"2015-12-02T20:18:30.841Z\"", "\"2015-12-02T20:18:30.841Z\"" },
        { "\"instant\"", "\"2018-03-30T23:59:59+05:30\"", "\"2018-03-30T18:29:59Z\"", "\"2018-03-30T18:29:59Z\"" },
        { "\"instant\"", "\"2026-01-01T00:00:00.1234567Z\"", "\"2026-01-01T00:00:00.1234567Z\"", null },
        { "\"instant\"", "\"2026-01-01T00:00:00.123456700Z\"", "\"2026-01-01T00:00:00.1234567Z\"", "\"2026-01-01T00:00:00.1234567Z\"" },
        { "\"instant\"", "\"2026-01-01 05:00:00+01\"", "\"2026-01-01T04:00:00Z\"", "\"2026-01-01T04:00:00Z\"" },
        { """{"name":"instant","as":"+0000","digits":3}""", "\"2017-04-25T15:17:55.000+0000\"", "\"2017-04-25T15:17:55Z\"", null },
        { """{"name":"instant","assume":"+02:00"}""", "\"2026-06-01T08:00:00\"", "\"2026-06-01T06:00:00Z\"", "\"2026-06-01T06:00:00Z\"" },
        { "\"minutes\"", "90", "\"1.5\"", null },
        { "\"minutes\"", "50", "\"0.833333\"", null },
        { "\"minutes\"", "1", "\"0.016667\"", null },
        { "\"minutes\"", "0", "\"0\"", null },
        { "\"minutes\"", "-20", "\"-0.333333\"", null },
        { """{"name":"minutes","scale":2}""", "20", "\"0.33\"", null },
        { """{"name":"minutes","as":"string"}""", "\"45\"", "\"0.75\"", null },
        { "\"hours-minutes\"", "\"25:42\"", "\"25.7\"", null },
        { "\"hours-minutes\"", "\"4:00\"", "\"4\"", null },
        { "\"hours-minutes\"", "\"0:20\"", "\"0.333333\"", null },
        { "\"hours-minutes\"", "\"08:15\"", "\"8.25\"", "\"8:15\"" },
        { """{"name":"hours-minutes","digits":2}""", "\"08:15\"", "\"8.25\"", null },
        { "\"hours-minutes\"", "\"-1:30\"", "\"-1.5\"", null },
    };

    [Theory]
    [MemberData(nameof(BothWays))]
    public void Converter_ThereAndBack_GivesTheCanonicalAndTheNormalForm(string convert, string vendor, string canonical, string? back)
    {
        var mapper = Field(convert);
        Assert.Equal($"{{\"t\":{canonical}}}", mapper.Forth($"{{\"id\":\"1\",\"s\":{vendor}}}").Body());
        Assert.Equal($"{{\"s\":{back ?? vendor}}}", mapper.Back($"{{\"t\":{canonical}}}").Text());
        // put-get: the normal form says the same.
        Assert.Equal($"{{\"t\":{canonical}}}", mapper.Forth($"{{\"id\":\"1\",\"s\":{back ?? vendor}}}").Body());
    }

    [Theory]
    [InlineData("\"text\"", "12")]
    [InlineData("\"text\"", "true")]
    [InlineData("\"text\"", "\"\\ud800\"")]
    [InlineData("\"upper\"", "1")]
    [InlineData("\"decimal\"", "\"1,000.00\"")]
    [InlineData("\"decimal\"", "\"$44\"")]
    [InlineData("\"decimal\"", "\"+1\"")]
    [InlineData("\"decimal\"", "\"NaN\"")]
    [InlineData("\"decimal\"", "1E999999999")]
    [InlineData("\"decimal\"", "1E400")]
    [InlineData("\"decimal\"", "false")]
    [InlineData("\"integer\"", "1.5")]
    [InlineData("\"integer\"", "9223372036854775808")]
    [InlineData("\"boolean\"", "2")]
    [InlineData("\"boolean\"", "\"maybe\"")]
    [InlineData("\"date\"", "\"2026-02-29\"")]
    [InlineData("\"date\"", "\"2026-03-08T00:00:00Z\"")]
    [InlineData("\"date\"", "\"10/05/2020\"")]
    [InlineData("\"date\"", "20260308")]
    [InlineData("\"day-after\"", "\"9999-12-31\"")]
    [InlineData("\"day-after\"", "\"2026-02-29\"")]
    [InlineData("\"day-after\"", "\"2026-03-08T00:00:00Z\"")]
    [InlineData("\"instant\"", "\"2026-03-08T14:30:00\"")]
    [InlineData("\"instant\"", "\"2026-03-08\"")]
    [InlineData("\"instant\"", "\"2026-03-08T24:00:00Z\"")]
    [InlineData("\"instant\"", "\"2026-03-08T23:59:60Z\"")]
    [InlineData("\"instant\"", "\"2026-03-08T14:30:00.12345678Z\"")]
    [InlineData("\"instant\"", "\"2026-03-08T14:30:00+15:00\"")]
    [InlineData("\"instant\"", "\"0001-01-01T00:00:00+01:00\"")]
    [InlineData("\"minutes\"", "1.5")]
    [InlineData("\"hours-minutes\"", "\"1:60\"")]
    [InlineData("\"hours-minutes\"", "\"8\"")]
    [InlineData("\"hours-minutes\"", "8")]
    [InlineData("\"hours-minutes\"", "\":30\"")]
    public void Converter_ValueItCannotRead_IsAnIssueWithoutTheValue(string convert, string vendor)
    {
        var result = Field(convert).Forth($"{{\"id\":\"1\",\"s\":{vendor}}}");
        Assert.False(result.Succeeded);
        Assert.True(result.Json.IsEmpty);
        var issue = result.Issue();
        Assert.True(issue.Code is MappingCodes.NotConvertible or MappingCodes.WrongKind, issue.Code);
        Assert.Equal(("s", "t", "f"), (issue.SourcePath, issue.TargetPath, issue.Lens));
    }

    [Theory]
    [InlineData("\"upper\"", "\"eur\"")]
    [InlineData("\"decimal\"", "\"abc\"")]
    [InlineData("\"integer\"", "1.5")]
    [InlineData("\"boolean\"", "\"true\"")]
    [InlineData("\"date\"", "\"2026-02-30\"")]
    [InlineData("\"day-after\"", "\"0001-01-01\"")]
    [InlineData("\"day-after\"", "\"2026-02-30\"")]
    [InlineData("\"instant\"", "\"2026-03-08T14:30:00\"")]
    [InlineData("""{"name":"instant","digits":3}""", "\"2026-03-08T14:30:00.12345Z\"")]
    [InlineData("\"minutes\"", "\"0.33\"")]
    [InlineData("\"hours-minutes\"", "\"0.34\"")]
    [InlineData("""{"name":"text","as":"number"}""", "\"A1\"")]
    public void Converter_CanonicalValueTheVendorCannotHold_IsAnIssue(string convert, string canonical)
    {
        var issue = Field(convert).Back($"{{\"t\":{canonical}}}").Issue();
        Assert.Equal(MappingCodes.NotConvertible, issue.Code);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("\"upper\"")]
    [InlineData("\"decimal\"")]
    [InlineData("\"percent\"")]
    [InlineData("\"integer\"")]
    [InlineData("\"boolean\"")]
    [InlineData("\"date\"")]
    [InlineData("\"day-after\"")]
    [InlineData("\"instant\"")]
    [InlineData("\"minutes\"")]
    [InlineData("\"hours-minutes\"")]
    public void Converter_EmptyNullAbsent_LeavesTheMemberUnset(string convert)
    {
        var mapper = Field(convert);
        foreach (var vendor in new[] { """{"id":"1","s":"  "}""", """{"id":"1","s":""}""", """{"id":"1","s":null}""", """{"id":"1"}""" })
            Assert.Equal("{}", mapper.Forth(vendor).Body());
    }

    [Fact]
    public void DayAfter_EveryDayAroundMonthEnds_IsTheNextDayAndComesBack()
    {
        var mapper = Field("\"day-after\"");
        foreach (var year in new[] { 1, 4, 1600, 1900, 2000, 2024, 2026, 9999 })
        {
            for (var day = new DateOnly(year, 1, 1); day.Year == year && day != DateOnly.MaxValue; day = day.AddDays(1))
            {
                var (text, after) = (day.ToString("O", CultureInfo.InvariantCulture), day.AddDays(1).ToString("O", CultureInfo.InvariantCulture));
                if (day.Day is > 1 and < 28)
                    continue;
                Assert.Equal($"{{\"t\":\"{after}\"}}", mapper.Forth($"{{\"id\":\"1\",\"s\":\"{text}\"}}").Body());
                Assert.Equal($"{{\"s\":\"{text}\"}}", mapper.Back($"{{\"t\":\"{after}\"}}").Text());
            }
        }
    }

    [Fact]
    public void DayAfter_LastDayOfTheCalendar_SaysWhy()
    {
        var issue = Field("\"day-after\"").Forth("""{"id":"1","s":"9999-12-31"}""").Issue();
        Assert.Equal(MappingCodes.NotConvertible, issue.Code);
        Assert.Contains("a period without an end has no last day", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DayAfter_InAZone_IsTheDayAfterTheLocalOne()
    {
        var mapper = Bench.Mapper("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": { "name": "day-after", "zone": "Europe/Stockholm" }, "loss": "The time of day." }""");
        Assert.Equal("""{"t":"2026-07-01"}""", mapper.Forth("""{"id":"1","s":"2026-06-30T21:59:59.000+0000"}""").Body());
        Assert.Equal("""{"t":"2026-07-02"}""", mapper.Forth("""{"id":"1","s":"2026-06-30T22:00:00.000+0000"}""").Body());
        Assert.Equal("""{"s":"2026-06-29T22:00:00Z"}""", mapper.Back("""{"t":"2026-07-01"}""").Text());
    }

    [Fact]
    public void DayAfter_AsAnExtension_IsADate()
    {
        var mapper = Bench.Mapper("""{ "id": "f", "kind": "extension", "source": "s", "namespace": "acme.x", "name": "end", "type": "date", "convert": "day-after" }""");
        Assert.Equal("""{"extensions":{"acme.x":{"end":"2027-01-01"}}}""", mapper.Forth("""{"id":"1","s":"2026-12-31"}""").Body());
    }

    [Fact]
    public void Converter_OfTheHost_RunsBothWays()
    {
        var options = Bench.NoContract with { Converters = new Dictionary<string, IValueConverter>(StringComparer.Ordinal) { ["rot"] = new Reverse() } };
        var mapper = Bench.Mapper("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": "rot" }""", options: options);
        Assert.Equal("""{"t":"cba"}""", mapper.Forth("""{"id":"1","s":"abc"}""").Body());
        Assert.Equal("""{"s":"abc"}""", mapper.Back("""{"t":"cba"}""").Text());
    }

    [Fact]
    public void Scalar_NumberThatIsNone_Throws() => Assert.Throws<FormatException>(() => JsonScalar.Number("01"));

    [Fact]
    public void Scalar_ToString_HidesTheValue() => Assert.Equal("String", JsonScalar.Of("secret").ToString());

    private static Mapper Field(string convert) => Bench.Mapper($$"""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": {{convert}} }""");

    private sealed class Reverse : IValueConverter
    {
        public ConversionResult ToCanonical(JsonScalar vendor) => ConversionResult.Converted(JsonScalar.Of(new string(vendor.Text.Reverse().ToArray())));

        public ConversionResult ToVendor(JsonScalar canonical) => ToCanonical(canonical);
    }
}
