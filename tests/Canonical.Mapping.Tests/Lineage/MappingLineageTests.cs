using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Mapping.Tests;

public sealed class MappingLineageTests
{
    private const string Lenses = """
        { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" },
        { "id": "copy", "kind": "field", "source": "Raw", "target": "extensions.'a.b'.raw" },
        { "id": "price", "kind": "money", "source": "Price", "target": "price", "currency": { "path": "Cur", "parameter": "cur" } },
        { "id": "lines", "kind": "each", "source": "Rows", "target": "lines", "lenses": [
          { "id": "gone", "kind": "when", "source": { "path": "Dead", "equals": true }, "target": { "path": "dead", "equals": true },
            "lenses": [ { "id": "dead", "kind": "constant", "target": "dead", "value": true } ],
            "else": [ { "id": "code", "kind": "table", "source": "Code", "target": "code", "entries": [ { "vendor": 10, "canonical": "ten" }, { "vendor": 9, "canonical": "nine" }, { "vendor": 11, "canonical": "ten", "only": "toCanonical" } ], "loss": "Eleven comes back as ten." } ] } ] },
        { "id": "kind", "kind": "default", "target": "kind", "value": "x|y", "loss": "It is <not> written back." },
        { "id": "type", "kind": "constant", "source": "Type", "value": "T" }
        """;

    private static readonly MappingLineage s_lineage = MappingLineage.Of(Bench.Mapper(Lenses, """ "title": "A <b>title</b> | of things", "parameters": { "cur": { "type": "currency" } }, """).Document);

    [Fact]
    public void Of_EveryLens_ConnectsBothSides()
    {
        Assert.Equal(
            ["id", "sourceRefs[].recordId", "name", "extensions.'a.b'.raw", "price", "lines[].dead", "lines[].code", "kind"],
            s_lineage.CanonicalFields.Select(field => field.Path));
        Assert.Equal(["id", "Name", "Raw", "Price", "Cur", "Rows[].Code", "Type"], s_lineage.VendorFields.Select(field => field.Path));
        var code = Assert.Single(s_lineage.CanonicalFields.Single(field => field.Path == "lines[].code").Steps);
        Assert.Equal(["lines", "gone"], code.Within);
        Assert.Equal(["not (Dead == true)"], code.Conditions);
        Assert.Equal(["Rows[].Dead"], code.ConditionFields);
        Assert.Equal(["9 \"nine\" ", "10 \"ten\" ", "11 \"ten\" ToCanonical"], code.Codes.Select(entry => $"{entry.Vendor} {entry.Canonical} {entry.Direction}"));
        Assert.Equal(["Price", "Cur"], Assert.Single(s_lineage.CanonicalFields.Single(field => field.Path == "price").Steps).Fields);
    }

    [Theory]
    [InlineData("lines[2].code", 1, 0)]
    [InlineData("lines", 2, 0)]
    [InlineData("Rows[].Code", 0, 1)]
    [InlineData("Rows", 0, 1)]
    [InlineData("id", 1, 1)]
    [InlineData("nam", 0, 0)]
    public void Find_APath_GivesWhatLiesThere(string path, int canonical, int vendor)
    {
        var found = s_lineage.Find(path);

        Assert.Equal((canonical, vendor), (found.Canonical.Count, found.Vendor.Count));
    }

    [Fact]
    public void ToUtf8Bytes_AnyDocument_KeepsItsSchema() =>
        Assert.Empty(JsonSchema.Parse(File.ReadAllBytes(Repository.Path("docs", "cli-schemas", "lineage.schema.json"))).Validate(s_lineage.ToUtf8Bytes()).Errors);

    [Fact]
    public void ToMarkdown_TextOfTheDocument_CannotBreakThePage()
    {
        var page = s_lineage.ToMarkdown();

        Assert.Contains("| `kind` | ⇄ |  | where nothing else was written: \"x\\|y\" | kind | It is \\<not\\> written back. |", page, StringComparison.Ordinal);
        Assert.All(page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)), line => Assert.Contains(line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|'), (int[])[4, 6, 7]));
    }

    [Fact]
    public void ToHtml_TextOfTheDocument_IsEscaped()
    {
        var page = s_lineage.ToHtml();

        Assert.Contains("<title>A &lt;b&gt;title&lt;/b&gt; | of things</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<not>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
    }

    // What the facet's schema says (ColumnLineageDatasetFacet 1-2-0), written down here since tests fetch nothing.
    private const string FacetSchema = """
        { "type": "object", "required": ["columnLineage"], "additionalProperties": false, "properties": { "columnLineage": {
          "type": "object", "required": ["_producer", "_schemaURL", "fields"], "properties": {
            "_producer": { "type": "string", "format": "uri" }, "_schemaURL": { "type": "string", "format": "uri" },
            "fields": { "type": "object", "additionalProperties": { "type": "object", "required": ["inputFields"], "properties": { "inputFields": { "type": "array", "items": {
              "type": "object", "required": ["namespace", "name", "field"], "properties": { "namespace": { "type": "string" }, "name": { "type": "string" }, "field": { "type": "string" },
              "transformations": { "type": "array", "items": { "type": "object", "required": ["type"], "properties": { "type": { "enum": ["DIRECT", "INDIRECT"] }, "subtype": { "type": "string" }, "description": { "type": "string" }, "masking": { "type": "boolean" } }, "additionalProperties": false } } } } } } } } } } } }
        """;

    [Fact]
    public void ToOpenLineage_EveryField_HasItsInputs()
    {
        var facet = s_lineage.ToOpenLineage("test://org1");

        Assert.Empty(JsonSchema.Parse(FacetSchema).Validate(facet).Errors);
        using var json = JsonDocument.Parse(facet);
        var fields = json.RootElement.GetProperty("columnLineage").GetProperty("fields");
        Assert.Equal("""{"namespace":"test://org1","name":"Thing","field":"Raw"}""", Plain(fields.GetProperty("extensions.'a.b'.raw").GetProperty("inputFields")[0]));
        Assert.Equal("IDENTITY", fields.GetProperty("extensions.'a.b'.raw").GetProperty("inputFields")[0].GetProperty("transformations")[0].GetProperty("subtype").GetString());
        Assert.Equal("CONDITIONAL", fields.GetProperty("lines[].code").GetProperty("inputFields")[1].GetProperty("transformations")[0].GetProperty("subtype").GetString());
        Assert.False(fields.TryGetProperty("kind", out _));
        static string Plain(JsonElement field) => $$"""{"namespace":"{{field.GetProperty("namespace").GetString()}}","name":"{{field.GetProperty("name").GetString()}}","field":"{{field.GetProperty("field").GetString()}}"}""";
    }

    [Theory]
    [MemberData(nameof(ConnectorDocumentTests.Documents), MemberType = typeof(ConnectorDocumentTests))]
    public void Page_EveryConnectorDocument_IsAsCommitted(string file)
    {
        var lineage = MappingLineage.Of(MappingDocument.Parse(File.ReadAllBytes(Repository.Path(file))));
        Compare(Repository.Path("docs", "mappings", lineage.Mapping + ".md"), Notice(file) + lineage.ToMarkdown());
        Assert.Empty(JsonSchema.Parse(File.ReadAllBytes(Repository.Path("docs", "cli-schemas", "lineage.schema.json"))).Validate(lineage.ToUtf8Bytes()).Errors);
        Assert.Empty(JsonSchema.Parse(FacetSchema).Validate(lineage.ToOpenLineage()).Errors);
    }

    [Fact]
    public void Page_Index_NamesEveryDocument()
    {
        var index = new StringBuilder("# Mappings of the connectors\n\nWhat each connector reads and writes, field by field; generated from the mapping documents (`canonical lineage DOCUMENT --output markdown`).\n\n| system | record | canonical object | mapping | version | document |\n|---|---|---|---|---|---|\n");
        foreach (var file in ConnectorDocumentTests.Documents().Select(row => row.Data))
        {
            var document = MappingDocument.Parse(File.ReadAllBytes(Repository.Path(file)));
            index.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {document.Source.System} | `{document.Source.ObjectType}` | `{document.Target}` | [{document.Id}]({document.Id}.md) | {document.Version} | [`{Path.GetFileName(file)}`](../../{file}) |\n");
        }

        Compare(Repository.Path("docs", "mappings", "README.md"), index.ToString());
    }

    private static string Notice(string file) => $"<!-- Generated from {file}; do not edit. CANONICAL_UPDATE_GOLDEN=1 and these tests write it anew. -->\n";

    private static void Compare(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("CANONICAL_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"{Path.GetFileName(file)} is not there: run the tests with CANONICAL_UPDATE_GOLDEN=1.");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
