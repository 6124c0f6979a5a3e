using System.Text;
using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping.Tests;

public sealed class MapperTests
{
    private const string Name = """{ "id": "n", "kind": "field", "source": "Name", "target": "name", "convert": "text" }""";

    [Fact]
    public void ToCanonical_Header_IsSetByTheMapper()
    {
        var mapper = Mapping.Mapper.Compile(MappingDocument.Parse(
            Encoding.UTF8.GetBytes($$"""
            { "mapping": "test.thing", "version": "1.2.3", "target": "thing/1.0.0",
              "source": { "system": "crm", "object": "Account", "key": "Id", "externalId": "Ext", "version": "V", "created": "C", "modified": "M", "url": "links[rel=self].href" },
              "lenses": [ {{Name}} ] }
            """), Bench.NoContract));
        var result = mapper.Forth("""{"Id":"001A","Ext":"X-1","V":7,"C":"2017-04-25T15:17:55.000+0000","M":"2017-04-26T00:00:00-08:00","links":[{"rel":"self","href":"https://x.example/1"}],"Name":"A"}""");
        var id = CanonicalId.Derive("acme", "thing", "crm", "org1", "001A");
        Assert.Equal(
            $$"""{"id":"{{id}}","contract":"thing/1.0.0","sourceRefs":[{"system":"crm","instance":"org1","objectType":"Account","recordId":"001A","externalId":"X-1","version":"7","url":"https://x.example/1"}],"status":"active","observedAt":"2026-03-08T12:30:00Z","sourceCreatedAt":"2017-04-25T15:17:55Z","sourceUpdatedAt":"2017-04-26T08:00:00Z","name":"A"}""",
            result.Text());
    }

    [Fact]
    public void ToCanonical_SystemOfTheContext_IsPartOfTheIdentity()
    {
        var mapper = Bench.Mapper(Name);
        var other = mapper.Forth("""{"id":1,"Name":"A"}""", Bench.Context with { System = "other" });
        using var json = JsonDocument.Parse(other.Json);
        Assert.Equal(CanonicalId.Derive("acme", "thing", "other", "org1", "1").ToString(), json.RootElement.GetProperty("id").GetString());
        Assert.Equal("other", json.RootElement.GetProperty("sourceRefs")[0].GetProperty("system").GetString());
    }

    [Theory]
    [InlineData("{}", MappingCodes.KeyMissing)]
    [InlineData("""{"id":null}""", MappingCodes.KeyMissing)]
    [InlineData("""{"id":" "}""", MappingCodes.KeyMissing)]
    [InlineData("""{"id":{}}""", MappingCodes.WrongKind)]
    [InlineData("""{"id":true}""", MappingCodes.WrongKind)]
    [InlineData("[]", MappingCodes.InputNotJson)]
    [InlineData("", MappingCodes.InputNotJson)]
    [InlineData("<html>", MappingCodes.InputNotJson)]
    [InlineData("""{"id":1,"id":2}""", MappingCodes.InputNotJson)]
    [InlineData("""{"id":1}{}""", MappingCodes.InputNotJson)]
    public void ToCanonical_RecordWithoutIdentity_IsOneIssue(string vendor, string code)
    {
        var result = Bench.Mapper(Name).Forth(vendor);
        Assert.False(result.Succeeded);
        Assert.Equal(code, result.Issue().Code);
    }

    [Fact]
    public void ToCanonical_TextThatIsNoUnicode_IsAnIssueNotAnException()
    {
        var mapper = Bench.Mapper("""{ "id": "c", "kind": "field", "source": "s", "target": "t" }""");
        Assert.Equal(MappingCodes.InputNotJson, mapper.Forth("""{"id":1,"s":{"deep":"\ud800"}}""").Issue().Code);
        Assert.False(mapper.Forth("""{"id":1,"s":"\ud800"}""").Succeeded);
        Assert.False(mapper.Forth("""{"id":"\ud800","s":1}""").Succeeded);
    }

    [Theory]
    [InlineData("""{ "id": "x", "kind": "field", "source": "s", "target": "t" }""", """{"contract":"\ud800"}""")]
    [InlineData("""{ "id": "x", "kind": "money", "source": "s", "target": "t", "currency": { "path": "c" } }""", """{"t":{"amount":"1","currency":"\ud800"}}""")]
    [InlineData("""{ "id": "x", "kind": "money", "source": "s", "target": "t", "currency": { "value": "EUR" } }""", """{"t":{"amount":"1","currency":"\ud800"}}""")]
    [InlineData("""{ "id": "x", "kind": "quantity", "source": "s", "target": "t", "unit": "h" }""", """{"t":{"value":"\ud800","unit":"h"}}""")]
    [InlineData("""{ "id": "x", "kind": "quantity", "source": "s", "target": "t", "unit": "h" }""", """{"t":{"value":"1","unit":"\ud800"}}""")]
    [InlineData("""{ "id": "x", "kind": "reference", "source": "s", "target": "t", "to": "customer" }""", """{"t":{"id":"\ud800"}}""")]
    [InlineData("""{ "id": "x", "kind": "constant", "target": "t", "value": "a" }""", """{"t":"\ud800"}""")]
    [InlineData("""{ "id": "x", "kind": "constant", "target": "t", "value": { "a": 1 } }""", """{"t":{"\ud800":1}}""")]
    [InlineData("""{ "id": "x", "kind": "field", "source": "s", "target": "t" }""", """{"t":{"\ud800":1}}""")]
    [InlineData("""{ "id": "x", "kind": "field", "source": "s", "target": "t[kind=main].a" }""", """{"t":[{"kind":"\ud800","a":1},{"kind":"main","a":"\udc00"}]}""")]
    public void ToVendor_TextThatIsNoUnicode_IsAnIssueNotAnException(string lens, string canonical) =>
        Assert.NotEmpty(Bench.Mapper(lens).Back(canonical).Issues);

    [Theory]
    [InlineData("""{"id":1,"\ud800":1}""")]
    [InlineData("""{"id":1,"\ud800":1,"\ud800":2}""")]
    public void ToCanonical_NameThatIsNoUnicode_IsNotAnException(string vendor) =>
        Assert.NotNull(Bench.Mapper(Name).Forth(vendor));

    [Fact]
    public void ToCanonical_WithoutObservedAt_Throws() =>
        Assert.Throws<ArgumentException>(() => Bench.Mapper(Name).Forth("""{"id":1}""", new MappingContext { Tenant = "a", Instance = "b" }));

    [Fact]
    public void ToCanonical_ManyProblems_AreAllToldAndNoneShowsAValue()
    {
        const string secret = "S3CRET-5550100";
        var mapper = Bench.Mapper("""
            { "id": "a", "kind": "field", "source": "a", "target": "a", "convert": "decimal" },
            { "id": "b", "kind": "field", "source": "b", "target": "b", "convert": "date" },
            { "id": "c", "kind": "table", "source": "c", "target": "c", "entries": [ { "vendor": "x", "canonical": "y" } ] },
            { "id": "d", "kind": "reference", "source": "d", "target": "d", "to": "customer" },
            { "id": "e", "kind": "field", "source": "e.f", "target": "e", "convert": "text" },
            { "id": "g", "kind": "money", "source": "g", "target": "g", "currency": { "path": "cur" } },
            { "id": "h", "kind": "constant", "source": "h", "value": "other" },
            { "id": "i", "kind": "quantity", "source": "i", "target": "i", "unit": "h" },
            { "id": "j", "kind": "field", "source": "j", "target": "j", "convert": "boolean" }
            """);
        var result = mapper.Forth(
            $$"""{"id":"{{secret}}","a":"{{secret}}","b":"{{secret}}","c":"{{secret}}","d":"{{secret}}","e":"{{secret}}","g":1,"cur":"{{secret}}","h":"{{secret}}","i":"{{secret}}","j":"{{secret}}"}""",
            Bench.Context with { References = new DictionaryReferenceResolver() });
        Assert.Equal("a b c d e g h i j", string.Join(' ', result.Issues.Select(issue => issue.Lens)));
        Assert.All(result.Issues, issue =>
        {
            Assert.DoesNotContain(secret, issue.ToString(), StringComparison.Ordinal);
            Assert.NotEmpty(issue.Remedy);
            Assert.NotNull(issue.SourcePath);
        });
    }

    [Fact]
    public void ToVendor_OtherContractOrMajor_IsRefusedALaterMinorIsNot()
    {
        var mapper = Bench.Mapper(Name);
        Assert.Equal("""{"Name":"A"}""", mapper.Back("""{"contract":"thing/1.7.0","name":"A","newer":1}""").Text());
        Assert.Equal(MappingCodes.ContractMismatch, mapper.Back("""{"contract":"thing/2.0.0","name":"A"}""").Issue().Code);
        Assert.Equal(MappingCodes.ContractMismatch, mapper.Back("""{"contract":"other/1.0.0","name":"A"}""").Issue().Code);
    }

    [Fact]
    public void Package_Snippet_DoesWhatItSays()
    {
        // The example of PACKAGE.md, word for word but for the console.
        var document = MappingDocument.Parse("""
            {
              "mapping": "salesforce.account", "version": "1.0.0",
              "source": { "system": "salesforce", "object": "Account", "key": "Id" },
              "target": "customer/1.0.0",
              "lenses": [
                { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" },
                { "id": "phone", "kind": "field", "source": "Phone", "target": "phones[kind=main].number", "convert": "text" }
              ]
            }
            """u8);
        var mapper = Mapping.Mapper.Compile(document);
        var context = new MappingContext { Tenant = "acme", Instance = "00D000000000062EAA", ObservedAt = TimeProvider.System.GetUtcNow() };

        MappingResult read = mapper.ToCanonical("""{ "Id": "001A", "Name": "Example AB", "Phone": "+46 8 555 01" }"""u8, context);
        MappingResult back = mapper.ToVendor(read.Json.Span, context);
        Assert.Equal("""{"Name":"Example AB","Phone":"+46 8 555 01"}""", back.Text());
    }

    [Fact]
    public void ToCanonical_JsonElementOfAPage_IsTheSame()
    {
        var mapper = Bench.Mapper(Name);
        using var page = JsonDocument.Parse("""{"records":[{"id":1,"Name":"A"},{"id":2,"Name":"B"}]}""");
        var mapped = page.RootElement.GetProperty("records").EnumerateArray().Select(record => mapper.ToCanonical(record, Bench.Context).Text());
        Assert.Equal(mapper.Forth("""{"id":2,"Name":"B"}""").Text(), mapped.Last());
    }

    [Fact]
    public async Task Mapper_SharedByManyThreads_GivesTheSameBytes()
    {
        var document = MappingDocument.Parse(File.ReadAllBytes(Repository.Path("tests", "Canonical.Mapping.Tests", "Golden", "netsuite-time-bill", "mapping.json")), Bench.NoContract);
        var mapper = Mapping.Mapper.Compile(document);
        var input = await File.ReadAllBytesAsync(Repository.Path("tests", "Canonical.Mapping.Tests", "Golden", "netsuite-time-bill", "input.json"), TestContext.Current.CancellationToken);
        var context = Bench.Context with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["rateCurrency"] = "EUR" } };
        var expected = mapper.ToCanonical(input, context).Text();
        var runs = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 50).All(_ => mapper.ToCanonical(input, context).Text() == expected), TestContext.Current.CancellationToken));
        Assert.All(await Task.WhenAll(runs), Assert.True);
    }
}
