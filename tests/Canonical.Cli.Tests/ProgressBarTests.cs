using System.Text;

namespace Canonical.Cli.Tests;

public sealed class ProgressBarTests
{
    [Theory]
    [InlineData(true, 1L << 30, true)]
    [InlineData(true, 1000, false)]
    [InlineData(false, 1L << 30, false)]
    public void Create_OnlyForLongRunsOnATerminal(bool isTerminal, long bytes, bool expected)
    {
        using var error = new StringWriter();
        using var output = new MemoryStream();
        using var context = new CliContext(Stream.Null, output, error, isTerminal);
        using var bar = context.CreateProgressBar(bytes);

        Assert.Equal(expected, bar is not null);
        bar?.MoveTo(bytes / 2);
        bar?.Hide();
        if (expected) Assert.Matches("\\r\\x1b\\[2K█{15}░{15} 50 %  .* MB/s\\r\\x1b\\[2K$", error.ToString());
        else Assert.Equal("", error.ToString());
    }

    [Fact]
    public void Report_OnATerminal_IsColouredAndElsewherePlain()
    {
        var summary = new RunSummary("validate", "document", 1, 1, 0, 0, 0);

        Assert.Equal("\u001b[32m1 document, all valid.\u001b[0m\n", Text(colour: true, summary));
        Assert.Equal("1 document, all valid.\n", Text(colour: false, summary));
    }

    private static string Text(bool colour, RunSummary summary)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream) { NewLine = "\n" }) new TextReport(writer, colour).End(summary);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
