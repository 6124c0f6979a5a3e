using System.Text;
using System.Text.Json.Nodes;
using Canonical.Contracts;
using Canonical.Model;

namespace Canonical.Cli.Tests;

// What lint mends, and that mending changes no verdict.
public sealed class LintFixTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<ShellResult> RunAsync(params string[] arguments) => Shell.RunAsync([.. arguments, "--schemas", _folder.Path]);

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.Path, file));

    private Task<ShellResult> NewObjectAsync() => RunAsync("new", "object", "parcel", "--steward", "logistics", "--system-of-record", "erp", "--host", "https://schemas.acme.example");

    [Fact]
    public async Task Fix_EveryRule_IsMendedAndNothingElse()
    {
        await NewObjectAsync();
        var original = Read("parcel/1.0.0.json");
        var spoiled = original
            .Replace("  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n", "", StringComparison.Ordinal)
            .Replace("\"minLength\": 1,", "\"minLength\": 1,\n      \"deprecated\": false,", StringComparison.Ordinal)
            .Replace("\"x-canonical-object\": \"parcel\",", "\"x-canonical-object\": \"parcel\",\t", StringComparison.Ordinal)
            .Replace("\n", "\r\n", StringComparison.Ordinal);
        var title = "  \"title\": \"Parcel\",\r\n";
        spoiled = "\uFEFF" + spoiled.Replace(title, "", StringComparison.Ordinal).Replace("  \"type\": \"object\",\r\n  \"properties\"", title + "  \"type\": \"object\",\r\n  \"properties\"", StringComparison.Ordinal) + "\r\n";
        _folder.File("parcel/1.0.0.json", spoiled);

        var dry = await RunAsync("lint", "--fix", "--dry-run");
        Assert.Equal(spoiled, "\uFEFF" + Read("parcel/1.0.0.json"));
        Assert.Contains("canonical: would mend ", dry.Error, StringComparison.Ordinal);
        Assert.Equal((65, true), (dry.Code, dry.Error.EndsWith("does, while it is a draft.\n", StringComparison.Ordinal)));
        var result = await RunAsync("lint", "--fix");

        Assert.Equal((0, "2 contracts are in order.\n"), (result.Code, result.Output));
        Assert.Equal(dry.Error.Split('\n')[0].Replace("would mend", "mended", StringComparison.Ordinal) + "\n", result.Error);
        Assert.Matches(@"^canonical: mended .*/parcel/1\.0\.0\.json: CTR3001, CTR3003 at /properties/[A-Za-z]+/deprecated, .*CTR3004, CTR3002\n$", result.Error);
        Assert.Equal(original, Read("parcel/1.0.0.json"));
        Assert.Equal("canonical: there is nothing to mend.\n", (await RunAsync("lint", "--fix")).Error);
    }

    [Fact]
    public async Task Lint_WithoutFix_WarnsAndSucceeds()
    {
        await NewObjectAsync();
        _folder.File("parcel/1.0.0.json", Read("parcel/1.0.0.json").TrimEnd());

        var result = await RunAsync("lint");

        Assert.Equal(0, result.Code);
        Assert.EndsWith("2 contracts, 1 warning that --fix mends.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("::warning file=", (await RunAsync("lint", "-o", "github")).Output, StringComparison.Ordinal);
        Assert.Equal(64, (await RunAsync("lint", "--dry-run")).Code);
    }

    [Fact]
    public async Task Fix_WhatIsPublished_IsNeverTouched()
    {
        await NewObjectAsync();
        await RunAsync("publish", "common/1.0.0", "parcel/1.0.0");
        var files = new[] { "parcel/1.0.0.json", "parcel/1.0.0.examples/valid/minimal.json", "common/1.0.0.json" };
        foreach (var file in files) _folder.File(file, Read(file) + "\n\n");

        Assert.Equal("canonical: there is nothing to mend.\n", (await RunAsync("lint", "--fix")).Error);
        // Nor when the catalog calls it a draft again: the lock knows better.
        _folder.File("catalog.json", Read("catalog.json").Replace("\"active\"", "\"draft\"", StringComparison.Ordinal));
        Assert.Equal("canonical: there is nothing to mend.\n", (await RunAsync("lint", "--fix")).Error);

        Assert.All(files, f => Assert.EndsWith("\n\n", Read(f), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("[]")]
    [InlineData("{} {}")]
    public async Task Fix_WhatIsNoContract_IsLeftToPeople(string content)
    {
        await NewObjectAsync();
        _folder.File("parcel/1.0.0.json", content + "\n");

        await RunAsync("lint", "--fix");

        Assert.Equal(content + "\n", Read("parcel/1.0.0.json"));
    }

    // Contracts of this repository, spoiled at random and mended: the same JSON as before, so the same verdict on every example and nothing that diff would tell.
    [Fact]
    public void Fix_ContractsSpoiledAtRandom_MeanTheSame()
    {
        var seed = Environment.GetEnvironmentVariable("CANONICAL_FUZZ_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        foreach (var file in Directory.EnumerateFiles(Shell.Schemas, "*.json", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder.Path, Path.GetRelativePath(Shell.Schemas, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var before = ContractCatalog.Load(_folder.Path);
        foreach (var contract in before.Contracts.Where(c => c.Status == ContractStatus.Draft)) Spoil(Path.Combine(_folder.Path, contract.Path), random);
        var spoiled = ContractCatalog.Load(_folder.Path);

        var fixes = ContractFixer.Find(_folder.Path, new HashSet<string>());
        ContractFixer.Write(_folder.Path, fixes);
        var after = ContractCatalog.Load(_folder.Path);

        Assert.NotEmpty(fixes);
        Assert.Empty(ContractFixer.Find(_folder.Path, new HashSet<string>()));
        Assert.Equal(before.Verify(), after.Verify());
        var compared = 0;
        foreach (var contract in before.Contracts)
        {
            var mended = after.Find(contract.Id)!;
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(contract.Utf8Json.Span), JsonNode.Parse(mended.Utf8Json.Span)), contract.Id);
            Assert.Equal(Verdicts(before, contract), Verdicts(after, mended));
            // What was mended, against what it was before it was mended; some of them, since a proof takes its time.
            if (spoiled.Find(contract.Id) is not { } old || old.Utf8Json.Span.SequenceEqual(mended.Utf8Json.Span) || compared++ >= 4) continue;
            var report = ContractComparison.Compare(ContractBundle.Of(spoiled, old), ContractBundle.Of(after, mended), new CompatibilityOptions(), TestContext.Current.CancellationToken);
            // That the text of a draft changed is all that is found.
            Assert.All(report.Findings, f => Assert.Equal("CS-GOV-001", f.Rule));
            Assert.All(report.Verdicts, v => Assert.Equal(CompatibilityOutcome.Compatible, v.Verdict.Outcome));
        }
        Assert.True(compared > 0);
    }

    private static string Verdicts(ContractCatalog catalog, ContractDocument contract)
    {
        var folder = Path.Combine(catalog.Folder, contract.Name, contract.Version + ".examples");
        if (!Directory.Exists(folder)) return "";
        var set = CanonicalContractSet.Create([.. catalog.Contracts.Select(c => KeyValuePair.Create(ContractId.Parse(c.Id), c.Utf8Json))]).Get(ContractId.Parse(contract.Id));
        var verdicts = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var json = JsonNode.Parse(File.ReadAllBytes(file))!;
            var instance = Encoding.UTF8.GetBytes((json["breaks"] is null ? json : json["instance"]!).ToJsonString());
            verdicts.Append(Path.GetFileName(file)).Append(set.Schema.IsValid(instance) ? " r" : " -").Append(set.WriterSchema.IsValid(instance) ? "w\n" : "-\n");
        }
        return verdicts.ToString();
    }

    private static void Spoil(string file, Random random)
    {
        var root = JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();
        SpoilSchema(root, random);
        if (random.Next(3) == 0) root.Remove("$schema");
        if (random.Next(2) == 0)
        {
            var name = new[] { "$id", "title", "description" }[random.Next(3)];
            var value = root[name];
            root.Remove(name);
            root[name] = value;
        }
        var text = root.ToJsonString(new() { WriteIndented = random.Next(4) > 0, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (random.Next(2) == 0) text = text.Replace("\n  ", "\n\t", StringComparison.Ordinal);
        if (random.Next(2) == 0) text = text.Replace(",\n", ", \n", StringComparison.Ordinal);
        if (random.Next(2) == 0) text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
        File.WriteAllText(file, text + new string('\n', random.Next(3)));
    }

    private static void SpoilSchema(JsonObject schema, Random random)
    {
        foreach (var name in new[] { "$defs", "properties" })
        {
            foreach (var (_, child) in schema[name]?.AsObject() ?? []) if (child is JsonObject inner) SpoilSchema(inner, random);
        }
        if (schema["items"] is JsonObject items) SpoilSchema(items, random);
        if (random.Next(6) != 0) return;
        var (keyword, value) = new (string, JsonNode)[] { ("uniqueItems", false), ("deprecated", false), ("readOnly", false), ("writeOnly", false) }[random.Next(4)];
        if (!schema.ContainsKey(keyword)) schema.Insert(random.Next(schema.Count + 1), keyword, value);
    }
}
