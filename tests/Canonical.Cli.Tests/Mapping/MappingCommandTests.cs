using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Cli.Tests;

public sealed class MappingCommandTests
{
    private static readonly string Account = Path.Combine(Shell.Root, "src", "Connectors.Salesforce", "Mappings", "account.customer.json");

    private const string Document = """
        {
          "mapping": "test.item-customer", "version": "1.0.0",
          "source": { "system": "test", "object": "Item", "key": "id" },
          "target": "customer/1.0.0",
          "lenses": [
            { "id": "name", "kind": "field", "source": "title", "target": "name", "convert": "text", "required": "toCanonical" },
            { "id": "kind", "kind": "table", "source": "person", "target": "kind", "entries": [ { "vendor": false, "canonical": "organization" }, { "vendor": true, "canonical": "person" } ] },
            { "id": "currency", "kind": "field", "source": "currency", "target": "defaultCurrency", "convert": "upper" },
            { "id": "parent", "kind": "reference", "source": "parent", "target": "parent", "to": "customer" }
          ]
        }
        """;

    private const string Shape = """{ "system": "test", "object": "Item", "fields": [ { "path": "id", "type": "text" }, { "path": "title", "type": "text", "length": 300 }, { "path": "person", "type": "boolean" }, { "path": "currency", "type": "text" }, { "path": "parent", "type": "text" } ] }""";

    [Fact]
    public async Task Check_ConnectorDocuments_HaveNoError()
    {
        var result = await Shell.RunAsync("mapping", "check", Path.Combine(Shell.Root, "src", "Connectors.*", "Mappings", "*.json"));

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains(" mappings, 0 invalid, ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "mapping-check.txt")]
    [InlineData("json", "mapping-check.json")]
    [InlineData("github", "mapping-check.github.txt")]
    public async Task Check_WithAShape_IsAsRecorded(string format, string recorded)
    {
        using var folder = new TempFolder();
        var document = folder.File("m.json", Document.Replace("\"title\"", "\"titel\"", StringComparison.Ordinal).Replace("\"person\", \"target\"", "\"currency\", \"target\"", StringComparison.Ordinal).Replace("""{ "id": "currency", "kind": "field", "source": "currency",""", """{ "id": "currency", "kind": "field", "source": "money",""", StringComparison.Ordinal));
        var shape = folder.File("shape.json", Shape);

        var result = await Shell.RunAsync("mapping", "check", document, "--shape", shape, "--output", format);

        Assert.Equal((1, ""), (result.Code, result.Error));
        Golden.Compare(recorded, result.Output.Replace(folder.Path, "folder", StringComparison.Ordinal));
        if (format == "json") Golden.AssertKeeps("findings.schema.json", result.Output);
    }

    [Fact]
    public async Task Check_StrictAndNotes_DecideWhatFails()
    {
        using var folder = new TempFolder();
        var document = folder.File("m.json", Document);
        var shape = folder.File("shape.json", Shape);

        Assert.Equal(0, (await Shell.RunAsync("mapping", "check", document, "--shape", shape)).Code);
        Assert.Equal(1, (await Shell.RunAsync("mapping", "check", document, "--shape", shape, "--strict")).Code);
        Assert.DoesNotContain("MAP3013", (await Shell.RunAsync("mapping", "check", document)).Output, StringComparison.Ordinal);
        Assert.Contains("MAP3013", (await Shell.RunAsync("mapping", "check", document, "--notes")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AgainstAnOldShape_FindsTheDrift()
    {
        using var folder = new TempFolder();
        var document = folder.File("m.json", Document);
        var old = folder.File("old.json", Shape);
        var now = folder.File("now.json", Shape.Replace("\"title\"", "\"title_text\"", StringComparison.Ordinal));

        var result = await Shell.RunAsync("mapping", "check", document, "--shape", now, "--against", old);

        Assert.Equal(1, result.Code);
        Assert.Contains("MAP3102", result.Output, StringComparison.Ordinal);
        Assert.Contains("'title_text' is new", result.Output, StringComparison.Ordinal);
        Assert.Equal(64, (await Shell.RunAsync("mapping", "check", document, "--against", old)).Code);
    }

    [Fact]
    public async Task Check_UnusableDocument_IsAFindingWithItsPlace()
    {
        using var folder = new TempFolder();
        var document = folder.File("m.json", Document.Replace("\"convert\": \"upper\"", "\"convert\": \"uper\"", StringComparison.Ordinal));

        var result = await Shell.RunAsync("mapping", "check", document);

        Assert.Equal(1, result.Code);
        Assert.Contains("m.json:8:", result.Output, StringComparison.Ordinal);
        Assert.Contains("(lens currency)", result.Output, StringComparison.Ordinal);
        Assert.Contains("[MAP1007]", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samples.ndjson", "{\"id\":\"1\",\"title\":\"x\",\"person\":true,\"currency\":\"EUR\",\"parent\":null}\n{\"id\":\"2\",\"title\":\"x\"}\n", "samples")]
    [InlineData("samples.json", "[{\"id\":\"1\",\"title\":\"x\",\"person\":true,\"currency\":\"EUR\",\"parent\":null}]", "samples")]
    [InlineData("schema.json", """{ "type": "object", "properties": { "id": { "type": "string" }, "title": { "type": "string" }, "person": { "type": "boolean" }, "currency": { "type": "string" }, "parent": { "type": "string" } } }""", "json-schema")]
    [InlineData("types.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:complexType name='Item'><xs:sequence><xs:element name='id' type='xs:string'/><xs:element name='title' type='xs:string' minOccurs='0'/><xs:element name='person' type='xs:boolean'/><xs:element name='currency' type='xs:string'/><xs:element name='parent' type='xs:string'/></xs:sequence></xs:complexType></xs:schema>", "xsd")]
    public async Task Shape_EveryForm_BecomesTheNeutralOneAndIsFoundOut(string name, string description, string origin)
    {
        using var folder = new TempFolder();
        var document = folder.File("m.json", Document);
        var file = folder.File(name, description);

        var result = await Shell.RunAsync("mapping", "shape", file, "--system", "test", "--object", "Item");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Golden.AssertKeeps("shape.schema.json", result.Output);
        using var shape = JsonDocument.Parse(result.Output);
        Assert.Equal(origin, shape.RootElement.GetProperty("origin").GetString());
        Assert.Equal(0, (await Shell.RunAsync("mapping", "check", document, "--shape", file)).Code);
        Assert.Equal(0, (await Shell.RunAsync("mapping", "check", document, "--shape", folder.File("shape.json", result.Output))).Code);
    }

    [Fact]
    public async Task Shape_WhatIsNone_SaysSo()
    {
        using var folder = new TempFolder();

        var result = await Shell.RunAsync("mapping", "shape", folder.File("x.json", """{"name":"A","fields":[{}]}"""));

        Assert.Equal((65, ""), (result.Code, result.Output));
        Assert.Contains("MAP3000", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_UpdateThenRun_IsAsExpectedUntilSomethingChanges()
    {
        using var folder = new TempFolder();
        folder.File("m.json", Document);
        folder.File("mapping-test.json", """{ "mapping": "m.json", "tenant": "acme", "instance": "one" }""");
        Case(folder, "good", """{"id":"1","title":"Acme","person":false,"currency":"EUR","parent":"7"}""");
        Case(folder, "refused", """{"id":"2","person":1,"currency":"EUR"}""");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "good", "back.json"), "{}", TestContext.Current.CancellationToken);

        Assert.Equal(1, (await Shell.RunAsync("mapping", "test", folder.Path)).Code);
        Assert.Equal(0, (await Shell.RunAsync("mapping", "test", folder.Path, "--update")).Code);
        var fine = await Shell.RunAsync("mapping", "test", folder.Path);
        Assert.Equal((0, "2 cases, all as expected.\n"), (fine.Code, fine.Output));
        using (var back = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "good", "back.json"), TestContext.Current.CancellationToken)))
        {
            Assert.Equal("7", back.RootElement.GetProperty("parent").GetString());
        }
        Assert.False(File.Exists(Path.Combine(folder.Path, "refused", "expected.json")));
        Assert.Contains("MAP2003", await File.ReadAllTextAsync(Path.Combine(folder.Path, "refused", "issues.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        folder.File("m.json", Document.Replace("\"convert\": \"text\", \"required\": \"toCanonical\"", "\"convert\": \"lower\", \"required\": \"toCanonical\"", StringComparison.Ordinal));
        var changed = await Shell.RunAsync("mapping", "test", folder.Path, "--output", "json");
        Assert.Equal(1, changed.Code);
        Golden.AssertKeeps("findings.schema.json", changed.Output);
        Assert.Contains("/name another text came out", changed.Output.Replace("At /name", "/name", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("Acme", changed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_WrongFolder_SaysWhat()
    {
        using var folder = new TempFolder();

        Assert.Equal(65, (await Shell.RunAsync("mapping", "test", Path.Combine(folder.Path, "none"))).Code);
        Assert.Equal(65, (await Shell.RunAsync("mapping", "test", folder.Path)).Code);
        Case(folder, "one", "{}");
        Assert.Equal(64, (await Shell.RunAsync("mapping", "test", folder.Path)).Code);
        folder.File("mapping-test.json", """{ "maping": "m.json" }""");
        Assert.Equal(64, (await Shell.RunAsync("mapping", "test", folder.Path)).Code);
    }

    [Fact]
    public async Task Test_SettingsOfTheDocs_KeepTheirSchema() =>
        Assert.Empty(JsonSchema.Parse(await File.ReadAllBytesAsync(Path.Combine(Shell.Root, "docs", "cli-schemas", "mapping-test.schema.json"), TestContext.Current.CancellationToken))
            .Validate("""{ "mapping": "m.json", "overlays": ["o.json"], "tenant": "acme", "instance": "one", "observedAt": "2026-01-01T00:00:00Z", "parameters": { "orgCurrency": "EUR" } }"""u8).Errors);

    [Theory]
    [InlineData("text", "lineage.txt")]
    [InlineData("json", "lineage.json")]
    [InlineData("markdown", "lineage.md")]
    [InlineData("openlineage", "lineage.openlineage.json")]
    public async Task Lineage_OfAField_IsAsRecorded(string format, string recorded)
    {
        using var folder = new TempFolder();

        var result = await Shell.RunAsync(Document, ["lineage", "-", "kind", "--output", format]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Golden.Compare(recorded, result.Output);
        if (format == "json") Golden.AssertKeeps("lineage.schema.json", result.Output);
    }

    [Fact]
    public async Task Lineage_FieldThatNobodyNames_IsToldAndFails()
    {
        var result = await Shell.RunAsync("lineage", Account, "nothing.here");

        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Contains("No lens of salesforce.account-customer 1.0.0 names nothing.here.", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", (await Shell.RunAsync("lineage", Account, "-o", "html")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canonical mapp", "mapping")]
    [InlineData("canonical mapping ch", "check")]
    [InlineData("canonical lineage --output open", "openlineage")]
    [InlineData("canonical mapping check --shape-f", "--shape-format")]
    public async Task Complete_MappingCommands_AreOffered(string line, string expected)
    {
        var result = await Shell.RunAsync("complete", "--position", line.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), line);

        Assert.Contains(expected, result.Output.Split('\n'));
    }

    [Theory]
    [InlineData("map")]
    [InlineData("unmap")]
    [InlineData("mapping", "check")]
    [InlineData("mapping", "test")]
    [InlineData("mapping", "shape")]
    [InlineData("lineage")]
    public async Task Help_EveryCommand_HasExamples(params string[] command)
    {
        var result = await Shell.RunAsync([.. command, "--help"]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("Examples:\n  ", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static void Case(TempFolder folder, string name, string input)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, name));
        File.WriteAllText(Path.Combine(folder.Path, name, "input.json"), input);
    }

    private static class Golden
    {
        public static void AssertKeeps(string schema, string json) =>
            Assert.Empty(JsonSchema.Parse(File.ReadAllBytes(Path.Combine(Shell.Root, "docs", "cli-schemas", schema))).Validate(Encoding.UTF8.GetBytes(json)).Errors);

        // CANONICAL_UPDATE_GOLDEN=1 writes the files anew; read the difference before you commit it.
        public static void Compare(string name, string actual)
        {
            var file = Path.Combine(Shell.Root, "tests", "Canonical.Cli.Tests", "Mapping", "Golden", name);
            if (Environment.GetEnvironmentVariable("CANONICAL_UPDATE_GOLDEN") == "1")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, actual);
            }
            Assert.Equal(File.ReadAllText(file), actual);
        }
    }
}
