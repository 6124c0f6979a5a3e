using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Cli.Tests;

public sealed class CompatibilityCommandTests : IDisposable
{
    private const string First = """{"type":"object","properties":{"a":{"type":"string","maxLength":9}},"required":["a"]}""";
    private const string Wider = """{"type":"object","properties":{"a":{"type":"string","maxLength":9},"b":{"type":"string"}},"required":["a"]}""";
    private const string Shorter = """{"type":"object","properties":{"a":{"type":"string","maxLength":8}},"required":["a"]}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Diff_OptionalMemberAdded_IsAllowedAsMinor()
    {
        var schemas = Contracts("now", ("1.0.0", "active", First), ("1.1.0", "draft", Wider));
        var result = await Shell.RunAsync("diff", "thing/1.0.0", "thing/1.1.0", "--schemas", schemas);
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("old writers, new readers: compatible", result.Output, StringComparison.Ordinal);
        Assert.Contains("smallest step: minor (1.1.0)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_LimitLowered_ShowsADocument()
    {
        var schemas = Contracts("now", ("1.0.0", "active", First), ("1.1.0", "draft", Shorter));
        var result = await Shell.RunAsync("diff", "thing/1.0.0", "thing/1.1.0", "--schemas", schemas);
        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.Contains("""incompatible (CS-STR-001), shown by {"a":"aaaaaaaaa"}""", result.Output, StringComparison.Ordinal);
        Assert.Contains("CS-GOV-002", result.Output, StringComparison.Ordinal);
        // The file of the contract, with the line of the member.
        Assert.Contains("thing/1.1.0.json:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--mode", "consumer")]
    [InlineData("--confluent", "forward_transitive")]
    public async Task Diff_OtherDirection_IsAllowed(string option, string value)
    {
        var schemas = Contracts("now", ("1.0.0", "active", First), ("1.1.0", "draft", Shorter));
        Assert.Equal(0, (await Shell.RunAsync("diff", "thing/1.0.0", "thing/1.1.0", "--schemas", schemas, option, value)).Code);
    }

    [Fact]
    public async Task Diff_LooseFiles_AreCompared()
    {
        var (old, @new) = (_folder.File("old.json", First), _folder.File("new.json", Shorter));
        var result = await Shell.RunAsync("diff", old, @new, "--output", "json");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(1, result.Code);
        var schema = JsonSchema.Parse(File.ReadAllBytes(Path.Combine(Shell.Root, "docs", "cli-schemas", "findings.schema.json")));
        Assert.Empty(schema.Validate(Encoding.UTF8.GetBytes(result.Output)).Errors);
    }

    [Theory]
    [InlineData("thing/9.0.0", "thing/1.0.0", 64)]
    [InlineData("thing/1.0.0", "broken.json", 64)]
    public async Task Diff_NotThere_IsSaid(string old, string @new, int code)
    {
        var schemas = Contracts("now", ("1.0.0", "active", First));
        var result = await Shell.RunAsync("diff", old, @new, "--schemas", schemas);
        Assert.Equal(code, result.Code);
        Assert.Contains("There is no file and no contract", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_NotJson_IsUnreadable()
    {
        var file = _folder.File("broken.json", "{");
        Assert.Equal(65, (await Shell.RunAsync("diff", file, file)).Code);
    }

    [Fact]
    public async Task Diff_FileThatIsNotThere_IsNamed()
    {
        var result = await Shell.RunAsync("diff", "no-such-contract.json", "no-such-contract.json", "--schemas", "no-such-folder");

        Assert.Equal(65, result.Code);
        Assert.Contains("There is no file no-such-contract.json", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_BudgetUsedUp_IsUndecided()
    {
        var schemas = Contracts("now", ("1.0.0", "active", First), ("1.1.0", "draft", Wider.Replace("\"b\":{", "\"b\":{\"minLength\":0,", StringComparison.Ordinal)));
        var result = await Shell.RunAsync("diff", "thing/1.0.0", "thing/1.1.0", "--schemas", schemas, "--max-steps", "2");
        Assert.Equal(1, result.Code);
        Assert.Contains("undecided", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AgainstFolder_RefusesAnEditedVersion()
    {
        var before = Contracts("before", ("1.0.0", "active", First));
        var now = Contracts("now", ("1.0.0", "active", Wider));
        var result = await Shell.RunAsync("check", "--schemas", now, "--against", before);
        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.Contains("CS-GOV-003", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Shell.RunAsync("check", "--schemas", before, "--against", before)).Code);
    }

    [Theory]
    [InlineData("catalog.json")]
    [InlineData("thing/1.0.0.json")]
    public async Task Check_FolderThatCannotBeReadWhole_IsNotCalledUnchanged(string broken)
    {
        var before = Contracts("before", ("1.0.0", "active", First));
        var now = Contracts("now", ("1.0.0", "active", First));
        await File.WriteAllTextAsync(Path.Combine(now, broken), "{", TestContext.Current.CancellationToken);

        var result = await Shell.RunAsync("check", "--schemas", now, "--against", before);
        Assert.Equal((65, ""), (result.Code, result.Output));
        Assert.Contains(broken, result.Error, StringComparison.Ordinal);
        Assert.Equal(65, (await Shell.RunAsync("check", "--schemas", before, "--against", now)).Code);
    }

    [Fact]
    public async Task Check_AgainstPackage_ReadsTheContractsInIt()
    {
        var before = Contracts("before", ("1.0.0", "active", First));
        var package = Path.Combine(_folder.Path, "contracts.1.0.0.nupkg");
        using (var archive = await ZipFile.OpenAsync(package, ZipArchiveMode.Create, TestContext.Current.CancellationToken))
        {
            foreach (var file in Directory.EnumerateFiles(before, "*", SearchOption.AllDirectories)) archive.CreateEntryFromFile(file, "content/schemas/" + Path.GetRelativePath(before, file).Replace('\\', '/'));
        }
        var result = await Shell.RunAsync("check", "--schemas", Contracts("now", ("1.0.0", "active", First), ("1.1.0", "draft", Shorter)), "--against", package);
        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.Contains("smallest step: major (2.0.0)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AgainstCommit_ReadsTheContractsThere()
    {
        var now = Contracts("now", ("1.0.0", "active", First));
        if (!Git("init", "-q") || !Git("add", "now") || !Git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "first")) Assert.Skip("git was not found.");
        Contracts("now", ("1.0.0", "active", Shorter));
        var result = await Shell.RunAsync("check", "--schemas", now, "--against", "HEAD");
        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.Contains("CS-GOV-003", result.Output, StringComparison.Ordinal);
        Assert.Equal(65, (await Shell.RunAsync("check", "--schemas", now, "--against", "no-such-commit")).Code);

        await File.WriteAllTextAsync(Path.Combine(now, "thing", "1.0.0.json"), "{", TestContext.Current.CancellationToken);
        Assert.True(Git("add", "now") && Git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "second"));
        Contracts("now", ("1.0.0", "active", Shorter));
        result = await Shell.RunAsync("check", "--schemas", now, "--against", "HEAD");
        Assert.Equal((65, ""), (result.Code, result.Output));
        Assert.StartsWith("canonical: HEAD is not in order: thing/1.0.0.json: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AgainstCommitWhereTheFolderHadAnotherName_TakesTheName()
    {
        Contracts("before", ("1.0.0", "active", First));
        if (!Git("init", "-q") || !Git("add", "before") || !Git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "first")) Assert.Skip("git was not found.");
        var now = Contracts("now", ("1.0.0", "active", Shorter));

        var unknown = await Shell.RunAsync("check", "--schemas", now, "--against", "HEAD");
        Assert.Equal((65, ""), (unknown.Code, unknown.Output));
        Assert.Contains("another name", unknown.Error, StringComparison.Ordinal);
        var named = await Shell.RunAsync("check", "--schemas", now, "--against", "HEAD:before");
        Assert.Equal((1, ""), (named.Code, named.Error));
        Assert.Contains("CS-GOV-003", named.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AgainstPackageThatCannotBeReadWhole_IsUnreadable()
    {
        var package = Path.Combine(_folder.Path, "contracts.1.0.0.nupkg");
        var before = Contracts("before", ("1.0.0", "active", First));
        using (var archive = await ZipFile.OpenAsync(package, ZipArchiveMode.Create, TestContext.Current.CancellationToken)) archive.CreateEntryFromFile(Path.Combine(before, "catalog.json"), "content/schemas/catalog.json");

        var result = await Shell.RunAsync("check", "--schemas", before, "--against", package);

        Assert.Equal((65, ""), (result.Code, result.Output));
        Assert.Contains("thing/1.0.0.json", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Waiver_ExcusesTheFinding()
    {
        var now = Contracts("now", ("1.1.0", "draft", First));
        var refused = await Shell.RunAsync("check", "--schemas", now);
        Assert.Equal(1, refused.Code);
        var fingerprint = refused.Output[(refused.Output.IndexOf("fingerprint ", StringComparison.Ordinal) + 12)..][..16];
        File.WriteAllText(Path.Combine(now, "waivers.json"), $$"""{"waivers":[{"fingerprint":"{{fingerprint}}","rule":"CS-GOV-005","reason":"The first was never published.","owner":"logistics","expires":"9999-12-31"}]}""");
        Assert.Equal(0, (await Shell.RunAsync("check", "--schemas", now)).Code);
        File.WriteAllText(Path.Combine(now, "waivers.json"), "[]");
        Assert.Equal(65, (await Shell.RunAsync("check", "--schemas", now)).Code);
    }

    private bool Git(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git") { WorkingDirectory = _folder.Path, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var git = Process.Start(start)!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private string Contracts(string folder, params (string Version, string Status, string Schema)[] versions)
    {
        var root = Path.Combine(_folder.Path, folder);
        Directory.CreateDirectory(Path.Combine(root, "thing"));
        foreach (var (version, _, schema) in versions) File.WriteAllText(Path.Combine(root, "thing", version + ".json"), $"{{\"$id\":\"https://schemas.example.org/thing/{version}\",{schema[1..]}");
        var entries = versions.Select(v => $$"""{"object":"thing","version":"{{v.Version}}","kind":"object","status":"{{v.Status}}","steward":"s","systemOfRecord":"crm"}""");
        File.WriteAllText(Path.Combine(root, "catalog.json"), $"{{\"contracts\":[{string.Join(',', entries)}]}}");
        return root;
    }
}
