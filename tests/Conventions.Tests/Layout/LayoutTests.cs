using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Conventions.Tests;

public sealed partial class LayoutTests
{
    private const int LongestFile = 450;

    public static TheoryData<string> Packages() => Repository.Packages();

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_Has_ReadmeDescriptionAndTests(string package)
    {
        string folder = Path.Combine(Repository.Root, "src", package);

        Assert.True(File.Exists(Path.Combine(folder, "PACKAGE.md")), $"src/{package}/PACKAGE.md is missing.");
        Assert.NotEmpty(XDocument.Load(Repository.ProjectFile(package)).Descendants("Description").Single().Value);
        Assert.NotEmpty(Repository.SourceFiles($"tests/{package}.Tests"));
    }

    [Fact]
    public void TopLevel_Holds_NothingBeyondTheDesign()
    {
        string[] allowed =
        [
            "src", "tests", "benchmarks", "schemas", "docs", "Canonical.Sdk.sln", "nuget.config", "README.md", "icon.png",
            "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig", ".gitignore", ".gitattributes", ".git", ".config", ".ci", "LICENSE", "CHANGELOG.md",
            // made by builds and ignored by git
            "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea", "node_modules",
        ];

        Assert.Empty(Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName).Except(allowed));
    }

    [Fact]
    public void SourceFile_Length_StaysReadable()
    {
        string[] tooLong =
        [
            .. from path in Repository.SourceFiles("src")
               where !path.Contains("/Generated/", StringComparison.Ordinal)
               let lines = File.ReadLines(path).Count()
               where lines > LongestFile
               select $"{Repository.Relative(path)}: {lines} lines",
        ];

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Suppression_EveryOne_SaysWhy()
    {
        string[] silent =
        [
            .. from path in Repository.SourceFiles("src")
               let lines = File.ReadAllLines(path)
               from index in Enumerable.Range(0, lines.Length)
               where lines[index].TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal)
               where !lines[index].Contains("//", StringComparison.Ordinal) && (index == 0 || !lines[index - 1].TrimStart().StartsWith("//", StringComparison.Ordinal))
               select $"{Repository.Relative(path)}:{index + 1}",
        ];

        Assert.Empty(silent);
    }

    [Fact]
    public void ErrorCode_EveryOne_IsListedOnceInTheDocs()
    {
        HashSet<string> used =
        [
            .. from path in Repository.SourceFiles("src")
               from Match match in CodeInSource().Matches(File.ReadAllText(path))
               select match.Groups["code"].Value,
        ];
        List<string> listed =
        [
            .. from path in Repository.SourceFiles("docs/errors", "*.md")
               from Match match in CodeInDocs().Matches(File.ReadAllText(path))
               select match.Groups["code"].Value,
        ];

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(listed).Order(StringComparer.Ordinal));
        Assert.Empty(listed.Except(used).Order(StringComparer.Ordinal));
        Assert.Empty(listed.GroupBy(code => code).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [GeneratedRegex("\"(?<code>(?:CAN|LAW|SCH|MOD|CTR|MAP|CON|SFC|NSU|WDY|KAN|SYN|CLI)[0-9]{4})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeInSource();

    // The first cell of a table row lists a code; codes in running text only mention one.
    [GeneratedRegex(@"^\|\s*`?(?<code>[A-Z]{3}[0-9]{4})`?\s*\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeInDocs();
}
