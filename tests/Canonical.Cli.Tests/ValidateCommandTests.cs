using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Cli.Tests;

public sealed class ValidateCommandTests
{
    private static string Customer => File.ReadAllText(Shell.Example("customer", "valid", "minimal.json"));

    private static string Line(Action<JsonObject>? edit = null)
    {
        var json = JsonNode.Parse(Customer)!.AsObject();
        edit?.Invoke(json);
        return json.ToJsonString();
    }

    [Theory]
    [InlineData("customer")]
    [InlineData("project")]
    [InlineData("resource")]
    [InlineData("time-entry")]
    public async Task Validate_ValidExamples_Succeeds(string name)
    {
        var files = Directory.GetFiles(Path.GetDirectoryName(Shell.Example(name, "valid", "minimal.json"))!, "*.json");

        var result = await Shell.RunAsync(["validate", .. files, "--contract", name]);

        Assert.Equal((0, $"{files.Length} documents, all valid.\n", ""), (result.Code, result.Output, result.Error));
    }

    [Fact]
    public async Task Validate_ContractOfTheDocument_IsUsed()
    {
        var later = Shell.Example("customer", "valid", "later-minor.json");

        Assert.Equal(0, (await Shell.RunAsync("validate", later, Shell.Example("project", "valid", "full.json"))).Code);
        Assert.Equal(0, (await Shell.RunAsync("validate", later, "--schemas", Shell.Schemas, "--contract", "customer/1.0.0")).Code);
    }

    [Fact]
    public async Task Validate_BrokenRule_NamesFileLineColumnPlaceAndCode()
    {
        using var folder = new TempFolder();
        var file = folder.File("c.json", Customer.Replace("\"USD\"", "\"usd\"", StringComparison.Ordinal));
        var line = Array.FindIndex(Customer.Split('\n'), l => l.Contains("USD", StringComparison.Ordinal)) + 1;

        var result = await Shell.RunAsync("validate", file, "-c", "customer");

        Assert.Equal(1, result.Code);
        Assert.Matches($@"^{System.Text.RegularExpressions.Regex.Escape(file)}:{line}:22: /defaultCurrency: .+ \[SCH[0-9]+\]\n1 document, 1 invalid, 1 finding\.\n$", result.Output);
        Assert.DoesNotContain("usd", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_Lines_NamesTheLine()
    {
        var input = $"{Line()}\n\n{Line(c => c.Remove("name"))}\r\n{Line()}\n{{\n";

        var result = await Shell.RunAsync(input, ["validate", "-", "--lines", "--contract", "customer"]);

        Assert.Equal(1, result.Code);
        Assert.Contains("<stdin>:3:1: /: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("<stdin>:5:", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("4 documents, 2 invalid, 2 findings.\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.ndjson")]
    [InlineData("a.JSONL")]
    public async Task Validate_NdjsonFile_IsReadByLines(string name)
    {
        using var folder = new TempFolder();
        // Longer than the buffer, and the last line without an end.
        var file = folder.File(name, string.Join('\n', Enumerable.Range(0, 300).Select(i => Line(c => c["notes"] = new string('n', i * 10 % 3000 + 1)))));

        var result = await Shell.RunAsync("validate", file);

        Assert.Equal((0, "300 documents, all valid.\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task Validate_LineLongerThanTheBuffer_IsOneDocument()
    {
        var input = Line(c => c["notes"] = new string('n', 31_000)) + "\n" + Line(c => c["addedLater"] = new string('x', 300_000)) + "\n" + Line();

        var result = await Shell.RunAsync(input, ["validate", "-", "-l"]);

        Assert.Equal((0, "3 documents, all valid.\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task Validate_JsonFormat_WritesOneObject()
    {
        using var folder = new TempFolder();
        var file = folder.File("c.json", Line(c =>
        {
            c.Remove("name");
            c["kind"] = "secret-value";
        }));

        var result = await Shell.RunAsync("validate", file, Shell.Example("customer", "valid", "full.json"), "--contract", "customer", "--output", "json");

        var json = JsonNode.Parse(result.Output)!;
        Assert.Equal(1, result.Code);
        Assert.Equal(2, json["documents"]!.GetValue<int>());
        Assert.Equal(1, json["invalid"]!.GetValue<int>());
        Assert.Equal("enum required", string.Join(' ', json["findings"]!.AsArray().Select(f => f!["keyword"]!.GetValue<string>()).Order(StringComparer.Ordinal)));
        Assert.All(json["findings"]!.AsArray(), f => Assert.Equal(file, f!["file"]!.GetValue<string>()));
        Assert.All(json["findings"]!.AsArray(), f => Assert.Equal("customer/1.0.0", f!["contract"]!.GetValue<string>()));
        Assert.DoesNotContain("secret-value", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_JsonFormatWithoutFindings_IsStillOneObject() =>
        Assert.Empty(JsonNode.Parse((await Shell.RunAsync("validate", Shell.Example("customer", "valid", "full.json"), "-f", "json")).Output)!["findings"]!.AsArray());

    [Theory]
    [InlineData("{}", "CLI1001")]
    [InlineData("[[]]", "CLI1001")]
    [InlineData("{\"contract\":7}", "CLI1001")]
    [InlineData("not json", "CLI1001")]
    [InlineData("{\"contract\":\"unicorn/1.0.0\"}", "CLI1002")]
    [InlineData("{\"contract\":\"customer/2.0.0\"}", "CLI1002")]
    [InlineData("{\"contract\":\"\\ud800\"}", "CLI1001")]
    public async Task Validate_DocumentWithoutKnownContract_IsAFinding(string input, string code)
    {
        var result = await Shell.RunAsync(input, ["validate", "-"]);

        Assert.Equal(1, result.Code);
        Assert.Contains($"[{code}]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_MissingFile_Exits65AndStillReadsTheOthers()
    {
        var result = await Shell.RunAsync("validate", "no-such-file.json", Shell.Example("customer", "invalid", "missing-name.json"), "-c", "customer");

        Assert.Equal(65, result.Code);
        Assert.Equal("canonical: no-such-file.json does not exist.", result.Error.Trim());
        Assert.Contains("1 document, 1 invalid", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_FolderWithoutDocuments_Exits65()
    {
        using var folder = new TempFolder();

        var result = await Shell.RunAsync("validate", folder.Path);

        Assert.Equal((65, $"canonical: {folder.Path} holds no .json, .ndjson or .jsonl file, nor one of them compressed (.gz)."), (result.Code, result.Error.Trim()));
    }

    [Fact]
    public async Task Validate_UnknownContract_Exits64AndListsThem()
    {
        var result = await Shell.RunAsync("validate", "-", "--contract", "unicorn");

        Assert.Equal(64, result.Code);
        Assert.Contains("customer/1.0.0", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_FolderWithoutCatalog_Exits65()
    {
        using var folder = new TempFolder();

        Assert.Contains("catalog.json", (await Shell.RunAsync("validate", "-", "--schemas", folder.Path)).Error, StringComparison.Ordinal);
        Assert.Equal(65, (await Shell.RunAsync("validate", "-", "--schemas", folder.Path)).Code);
        Assert.Equal(65, (await Shell.RunAsync("validate", "-", "--schemas", Path.Combine(folder.Path, "none"))).Code);
    }

    [Fact]
    public async Task Validate_FolderWithABrokenContract_Exits65AndNamesIt()
    {
        using var folder = new TempFolder();
        folder.File("catalog.json", """{"contracts":[{"object":"a","version":"1.0.0","kind":"object","status":"draft","steward":"s","systemOfRecord":"crm"}]}""");

        var result = await Shell.RunAsync("validate", "-", "--schemas", folder.Path);

        Assert.Equal(65, result.Code);
        Assert.Contains("a/1.0.0.json", result.Error, StringComparison.Ordinal);
    }

    // "It names no contract" would send people to look for a member in a document that no parser gets through.
    [Theory]
    [InlineData("{bad", 2)]
    [InlineData("{\"name\":1,}", 11)]
    [InlineData("{\"contract\":\"\\ud800\"}", 14)]
    public async Task Validate_NotJsonWithoutContract_SaysThatAndWhere(string document, int column)
    {
        var result = await Shell.RunAsync($"{Line()}\n{document}\n{Line()}\n", ["validate", "-", "--lines"]);

        Assert.Equal(1, result.Code);
        Assert.Matches($@"^<stdin>:2:{column}: .+ \[CLI1001\]\n3 documents, 1 invalid, 1 finding\.\n$", result.Output);
        Assert.DoesNotContain("names no contract", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lines")]
    [InlineData("--output")]
    public async Task Validate_StandardInputTwice_Exits64(string option)
    {
        var result = await Shell.RunAsync(Line(), ["validate", "-", "-", "-c", "customer", option, .. option == "--output" ? ["text"] : Array.Empty<string>()]);

        Assert.Equal((64, ""), (result.Code, result.Output));
        Assert.StartsWith("canonical: Standard input", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_InvalidUtf8_IsAFinding()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "x.json");
        await File.WriteAllBytesAsync(file, [.. Encoding.ASCII.GetBytes("{\"name\":\""), 0xC3, 0x28, .. Encoding.ASCII.GetBytes("\"}")], TestContext.Current.CancellationToken);

        Assert.Equal(1, (await Shell.RunAsync("validate", file, "-c", "customer")).Code);
    }
}
