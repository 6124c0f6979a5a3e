using System.Text.RegularExpressions;

namespace Conventions.Tests;

public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages()
    {
        IEnumerable<string> found = [.. Repository.SourceFiles("docs", "*.md"), .. Repository.SourceFiles("src", "PACKAGE.md")];
        string[] pages = ["README.md", "CHANGELOG.md", .. found.Select(Repository.Relative).Order(StringComparer.Ordinal)];
        return new TheoryData<string>(pages);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Link_EveryRelativeOne_LeadsToAFileAndAHeading(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        List<string> broken = [];
        foreach (Match match in Link().Matches(WithoutCode(File.ReadAllText(Path.Combine(Repository.Root, page)))))
        {
            string link = match.Groups["target"].Value;
            if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal)) continue;

            string[] parts = link.Split('#', 2);
            string file = parts[0].Length == 0 ? Path.Combine(Repository.Root, page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            if (!File.Exists(file) && !Directory.Exists(file)) broken.Add($"{link}: no such file");
            else if (parts.Length == 2 && !Headings(file).Contains(parts[1])) broken.Add($"{link}: no such heading");
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Decision_EveryOne_IsListedOnce()
    {
        string[] listed = [.. Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "decisions", "README.md"))).Select(match => match.Groups["target"].Value)];
        IEnumerable<string> decisions = Repository.SourceFiles("docs/decisions", "0*.md").Select(path => Path.GetFileName(path));

        Assert.Equal(decisions.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    /// <summary>The gate makes a program of the first example of these pages; a second one would never be compiled.</summary>
    [Fact]
    public void Example_OfReadmeAndPackagePages_IsOne()
    {
        string[] pages = [Path.Combine(Repository.Root, "README.md"), .. Repository.SourceFiles("src", "PACKAGE.md")];

        Assert.Empty(pages.Where(page => CSharpBlock().Count(File.ReadAllText(page)) > 1).Select(Repository.Relative));
    }

    // A heading's anchor as the usual renderers make it: small letters, no punctuation, hyphens for spaces.
    private static HashSet<string> Headings(string file) =>
    [
        .. from Match match in Heading().Matches(WithoutCode(File.ReadAllText(file)))
           select Punctuation().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'),
    ];

    private static string WithoutCode(string markdown) => CodeBlock().Replace(markdown, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Punctuation();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^```csharp", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CSharpBlock();
}
