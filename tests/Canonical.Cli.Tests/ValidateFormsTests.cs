using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Cli.Tests;

// What lies in files in which form, and how it is found.
public sealed class ValidateFormsTests
{
    private static readonly string Schemas = Path.Combine(Shell.Root, "tests", "Canonical.Cli.Tests", "Golden", "schemas");

    private static string Parcel(long weight, string label = "") => $$"""{"contract":"parcel/1.0.0","weight":{{weight.ToString(CultureInfo.InvariantCulture)}},"label":"{{label}}"}""";

    private static Task<ShellResult> ValidateAsync(string input, params string[] arguments) => Shell.RunAsync(input, ["validate", "-", "--schemas", Schemas, .. arguments]);

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("[]", 0, 0)]
    [InlineData(" [ ] ", 0, 0)]
    [InlineData("\uFEFF[]", 0, 0)]
    [InlineData("[", 1, 1)]
    [InlineData("[1", 1, 1)]
    [InlineData("[1,]", 2, 2)]
    [InlineData("[,]", 1, 1)]
    [InlineData("[}]", 1, 1)]
    [InlineData("[] 1", 1, 1)]
    [InlineData("[[1],[2]]", 2, 2)]
    [InlineData("[\"]\",\"\\\"]\"]", 2, 2)]
    [InlineData("{\"contract\":\"parcel/1.0.0\",\"weight\":1}\n\n{\"contract\":\"parcel/1.0.0\",\"weight\":1}", 2, 0)]
    [InlineData("{\"contract\":\"parcel/1.0.0\",\"weight\":1}\n", 1, 0)]
    [InlineData("{\"contract\":\"parcel/1.0.0\",\n\"weight\":1}\n", 1, 0)]
    [InlineData("{\"contract\":\"parcel/1.0.0\",\"weight\":1} {}\n", 1, 1)]
    public async Task Form_OfWhatIsRead_IsFoundOut(string input, int documents, int invalid)
    {
        var json = JsonNode.Parse((await ValidateAsync(input, "-o", "json")).Output)!;

        Assert.Equal((documents, invalid), (json["documents"]!.GetValue<int>(), json["invalid"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("json", 1)]
    [InlineData("array", 2)]
    [InlineData("auto", 2)]
    public async Task Input_Given_IsUsed(string form, int documents)
    {
        var json = JsonNode.Parse((await ValidateAsync("[{},{}]", "-o", "json", "--input", form)).Output)!;

        Assert.Equal(documents, json["documents"]!.GetValue<int>());
    }

    [Fact]
    public async Task Utf16_Exits65AndSaysSo()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "a.json");
        await File.WriteAllTextAsync(file, "{}", Encoding.Unicode, TestContext.Current.CancellationToken);

        var result = await Shell.RunAsync("validate", file);

        Assert.Equal(65, result.Code);
        Assert.Contains("UTF-16", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"executionSuccessful\": false", (await Shell.RunAsync("validate", file, "-o", "sarif")).Output, StringComparison.Ordinal);
    }

    // The same findings at the same places, however the input is cut and however many threads check it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Blocks_OfEverySize_GiveTheSameFindings(bool isArray)
    {
        var form = isArray ? InputForm.Array : InputForm.Lines;
        var random = new Random(20261121);
        var documents = Enumerable.Range(0, 400).Select(i => Parcel(i % 7 == 0 ? 0 : i, string.Concat(Enumerable.Repeat("é]", random.Next(0, 12))))).ToList();
        var separator = form == InputForm.Lines ? "\n" : ",";
        var text = new StringBuilder(form == InputForm.Array ? "[" : "");
        for (var i = 0; i < documents.Count; i++) text.Append(i == 0 ? "" : separator).Append(form == InputForm.Array && i % 5 == 0 ? "\n " : "").Append(documents[i]);
        if (form == InputForm.Array) text.Append(']');
        var bytes = Encoding.UTF8.GetBytes(text.ToString());

        var expected = Run(bytes, new() { Form = form, Workers = 1, MaxFindings = 0 });
        Assert.Contains(" invalid, ", expected, StringComparison.Ordinal);
        foreach (var size in new[] { 16, 100, 333, 4096, 70_000 })
        {
            foreach (var workers in new[] { 1, 4 })
            {
                Assert.Equal(expected, Run(bytes, new() { Form = form, Workers = workers, MaxFindings = 0, BlockSize = size }));
            }
        }
        // And the places are those that a plain count gives.
        var lines = text.ToString().Split('\n');
        foreach (var line in expected.Split('\n').Where(l => l.Contains("/weight", StringComparison.Ordinal)))
        {
            var place = line.Split(':');
            var rest = lines[int.Parse(place[1], CultureInfo.InvariantCulture) - 1][(int.Parse(place[2], CultureInfo.InvariantCulture) - 1)..];
            Assert.StartsWith("0,", rest, StringComparison.Ordinal);
        }
    }

    private static string Run(byte[] bytes, ValidationOptions options)
    {
        using var input = new SlowStream(bytes);
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using (var context = new CliContext(input, output, error))
        {
            var source = ContractSource.Open(Schemas);
            using var writer = new TextReport(context.Out, colour: false);
            var code = new ValidationRun(context, new ContractResolver(source, null, null), options, writer).All(["-"], [], TestContext.Current.CancellationToken);
            Assert.Equal((1, ""), (code, error.ToString()));
        }
        return Encoding.UTF8.GetString(output.ToArray());
    }

    [Fact]
    public async Task MaxErrors_Reached_StopsAndSaysSo()
    {
        var input = string.Concat(Enumerable.Repeat(Parcel(0) + "\n", 50));

        var result = await ValidateAsync(input, "--max-errors", "3");

        Assert.Equal(1, result.Code);
        Assert.Equal(4, result.Output.TrimEnd().Split('\n').Length);
        Assert.Contains("--max-errors was reached", result.Output, StringComparison.Ordinal);
        Assert.Equal(51, (await ValidateAsync(input, "--max-errors", "0")).Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task PatternThatNeverEnds_IsUndecided_Exits2()
    {
        var result = await ValidateAsync($$"""{"contract":"parcel/1.0.0","weight":1,"code":"{{new string('a', 60)}}!"}""", "-o", "json");

        Assert.Equal(2, result.Code);
        var finding = JsonNode.Parse(result.Output)!["findings"]!.AsArray().Single()!;
        Assert.Equal("SCH2205", finding["code"]!.GetValue<string>());
        Assert.True(finding["undecided"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Values_AreShownOnlyWhenAsked()
    {
        var input = Parcel(7, "a label that is much too long for a parcel");

        Assert.DoesNotContain("a label", (await ValidateAsync(input)).Output, StringComparison.Ordinal);
        Assert.Contains("Found: \"a label that", (await ValidateAsync(input, "--show-values")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","dataschema":"https://schemas.example.org/parcel/1.0.0","data":{"contract":"parcel/1.0.0","weight":1}}""", "")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"contract":"parcel/1.0.0","weight":0}}""", "SCH2101 /data/weight")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"weight":0}}""", "CLI1001 /data")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"contract":"parcel/9.0.0"}}""", "CLI1002 /data/contract")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","dataschema":"https://elsewhere.example.org/parcel/1.0.0","data":{}}""", "CLI1002 /dataschema")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t"}""", "CLI1004 ")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"e30="}""", "CLI1004 ")]
    [InlineData("""{"specversion":"1.0","source":"/s","type":"t","data":{}}""", "CAN1102 /id")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/s","type":"t","data":{}}""", "CAN1104 /specversion")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","Nested":{},"data":{}}""", "CAN1103 /Nested")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{},"data":{}}""", "CAN1110 /data")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{]}""", "SCH1001 ")]
    [InlineData("""{"specversion":"1.0","id":"","source":"/s","type":"t","time":"noon","data":{}}""", "CAN1103 /id")]
    public async Task Event_IsCheckedWithItsData(string input, string found)
    {
        var json = JsonNode.Parse((await ValidateAsync(input, "-o", "json")).Output)!;

        var first = json["findings"]!.AsArray().FirstOrDefault();
        Assert.Equal(found, first is null ? "" : $"{first["code"]!.GetValue<string>()} {first["instancePath"]!.GetValue<string>()}");
    }

    [Fact]
    public async Task Events_InLinesWithAContractGiven_AreChecked()
    {
        var line = """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"contract":"parcel/1.0.0","weight":1}}""";
        var input = string.Join('\n', line, line.Replace("1}}", "0}}", StringComparison.Ordinal), Parcel(1), Parcel(0), line);

        var result = await ValidateAsync(input, "--contract", "parcel/1.0.0");

        Assert.Equal(1, result.Code);
        Assert.Contains("<stdin>:2:99: /data/weight: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("<stdin>:4:37: /weight: ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("5 documents, 2 invalid, 2 findings.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_InABatch_HaveOneVerdictEach()
    {
        const string fine = """{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{"contract":"parcel/1.0.0","weight":1}}""";
        var input = $"[{fine},\n{fine.Replace("\"id\":\"1\",", "", StringComparison.Ordinal)},\n {fine.Replace("1}}", "0}}", StringComparison.Ordinal)}]";

        var result = await ValidateAsync(input);

        Assert.Equal(1, result.Code);
        Assert.Equal(["<stdin>:2:1: /id", "<stdin>:3:100: /data/weight", "3 documents, 2 invalid, 2 findings."], result.Output.TrimEnd().Split('\n').Select(l => string.Join(": ", l.Split(": ").Take(2))));
    }

    [Fact]
    public async Task Event_WhoseSubjectIsAnotherObject_IsAFinding()
    {
        var entry = await File.ReadAllTextAsync(Shell.Example("time-entry", "valid", "minimal.json"), TestContext.Current.CancellationToken);
        var input = $$"""{"specversion":"1.0","id":"1","source":"/s","type":"org.canonical-sdk.time-entry.approved.v1","subject":"time-entry/00000000-0000-8000-8000-000000000000","dataschema":"https://schemas.canonical-sdk.org/time-entry/1.0.0","data":{{entry}}}""";

        var finding = JsonNode.Parse((await Shell.RunAsync(input, ["validate", "-", "-o", "json"])).Output)!["findings"]!.AsArray().Single()!;

        Assert.Equal("CAN1108 /subject", $"{finding["code"]} {finding["instancePath"]}");
    }

    [Theory]
    [InlineData("reader", 0)]
    [InlineData("writer", 1)]
    public async Task View_OfAMemberThatTheVersionDoesNotKnow_Decides(string view, int code)
    {
        const string document = """{"contract":"parcel/1.0.0","weight":1,"colour":"red"}""";
        const string wrapped = $$"""{"specversion":"1.0","id":"1","source":"/s","type":"t","data":{{document}}}""";
        foreach (var (input, path) in new[] { (document, "/colour"), (wrapped, "/data/colour") })
        {
            var result = await ValidateAsync(input, "--view", view);

            Assert.Equal((code, ""), (result.Code, result.Error));
            if (code == 1) Assert.Contains($": {path}: ", result.Output, StringComparison.Ordinal);
        }
        var builtIn = JsonNode.Parse(await File.ReadAllTextAsync(Shell.Example("customer", "valid", "minimal.json"), TestContext.Current.CancellationToken))!;
        builtIn["colour"] = "red";
        Assert.Equal(code, (await Shell.RunAsync(builtIn.ToJsonString(), ["validate", "-", "--view", view])).Code);
    }

    [Fact]
    public async Task Rules_OfTheConfiguration_NameTheContract()
    {
        using var folder = new TempFolder();
        folder.File("canonical.json", $$"""{"schemas":"{{Schemas}}","rules":[{"files":"**/*.json","contract":"parcel"},{"files":"in/old/*","contract":"parcel/1.0.0"}]}""");
        Directory.CreateDirectory(Path.Combine(folder.Path, "in", "old"));
        folder.File("in/old/a.json", """{"weight":1,"contract":"parcel/1.0.0"}""");
        folder.File("in/b.json", """{"weight":1}""");
        folder.File("c.json", """{"contract":"box/1.0.0"}""");

        var result = await Shell.RunAsync("validate", folder.Path, "--config", Path.Combine(folder.Path, "canonical.json"), "-o", "json");

        var findings = JsonNode.Parse(result.Output)!["findings"]!.AsArray();
        Assert.Equal(["c.json CLI1002", "b.json SCH2401"], findings.Select(f => $"{Path.GetFileName(f!["file"]!.GetValue<string>())} {f["code"]!.GetValue<string>()}"));
        Assert.Equal("parcel/2.0.0", findings[1]!["contract"]!.GetValue<string>());
        Assert.Equal(3, JsonNode.Parse(result.Output)!["documents"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{"schemas":7}""")]
    [InlineData("""{"rule":[]}""")]
    [InlineData("""{"rules":[{"files":"/abs/*","contract":"a"}]}""")]
    [InlineData("{")]
    public async Task Configuration_NotInOrder_Exits64AndSaysWhere(string json)
    {
        using var folder = new TempFolder();
        var file = folder.File("canonical.json", json);

        var result = await Shell.RunAsync("validate", "-", "--config", file);

        Assert.Equal((64, ""), (result.Code, result.Output));
        Assert.Contains($"{file} is not in order: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ToFiles_AreWrittenBesides()
    {
        using var folder = new TempFolder();
        var (sarif, markdown) = (Path.Combine(folder.Path, "new", "a.sarif"), Path.Combine(folder.Path, "a.md"));

        var result = await ValidateAsync(Parcel(0), "-o", "github", "-r", $"sarif={sarif}", "--report", $"markdown={markdown}");

        Assert.Equal(1, result.Code);
        Assert.StartsWith("::error file=<stdin>,line=1,col=37,title=SCH2101::/weight: ", result.Output, StringComparison.Ordinal);
        Assert.Equal("2.1.0", JsonNode.Parse(await File.ReadAllTextAsync(sarif, TestContext.Current.CancellationToken))!["version"]!.GetValue<string>());
        Assert.Contains("**1 document, 1 invalid, 1 finding.**", await File.ReadAllTextAsync(markdown, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // Gives a few bytes at a time, as a pipe may.
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 777)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 777));
    }
}
