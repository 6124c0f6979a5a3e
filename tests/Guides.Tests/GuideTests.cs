using System.Text.RegularExpressions;

namespace Guides.Tests;

/// <summary>Every csharp block of the guides is compiled, here or in the sample that it is taken from.</summary>
public sealed partial class GuideTests
{
    /// <summary>Blocks that cannot be compiled here; each says why in a comment before it.</summary>
    private const int MostNotCompiled = 2;

    private static readonly string Root = FindRoot();

    public static TheoryData<string> Pages() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Where(page => Blocks(page).Any()).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Block_EveryOne_IsCompiledOrStandsInASample(string page)
    {
        foreach ((int line, string mark, string code) in Blocks(page))
        {
            if (From().Match(mark) is { Success: true } from)
            {
                string file = from.Groups["file"].Value;
                Assert.Contains(Plain(code), Plain(File.ReadAllText(Path.Combine(Root, file))), StringComparison.Ordinal);
                Assert.EndsWith(".cs", file, StringComparison.Ordinal);
            }
            else if (!mark.StartsWith("<!-- not compiled: ", StringComparison.Ordinal))
            {
                Assert.Contains((page, line), CompiledBlocks.All);
            }
        }
    }

    [Fact]
    public void Block_NotCompiled_AreFew() =>
        Assert.InRange(Pages().Sum(page => Blocks(page.Data).Count(block => block.Mark.StartsWith("<!-- not compiled: ", StringComparison.Ordinal))), 0, MostNotCompiled);

    /// <summary>Another spelling of the language would hide a block.</summary>
    [Fact]
    public void Block_OfCSharp_IsCalledCsharp() =>
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories), path => OtherName().IsMatch(File.ReadAllText(path)));

    /// <summary>The line of the first line of code before which the fence stands, the comment before it, and the code.</summary>
    private static IEnumerable<(int Line, string Mark, string Code)> Blocks(string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, page));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() != "```csharp")
                continue;
            int end = Array.FindIndex(lines, i + 1, static line => line.Trim() == "```");
            string mark = lines.Take(i).LastOrDefault(static line => line.Trim().Length > 0, "").Trim();
            yield return (i + 1, mark.StartsWith("<!--", StringComparison.Ordinal) ? mark : "", string.Join('\n', lines[(i + 1)..end]));
            i = end;
        }
    }

    // Indentation is the guide's own.
    private static string Plain(string code) => string.Join('\n', code.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Canonical.Sdk.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Canonical.Sdk.sln was not found above the test's folder.");
    }

    [GeneratedRegex("^<!-- from: (?<file>\\S+) -->$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex From();

    [GeneratedRegex("^\\s*```(cs|c#|C#|CSharp|Csharp)\\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherName();
}
