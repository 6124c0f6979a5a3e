namespace Canonical.Mapping.Tests;

/// <summary>Joined and split texts, filters, look-ups by date, held records, and the rest.</summary>
public sealed class NewerLensTests
{
    [Theory]
    [InlineData("""{"id":1,"a":"Ek","b":"Bo","c":"X, Y"}""", """{"t":"Ek, Bo, X, Y"}""", """{"a":"Ek","b":"Bo","c":"X, Y"}""")]
    [InlineData("""{"id":1,"a":"Ek","c":"Y"}""", """{"t":"Ek, , Y"}""", """{"a":"Ek","b":null,"c":"Y"}""")]
    [InlineData("""{"id":1,"b":"Bo","c":""}""", """{"t":", Bo"}""", """{"a":null,"b":"Bo","c":null}""")]
    [InlineData("""{"id":1,"a":"\"Ek\""}""", """{"t":"\"Ek\""}""", """{"a":"\"Ek\"","b":null,"c":null}""")]
    [InlineData("""{"id":1,"a":null}""", "{}", "{}")]
    public void Concat_Exact_ComesApartAtTheSamePlaces(string vendor, string canonical, string back)
    {
        var mapper = Bench.Mapper("""{ "id": "n", "kind": "concat", "sources": ["a", "b", "c"], "separator": ", ", "target": "t" }""");
        Assert.Equal(canonical, mapper.Forth(vendor).Body());
        Assert.Equal(back, mapper.Back(canonical).Text());
    }

    [Theory]
    [InlineData("""{"id":1,"a":"Ek, Bo"}""", MappingCodes.NotConvertible, "a")]
    [InlineData("""{"id":1,"a":"Ek","b":"x, "}""", MappingCodes.NotConvertible, "b")]
    [InlineData("""{"id":1,"b":7}""", MappingCodes.WrongKind, "b")]
    [InlineData("""{"id":1,"c":"\ud800"}""", MappingCodes.WrongKind, "c")]
    public void Concat_PartThatWouldNotComeBack_IsRefusedWithItsPath(string vendor, string code, string path)
    {
        var issue = Bench.Mapper("""{ "id": "n", "kind": "concat", "sources": ["a", "b", "c"], "separator": ", ", "target": "t" }""").Forth(vendor).Issue();
        Assert.Equal((code, path, "t"), (issue.Code, issue.SourcePath, issue.TargetPath));
    }

    [Fact]
    public void Concat_Inexact_LeavesEmptyPartsOut()
    {
        var mapper = Bench.Mapper("""{ "id": "n", "kind": "concat", "sources": ["a", "b", "c"], "separator": " ", "target": "t", "exact": false, "loss": "Which part was empty.", "required": "both", "clear": "empty" }""");
        Assert.Equal("""{"t":"Ek Bo"}""", mapper.Forth("""{"id":1,"a":"Ek","c":"Bo"}""").Body());
        Assert.Equal("""{"t":"E k Bo"}""", mapper.Forth("""{"id":1,"a":"E k","c":"Bo"}""").Body());
        Assert.Equal("""{"a":"Ek","b":"Bo","c":""}""", mapper.Back("""{"t":"Ek Bo"}""").Text());
        Assert.Equal(MappingCodes.RequiredMissing, mapper.Forth("""{"id":1,"a":""}""").Issue().Code);
        Assert.Equal(MappingCodes.RequiredMissing, mapper.Back("{}").Issue().Code);
    }

    [Fact]
    public void Concat_AbsentAndNullTarget_AreAsInOtherLenses()
    {
        var mapper = Bench.Mapper("""{ "id": "n", "kind": "concat", "sources": ["a", "b"], "separator": " ", "target": "t" }""");
        Assert.Equal("{}", mapper.Back("{}").Text());
        Assert.Equal("""{"a":null,"b":null}""", mapper.Back("""{"t":null}""").Text());
        Assert.Equal("""{"a":null,"b":null}""", mapper.Back("{}", Bench.Context with { AbsentMembers = AbsentMembers.Cleared }).Text());
        var kept = Bench.Mapper("""{ "id": "n", "kind": "concat", "sources": ["a", "b"], "separator": " ", "target": "t", "clear": "never" }""").Back("""{"t":"x"}""");
        Assert.Equal((MappingCodes.NotCleared, "b"), (kept.Issue().Code, kept.Issue().SourcePath));
    }

    [Fact]
    public void Split_OneText_IsTheMirrorImage()
    {
        var mapper = Bench.Mapper("""{ "id": "n", "kind": "split", "source": "s", "separator": "/", "targets": ["a", "b"] }""");
        Assert.Equal("""{"a":"x","b":"y/z"}""", mapper.Forth("""{"id":1,"s":"x/y/z"}""").Body());
        Assert.Equal("""{"b":"y"}""", mapper.Forth("""{"id":1,"s":"/y"}""").Body());
        Assert.Equal("""{"s":"x/y/z"}""", mapper.Back("""{"a":"x","b":"y/z"}""").Text());
        Assert.Equal("""{"s":"/y"}""", mapper.Back("""{"b":"y"}""").Text());
        Assert.Equal("""{"s":"x"}""", mapper.Back("""{"a":"x","b":null}""").Text());
        Assert.Equal("{}", mapper.Back("{}").Text());
        Assert.Equal("""{"s":null}""", mapper.Back("""{"a":null}""").Text());
        var refused = mapper.Back("""{"a":"x/","b":"y"}""").Issue();
        Assert.Equal((MappingCodes.NotConvertible, "s", "a"), (refused.Code, refused.SourcePath, refused.TargetPath));
    }

    [Fact]
    public void Each_Where_TakesSomeElementsAndKeepsTheirPlacesInIssues()
    {
        var mapper = Bench.Mapper("""
            { "id": "e", "kind": "each", "source": "n", "target": "phones", "where": { "source": "type in ('a', 'b') and not startsWith(no, '0') and $.on", "target": "kind != 'x'" }, "loss": "Other kinds are not carried over.",
              "lenses": [ { "id": "k", "kind": "field", "source": "type", "target": "kind" }, { "id": "v", "kind": "field", "source": "no", "target": "number", "convert": "text" } ] }
            """);
        Assert.Equal(
            """{"phones":[{"kind":"a","number":"1"},{"kind":"b","number":"3"}]}""",
            mapper.Forth("""{"id":1,"on":true,"n":[{"type":"a","no":"1"},{"type":"c","no":"9"},{"type":"a","no":"01"},{"type":"b","no":"3"}]}""").Body());
        Assert.Equal("""{"phones":[]}""", mapper.Forth("""{"id":1,"on":"true","n":[{"type":"a","no":"1"}]}""").Body());
        Assert.Equal("""{"n":[{"type":"y"}]}""", mapper.Back("""{"phones":[{"kind":"x"},{"kind":"y"}]}""").Text());
        Assert.Equal("n[1].no", mapper.Forth("""{"id":1,"on":true,"n":[{"type":"z"},{"type":"a","no":true}]}""").Issue().SourcePath);
    }

    [Theory]
    [InlineData("2025-06-30", "net30")]
    [InlineData("2025-07-01", "net45")]
    [InlineData("2026-01-01", "net30")]
    public void Table_AsOf_TakesTheEntryOfTheDay(string day, string canonical)
    {
        var mapper = Dated("reject");
        Assert.Equal($$"""{"t":"{{canonical}}","on":"{{day}}"}""", mapper.Forth($$"""{"id":1,"s":30,"day":"{{day}}"}""").Body());
        Assert.Equal($$"""{"s":30,"day":"{{day}}"}""", mapper.Back($$"""{"t":"{{canonical}}","on":"{{day}}"}""").Text());
    }

    [Theory]
    [InlineData("""{"id":1,"s":30}""", MappingCodes.RequiredMissing)]
    [InlineData("""{"id":1,"s":30,"day":null}""", MappingCodes.RequiredMissing)]
    [InlineData("""{"id":1,"s":30,"day":"2025-07-01T00:00:00Z"}""", MappingCodes.NotConvertible)]
    public void Table_AsOfWithoutADay_IsAnIssueAtTheDay(string vendor, string code)
    {
        var issue = Assert.Single(Dated("reject").Forth(vendor).Issues, issue => issue.Lens == "x");
        Assert.Equal((code, "day", "t"), (issue.Code, issue.SourcePath, issue.TargetPath));
    }

    [Fact]
    public void Table_Hold_GivesNoObjectAndNoError()
    {
        var held = Dated("hold").Forth("""{"id":1,"s":99,"day":"2025-07-01"}""");
        Assert.Equal((false, true, true), (held.Succeeded, held.IsHeld, held.Json.IsEmpty));
        Assert.Equal((MappingCodes.UnknownCode, MappingSeverity.Held), (held.Issue().Code, held.Issue().Severity));
        Assert.False(Dated("hold").TryToCanonical("""{"id":1,"s":99,"day":"2025-07-01"}"""u8, Bench.Context, new System.Buffers.ArrayBufferWriter<byte>(), out _));
        var wrong = Dated("hold").Forth("""{"s":99,"day":"2025-07-01"}""");
        Assert.False(wrong.IsHeld);
    }

    [Fact]
    public void Rest_OfTheRecordAndOfElements_ComesBack()
    {
        var mapper = Bench.Mapper("""
            { "id": "n", "kind": "field", "source": "Name", "target": "name" },
            { "id": "r", "kind": "rest", "target": "extensions.'acme.crm'.rest", "except": ["_links"], "loss": "Links are made anew." },
            { "id": "e", "kind": "each", "source": "lines", "target": "lines", "lenses": [ { "id": "no", "kind": "field", "source": "no", "target": "number" }, { "id": "lr", "kind": "rest", "target": "extensions.a.more" } ] }
            """);
        const string vendor = """{"id":1,"Name":"A","_links":[],"x y":{"b":[1.50,null]},"é\"":"q","gone":null,"lines":[{"no":1,"z":true},{"no":2}]}""";
        const string canonical = """{"name":"A","extensions":{"acme.crm":{"rest":{"x y":{"b":[1.50,null]},"é\"":"q"}}},"lines":[{"number":1,"extensions":{"a":{"more":{"z":true}}}},{"number":2}]}""";
        Assert.Equal(canonical, mapper.Forth(vendor).Body());
        Assert.Equal("""{"Name":"A","x y":{"b":[1.50,null]},"é\"":"q","lines":[{"no":1,"z":true},{"no":2}]}""", mapper.Back(canonical).Text());
        Assert.Equal("""{"Name":"A","q":1}""", mapper.Back("""{"name":"A","extensions":{"acme.crm":{"rest":{"Name":"B","q":1,"_links":2}}}}""").Text());
        Assert.Equal("{}", mapper.Forth("""{"id":1}""").Body());
        Assert.Equal(MappingCodes.WrongKind, mapper.Back("""{"extensions":{"acme.crm":{"rest":7}}}""").Issue().Code);
        Assert.Equal(MappingCodes.InputNotJson, mapper.Forth("""{"id":1,"q":1,"q":2}""").Issue().Code);
    }

    private static Mapper Dated(string unknown) => Bench.Mapper(
        $$"""
        { "id": "x", "kind": "table", "source": "s", "target": "t", "table": "terms", "unknown": "{{unknown}}", "asOf": { "source": "day", "target": "on" } },
        { "id": "day", "kind": "field", "source": "day", "target": "on" }
        """,
        """
         "tables": { "terms": { "entries": [
            { "vendor": 30, "canonical": "net30", "to": "2025-07-01" }, { "vendor": 30, "canonical": "net45", "from": "2025-07-01", "to": "2026-01-01" },
            { "vendor": 45, "canonical": "net45", "from": "2026-01-01" }, { "vendor": 30, "canonical": "net30", "from": "2026-01-01" } ] } },
        """);
}
