namespace Canonical.Mapping.Tests;

/// <summary>Which entries of a code table do not go together; thousands of entries are read without comparing each with each.</summary>
public sealed class TableReaderTests
{
    [Fact]
    public void Entries_Thousands_RunBothWays()
    {
        var entries = string.Join(',', Enumerable.Range(0, 30_000).Select(i => $$"""{"vendor":{{i}},"canonical":"c{{i}}"}"""));
        var mapper = Bench.Mapper($$"""{ "id": "a", "kind": "table", "source": "a", "target": "b", "entries": [ {{entries}} ] }""");
        Assert.Equal("""{"b":"c29999"}""", mapper.Forth("""{"id":1,"a":29999.0}""").Body());
        Assert.Equal("""{"a":17}""", mapper.Back("""{"b":"c17"}""").Text());
    }

    [Theory]
    [InlineData("""{"vendor":1,"canonical":"a"},{"vendor":1.0,"canonical":"b"}""", "/lenses/0/entries/1")]
    [InlineData("""{"vendor":1,"canonical":"a"},{"vendor":2,"canonical":"a"},{"vendor":3,"canonical":"c"}""", "/lenses/0/entries/1")]
    [InlineData("""{"vendor":1,"canonical":"a","from":"2026-01-01","to":"2026-02-01"},{"vendor":1,"canonical":"b","from":"2026-01-31"}""", "/lenses/0/entries/1")]
    [InlineData("""{"vendor":1,"canonical":"a","from":"2026-02-01","to":"2026-02-01"}""", "/lenses/0/entries/0")]
    public void Entries_ThatDoNotGoTogether_AreFoundOnce(string entries, string path)
    {
        var asOf = entries.Contains("from", StringComparison.Ordinal) ? """, "asOf": { "source": "d", "target": "d" }""" : "";
        var finding = Assert.Single(Bench.Findings(Bench.Document($$"""{ "id": "a", "kind": "table", "source": "a", "target": "b"{{asOf}}, "entries": [ {{entries}} ] }""")));
        Assert.Equal((MappingCodes.AmbiguousTable, path), (finding.Code, finding.Path));
    }
}
