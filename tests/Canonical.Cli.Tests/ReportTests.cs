using System.Text;
using System.Xml.Linq;

namespace Canonical.Cli.Tests;

// Texts that could break out of a format.
public sealed class ReportTests
{
    private static readonly Finding Nasty = new("a,b:c%\n|`.json", 3, 4, "SCH2001", "100 % <b>|`*\r\n::error::x \u0001")
    {
        InstancePath = "/a|b`/~1",
        Value = "\"<script>|`\"",
    };

    [Fact]
    public void GitHub_Specials_AreEscaped() => Assert.Equal(
        "::error file=a%2Cb%3Ac%25%0A|`.json,line=3,col=4,title=SCH2001::/a|b`/~1: 100 %25 <b>|`*%0D%0A::error::x \u0001 Found: \"<script>|`\"\n1 document, 1 invalid, 1 finding.\n",
        Text(w => new GitHubReport(w)));

    [Theory]
    [InlineData(nameof(Severity.Warning), "::warning ")]
    [InlineData(nameof(Severity.Note), "::notice ")]
    public void GitHub_Severity_IsTheCommand(string severity, string expected) =>
        Assert.StartsWith(expected, Text(w => new GitHubReport(w), Nasty with { Severity = Enum.Parse<Severity>(severity) }), StringComparison.Ordinal);

    [Fact]
    public void JUnit_Specials_AreXml()
    {
        var failure = XDocument.Parse(Text(w => new JUnitReport(w))).Descendants("failure").Single();

        Assert.Equal("100 % <b>|`*\r\n::error::x \uFFFD", failure.Attribute("message")!.Value);
        Assert.Equal("a,b:c%\n|`.json", failure.Parent!.Attribute("name")!.Value);
    }

    [Fact]
    public void Markdown_Specials_StayInTheirCell()
    {
        var row = Text(w => new MarkdownReport(w)).Split('\n')[2];

        Assert.Equal("| `a,b:c% \\|'.json:3:4` | `/a\\|b'/~1` | 100 % \\<b\\>\\|\\`\\* ::error::x \u0001 Found: `\"<script>\\|'\"` | SCH2001 |", row);
    }

    private static string Text(Func<TextWriter, ReportWriter> create, Finding? finding = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            using var report = create(writer);
            report.Begin();
            report.Write(finding ?? Nasty);
            report.EndFile(Nasty.File, 1, 1);
            report.End(new("validate", "document", 1, 1, 1, 0, 1));
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
