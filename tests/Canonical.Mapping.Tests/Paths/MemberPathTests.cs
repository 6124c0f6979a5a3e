namespace Canonical.Mapping.Tests;

public sealed class MemberPathTests
{
    private const string Record = """
        { "id": 1, "a": { "b": 1, "n": null }, "x.y": { "it's": "q" }, "list": [ { "kind": "main", "v": 1 }, { "kind": "fax", "v": 2, "on": true, "no": 7.0 } ], "s": "text", "$x": 5, "a b": 6 }
        """;

    [Theory]
    [InlineData("a.b", "1")]
    [InlineData("a", """{"b":1,"n":null}""")]
    [InlineData("'x.y'.'it''s'", "\"q\"")]
    [InlineData("list[0].v", "1")]
    [InlineData("list[kind=fax].v", "2")]
    [InlineData("list['kind'='fax'].v", "2")]
    [InlineData("list[on=true].v", "2")]
    [InlineData("list[no=7].v", "2")]
    [InlineData("$x", "5")]
    [InlineData("$.a.b", "1")]
    [InlineData("'a b'", "6")]
    public void Read_PathThatIsThere_GivesTheValue(string text, string expected)
    {
        var mapper = Bench.Mapper($$"""{ "id": "f", "kind": "when", "source": { "path": "{{text}}", "exists": true }, "only": "toCanonical", "loss": "A test of paths.", "lenses": [ { "id": "c", "kind": "constant", "target": "is", "value": true }, { "id": "v", "kind": "field", "source": "{{(text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : text)}}", "target": "v" } ] }""");
        Assert.Equal($$"""{"is":true,"v":{{expected}}}""", mapper.Forth(Record).Body());
    }

    [Theory]
    [InlineData("a.c", "Missing")]
    [InlineData("q.c", "Missing")]
    [InlineData("list[2].v", "Missing")]
    [InlineData("list[kind=mobile].v", "Missing")]
    [InlineData("list[on='true'].v", "Missing")]
    [InlineData("a.n", "Null")]
    [InlineData("a.n.deeper", "Null")]
    [InlineData("s.t", "Broken")]
    [InlineData("a[0]", "Broken")]
    [InlineData("list.v", "Broken")]
    public void Read_PathThatLeadsNowhere_SaysWhy(string text, string expected)
    {
        var issue = Bench.Mapper($$"""{ "id": "f", "kind": "field", "source": "{{text}}", "target": "v", "required": "toCanonical" }""").Forth(Record).Issue();
        Assert.Equal(expected, issue.Code == MappingCodes.WrongKind ? "Broken" : issue.ValueKind.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a[")]
    [InlineData("a[]")]
    [InlineData("a[1")]
    [InlineData("a[1000]")]
    [InlineData("a[x]")]
    [InlineData("a[x=]")]
    [InlineData("a['x]")]
    [InlineData("'a")]
    [InlineData("''")]
    [InlineData("a'b'")]
    [InlineData("$.")]
    [InlineData("[0]")]
    public void TryParse_BrokenSyntax_IsRefusedWithThePlace(string text)
    {
        Assert.False(MemberPath.TryParse(text, out _, out var problem));
        Assert.Contains("at character", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b.c", """{"a":{"b":{"c":1}}}""")]
    [InlineData("'x.y'.z", """{"x.y":{"z":1}}""")]
    [InlineData("list[kind=main].v", """{"list":[{"kind":"main","v":1}]}""")]
    [InlineData("list[on=true].v", """{"list":[{"on":true,"v":1}]}""")]
    [InlineData("list[0]", """{"list":[1]}""")]
    public void Write_NewPath_MakesWhatItNeeds(string text, string expected) =>
        Assert.Equal(expected, Bench.Mapper($$"""{ "id": "c", "kind": "constant", "target": "{{text}}", "value": 1 }""").Forth("""{"id":1}""").Body());

    // The currency of money may share its path: what meets there is only known when a record runs.
    [Theory]
    [InlineData("a.b", "a.b", "\"EUR\"", true)]
    [InlineData("a.b", "a.b", "\"USD\"", false)]
    [InlineData("a.b", "a.b", "1", false)]
    [InlineData("a.b", "a.b.c", "1", false)]
    [InlineData("a.b", "a", "{\"b\":\"EUR\"}", false)]
    [InlineData("a[0].v", "a.v", "1", false)]
    [InlineData("a[kind=EUR].kind", "a[kind=EUR].v", "1", true)]
    [InlineData("a[kind=x].kind", "a[kind=x].v", "1", false)]
    public void Write_SameAndOtherValue_IsWrittenAndConflict(string currency, string other, string value, bool agree)
    {
        var result = Bench.Mapper($$"""
            { "id": "m", "kind": "money", "source": "m", "target": "m", "currency": { "path": "{{currency}}" } },
            { "id": "f", "kind": "field", "source": "{{other}}", "target": "f" }
            """).Back($$$"""{"m":{"amount":"1","currency":"EUR"},"f":{{{value}}}}""");
        Assert.Equal(agree, result.Succeeded);
        if (!agree)
            Assert.True(result.Issue().Code is MappingCodes.WriteConflict or MappingCodes.CurrencyConflict);
    }

    [Fact]
    public void Write_ElementBehindAMissingOne_IsAGap() =>
        Assert.Equal(MappingCodes.ElementGap, Bench.Mapper("""{ "id": "c", "kind": "constant", "target": "a[1]", "value": 1 }""").Forth("""{"id":1}""").Issue().Code);

    [Theory]
    [InlineData("a.'b.c'[0][kind=x]['k k'='true'].d")]
    [InlineData("list[on=true].v")]
    public void PathText_OfParsedSteps_IsTheTextAgain(string text)
    {
        Assert.True(MemberPath.TryParse(text, out var path, out _));
        Assert.Equal(text, PathText.Of(path.Steps));
    }
}
