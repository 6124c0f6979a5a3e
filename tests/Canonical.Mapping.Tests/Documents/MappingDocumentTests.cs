using System.Text;
using System.Text.Json;

namespace Canonical.Mapping.Tests;

public sealed class MappingDocumentTests
{
    private const string Contract = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://schemas.canonical-sdk.org/thing/1.0.0", "type": "object",
          "properties": {
            "id": { "type": "string" },
            "name": { "type": "string" },
            "address": { "$ref": "/common/1.0.0#/$defs/address" },
            "phones": { "type": "array", "items": { "type": "object", "properties": { "number": { "type": "string" } } } },
            "extensions": { "type": "object", "additionalProperties": { "type": "object" } }
          }
        }
        """;

    private const string Common = """{ "$id": "https://schemas.canonical-sdk.org/common/1.0.0", "$defs": { "address": { "type": "object", "properties": { "city": { "type": "string" } } } } }""";

    private static readonly MappingDocumentOptions s_known = new()
    {
        Contracts = id => id switch
        {
            "thing/1.0.0" => Encoding.UTF8.GetBytes(Contract),
            "common/1.0.0" => Encoding.UTF8.GetBytes(Common),
            _ => null,
        },
    };

    // lenses, members beside them, expected code, part of the message
    public static readonly TheoryData<string, string, string, string> Refused = new()
    {
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t" }, { "id": "a", "kind": "field", "source": "y", "target": "u" }""", "", MappingCodes.DuplicateLens, "/lenses/0" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t" }, { "id": "b", "kind": "field", "source": "y", "target": "t" }""", "", MappingCodes.TargetWrittenTwice, "lens 'a'" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t" }, { "id": "b", "kind": "field", "source": "y", "target": "t.u" }""", "", MappingCodes.TargetWrittenTwice, "'t.u'" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "l[0]" }, { "id": "b", "kind": "field", "source": "y", "target": "l[k=v]" }""", "", MappingCodes.TargetWrittenTwice, "lens 'a'" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t" }, { "id": "b", "kind": "field", "source": "x", "target": "u" }""", "", MappingCodes.SourceWrittenTwice, "only" },
        { """{ "id": "a", "kind": "field", "source": "x..y", "target": "t" }""", "", MappingCodes.PathSyntax, "character 3" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t", "convert": "dezimal" }""", "", MappingCodes.UnknownConverter, "decimal" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t", "convert": { "name": "decimal", "scale": 2 } }""", "", MappingCodes.ConverterOption, "'scale' does not exist" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t", "convert": { "name": "date", "format": "yy/MM" } }""", "", MappingCodes.ConverterOption, "yyyy" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t", "only": "toCanonical" }""", "", MappingCodes.NotReversible, "loss" },
        { """{ "id": "a", "kind": "when", "source": { "path": "x", "exists": true }, "lenses": [ { "id": "b", "kind": "constant", "target": "t", "value": 1 } ] }""", "", MappingCodes.NotReversible, "'target' condition" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "entries": [ { "vendor": 1, "canonical": "a" }, { "vendor": 2, "canonical": "a" } ] }""", "", MappingCodes.AmbiguousTable, "way back" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "entries": [ { "vendor": 1, "canonical": "a" }, { "vendor": 1.0, "canonical": "b" } ] }""", "", MappingCodes.AmbiguousTable, "twice" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "entries": [ { "vendor": 1, "canonical": "a" }, { "vendor": 2, "canonical": "a", "only": "toCanonical" } ] }""", "", MappingCodes.NotReversible, "loss" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "table": "none" }""", "", MappingCodes.UnknownTable, "none" },
        { """{ "id": "a", "kind": "constant", "target": "t", "parameter": "p" }""", "", MappingCodes.UnknownParameter, "'p'" },
        { """{ "id": "a", "kind": "constant", "target": "t", "parameter": "p" }""", """ "parameters": { "p": { "type": "date", "default": "soon" } }, """, MappingCodes.UnknownParameter, "default" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "observedAt" }""", "", MappingCodes.HeaderTarget, "observedAt" },
        { """{ "id": "a", "kind": "field", "source": "$.x", "target": "t" }""", "", MappingCodes.RootPath, "root" },
        { """{ "id": "a", "kind": "first", "sources": [ "x", "y" ], "back": "z", "target": "t", "loss": "which of the two it was" }""", "", MappingCodes.DocumentMember, "sources" },
        { """{ "id": "a", "kind": "each", "source": "x", "target": "t", "only": "toVendor", "loss": "never read at all", "lenses": [ { "id": "b", "kind": "field", "source": "x", "target": "t", "only": "toCanonical", "loss": "never runs at all" } ] }""", "", MappingCodes.DocumentMember, "never runs" },
        { """{ "id": "a", "kind": "when", "source": "k = 1", "only": "toCanonical", "loss": "only read here", "lenses": [ { "id": "b", "kind": "constant", "target": "t", "value": 1 } ] }""", "", MappingCodes.ExpressionSyntax, "at character 3, equality is written '=='" },
        { """{ "id": "a", "kind": "when", "source": "1 == 1", "target": "t == 1", "lenses": [ { "id": "b", "kind": "constant", "target": "t", "value": 1 } ] }""", "", MappingCodes.ExpressionSyntax, "always the same" },
        { """{ "id": "a", "kind": "each", "source": "x", "target": "t", "where": { "source": "k ==" }, "loss": "other elements", "lenses": [ { "id": "b", "kind": "field", "source": "x", "target": "t" } ] }""", "", MappingCodes.ExpressionSyntax, "character 5" },
        { """{ "id": "a", "kind": "each", "source": "x", "target": "t", "where": { "source": "k == 1" }, "lenses": [ { "id": "b", "kind": "field", "source": "x", "target": "t" } ] }""", "", MappingCodes.DocumentSchema, "loss" },
        { """{ "id": "a", "kind": "concat", "sources": [ "x", "y" ], "separator": " ", "target": "t", "exact": false }""", "", MappingCodes.DocumentSchema, "loss" },
        { """{ "id": "a", "kind": "split", "source": "x", "separator": "", "targets": [ "t", "u" ] }""", "", MappingCodes.DocumentSchema, "" },
        { """{ "id": "a", "kind": "concat", "sources": [ "x", "y" ], "separator": " ", "target": "t" }, { "id": "b", "kind": "field", "source": "y", "target": "u" }""", "", MappingCodes.SourceWrittenTwice, "'y'" },
        { """{ "id": "a", "kind": "split", "source": "x", "separator": " ", "targets": [ "t", "u" ] }, { "id": "b", "kind": "field", "source": "y", "target": "u" }""", "", MappingCodes.TargetWrittenTwice, "'u'" },
        { """{ "id": "a", "kind": "extension", "source": "x", "namespace": "acme", "name": "n", "type": "date", "convert": "decimal" }""", "", MappingCodes.DocumentMember, "'date'" },
        { """{ "id": "a", "kind": "rest", "target": "notes" }""", "", MappingCodes.DocumentMember, "extensions" },
        { """{ "id": "a", "kind": "rest", "target": "extensions.a.b", "except": [ "x" ] }""", "", MappingCodes.DocumentSchema, "loss" },
        { """{ "id": "a", "kind": "rest", "target": "extensions.a.b" }, { "id": "b", "kind": "rest", "target": "extensions.a.c" }""", "", MappingCodes.DocumentMember, "Lens 'a' takes" },
        { """{ "id": "a", "kind": "rest", "target": "extensions.a" }, { "id": "b", "kind": "extension", "source": "x", "namespace": "a", "name": "n", "type": "text" }""", "", MappingCodes.TargetWrittenTwice, "extensions.a" },
        { """{ "id": "w", "kind": "when", "source": "k == 1", "target": "t == 1", "lenses": [ { "id": "a", "kind": "rest", "target": "extensions.a.b" } ] }""", "", MappingCodes.DocumentMember, "outside of 'when'" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "entries": [ { "vendor": 1, "canonical": "a", "to": "2026-01-01" }, { "vendor": 1, "canonical": "b", "from": "2026-01-01" } ] }""", "", MappingCodes.DocumentMember, "asOf" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "asOf": { "source": "d", "target": "d" }, "entries": [ { "vendor": 1, "canonical": "a", "to": "2026-01-02" }, { "vendor": 1, "canonical": "b", "from": "2026-01-01" } ] }""", "", MappingCodes.AmbiguousTable, "in one period" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "asOf": { "source": "d", "target": "d" }, "entries": [ { "vendor": 1, "canonical": "a", "from": "2026-01-01", "to": "2026-01-01" } ] }""", "", MappingCodes.AmbiguousTable, "empty" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "asOf": { "source": "d", "target": "d" }, "entries": [ { "vendor": 1, "canonical": "a", "from": "2026-02-30" } ] }""", "", MappingCodes.DocumentSchema, "" },
        { """{ "id": "a", "kind": "table", "source": "x", "target": "t", "table": "n" }""", """ "tables": { "n": { "entries": [ { "vendor": 1, "canonical": "a", "from": "2026-01-01" } ] } }, """, MappingCodes.DocumentMember, "asOf" },
        { """{ "id": "a", "kind": "first", "sources": [ "x", "y" ], "target": "t" }""", "", MappingCodes.DocumentSchema, "loss" },
        { """{ "id": "a", "kind": "default", "target": "t", "value": 1 }""", "", MappingCodes.DocumentSchema, "loss" },
        { """{ "id": "a", "kind": "field", "source": "x", "target": "t", "converter": "date" }""", "", MappingCodes.DocumentSchema, "line 1" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Parse_UnsoundDocument_SaysWhatAndWhere(string lenses, string extra, string code, string part)
    {
        var findings = Bench.Findings(Bench.Document(lenses, extra));
        Assert.Contains(findings, finding => finding.Code == code && finding.Message.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_AddedPathThatCannotBeRead_IsRefused()
    {
        var findings = Bench.Findings(Bench.Document("""{ "id": "a", "kind": "field", "source": "x", "target": "t" }""").Replace("\"key\": \"id\"", "\"key\": \"id\", \"added\": [ \"ok\", \"a..b\" ]", StringComparison.Ordinal));
        Assert.Equal((MappingCodes.PathSyntax, "/source/added/1"), (Assert.Single(findings).Code, findings[0].Path));
    }

    [Fact]
    public void Parse_ManyMistakes_GivesThemAllInOneException()
    {
        var findings = Bench.Findings(Bench.Document("""
            { "id": "a", "kind": "field", "source": "x", "target": "t", "convert": "nope" },
            { "id": "a", "kind": "field", "source": "y[", "target": "u" },
            { "id": "c", "kind": "fields", "source": "z", "target": "v" }
            """));
        Assert.Equal(
            string.Join(' ', MappingCodes.DocumentSchema, MappingCodes.UnknownConverter, MappingCodes.PathSyntax, MappingCodes.DuplicateLens),
            string.Join(' ', findings.Select(finding => finding.Code).Distinct(StringComparer.Ordinal)));
        Assert.Equal("/lenses/0/convert", findings.Single(finding => finding.Code == MappingCodes.UnknownConverter).Path);
        Assert.Contains(findings, finding => finding.Code == MappingCodes.DocumentSchema && finding.Lens == "c");
    }

    [Fact]
    public void Parse_NotJson_SaysTheLine()
    {
        var exception = Assert.Throws<MappingDocumentException>(() => MappingDocument.Parse("{\n \"mapping\": secret }"u8));
        Assert.Equal(MappingCodes.DocumentNotJson, Assert.Single(exception.Findings).Code);
        Assert.Contains("line 2", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.Equal(MappingCodes.UnusableDocument, exception.Code);
    }

    [Theory]
    [InlineData("""{ "mapping": "a.b", "mapping": "a.c" }""", "twice")]
    [InlineData("""{ "mapping": "a.b" } {}""", "line 1")]
    [InlineData("""{ "\ud800": 1, "x": 2 }""", "")]
    public void Parse_NotOneValueOrANameTwice_IsRefused(string json, string part)
    {
        var findings = Bench.Findings(json);
        Assert.All(findings, finding => Assert.True(finding.Code is MappingCodes.DocumentNotJson or MappingCodes.DocumentSchema));
        Assert.Contains(part, findings[0].Message, StringComparison.Ordinal);
        Assert.NotEmpty(Assert.Throws<MappingDocumentException>(() => MappingOverlay.Parse(System.Text.Encoding.UTF8.GetBytes(json))).Findings);
    }

    [Theory]
    [InlineData("nam")]
    [InlineData("name.deeper")]
    [InlineData("address.town")]
    [InlineData("phones[kind=main].no")]
    [InlineData("phones.number")]
    public void Parse_TargetThatTheContractDoesNotHave_IsRefused(string target)
    {
        var findings = Bench.Findings(Bench.Document($$"""{ "id": "a", "kind": "field", "source": "x", "target": "{{target}}" }"""), s_known);
        Assert.Equal(MappingCodes.UnknownTarget, Assert.Single(findings).Code);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("address.city")]
    [InlineData("phones[kind=main].number")]
    [InlineData("phones[0].number")]
    [InlineData("extensions.'acme.crm'.score")]
    public void Parse_TargetThatTheContractHas_IsTaken(string target) =>
        Assert.Single(Bench.Mapper($$"""{ "id": "a", "kind": "field", "source": "x", "target": "{{target}}" }""", options: s_known).Document.Lenses);

    [Fact]
    public void Parse_BranchesThatExcludeEachOther_MayWriteOneMember()
    {
        var document = Bench.Mapper("""
            { "id": "a", "kind": "when", "source": { "path": "k", "equals": "A" }, "target": { "path": "k", "equals": "a" },
              "lenses": [ { "id": "a1", "kind": "field", "source": "x", "target": "t" } ], "else": [ { "id": "a2", "kind": "field", "source": "y", "target": "t" } ] },
            { "id": "b", "kind": "when", "source": { "path": "q", "in": [ 1, 2 ] }, "target": { "path": "q", "equals": "b" },
              "lenses": [ { "id": "b1", "kind": "field", "source": "z", "target": "u" } ] },
            { "id": "c", "kind": "when", "source": { "path": "q", "exists": false }, "target": { "path": "q", "equals": "c" },
              "lenses": [ { "id": "c1", "kind": "field", "source": "w", "target": "u" } ] }
            """).Document;
        Assert.Equal("a a1 a2 b b1 c c1", string.Join(' ', document.Lenses.Select(lens => lens.Id)));
    }

    [Fact]
    public void Lenses_OfADocument_TellFullPathsConverterAndLoss()
    {
        var document = MappingDocument.Parse(File.ReadAllBytes(Repository.Path("schemas", "mapping", "1.0.0.examples", "valid", "arrays-and-conditions.json")), Bench.NoContract);
        var from = document.Lenses.Single(lens => lens.Id == "rateFrom");
        Assert.Equal(["rates[].from"], from.SourcePaths);
        Assert.Equal(["costRates[].effectiveFrom"], from.TargetPaths);
        Assert.Equal("date", from.Converter);
        Assert.Equal(["rates[].cents", "currency"], document.Lenses.Single(lens => lens.Id == "rateAmount").SourcePaths);
        Assert.StartsWith("The address", document.Lenses.Single(lens => lens.Id == "email").Loss, StringComparison.Ordinal);
        Assert.Equal("resource", document.ObjectType);
        Assert.Equal("resource/1.0.0", document.Target.ToString());
    }

    [Fact]
    public void Examples_Valid_AreSoundAgainstTheContracts()
    {
        var files = Directory.GetFiles(Repository.Path("schemas", "mapping", "1.0.0.examples", "valid"));
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var document = MappingDocument.Parse(File.ReadAllBytes(file));
            Assert.NotNull(Mapper.Compile(document));
            Assert.DoesNotContain(MappingCheck.Run(document).Findings, finding => finding.Severity == MappingFindingSeverity.Error);
        }
    }

    [Fact]
    public void Rest_LeavesWhatOthersRead()
    {
        var document = MappingDocument.Parse(System.Text.Encoding.UTF8.GetBytes(Bench.Document("""
            { "id": "a", "kind": "field", "source": "x.y", "target": "t" },
            { "id": "w", "kind": "when", "source": "k == 1 or exists(l)", "target": "t == 1", "lenses": [ { "id": "b", "kind": "constant", "source": "m", "value": 1 } ] },
            { "id": "e", "kind": "each", "source": "lines", "target": "lines", "where": { "source": "$.taken and own" }, "loss": "lines that are not taken",
              "lenses": [ { "id": "f", "kind": "money", "source": "amount", "target": "u", "currency": { "path": "$.currency" } }, { "id": "r2", "kind": "rest", "target": "extensions.a.b" } ] },
            { "id": "r", "kind": "rest", "target": "extensions.a.b", "except": [ "links" ], "loss": "links are made anew" }
            """)), Bench.NoContract);
        var rest = Assert.Single(document.Plan.OfType<RestLens>());
        Assert.Equal(["currency", "id", "k", "l", "lines", "links", "m", "taken", "x"], rest.Left.Order(StringComparer.Ordinal));
        var inner = Assert.Single(document.Plan.OfType<EachLens>().Single().Lenses.OfType<RestLens>());
        Assert.Equal(["amount"], inner.Left.Order(StringComparer.Ordinal));
        Assert.Equal(["lines", "taken", "lines[].own"], document.Lenses.Single(lens => lens.Id == "e").SourcePaths);
    }

    [Fact]
    public void Table_ByDate_HasOneAnswerADay()
    {
        var document = MappingDocument.Parse(File.ReadAllBytes(Repository.Path("schemas", "mapping", "1.0.0.examples", "valid", "texts-dates-and-the-rest.json")));
        var table = document.Plan.OfType<TableLens>().Single().AsOf!.Table;
        Assert.True(table.TryFind(MappingDirection.ToCanonical, JsonScalar.Of("30"), new DateOnly(2025, 6, 30), out var before));
        Assert.True(table.TryFind(MappingDirection.ToCanonical, JsonScalar.Of("30"), new DateOnly(2025, 7, 1), out var after));
        Assert.Equal(("net30", "net45"), (before.Text, after.Text));
        Assert.True(table.TryFind(MappingDirection.ToVendor, JsonScalar.Of("net45"), new DateOnly(2026, 1, 1), out var back));
        Assert.Equal("45", back.Text);
        Assert.False(table.TryFind(MappingDirection.ToCanonical, JsonScalar.Of("45"), new DateOnly(2025, 12, 31), out _));
    }

    [Fact]
    public void Extension_OfAType_IsAFieldWithItsConverter()
    {
        var mapper = Bench.Mapper("""
            { "id": "a", "kind": "extension", "source": "x", "namespace": "acme.crm", "name": "score", "type": "decimal" },
            { "id": "b", "kind": "extension", "source": "y", "namespace": "acme.crm", "name": "vip", "type": "boolean", "convert": { "name": "boolean", "true": "T", "false": "F" } },
            { "id": "c", "kind": "extension", "source": "z", "namespace": "acme.crm", "name": "grade", "type": "code" }
            """);
        var forth = mapper.Forth("""{ "id": 1, "x": 1.50, "y": "T", "z": " A " }""");
        Assert.Equal("""{"extensions":{"acme.crm":{"score":"1.5","vip":true,"grade":"A"}}}""", forth.Body());
        Assert.Equal("""{"x":1.5,"y":"T","z":"A"}""", mapper.Back("""{"extensions":{"acme.crm":{"score":"1.5","vip":true,"grade":"A"}}}""").Text());
    }

    [Theory]
    [InlineData("""{ "id": 1, "k": "a", "x": 5 }""", """{"t":5}""")]
    [InlineData("""{ "id": 1, "k": "b", "x": 5 }""", "{}")]
    [InlineData("""{ "id": 1, "k": "a", "closed": "2026-01-01", "x": 5 }""", "{}")]
    public void When_TextCondition_DecidesTheBranch(string vendor, string expected)
    {
        var mapper = Bench.Mapper("""
            { "id": "w", "kind": "when", "source": "k == 'a' and not exists(closed)", "target": "exists(t)", "lenses": [ { "id": "a", "kind": "field", "source": "x", "target": "t" } ] }
            """);
        Assert.Equal(expected, mapper.Forth(vendor).Body());
    }

    [Fact]
    public void Examples_Invalid_AreRefusedByTheSchema()
    {
        var files = Directory.GetFiles(Repository.Path("schemas", "mapping", "1.0.0.examples", "invalid"));
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var exception = Assert.Throws<MappingDocumentException>(() => MappingDocument.Parse(File.ReadAllBytes(file)));
            Assert.Contains(exception.Findings, finding => finding.Code == MappingCodes.DocumentSchema);
        }
    }

    [Fact]
    public void Guide_CompleteDocument_IsTheExample()
    {
        var guide = File.ReadAllText(Repository.Path("docs", "mapping.md"));
        var start = guide.IndexOf("```json\n", StringComparison.Ordinal) + 8;
        var shown = guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)];
        var example = File.ReadAllText(Repository.Path("schemas", "mapping", "1.0.0.examples", "valid", "salesforce-account-customer.json"));
        Assert.Equal(example, shown);
    }

    [Fact]
    public void Guide_NamesEveryKindAndConverter()
    {
        var guide = File.ReadAllText(Repository.Path("docs", "mapping.md"));
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Repository.Path("schemas", "mapping", "1.0.0.json")));
        var kinds = schema.RootElement.GetProperty("$defs").GetProperty("lens").GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(kind => kind.GetString()!);
        foreach (var name in kinds.Concat(BuiltInConverters.Names))
            Assert.Contains($"`{name}`", guide, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_AreUniqueAndListed()
    {
        var codes = typeof(MappingCodes).GetFields().Select(field => (string)field.GetValue(null)!).ToArray();
        Assert.Equal(codes.Length, codes.Distinct(StringComparer.Ordinal).Count());
        var listed = File.ReadAllText(Repository.Path("docs", "errors", "mapping.md")) + File.ReadAllText(Repository.Path("docs", "errors", "mapping-checks.md"));
        Assert.All(codes, code => Assert.Contains($"| {code} |", listed, StringComparison.Ordinal));
    }
}
