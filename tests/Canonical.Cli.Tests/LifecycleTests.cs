using System.Text.Json.Nodes;

namespace Canonical.Cli.Tests;

// A contract from its beginning to its end, in a folder of its own.
public sealed class LifecycleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<ShellResult> RunAsync(params string[] arguments) => Shell.RunAsync([.. arguments, "--schemas", _folder.Path]);

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.Path, file));

    private JsonNode Entry(string id) => JsonNode.Parse(Read("catalog.json"))!["contracts"]!.AsArray().Single(c => $"{c!["object"]}/{c["version"]}" == id)!;

    private Task<ShellResult> NewObjectAsync(string name) => RunAsync("new", "object", name, "--steward", "logistics", "--system-of-record", "erp", "--host", "https://schemas.acme.example");

    [Fact]
    public async Task NewObject_EmptyFolder_IsInOrder()
    {
        var created = await NewObjectAsync("sea-freight");

        Assert.Equal((0, ""), (created.Code, created.Error));
        Assert.Equal(4, created.Output.TrimEnd().Split('\n').Length);
        Assert.Equal((0, "2 contracts are in order.\n"), await Outcome("lint"));
        Assert.Contains("\"$id\": \"https://schemas.acme.example/sea-freight/1.0.0\"", Read("sea-freight/1.0.0.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("customer", Read("sea-freight/1.0.0.json"), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("validate", Path.Combine(_folder.Path, "sea-freight", "1.0.0.examples", "valid", "minimal.json"))).Code);
        Assert.Equal(64, (await NewObjectAsync("sea-freight")).Code);
        Assert.Equal(0, (await NewObjectAsync("a-first-one")).Code);
        Assert.Equal((0, "3 contracts are in order.\n"), await Outcome("lint"));
        Assert.Equal(["a-first-one", "common", "sea-freight"], JsonNode.Parse(Read("catalog.json"))!["contracts"]!.AsArray().Select(c => c!["object"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("Parcel")]
    [InlineData("a--b")]
    [InlineData("../x")]
    public async Task NewObject_NotAName_Exits64AndWritesNothing(string name)
    {
        Assert.Equal(64, (await NewObjectAsync(name)).Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task NewObject_UnknownSystemOfRecord_Exits64AndListsTheKnown()
    {
        var result = await RunAsync("new", "object", "parcel", "--steward", "logistics", "--system-of-record", "banana", "--host", "https://schemas.acme.example");

        Assert.Equal((64, ""), (result.Code, result.Output));
        foreach (var known in ContractTemplate.SystemKinds) Assert.Contains($"'{known}'", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task GenerateDocs_FolderOfTheConfiguration_IsUsed()
    {
        await NewObjectAsync("parcel");
        using var other = new TempFolder();
        other.File("canonical.json", $$"""{"schemas":"{{_folder.Path}}"}""");
        using var output = new MemoryStream();
        using var error = new StringWriter();
        using var context = new CliContext(Stream.Null, output, error) { Folder = other.Path };

        Assert.Equal((0, ""), (CanonicalCommand.Run(["generate", "docs", "--output", Path.Combine(other.Path, "site")], context), error.ToString()));
        Assert.True(File.Exists(Path.Combine(other.Path, "site", "parcel.html")));
    }

    [Fact]
    public async Task GenerateDocs_UnusableSchema_Exits1AndNamesIt()
    {
        await NewObjectAsync("parcel");
        _folder.File("parcel/1.0.0.json", Read("parcel/1.0.0.json").Replace("$defs/recordStatus", "$defs/nothing", StringComparison.Ordinal));

        var result = await RunAsync("generate", "docs", "--output", Path.Combine(_folder.Path, "site"));

        Assert.Equal(1, result.Code);
        Assert.StartsWith("canonical: parcel/1.0.0.json: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("[CTR1004]", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NothingToCompare_DoesNotSayThatNothingChanged()
    {
        await NewObjectAsync("parcel");

        Assert.Equal((0, "Nothing to compare: no contract has two versions. --against names what was published.\n"), await Outcome("check"));
        using var other = new TempFolder();
        other.File("catalog.json", """{"contracts":[]}""");
        Assert.Equal((0, "Nothing to compare: none of the contracts was there before.\n"), await Outcome("check", "--against", other.Path));
        Assert.Equal((0, "Nothing changed.\n"), await Outcome("check", "--against", _folder.Path));
    }

    [Theory]
    [InlineData("minor", "parcel/1.1.0")]
    [InlineData("patch", "parcel/1.0.1")]
    [InlineData("major", "parcel/2.0.0")]
    public async Task NewVersion_EachStep_IsInOrder(string step, string id)
    {
        await NewObjectAsync("parcel");

        var created = await RunAsync("new", "version", "parcel", "--step", step);

        Assert.Equal((0, ""), (created.Code, created.Error));
        Assert.Equal("draft", Entry(id)["status"]!.GetValue<string>());
        Assert.Equal((0, "3 contracts are in order.\n"), await Outcome("lint"));
        Assert.Equal(64, (await RunAsync("new", "version", "parcel/1.0.0", "--step", step)).Code);
    }

    [Fact]
    public async Task Publish_WhatIsInOrder_LocksTheHashAndListsIt()
    {
        await NewObjectAsync("parcel");
        Assert.Equal((0, "common/1.0.0, parcel/1.0.0: may be published.\n"), await Outcome("publish", "common/1.0.0", "parcel/1.0.0", "--dry-run"));
        Assert.False(File.Exists(Path.Combine(_folder.Path, LockFile.FileName)));

        var published = await RunAsync("publish", "common/1.0.0", "parcel/1.0.0", "--note", "the first one");

        Assert.Equal((0, "common/1.0.0, parcel/1.0.0: published.\n", ""), (published.Code, published.Output, published.Error));
        Assert.Equal("active", Entry("parcel/1.0.0")["status"]!.GetValue<string>());
        Assert.Matches("\"parcel/1.0.0\": {\n +\"sha256\": \"[0-9a-f]{64}\"", Read(LockFile.FileName));
        Assert.Matches("^# Changes of the contracts\n\n## [0-9-]{10}\n\n- common 1.0.0: the first one\n- parcel 1.0.0: the first one\n$", Read("CHANGELOG.md"));
        Assert.Equal(64, (await RunAsync("publish", "parcel/1.0.0")).Code);
        Assert.Equal((0, "2 contracts are in order.\n"), await Outcome("lint"));
    }

    [Fact]
    public async Task Publish_ReferenceToADraft_IsRefusedAsCheckDoes()
    {
        await NewObjectAsync("parcel");

        var result = await RunAsync("publish", "parcel/1.0.0");

        Assert.Equal(1, result.Code);
        Assert.Contains("[CS-GOV-006]", result.Output, StringComparison.Ordinal);
        Assert.Equal("draft", Entry("parcel/1.0.0")["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Publish_MinorThatBreaks_IsRefused()
    {
        await NewObjectAsync("parcel");
        await RunAsync("publish", "common/1.0.0", "parcel/1.0.0");
        await RunAsync("new", "version", "parcel");
        _folder.File("parcel/1.1.0.json", Read("parcel/1.1.0.json").Replace("\"maxLength\": 255", "\"maxLength\": 20", StringComparison.Ordinal));

        var result = await RunAsync("publish", "parcel/1.1.0", "-o", "json");

        Assert.Equal(1, result.Code);
        Assert.Contains("CS-STR-001", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("1.1.0", Read(LockFile.FileName), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_PublishedVersionEdited_IsAFinding()
    {
        await NewObjectAsync("parcel");
        await RunAsync("publish", "common/1.0.0", "parcel/1.0.0");
        _folder.File("parcel/1.0.0.json", Read("parcel/1.0.0.json").Replace("\"maxLength\": 255", "\"maxLength\": 256", StringComparison.Ordinal));

        var result = await RunAsync("lint");

        Assert.Equal(1, result.Code);
        Assert.Contains("parcel/1.0.0.json:1:1: /: parcel/1.0.0 was published and has changed since", result.Output, StringComparison.Ordinal);
        Assert.Contains("[CLI1005]", (await RunAsync("publish", "parcel/1.0.0", "common/1.0.0")).Output + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deprecate_Active_SaysUntilWhenAndWhatInstead()
    {
        await NewObjectAsync("parcel");
        Assert.Equal(64, (await RunAsync("deprecate", "parcel/1.0.0", "--sunset", "2027-06-30")).Code);
        await RunAsync("publish", "common/1.0.0", "parcel/1.0.0");
        Assert.Equal(64, (await RunAsync("deprecate", "parcel/1.0.0", "--sunset", "soon")).Code);
        Assert.Equal(64, (await RunAsync("deprecate", "parcel/1.0.0", "--sunset", "2027-06-30", "--replacement", "parcel/2.0.0")).Code);

        var result = await RunAsync("deprecate", "parcel/1.0.0", "--sunset", "2027-06-30", "--replacement", "common/1.0.0");

        Assert.Equal((0, "parcel/1.0.0 is deprecated until 2027-06-30; common/1.0.0 takes its place.\n"), (result.Code, result.Output));
        Assert.Equal("deprecated 2027-06-30", $"{Entry("parcel/1.0.0")["status"]} {Entry("parcel/1.0.0")["sunset"]}");
        Assert.Equal((0, "2 contracts are in order.\n"), await Outcome("lint"));
    }

    private async Task<(int Code, string Output)> Outcome(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        return (result.Code, result.Output);
    }
}
