using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Canonical.Schema;

namespace Canonical.Cli.Tests;

// The output of every format, byte by byte. CANONICAL_UPDATE_GOLDEN=1 writes the files anew; read the difference before you commit it.
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(Shell.Root, "tests", "Canonical.Cli.Tests", "Golden");

    public static TheoryData<string, string> Formats() => new()
    {
        { "text", "txt" },
        { "json", "json" },
        { "sarif", "sarif" },
        { "github", "github.txt" },
        { "junit", "xml" },
        { "markdown", "md" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Validate_EveryFormat_IsAsRecorded(string format, string extension)
    {
        var result = await Shell.RunAsync("validate", Path.Combine(Folder, "payloads"), "--config", Path.Combine(Folder, "canonical.json"), "--output", format);

        Assert.Equal((1, ""), (result.Code, result.Error));
        Compare($"validate.{extension}", result.Output);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Validate_NothingFound_IsAsRecorded(string format, string extension)
    {
        var result = await Shell.RunAsync("validate", Path.Combine(Folder, "payloads", "fine.json"), "--config", Path.Combine(Folder, "canonical.json"), "--output", format);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Compare($"validate-fine.{extension}", result.Output);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Lint_EveryFormat_IsAsRecorded(string format, string extension)
    {
        var result = await Shell.RunAsync("lint", "--schemas", Path.Combine(Folder, "broken"), "--output", format);

        Assert.Equal((1, ""), (result.Code, result.Error));
        Compare($"lint.{extension}", result.Output);
    }

    // One definition for each way in which a verdict is found: the same, keyword by keyword, by values, on automata, by induction, by a document, not at all.
    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Diff_EveryFormat_IsAsRecorded(string format, string extension)
    {
        var result = await Shell.RunAsync("diff", "parts/1.0.0", "parts/2.0.0", "--schemas", Path.Combine(Folder, "proofs"), "--output", format);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Compare($"diff.{extension}", result.Output);
    }

    [Fact]
    public async Task Diff_AsJson_TellsEveryKindOfProof()
    {
        var result = await Shell.RunAsync("diff", "parts/1.0.0", "parts/2.0.0", "--schemas", Path.Combine(Folder, "proofs"), "--output", "json");

        AssertKeeps("findings.schema.json", result.Output);
        using var json = JsonDocument.Parse(result.Output);
        var verdicts = json.RootElement.GetProperty("results")[0].GetProperty("verdicts").EnumerateArray().ToList();
        Assert.Equal(["enumerated", "identical", "inductive", "regularLanguages", "structural"], verdicts.Where(v => v.TryGetProperty("proof", out _)).Select(v => v.GetProperty("proof").GetString()!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["compatible", "incompatible", "undecided"], verdicts.Select(v => v.GetProperty("outcome").GetString()!).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("list", "list.json")]
    [InlineData("rules", "rules.json")]
    public async Task AnswerAsJson_EveryCommand_KeepsItsSchema(string command, string recorded)
    {
        var result = await Shell.RunAsync(command == "list" ? ["list", "--schemas", Path.Combine(Folder, "schemas"), "-o", "json"] : [command, "-o", "json"]);

        Assert.Equal((0, ""), (result.Code, result.Error));
        AssertKeeps($"{command}.schema.json", result.Output);
        // The rules grow with every package; what they are made from is compared elsewhere.
        if (command == "list") Compare(recorded, result.Output);
    }

    [Fact]
    public async Task Findings_AsJson_KeepTheSchemaAndItRefusesOthers()
    {
        string[][] runs =
        [
            ["validate", Path.Combine(Folder, "payloads"), "--config", Path.Combine(Folder, "canonical.json")],
            ["validate", Path.Combine(Folder, "payloads"), "--config", Path.Combine(Folder, "canonical.json"), "--show-values", "--max-errors", "2"],
            ["validate", Path.Combine(Folder, "payloads", "fine.json"), "--schemas", Path.Combine(Folder, "schemas")],
            ["lint", "--schemas", Path.Combine(Folder, "broken")],
            ["lint", "--schemas", Shell.Schemas],
        ];
        foreach (var run in runs) AssertKeeps("findings.schema.json", (await Shell.RunAsync([.. run, "--output", "json"])).Output);

        var schema = Schema("findings.schema.json");
        Assert.False(schema.IsValid("""{"findings":[],"command":"validate","files":1,"documents":1,"invalid":0,"undecided":0}"""u8));
        Assert.False(schema.IsValid("""{"findings":[{}],"command":"validate","files":1,"documents":1,"invalid":0,"undecided":0,"complete":true}"""u8));
    }

    [Theory]
    [InlineData("validate.sarif")]
    [InlineData("validate-fine.sarif")]
    [InlineData("lint.sarif")]
    [InlineData("diff.sarif")]
    public void Sarif_EveryOne_KeepsThePublishedSchema(string file)
    {
        var schema = JsonSchema.Parse(File.ReadAllBytes(Path.Combine(Shell.Root, "tests", "Canonical.Cli.Tests", "Data", "sarif-2.1.0.schema.json")));
        var sarif = File.ReadAllText(Path.Combine(Folder, "expected", file));

        Assert.Empty(schema.Validate(Encoding.UTF8.GetBytes(sarif)).Errors);
        Assert.False(schema.IsValid(Encoding.UTF8.GetBytes(sarif.Replace("\"columnKind\": \"unicodeCodePoints\"", "\"columnKind\": \"bytes\"", StringComparison.Ordinal))));
        // What the schema cannot say: an index leads to the rule of that id.
        using var json = JsonDocument.Parse(sarif);
        var run = json.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        foreach (var found in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(found.GetProperty("ruleId").GetString(), rules[found.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
        }
    }

    [Theory]
    [InlineData("validate.xml")]
    [InlineData("validate-fine.xml")]
    [InlineData("lint.xml")]
    [InlineData("diff.xml")]
    public void JUnit_EveryOne_IsXmlWhoseCountsAreTrue(string file)
    {
        var suite = XDocument.Load(Path.Combine(Folder, "expected", file)).Root!.Element("testsuite")!;

        Assert.Equal(suite.Attribute("tests")!.Value, suite.Elements("testcase").Count().ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(suite.Attribute("failures")!.Value, suite.Elements("testcase").Elements("failure").Count().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Schemas_EveryOne_IsOneAndKeepsTheMetaschema()
    {
        var metaschema = JsonSchema.Parse("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}"""u8);
        var files = Directory.GetFiles(Path.Combine(Shell.Root, "docs", "cli-schemas"), "*.json");

        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Empty(metaschema.Validate(File.ReadAllBytes(f)).Errors));
        Assert.All(files, f => Assert.Equal("https://schemas.canonical-sdk.org/cli/" + Path.GetFileName(f), JsonSchema.Parse(File.ReadAllBytes(f)).Id));
    }

    private static JsonSchema Schema(string name) => JsonSchema.Parse(File.ReadAllBytes(Path.Combine(Shell.Root, "docs", "cli-schemas", name)));

    private static void AssertKeeps(string schema, string json) => Assert.Empty(Schema(schema).Validate(Encoding.UTF8.GetBytes(json)).Errors);

    private static void Compare(string name, string output)
    {
        var actual = output.Replace(Folder, "golden", StringComparison.Ordinal)
            .Replace(new Uri(Folder).AbsoluteUri, "golden", StringComparison.Ordinal)
            .Replace($"\"semanticVersion\": \"{ToolVersion.Text}\"", "\"semanticVersion\": \"0.0.0\"", StringComparison.Ordinal);
        var file = Path.Combine(Folder, "expected", name);
        if (Environment.GetEnvironmentVariable("CANONICAL_UPDATE_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
