namespace Canonical.Mapping.Tests;

/// <summary>What vendors write that is nearly nothing: empty codes, white space, idle zeros. Whatever is accepted one way comes back the other.</summary>
public sealed class CostumeTests
{
    private const string CurrencyTable = """ "tables": { "currencies": { "entries": [ { "vendor": "1", "canonical": "EUR" }, { "vendor": 2, "canonical": "SEK" } ] } }, """;

    [Theory]
    [InlineData("""{"id":1,"a":""}""", """{"b":false}""", """{"a":""}""")]
    [InlineData("""{"id":1,"a":"X"}""", """{"b":true}""", """{"a":"X"}""")]
    [InlineData("""{"id":1,"a":" "}""", "{}", "{}")]
    [InlineData("""{"id":1}""", "{}", "{}")]
    public void Boolean_FalseIsTheEmptyString_ComesBack(string vendor, string canonical, string back)
    {
        var mapper = Bench.Mapper("""{ "id": "a", "kind": "field", "source": "a", "target": "b", "convert": { "name": "boolean", "true": "X", "false": "" } }""");
        Assert.Equal(canonical, mapper.Forth(vendor).Body());
        Assert.Equal(back, mapper.Back(canonical).Text());
    }

    [Theory]
    [InlineData("1.50")]
    [InlineData("-0")]
    [InlineData("1E2")]
    public void Text_AsNumberThatWouldComeBackOtherwise_IsRefused(string text)
    {
        var mapper = Bench.Mapper("""{ "id": "a", "kind": "field", "source": "a", "target": "b", "convert": { "name": "text", "as": "number" } }""");
        Assert.Equal(MappingCodes.NotConvertible, mapper.Back($$"""{"b":"{{text}}"}""").Issue().Code);
        Assert.Equal("""{"a":1.5}""", mapper.Back("""{"b":"1.5"}""").Text());
    }

    [Theory]
    [InlineData("60000001")]
    [InlineData("2147483647")]
    public void Minutes_MoreThanComeBack_AreRefused(string minutes)
    {
        var mapper = Bench.Mapper("""{ "id": "a", "kind": "field", "source": "a", "target": "b", "convert": "minutes" }""");
        Assert.Equal(MappingCodes.NotConvertible, mapper.Forth($$"""{"id":1,"a":{{minutes}}}""").Issue().Code);
        Assert.Equal("""{"a":60000000}""", mapper.Back(mapper.Forth("""{"id":1,"a":60000000}""").Body()).Text());
    }

    [Fact]
    public void Table_CodeWithWhiteSpaceOfItsOwn_ComesBack()
    {
        var mapper = Bench.Mapper("""{ "id": "a", "kind": "table", "source": "a", "target": "b", "entries": [ { "vendor": " A ", "canonical": "a" }, { "vendor": "B", "canonical": "b" } ] }""");
        Assert.Equal("""{"b":"a"}""", mapper.Forth(mapper.Back("""{"b":"a"}""").Text().Replace("{", """{"id":1,""", StringComparison.Ordinal)).Body());
        Assert.Equal("""{"b":"b"}""", mapper.Forth("""{"id":1,"a":" B "}""").Body());
    }

    [Theory]
    [InlineData("\"\"", "USD")]
    [InlineData("\" \"", "USD")]
    [InlineData("\" 1 \"", "EUR")]
    [InlineData("2.0", "SEK")]
    public void Money_CurrencyByTable_TakesWhatTablesTake(string given, string expected)
    {
        var mapper = Bench.Mapper("""{ "id": "a", "kind": "money", "source": "a", "target": "b", "currency": { "path": "cur", "table": "currencies", "value": "USD" } }""", CurrencyTable);
        Assert.Equal($$$"""{"b":{"amount":"5","currency":"{{{expected}}}"}}""", mapper.Forth($$"""{"id":1,"a":5,"cur":{{given}}}""").Body());
        Assert.Equal(MappingCodes.UnknownCode, mapper.Forth("""{"id":1,"a":5,"cur":"9"}""").Issue().Code);
    }

    [Fact]
    public void Money_CurrencyThatIsNotWrittenBack_NeedsALoss()
    {
        const string Lens = """{ "id": "a", "kind": "money", "source": "a", "target": "b", "currency": { "path": "cur", "writeBack": false }{0} }""";
        var finding = Assert.Single(Bench.Findings(Bench.Document(Lens.Replace("{0}", "", StringComparison.Ordinal))));
        Assert.Equal((MappingCodes.NotReversible, "/lenses/0/currency/writeBack"), (finding.Code, finding.Path));
        var mapper = Bench.Mapper(Lens.Replace("{0}", """, "loss": "The record keeps its currency." """, StringComparison.Ordinal));
        Assert.Equal("""{"a":5}""", mapper.Back("""{"b":{"amount":"5","currency":"JPY"}}""").Text());
    }
}
