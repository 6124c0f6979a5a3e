using System.Text;
using System.Text.Json;

namespace Canonical.Mapping.Tests;

public sealed class MappingOverlayTests
{
    private const string Lenses = """
        { "id": "name", "kind": "field", "source": "Name", "target": "name" },
        { "id": "terms", "kind": "table", "source": "Terms", "target": "terms", "table": "terms" },
        { "id": "currency", "kind": "default", "target": "currency", "parameter": "currency", "loss": "not written back" },
        { "id": "lines", "kind": "each", "source": "Lines", "target": "lines", "lenses": [ { "id": "hours", "kind": "field", "source": "Hours", "target": "hours" }, { "id": "note", "kind": "field", "source": "Note", "target": "note" } ] },
        { "id": "either", "kind": "when", "source": "K == 1", "target": "k == 1", "lenses": [ { "id": "k", "kind": "field", "source": "K", "target": "k" } ], "else": [ { "id": "other", "kind": "field", "source": "O", "target": "o" } ] }
        """;

    private const string Extra = """
        "parameters": { "currency": { "type": "currency", "default": "EUR" } },
        "tables": { "terms": { "entries": [ { "vendor": "30", "canonical": "net30" }, { "vendor": "60", "canonical": "net60" } ] }, "unused": { "entries": [ { "vendor": 1, "canonical": "one" } ] } },
        """;

    private static readonly MappingDocument s_base = MappingDocument.Parse(Encoding.UTF8.GetBytes(Bench.Document(Lenses, Extra)), Bench.NoContract);

    [Fact]
    public void With_AddReplaceRemove_ChangesLensesById()
    {
        var document = s_base.With(Overlay("tenant", """
            "lenses": [
              { "op": "add", "before": "name", "lens": { "id": "first", "kind": "field", "source": "F", "target": "f" } },
              { "op": "add", "after": "hours", "lens": { "id": "rate", "kind": "field", "source": "Rate", "target": "rate" } },
              { "op": "add", "lens": { "id": "last", "kind": "field", "source": "L", "target": "l" } },
              { "op": "replace", "id": "name", "lens": { "id": "name", "kind": "field", "source": "LegalName", "target": "name", "convert": "text" } },
              { "op": "remove", "id": "note" },
              { "op": "remove", "id": "other" } ]
            """));
        Assert.Equal("first name terms currency lines hours rate either k last", Ids(document));
        Assert.Equal(["LegalName"], document.Lenses.Single(lens => lens.Id == "name").SourcePaths);
        Assert.Equal("""{"f":1,"name":"x","lines":[{"hours":2,"rate":3}],"l":4,"currency":"EUR"}""", Sorted(Mapper.Compile(document).Forth(
            """{ "id": 1, "F": 1, "Name": "no", "LegalName": " x ", "Lines": [ { "Hours": 2, "Rate": 3, "Note": "n" } ], "O": 9, "L": 4 }""").Body()));
        // The mapping itself is as it was.
        Assert.Equal("name terms currency lines hours note either k other", Ids(s_base));
        Assert.Empty(s_base.Overlays);
    }

    [Fact]
    public void With_Tables_AddsReplacesRemovesAndMergesByCode()
    {
        var document = s_base.With(Overlay("legalEntity", """
            "tables": {
              "terms": { "op": "merge", "remove": [ "60" ], "entries": [ { "vendor": "30", "canonical": "net45" }, { "vendor": "NW", "canonical": "net30" } ] },
              "unused": { "op": "remove" },
              "extra": { "op": "add", "table": { "entries": [ { "vendor": "a", "canonical": "b" } ] } } },
            "lenses": [ { "op": "add", "lens": { "id": "x", "kind": "table", "source": "X", "target": "x", "table": "extra" } } ]
            """));
        var mapper = Mapper.Compile(document);
        Assert.Equal("""{"terms":"net45","x":"b","currency":"EUR"}""", Sorted(mapper.Forth("""{ "id": 1, "Terms": "30", "X": "a", "K": 1 }""").Body()));
        Assert.Equal("""{"Terms":"NW"}""", mapper.Back("""{ "terms": "net30", "k": 1 }""").Text().Replace(",\"K\":1", "", StringComparison.Ordinal).Replace("\"K\":1,", "", StringComparison.Ordinal));
        Assert.Equal(MappingCodes.UnknownCode, mapper.Forth("""{ "id": 1, "Terms": "60" }""").Issue().Code);
        using var json = JsonDocument.Parse(document.Utf8Json);
        Assert.Equal(["terms", "extra"], json.RootElement.GetProperty("tables").EnumerateObject().Select(table => table.Name));
    }

    [Fact]
    public void With_ReplacedTable_IsTheNewOneAlone()
    {
        var document = s_base.With(Overlay("tenant", """ "tables": { "terms": { "op": "replace", "table": { "entries": [ { "vendor": "7", "canonical": "net7" } ] } } } """));
        Assert.Equal(MappingCodes.UnknownCode, Mapper.Compile(document).Forth("""{ "id": 1, "Terms": "30" }""").Issue().Code);
    }

    [Fact]
    public void With_DatedEntries_MergesByCodeAndFirstDay()
    {
        var dated = MappingDocument.Parse(Encoding.UTF8.GetBytes(Bench.Document(
            """{ "id": "t", "kind": "table", "source": "T", "target": "t", "table": "t", "asOf": { "source": "D", "target": "d" } }""",
            """ "tables": { "t": { "entries": [ { "vendor": "a", "canonical": "1", "to": "2026-01-01" }, { "vendor": "a", "canonical": "2", "from": "2026-01-01" } ] } }, """)), Bench.NoContract);
        var document = dated.With(Overlay("tenant", """ "tables": { "t": { "op": "merge", "entries": [ { "vendor": "a", "canonical": "3", "from": "2026-01-01", "to": "2026-02-01" }, { "vendor": "a", "canonical": "4", "from": "2026-02-01" } ] } } """));
        var table = document.Plan.OfType<TableLens>().Single().AsOf!.Table;
        string On(int month) => table.TryFind(MappingDirection.ToCanonical, JsonScalar.Of("a"), new DateOnly(month == 12 ? 2025 : 2026, month, 1), out var found) ? found.Text : "";
        Assert.Equal("1 3 4", $"{On(12)} {On(1)} {On(2)}");
    }

    [Fact]
    public void With_Parameters_AddsAndSetsDefaults()
    {
        var document = s_base.With(Overlay("region", """
            "parameters": { "currency": { "type": "currency", "default": "NOK" }, "branch": { "type": "code" } },
            "lenses": [ { "op": "add", "lens": { "id": "branch", "kind": "constant", "target": "branch", "parameter": "branch", "only": "toCanonical", "loss": "not written back" } } ]
            """));
        Assert.Equal(["branch", "currency"], document.Parameters.Select(parameter => parameter.Name));
        var run = Mapper.Compile(document).Forth("""{ "id": 1 }""", Bench.Context with { Parameters = new Dictionary<string, string> { ["branch"] = "OSL" } });
        Assert.Equal("""{"branch":"OSL","currency":"NOK"}""", Sorted(run.Body()));
    }

    [Fact]
    public void With_SeveralScopes_AppliesThemInTheOrderOfScopes()
    {
        // Ids that would sort the other way round.
        MappingOverlay Named(string scope, string source, string id) => Overlay(scope, $$"""
            "lenses": [ { "op": "replace", "id": "name", "lens": { "id": "name", "kind": "field", "source": "{{source}}", "target": "name" } } ]
            """, id);
        var overlays = new[] { Named("customFields", "C", "a.a"), Named("tenant", "T", "a.b"), Named("legalEntity", "L", "a.c"), Named("region", "R", "a.d") };
        for (var count = 1; count <= overlays.Length; count++)
        {
            // The last scope wins, however they are given.
            var some = overlays[^count..];
            foreach (var order in new[] { some, [.. Enumerable.Reverse(some)] })
                Assert.Equal([Scope(some[0])], s_base.With(order).Lenses.Single(lens => lens.Id == "name").SourcePaths);
        }

        static string Scope(MappingOverlay overlay) => overlay.Scope.ToString()[..1];
    }

    [Fact]
    public void With_ALaterScope_MayRemoveWhatAnEarlierOneAdded()
    {
        var added = Overlay("region", """ "lenses": [ { "op": "add", "lens": { "id": "new", "kind": "field", "source": "N", "target": "n" } } ] """, "a.added");
        var removed = Overlay("tenant", """ "lenses": [ { "op": "remove", "id": "new" } ] """, "a.removed");
        Assert.Equal(Ids(s_base), Ids(s_base.With(removed, added)));
        Assert.Equal(MappingCodes.OverlayTargetMissing, Refused(removed).Code);
    }

    [Fact]
    public void With_StepByStep_AppliesAllAnew()
    {
        var tenant = Overlay("tenant", """ "lenses": [ { "op": "replace", "id": "name", "lens": { "id": "name", "kind": "field", "source": "T", "target": "name" } } ] """, "a.tenant");
        var region = Overlay("region", """ "lenses": [ { "op": "replace", "id": "name", "lens": { "id": "name", "kind": "field", "source": "R", "target": "name" } } ] """, "a.region");
        var document = s_base.With(tenant).With(region);
        Assert.Equal(["T"], document.Lenses.Single(lens => lens.Id == "name").SourcePaths);
        Assert.Equal(["a.region", "a.tenant"], document.Overlays.Select(overlay => overlay.Id));
        Assert.Equal(s_base.With(region, tenant).Utf8Json.ToArray(), document.Utf8Json.ToArray());
        Assert.Equal(MappingCodes.OverlayConflict, Assert.Throws<MappingDocumentException>(() => document.With(tenant)).Findings[0].Code);
    }

    [Fact]
    public void Provenance_OfLenses_NamesTheOverlay()
    {
        var document = s_base.With(
            Overlay("tenant", """ "lenses": [ { "op": "replace", "id": "lines", "lens": { "id": "lines", "kind": "each", "source": "Items", "target": "lines", "lenses": [ { "id": "hours", "kind": "field", "source": "H", "target": "hours" } ] } } ] """, "a.tenant"),
            Overlay("region", """ "tables": { "terms": { "op": "merge", "remove": [ "60" ] } }, "lenses": [ { "op": "remove", "id": "either" } ] """, "a.region"));
        Assert.Equal("a.tenant/1.2.0", document.Lenses.Single(lens => lens.Id == "lines").Overlay);
        Assert.Equal("a.tenant/1.2.0", document.Lenses.Single(lens => lens.Id == "hours").Overlay);
        Assert.Null(document.Lenses.Single(lens => lens.Id == "name").Overlay);
        Assert.Equal(
            ["a.region/1.2.0 merge table terms", "a.region/1.2.0 remove lens either", "a.tenant/1.2.0 replace lens lines"],
            document.Changes.Select(change => $"{change.Overlay} {change.Operation} {change.Part} {change.Id}"));
        Assert.Equal("test.thing", document.Id);
    }

    // one overlay that does not fit, code, part of the message
    public static readonly TheoryData<string, string, string> Unfit = new()
    {
        { """ "lenses": [ { "op": "remove", "id": "nope" } ] """, MappingCodes.OverlayTargetMissing, "'nope'" },
        { """ "lenses": [ { "op": "replace", "id": "nope", "lens": { "id": "nope", "kind": "field", "source": "x", "target": "t" } } ] """, MappingCodes.OverlayTargetMissing, "'nope'" },
        { """ "lenses": [ { "op": "add", "after": "nope", "lens": { "id": "new", "kind": "field", "source": "x", "target": "t" } } ] """, MappingCodes.OverlayTargetMissing, "'nope'" },
        { """ "lenses": [ { "op": "add", "lens": { "id": "name", "kind": "field", "source": "x", "target": "t" } } ] """, MappingCodes.OverlayMember, "already" },
        { """ "lenses": [ { "op": "replace", "id": "name", "lens": { "id": "title", "kind": "field", "source": "x", "target": "t" } } ] """, MappingCodes.OverlayMember, "keeps its id" },
        { """ "lenses": [ { "op": "remove", "id": "name" }, { "op": "add", "lens": { "id": "name", "kind": "field", "source": "x", "target": "t" } } ] """, MappingCodes.OverlayMember, "twice" },
        { """ "lenses": [ { "op": "remove", "id": "k" } ] """, MappingCodes.OverlayMember, "last lens" },
        { """ "tables": { "none": { "op": "merge", "remove": [ 1 ] } } """, MappingCodes.OverlayTargetMissing, "'none'" },
        { """ "tables": { "none": { "op": "remove" } } """, MappingCodes.OverlayTargetMissing, "'none'" },
        { """ "tables": { "terms": { "op": "merge", "remove": [ 30 ] } } """, MappingCodes.OverlayTargetMissing, "no entry" },
        { """ "tables": { "terms": { "op": "add", "table": { "entries": [ { "vendor": 1, "canonical": 2 } ] } } } """, MappingCodes.OverlayMember, "already" },
        { """ "parameters": { "currency": { "type": "text" } } """, MappingCodes.OverlayMember, "'currency'" },
        // What comes out is checked whole.
        { """ "tables": { "terms": { "op": "remove" } } """, MappingCodes.UnknownTable, "'terms'" },
        { """ "lenses": [ { "op": "add", "lens": { "id": "new", "kind": "field", "source": "x", "target": "name" } } ] """, MappingCodes.TargetWrittenTwice, "overlay test.overlay/1.2.0" },
        { """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "31", "canonical": "net30" } ] } } """, MappingCodes.AmbiguousTable, "way back" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void With_AnOverlayThatDoesNotFit_SaysWhatAndWhose(string body, string code, string part)
    {
        var finding = Refused(Overlay("tenant", body));
        Assert.Equal(code, finding.Code);
        Assert.Contains(part, finding.Message, StringComparison.Ordinal);
    }

    // two overlays of one scope
    public static readonly TheoryData<string, string, bool> Pairs = new()
    {
        { """ "lenses": [ { "op": "remove", "id": "name" } ] """, """ "lenses": [ { "op": "replace", "id": "name", "lens": { "id": "name", "kind": "field", "source": "x", "target": "t" } } ] """, true },
        { """ "lenses": [ { "op": "add", "lens": { "id": "new", "kind": "field", "source": "x", "target": "t" } } ] """, """ "lenses": [ { "op": "add", "lens": { "id": "new", "kind": "field", "source": "y", "target": "u" } } ] """, true },
        { """ "lenses": [ { "op": "remove", "id": "lines" } ] """, """ "lenses": [ { "op": "remove", "id": "note" } ] """, true },
        { """ "lenses": [ { "op": "remove", "id": "note" } ] """, """ "lenses": [ { "op": "remove", "id": "lines" } ] """, true },
        { """ "lenses": [ { "op": "remove", "id": "name" } ] """, """ "lenses": [ { "op": "remove", "id": "terms" } ] """, false },
        { """ "lenses": [ { "op": "remove", "id": "note" } ] """, """ "lenses": [ { "op": "add", "before": "hours", "lens": { "id": "new", "kind": "field", "source": "x", "target": "t" } } ] """, false },
        { """ "parameters": { "currency": { "type": "currency", "default": "SEK" } } """, """ "parameters": { "currency": { "type": "currency", "default": "NOK" } } """, true },
        { """ "tables": { "terms": { "op": "merge", "remove": [ "30" ] } } """, """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "30", "canonical": "net31" } ] } } """, true },
        { """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "30", "canonical": "net31" } ] } } """, """ "tables": { "terms": { "op": "merge", "remove": [ "30" ] } } """, true },
        { """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "A", "canonical": "a" } ] } } """, """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "A", "canonical": "b" } ] } } """, true },
        { """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "A", "canonical": "a" } ] } } """, """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "B", "canonical": "b" } ] } } """, false },
        { """ "tables": { "terms": { "op": "replace", "table": { "entries": [ { "vendor": "A", "canonical": "a" } ] } } } """, """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "B", "canonical": "b" } ] } } """, true },
        { """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "B", "canonical": "b" } ] } } """, """ "tables": { "terms": { "op": "replace", "table": { "entries": [ { "vendor": "A", "canonical": "a" } ] } } } """, true },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void With_TwoOverlaysOfOneScope_ConflictWhereTheyTouchTheSame(string first, string second, bool conflict)
    {
        var overlays = new[] { Overlay("legalEntity", first, "test.first"), Overlay("legalEntity", second, "test.second") };
        if (!conflict)
        {
            Assert.Equal(s_base.With(overlays).Utf8Json.ToArray(), s_base.With(overlays[1], overlays[0]).Utf8Json.ToArray());
            return;
        }

        var findings = Assert.Throws<MappingDocumentException>(() => s_base.With(overlays)).Findings;
        var found = Assert.Single(findings, finding => finding.Code == MappingCodes.OverlayConflict);
        Assert.Contains("test.first", found.Message, StringComparison.Ordinal);
        Assert.Contains("test.second", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test.thing", "1.0.0", true)]
    [InlineData("test.thing", "=1.0.0", true)]
    [InlineData("test.thing", "^1.0.0", true)]
    [InlineData("test.thing", "^1.0.1", false)]
    [InlineData("test.thing", "^0.9.0", false)]
    [InlineData("test.thing", ">=1.0.0 <2.0.0", true)]
    [InlineData("test.thing", ">1.0.0", false)]
    [InlineData("test.thing", "<1.0.0", false)]
    [InlineData("test.thing", ">=0.1.0 <=1.0.0", true)]
    [InlineData("test.other", "1.0.0", false)]
    public void With_AnotherMappingOrVersion_IsRefused(string mapping, string range, bool fits)
    {
        var overlay = MappingOverlay.Parse(Encoding.UTF8.GetBytes(
            $$"""{ "overlay": "test.overlay", "version": "1.0.0", "base": "{{mapping}}", "baseVersion": "{{range}}", "scope": "tenant", "lenses": [ { "op": "remove", "id": "name" } ] }"""));
        if (fits)
            Assert.DoesNotContain("name", Ids(s_base.With(overlay)).Split(' '));
        else
            Assert.Equal(MappingCodes.OverlayOfOtherMapping, Refused(overlay).Code);
    }

    [Fact]
    public void Parse_NotJsonOrNotTheFormat_IsRefused()
    {
        Assert.Equal(MappingCodes.DocumentNotJson, Assert.Throws<MappingDocumentException>(() => MappingOverlay.Parse("{"u8)).Findings.Single().Code);
        foreach (var file in Directory.GetFiles(Repository.Path("schemas", "mapping-overlay", "1.0.0.examples", "invalid")))
            Assert.All(Assert.Throws<MappingDocumentException>(() => MappingOverlay.Parse(File.ReadAllBytes(file))).Findings, finding => Assert.Equal(MappingCodes.DocumentSchema, finding.Code));
    }

    [Fact]
    public void Example_AcquiredCompany_MapsItsOwnCoding()
    {
        var document = MappingDocument.Parse(File.ReadAllBytes(Repository.Path("schemas", "mapping", "1.0.0.examples", "valid", "salesforce-account-customer.json")));
        var overlay = MappingOverlay.Parse(File.ReadAllBytes(Repository.Path("schemas", "mapping-overlay", "1.0.0.examples", "valid", "acquired-company.json")));
        var mapper = Mapper.Compile(document.With(overlay));
        var forth = mapper.Forth("""{ "attributes": { "type": "Account" }, "Id": "001", "Name": "Nordwind", "NW_Debitor__c": "4711", "Payment_Terms__c": "NW45", "NW_Cluster__c": "N1", "Fax": "1" }""");
        Assert.Equal(
            """{"name":"Nordwind","customerNumber":"4711","kind":"organization","defaultCurrency":"NOK","paymentTerms":"net45","extensions":{"acme.nordwind":{"cluster":"N1"}}}""",
            Sorted(forth.Body(), "name", "customerNumber", "kind", "defaultCurrency", "paymentTerms", "extensions"));
    }

    [Fact]
    public void Guide_Example_IsTheExample()
    {
        var guide = File.ReadAllText(Repository.Path("docs", "mapping-overlays.md"));
        var start = guide.IndexOf("```json\n", StringComparison.Ordinal) + 8;
        var shown = guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)];
        Assert.Equal(File.ReadAllText(Repository.Path("schemas", "mapping-overlay", "1.0.0.examples", "valid", "acquired-company.json")), shown);
    }

    [Theory]
    [InlineData("", "", MappingCodes.ParameterNotGiven)]
    [InlineData("day", "2026-02-30", MappingCodes.ParameterOfOtherType)]
    [InlineData("day", "2026-02-28", null)]
    [InlineData("dya", "2026-02-28", MappingCodes.ParameterNotDeclared)]
    public void CheckParameters_OfASet_FindsWhatIsWrong(string name, string value, string? code)
    {
        var document = MappingDocument.Parse(Encoding.UTF8.GetBytes(Bench.Document(
            """{ "id": "a", "kind": "default", "target": "t", "parameter": "day", "loss": "not written back" }""",
            """ "parameters": { "day": { "type": "date" }, "free": { "type": "text", "default": "x" } }, """)), Bench.NoContract);
        var values = name.Length == 0 ? [] : new Dictionary<string, string> { [name] = value };
        var findings = document.CheckParameters(values);
        if (code is null)
            Assert.Empty(findings);
        else
            Assert.Contains(findings, finding => finding.Code == code && !finding.Message.Contains(value + "x", StringComparison.Ordinal));
        if (code == MappingCodes.ParameterOfOtherType)
            Assert.DoesNotContain(value, findings.Single().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test.a", "test.b")]
    [InlineData("test.b", "test.a")]
    public void With_ACodeThatBeginsLikeAnother_IsNoConflict(string adds, string removes)
    {
        var document = s_base.With(
            Overlay("tenant", """ "tables": { "terms": { "op": "merge", "entries": [ { "vendor": "30 from today", "canonical": "net31" } ] } } """, adds),
            Overlay("tenant", """ "tables": { "terms": { "op": "merge", "remove": [ "30" ] } } """, removes));
        Assert.Equal(2, document.Changes.Count);
    }

    private static MappingDocumentFinding Refused(MappingOverlay overlay) => Assert.Throws<MappingDocumentException>(() => s_base.With(overlay)).Findings[0];

    private static string Ids(MappingDocument document) => string.Join(' ', document.Lenses.Select(lens => lens.Id));

    private static MappingOverlay Overlay(string scope, string body, string id = "test.overlay") => MappingOverlay.Parse(Encoding.UTF8.GetBytes(
        $$"""{ "overlay": "{{id}}", "version": "1.2.0", "base": "test.thing", "baseVersion": "^1.0.0", "scope": "{{scope}}", {{body}} }"""));

    // Members in a fixed order, since the order of writing is the engine's.
    private static string Sorted(string json, params string[] order)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        var members = order.Length == 0 ? ["f", "name", "branch", "terms", "x", "lines", "l", "currency"] : order;
        var sorted = new System.Text.Json.Nodes.JsonObject();
        foreach (var member in members.Where(node.ContainsKey))
            sorted[member] = node[member]!.DeepClone();
        Assert.Equal(node.Count, sorted.Count + (node.ContainsKey("k") ? 1 : 0));
        return sorted.ToJsonString();
    }
}
