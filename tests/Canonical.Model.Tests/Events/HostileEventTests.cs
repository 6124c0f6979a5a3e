using System.Text;

namespace Canonical.Model.Tests;

public sealed class HostileEventTests
{
    // CloudEvents: null is the same as an attribute that is not there.
    [Theory]
    [InlineData("specversion")]
    [InlineData("id")]
    [InlineData("source")]
    [InlineData("type")]
    public void TryRead_RequiredAttributeNull_IsMissing(string name)
    {
        var json = """{"specversion":"1.0","id":"1","source":"/a","type":"t"}""";
        Assert.True(CanonicalEvent.TryRead(Encoding.UTF8.GetBytes(json), out _, out _));
        var at = json.IndexOf($"\"{name}\":", StringComparison.Ordinal) + name.Length + 3;
        json = json[..at] + "null" + json[(json.IndexOf('"', at + 1) + 1)..];

        Assert.False(CanonicalEvent.TryRead(Encoding.UTF8.GetBytes(json), out _, out var report));

        var error = Assert.Single(report.Errors);
        Assert.Equal((EventCodes.MissingAttribute, name), (error.Code, error.Attribute));
    }

    // The runtime's own parsing of numbers takes zero characters at their end.
    [Theory]
    [InlineData("2026-11-21T09:40:0\\u0000Z")]
    [InlineData("2026-1\\u0000-21T09:40:00Z")]
    [InlineData("2026-11-21T09:40:00+0\\u0000:00")]
    public void TryRead_TimeWithZeroCharacter_IsNoTime(string time)
    {
        Assert.False(CanonicalEvent.TryRead(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"/a","type":"t","time":"{{time}}"}"""), out _, out var report));
        Assert.Equal(EventCodes.InvalidAttribute, Assert.Single(report.Errors).Code);
    }

    [Fact]
    public void TryRead_ManyExtensionsTooMany_IsOneError()
    {
        var json = """{"specversion":"1.0","id":"1","source":"/a","type":"t" """ + string.Concat(Enumerable.Range(0, 90).Select(i => $",\"ext{i}\":1")) + "}";

        Assert.False(CanonicalEvent.TryRead(Encoding.UTF8.GetBytes(json), out _, out var report));

        Assert.Equal(EventCodes.EventTooLarge, Assert.Single(report.Errors).Code);
    }

    [Fact]
    public void TryReadBatch_OneEventTooDeep_DoesNotSpoilTheOthers()
    {
        var good = """{"specversion":"1.0","id":"1","source":"/a","type":"t"}""";
        var deep = """{"specversion":"1.0","id":"2","source":"/a","type":"t","data":""" + new string('[', 70) + new string(']', 70) + "}";

        Assert.True(CanonicalEvent.TryReadBatch(Encoding.UTF8.GetBytes($"[{good},{deep},{good}]"), out var events, out var report), report.ToString());

        Assert.Equal([true, false, true], events.Select(e => e.Event is not null));
        Assert.Equal(EventCodes.EventTooLarge, Assert.Single(events[1].Report.Errors).Code);
    }
}
