namespace Canonical.Mapping.Tests;

/// <summary>Local times of named zones: Stockholm puts its clocks forward on 29 March 2026 at 2:00 and back on 25 October 2026 at 3:00.</summary>
public sealed class ZoneTests
{
    [Theory]
    [InlineData("earlier", "2026-01-15T08:00:00", "2026-01-15T07:00:00Z")]
    [InlineData("earlier", "2026-07-15T08:00:00.5", "2026-07-15T06:00:00.5Z")]
    [InlineData("earlier", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("later", "2026-10-25T02:30:00", "2026-10-25T01:30:00Z")]
    [InlineData("reject", "2026-10-25T03:00:00", "2026-10-25T02:00:00Z")]
    public void Instant_LocalTime_RunsBothWays(string ambiguous, string local, string utc)
    {
        var mapper = Mapper(ambiguous);
        Assert.Equal($$"""{"t":"{{utc}}"}""", mapper.Forth($$"""{"id":1,"s":"{{local}}"}""").Body());
        Assert.Equal($$"""{"s":"{{local}}"}""", mapper.Back($$"""{"t":"{{utc}}"}""").Text());
    }

    [Theory]
    [InlineData("earlier", "2026-03-29T02:30:00")]
    [InlineData("later", "2026-03-29T02:00:00")]
    [InlineData("reject", "2026-10-25T02:30:00")]
    public void Instant_LocalTimeThatWasSkippedOrCameTwice_IsAnIssue(string ambiguous, string local) =>
        Assert.Equal(MappingCodes.NotConvertible, Mapper(ambiguous).Forth($$"""{"id":1,"s":"{{local}}"}""").Issue().Code);

    [Theory]
    [InlineData("earlier", "2026-10-25T01:30:00Z")]
    [InlineData("later", "2026-10-25T00:30:00Z")]
    [InlineData("reject", "2026-10-25T00:30:00Z")]
    public void Instant_ThatWouldComeBackAsAnother_IsAnIssue(string ambiguous, string utc) =>
        Assert.Equal(MappingCodes.NotConvertible, Mapper(ambiguous).Back($$"""{"t":"{{utc}}"}""").Issue().Code);

    [Fact]
    public void Instant_WithAnOffset_NeedsNoZone() =>
        Assert.Equal("""{"t":"2026-01-15T07:00:00Z"}""", Mapper("reject").Forth("""{"id":1,"s":"2026-01-15T09:00:00+02:00"}""").Body());

    [Theory]
    [InlineData("2026-03-07T23:30:00Z", "2026-03-08", "2026-03-07T23:00:00Z")]
    [InlineData("2026-07-01T00:00:00+00:00", "2026-07-01", "2026-06-30T22:00:00Z")]
    public void Date_OfAnInstantInAZone_IsTheDayThere(string vendor, string date, string back)
    {
        var mapper = Bench.Mapper("""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": { "name": "date", "zone": "Europe/Stockholm" }, "loss": "The time of day." }""");
        Assert.Equal($$"""{"t":"{{date}}"}""", mapper.Forth($$"""{"id":1,"s":"{{vendor}}"}""").Body());
        Assert.Equal($$"""{"s":"{{back}}"}""", mapper.Back($$"""{"t":"{{date}}"}""").Text());
        Assert.Equal($$"""{"t":"{{date}}"}""", mapper.Forth($$"""{"id":1,"s":"{{back}}"}""").Body());
        Assert.Equal(MappingCodes.NotConvertible, mapper.Forth("""{"id":1,"s":"2026-03-08"}""").Issue().Code);
    }

    [Theory]
    [InlineData("""{ "name": "instant", "zone": "Mars/Olympus" }""", MappingCodes.ConverterOption)]
    [InlineData("""{ "name": "instant", "zone": "CET" }""", MappingCodes.ConverterOption)]
    [InlineData("""{ "name": "instant", "zone": "Europe/Stockholm", "assume": "Z" }""", MappingCodes.ConverterOption)]
    [InlineData("""{ "name": "instant", "ambiguous": "later" }""", MappingCodes.ConverterOption)]
    [InlineData("""{ "name": "instant", "as": "local" }""", MappingCodes.ConverterOption)]
    [InlineData("""{ "name": "date", "zone": "Europe/Stockholm", "format": "MM/dd/yyyy" }""", MappingCodes.ConverterOption)]
    [InlineData("""{ "name": "date", "zone": "Europe/Stockholm" }""", MappingCodes.NotReversible)]
    public void Document_OptionsThatDoNotGoTogether_AreFound(string convert, string code) =>
        Assert.Contains(Bench.Findings(Bench.Document($$"""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": {{convert}} }""")), finding => finding.Code == code);

    private static Mapper Mapper(string ambiguous) =>
        Bench.Mapper($$"""{ "id": "f", "kind": "field", "source": "s", "target": "t", "convert": { "name": "instant", "zone": "Europe/Stockholm", "ambiguous": "{{ambiguous}}" } }""");
}
