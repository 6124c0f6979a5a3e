using System.Text.Json.Nodes;
using Canonical.Model;

namespace Canonical.Cli.Tests;

public sealed class CommandTests
{
    private static string GoldenSchemas => Path.Combine(Shell.Root, "tests", "Canonical.Contracts.Tests", "Golden", "schemas");

    [Theory]
    [InlineData("")]
    [InlineData("validate")]
    [InlineData("generate")]
    [InlineData("generate csharp")]
    [InlineData("lint")]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("rules")]
    [InlineData("key")]
    [InlineData("canonicalize")]
    [InlineData("event")]
    [InlineData("event wrap")]
    [InlineData("event unwrap")]
    [InlineData("event types")]
    [InlineData("new")]
    [InlineData("new object")]
    [InlineData("new version")]
    [InlineData("publish")]
    [InlineData("deprecate")]
    [InlineData("schema")]
    [InlineData("schema from-type")]
    [InlineData("completion")]
    [InlineData("complete")]
    public async Task Help_EveryCommand_HasDescriptionAndExamples(string command)
    {
        var result = await Shell.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, result.Code);
        Assert.Contains("Examples:\n", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("canonical " + command, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("validate")]
    [InlineData("validate - --output xml")]
    [InlineData("validate - --max-errors -1")]
    [InlineData("validate - --report sarif")]
    [InlineData("validate - --report xml=a.xml")]
    [InlineData("validate - --input yaml")]
    [InlineData("nothing")]
    [InlineData("generate csharp")]
    [InlineData("generate csharp --output x --namespace 1x")]
    [InlineData("show")]
    [InlineData("show unicorn")]
    [InlineData("key")]
    [InlineData("key --tenant a --type customer --system s --instance i --id 1 --target t")]
    [InlineData("key --tenant a --type customer --system s --instance i --id 1 --target t --purpose p --sequence 0")]
    [InlineData("key --tenant a --type customer --system s --instance i --id 1 --sequence x")]
    [InlineData("list --nothing")]
    [InlineData("validate --nothing")]
    [InlineData("validate payload.json --contrct customer")]
    [InlineData("show --nothing")]
    [InlineData("rules -x")]
    public async Task Run_WrongUsage_Exits64AndSaysWhy(string command)
    {
        var arguments = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (arguments.Contains("1x", StringComparer.Ordinal)) arguments = [.. arguments, "--schemas", Shell.Schemas];

        var result = await Shell.RunAsync(arguments);

        Assert.Equal(64, result.Code);
        Assert.StartsWith("canonical: ", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("frobnicate", "There is no command \"canonical frobnicate\"; there are validate, lint, ")]
    [InlineData("--frobnicate", "There is no option --frobnicate.")]
    [InlineData("generate java", "There is no command \"canonical generate java\"; there are csharp, docs.")]
    [InlineData("generate", "Name a command: csharp, docs.")]
    [InlineData("", "Name a command: validate, lint, ")]
    public async Task Run_NoSuchCommand_SaysThatFirst(string command, string expected)
    {
        var result = await Shell.RunAsync(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((64, ""), (result.Code, result.Output));
        Assert.StartsWith("canonical: " + expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Required command", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate --nothing --help", 0)]
    [InlineData("validate -c customer -- --no-such-file.json", 65)]
    [InlineData("rules -- -x", 1)]
    public async Task Run_HyphenThatIsNoOption_IsTakenAsItStands(string command, int code)
    {
        var result = await Shell.RunAsync(command.Split(' '));

        Assert.Equal(code, result.Code);
    }

    [Theory]
    [InlineData("class")]
    [InlineData("Acme.namespace.Model")]
    public async Task GenerateCSharp_KeywordInTheNamespace_Exits64AndWritesNothing(string name)
    {
        using var folder = new TempFolder();
        var output = Path.Combine(folder.Path, "out");

        var result = await Shell.RunAsync("generate", "csharp", "--schemas", Shell.Schemas, "--namespace", name, "--output", output);

        Assert.Equal(64, result.Code);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public async Task List_BuiltIn_ListsTheContracts()
    {
        var result = await Shell.RunAsync("list");

        Assert.Equal(0, result.Code);
        foreach (var contract in CanonicalContracts.All) Assert.Contains(contract.Id.ToString(), result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_FolderAsJson_HasStatusAndSteward()
    {
        var list = JsonNode.Parse((await Shell.RunAsync("list", "--schemas", Shell.Schemas, "--format", "json")).Output)!.AsArray();

        var customer = list.Single(c => c!["object"]!.GetValue<string>() == "customer")!;
        Assert.Equal("""{"contract":"customer/1.0.0","object":"customer","version":"1.0.0","status":"draft","steward":"sales operations","systemOfRecord":"crm"}""", customer.ToJsonString());
    }

    [Fact]
    public async Task Show_Text_ListsMembersWithTypes()
    {
        var result = await Shell.RunAsync("show", "project");

        Assert.Equal(0, result.Code);
        Assert.Matches(@"legalEntity\s+reference to legal-entity\s+yes", result.Output);
        Assert.Matches(@"budget\s+budget\s", result.Output);
        Assert.Matches(@"fee\s+nonNegativeMoney\s", result.Output);
    }

    [Fact]
    public async Task Show_Json_IsTheContractAsItWasWritten() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Shell.Schemas, "customer", "1.0.0.json")), (await Shell.RunAsync("show", "customer/1.0.0", "-f", "json")).Output);

    [Fact]
    public async Task Lint_Repository_IsInOrder()
    {
        var result = await Shell.RunAsync("lint", "--schemas", Shell.Schemas);

        var contracts = Directory.EnumerateDirectories(Shell.Schemas).Sum(folder => Directory.EnumerateFiles(folder, "*.json").Count());
        Assert.Equal((0, $"{contracts} contracts are in order.\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task Lint_BrokenFolder_Exits1AndNamesThePlace()
    {
        using var folder = new TempFolder();
        folder.File("catalog.json", """{"contracts":[{"object":"a","version":"1.0.0","kind":"object","status":"draft","steward":"s","systemOfRecord":"crm"}]}""");

        var result = await Shell.RunAsync("lint", "--schemas", folder.Path);

        Assert.Equal(1, result.Code);
        Assert.StartsWith($"{folder.Path}/a/1.0.0.json:1:1: /: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_CheckOfTheRepository_IsFresh()
    {
        var output = Path.Combine(Shell.Root, "src", "Canonical.Model", "Generated");

        var result = await Shell.RunAsync("generate", "csharp", "--schemas", Shell.Schemas, "--namespace", "Canonical.Model", "--output", output, "--check");

        Assert.Equal((0, ""), (result.Code, result.Error));
    }

    [Fact]
    public async Task Generate_WriteThenSpoil_CheckFindsIt()
    {
        using var folder = new TempFolder();
        string[] arguments = ["generate", "csharp", "-s", GoldenSchemas, "-n", "Golden.Model", "-o", folder.Path];

        Assert.Equal(1, (await Shell.RunAsync([.. arguments, "--check"])).Code);
        Assert.Equal(0, (await Shell.RunAsync(arguments)).Code);
        Assert.Equal(0, (await Shell.RunAsync([.. arguments, "--check"])).Code);
        folder.File("WorkOrder.g.cs", "// spoiled");
        var result = await Shell.RunAsync([.. arguments, "--check"]);

        Assert.Equal(1, result.Code);
        Assert.Contains("WorkOrder.g.cs: not fresh", result.Output, StringComparison.Ordinal);
        Assert.Equal("// spoiled", File.ReadAllText(Path.Combine(folder.Path, "WorkOrder.g.cs")));
    }

    [Fact]
    public async Task Generate_ContractOutsideTheProfile_Exits1AndWritesNothing()
    {
        using var folder = new TempFolder();
        folder.File("catalog.json", """{"contracts":[{"object":"a","version":"1.0.0","kind":"definitions","status":"draft","steward":"s","systemOfRecord":null}]}""");
        Directory.CreateDirectory(Path.Combine(folder.Path, "a"));
        folder.File("a/1.0.0.json", """{"$id":"https://x.example/a/1.0.0","description":"d","$defs":{"n":{"type":"number","description":"d"}}}""");

        var result = await Shell.RunAsync("generate", "csharp", "-s", folder.Path, "-n", "A", "-o", Path.Combine(folder.Path, "out"));

        Assert.Equal(1, result.Code);
        Assert.StartsWith("a/1.0.0.json#/$defs/n/type: ", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "out")));
    }

    [Fact]
    public async Task Canonicalize_StandardInput_WritesTheBytesAndNothingElse()
    {
        Assert.Equal("{\"a\":\"A\",\"b\":1}", (await Shell.RunAsync("{ \"b\": 1.0, \"a\": \"\\u0041\" }\n", ["canonicalize"])).Output);
        Assert.Equal(Convert.ToHexStringLower(CanonicalJson.Hash("{\"a\":1}"u8)) + "\n", (await Shell.RunAsync("{\"a\":1.0}", ["canonicalize", "-", "--hash"])).Output);
    }

    [Fact]
    public async Task Canonicalize_Lines_EachBecomesALine()
    {
        var result = await Shell.RunAsync("{ \"b\": 1.0, \"a\": 2 }\r\n\n[ 1 ]", ["canonicalize", "--lines"]);

        Assert.Equal((0, "{\"a\":2,\"b\":1}\n[1]\n"), (result.Code, result.Output));
        Assert.Equal($"{Convert.ToHexStringLower(CanonicalJson.Hash("[1]"u8))}\n", (await Shell.RunAsync("[ 1 ]\n", ["canonicalize", "-l", "--hash"])).Output);
    }

    [Fact]
    public async Task Canonicalize_LineWithoutCanonicalForm_Exits65AndNamesTheLine()
    {
        var result = await Shell.RunAsync("1\n\n{\n2\n", ["canonicalize", "--lines"]);

        Assert.Equal((65, "1\n"), (result.Code, result.Output));
        Assert.StartsWith("canonical: <stdin>:3: ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SCH2401", 0, 1)]
    [InlineData("ctr1", 0, 15)]
    [InlineData("XYZ", 1, 0)]
    public async Task Rules_Code_SaysWhatItMeans(string code, int exitCode, int count)
    {
        var result = await Shell.RunAsync("rules", code, "--output", "json");

        Assert.Equal(exitCode, result.Code);
        Assert.Equal(count, JsonNode.Parse(result.Output)!.AsArray().Count);
        Assert.Equal(exitCode, (await Shell.RunAsync("rules", code)).Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("1e400")]
    public async Task Canonicalize_WithoutCanonicalForm_Exits65(string input)
    {
        var result = await Shell.RunAsync(input, ["canonicalize"]);

        Assert.Equal((65, ""), (result.Code, result.Output));
        Assert.Matches(@"^canonical: .+ \[CAN[0-9]+\]", result.Error);
    }

    [Fact]
    public async Task Key_Parts_GivesTheDocumentedIdAndKey()
    {
        var json = JsonNode.Parse((await Shell.RunAsync("key", "--tenant", "acme", "--type", "customer", "--system", "salesforce", "--instance", "00D000000000062EAA",
            "--id", "0015g00000XyZ12AAB", "--target", "netsuite/1234567", "--purpose", "erp.customer")).Output)!;

        Assert.Equal("f2135b3e-c0c1-85bf-9ec5-0edde33136ae", json["id"]!.GetValue<string>());
        Assert.Equal("88839c52-d11c-8479-ae29-5c62e8b5a2b5", json["key"]!.GetValue<string>());
        Assert.Null(json["fingerprint"]);
    }

    [Theory]
    [InlineData("customer")]
    [InlineData("project")]
    [InlineData("resource")]
    [InlineData("time-entry")]
    public async Task Key_Object_AddsTheFingerprint(string name)
    {
        var json = JsonNode.Parse((await Shell.RunAsync("key", Shell.Example(name, "valid", "full.json"), "--tenant", "acme")).Output)!;

        Assert.True(Fingerprint.TryParse(json["fingerprint"]!.GetValue<string>(), out var fingerprint));
        Assert.Equal(name, fingerprint.Contract.Name);
        Assert.Equal(name, json["entity"]!["type"]!.GetValue<string>());
        Assert.Null(json["key"]);
    }

    [Theory]
    [InlineData("cafe\u0301", "The id has combining marks")]
    [InlineData(" 7", "The id begins or ends with white space")]
    [InlineData("7\u200b", "The id has invisible characters")]
    [InlineData("caf\u00e9", null)]
    public async Task Key_PartThatLooksLikeAnother_Warns(string id, string? warning)
    {
        var result = await Shell.RunAsync("key", "--tenant", "acme", "--type", "customer", "--system", "salesforce", "--instance", "i", "--id", id);

        Assert.Equal(0, result.Code);
        if (warning is null) Assert.Empty(result.Error);
        else Assert.StartsWith($"canonical: warning: {warning}", result.Error, StringComparison.Ordinal);
    }

    // No list of objects anywhere: what the catalog has, the command knows.
    [Fact]
    public async Task Key_EveryValidExampleOfTheCatalog_HasAnIdAndAFingerprint()
    {
        var examples = CanonicalContracts.All.Where(c => c.Id.Name != "common")
            .SelectMany(c => Directory.EnumerateFiles(Path.Combine(Shell.Schemas, c.Id.Name, $"{c.Id.Version}.examples", "valid"), "*.json").Select(file => (c.Id.Name, File: file))).ToArray();
        Assert.NotEmpty(examples);
        foreach (var (name, file) in examples)
        {
            var result = await Shell.RunAsync("key", file, "--tenant", "acme");

            Assert.True(result.Code == 0, $"{file}: {result.Error}");
            var json = JsonNode.Parse(result.Output)!;
            Assert.True(CanonicalId.TryParse(json["id"]!.GetValue<string>(), out _));
            Assert.Equal(name, Fingerprint.Parse(json["fingerprint"]!.GetValue<string>()).Contract.Name);
        }
    }

    [Fact]
    public async Task Key_ContractsOfAnotherFolder_AreThoseOfTheFingerprint()
    {
        var result = await Shell.RunAsync("key", Shell.Example("customer", "valid", "full.json"), "--tenant", "acme", "--schemas", Shell.Schemas);

        Assert.Equal((await Shell.RunAsync("key", Shell.Example("customer", "valid", "full.json"), "--tenant", "acme")).Output, result.Output);
        var own = Path.Combine(Shell.Root, "tests", "Canonical.Contracts.Tests", "Golden", "schemas");
        var workOrder = Path.Combine(own, "work-order", "1.0.0.examples", "valid", "full.json");
        var json = JsonNode.Parse((await Shell.RunAsync("key", workOrder, "--tenant", "acme", "--schemas", own)).Output)!;
        Assert.Equal("work-order", json["entity"]!["type"]!.GetValue<string>());
        Assert.Equal("work-order", Fingerprint.Parse(json["fingerprint"]!.GetValue<string>()).Contract.Name);
        Assert.Equal(65, (await Shell.RunAsync("key", workOrder, "--tenant", "acme")).Code);
    }

    [Theory]
    [InlineData("{\"contract\":\"customer/1.0.0\"}", 1)]
    [InlineData("{\"contract\":\"unicorn/1.0.0\"}", 65)]
    [InlineData("[]", 65)]
    [InlineData("{", 65)]
    [InlineData("", 65)]
    [InlineData("{\"contract\":\"\\ud800\"}", 65)]
    [InlineData("{\"\\ud800\":1,\"contract\":\"customer/1.0.0\"}", 1)]
    public async Task Key_NotAnObjectOfAContract_SaysWhy(string input, int code)
    {
        var result = await Shell.RunAsync(input, ["key", "--tenant", "acme"]);

        Assert.Equal((code, ""), (result.Code, result.Output));
        Assert.StartsWith("canonical: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_IsThePackages() => Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", (await Shell.RunAsync("--version")).Output);
}
