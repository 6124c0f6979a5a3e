using System.Globalization;
using System.Text.Json.Nodes;

namespace Canonical.Mapping.Tests;

/// <summary>Local times and days of every zone that the machine knows: what is not refused comes back.</summary>
public sealed class ZoneLawTests
{
    private static readonly TimeSpan[] s_times = [new(0, 30, 0), new(1, 30, 0), new(2, 30, 0), new(23, 30, 0)];

    [Fact]
    public void LocalTimesAndDays_OfEveryZoneAroundItsTransitions_ComeBackOrAreRefused()
    {
        var wrong = new List<string>();
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.Id.Contains('/', StringComparison.Ordinal)))
        {
            var mapper = Mapper(zone.Id);
            foreach (var day in Transitions(zone))
            {
                var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                if (mapper.Back($$"""{"day":"{{text}}"}""") is { Succeeded: true } start && Again(mapper.Forth(start.Text().Replace("{", """{"id":1,""", StringComparison.Ordinal)), "day") != text)
                    wrong.Add($"{zone.Id} {text}");
                foreach (var time in s_times)
                {
                    var local = $"{text}T{time:hh\\:mm\\:ss}";
                    if (mapper.Forth($$"""{"id":1,"at":"{{local}}"}""") is { Succeeded: true } utc && Again(mapper.ToVendor(utc.Json.Span, Bench.Context), "at") != local)
                        wrong.Add($"{zone.Id} {local}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    // Time zone rules that change within a year are where a machine's own answer to "is this time invalid?" is wrong.
    [InlineData("America/Dawson", "1998-04-05T02:30:00", null)]
    [InlineData("Europe/Stockholm", "2026-03-29T02:30:00", null)]
    [InlineData("Europe/Stockholm", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z")]
    [InlineData("Europe/Moscow", "2014-10-26T01:30:00", "2014-10-25T21:30:00Z")]
    public void Instant_SkippedOrTwice_IsRefusedOrTheEarlier(string zone, string local, string? expected)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
            Assert.Skip("zone not found: " + zone);
        Assert.Equal(expected, Again(Mapper(found.Id).Forth($$"""{"id":1,"at":"{{local}}"}"""), "at"));
    }

    // The days beside every change of the offset, from hour to hour.
    private static IEnumerable<DateOnly> Transitions(TimeZoneInfo zone)
    {
        var last = zone.GetUtcOffset(new DateTime(1995, 12, 31, 0, 0, 0, DateTimeKind.Utc));
        for (var day = new DateTime(1996, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year < 2028; day = day.AddDays(1))
        {
            var offset = zone.GetUtcOffset(day);
            if (offset == last)
                continue;
            last = offset;
            for (var near = -2; near <= 1; near++)
                yield return DateOnly.FromDateTime(day).AddDays(near);
        }
    }

    private static string? Again(MappingResult result, string member) => result.Succeeded ? JsonNode.Parse(result.Json.Span)![member]!.GetValue<string>() : null;

    private static Mapper Mapper(string zone) => Bench.Mapper($$"""
        { "id": "at", "kind": "field", "source": "at", "target": "at", "convert": { "name": "instant", "zone": "{{zone}}" } },
        { "id": "day", "kind": "field", "source": "day", "target": "day", "convert": { "name": "date", "zone": "{{zone}}" }, "loss": "The time of day." }
        """);
}
