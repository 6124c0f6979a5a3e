namespace Canonical.Cli.Tests;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.json", "a.json", true)]
    [InlineData("*.json", "a/b.json", false)]
    [InlineData("**/*.json", "a.json", true)]
    [InlineData("**/*.json", "a/b/c.json", true)]
    [InlineData("a/**", "a/b/c.json", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**/c.json", "a/c.json", true)]
    [InlineData("a/**/c.json", "a/b/b/c.json", true)]
    [InlineData("a/**/c.json", "b/c.json", false)]
    [InlineData("?.json", "a.json", true)]
    [InlineData("?.json", ".json", false)]
    [InlineData("[ab].json", "b.json", true)]
    [InlineData("[!ab].json", "b.json", false)]
    [InlineData("[a-c]1.json", "c1.json", true)]
    [InlineData("[a-c]1.json", "d1.json", false)]
    [InlineData("{a,b/{c,d}}.json", "b/d.json", true)]
    [InlineData("{a,b/{c,d}}.json", "b.json", false)]
    [InlineData("*a*b*", "xaybz", true)]
    [InlineData("*a*b*", "xbya", false)]
    [InlineData("a{b", "a{b", true)]
    public void IsMatch_Pattern_AsShellsDo(string pattern, string path, bool expected) => Assert.Equal(expected, Glob.IsMatch(pattern, path));

    [Fact]
    public void Expand_Folders_FindsEachFileOnceInOrder()
    {
        using var folder = new TempFolder();
        foreach (var sub in new[] { "a/b", ".git", "node_modules", "[x]" }) Directory.CreateDirectory(Path.Combine(folder.Path, sub));
        foreach (var file in new[] { "a/b/2.json", "a/1.json", "0.json", "0.txt", ".git/3.json", "node_modules/4.json", "[x]/5.json" }) folder.File(file, "{}");

        Assert.Equal(["0.json", "[x]/5.json", "a/1.json", "a/b/2.json"], Glob.Expand("**/*.json", folder.Path));
        Assert.Equal(["a/1.json", "a/b/2.json"], Glob.Expand("{a/**/*,**/1}.json", folder.Path));
        Assert.Equal([".git/3.json"], Glob.Expand(".git/*", folder.Path));
        Assert.Equal([$"{folder.Path}/a/1.json"], Glob.Expand($"{folder.Path}/*/1.json", "/"));
        Assert.Empty(Glob.Expand("none/*", folder.Path));
    }

    [Fact]
    public void Expand_LinkToItsOwnFolder_IsNotFollowed()
    {
        using var folder = new TempFolder();
        folder.File("a.json", "{}");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "loop"), folder.Path);

        Assert.Equal(["a.json"], Glob.Expand("**/*.json", folder.Path));
    }

    [Fact]
    public async Task Validate_FoldersAndPatterns_ReadEachFileOnce()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "sub"));
        folder.File("a.json", "1");
        folder.File("sub/b.ndjson", "1\n2\n");
        folder.File("sub/c.txt", "1");

        var result = await Shell.RunAsync("validate", folder.Path, $"{folder.Path}/**/*.json", Path.Combine(folder.Path, "a.json"));

        Assert.Equal(1, result.Code);
        Assert.EndsWith("3 documents, 3 invalid, 3 findings.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_PatternWithoutMatch_Exits65() => Assert.Equal(65, (await Shell.RunAsync("validate", "no-such-folder/*.json")).Code);
}
