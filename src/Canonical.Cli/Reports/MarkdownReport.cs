using System.Globalization;

namespace Canonical.Cli;

// A table for pull requests and job summaries.
internal sealed class MarkdownReport(TextWriter output) : ReportWriter
{
    private bool _hasRows;

    public override void Write(Finding finding)
    {
        if (!_hasRows)
        {
            output.WriteLine("| place | where | finding | code |");
            output.WriteLine("|---|---|---|---|");
            _hasRows = true;
        }
        var place = finding.Line == 0 ? Code(finding.File) : Code(string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line}:{finding.Column}"));
        var value = finding.Value is null ? "" : " Found: " + Code(finding.Value);
        output.WriteLine($"| {place} | {Code(finding.InstancePath.Length == 0 ? "/" : finding.InstancePath)} | {Escape(finding.Message)}{value} | {Escape(finding.Code)} |");
    }

    public override void End(RunSummary summary)
    {
        if (_hasRows) output.WriteLine();
        output.WriteLine($"**{Escape(summary.Text())}**");
    }

    // In a table cell a vertical bar ends the cell, even inside code; a back-tick would end the code.
    private static string Code(string text) => $"`{OneLine(text).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Escape(string text)
    {
        var result = new System.Text.StringBuilder(text.Length + 8);
        foreach (var c in OneLine(text))
        {
            if (c is '|' or '*' or '_' or '`' or '<' or '>' or '[' or ']' or '\\') result.Append('\\');
            result.Append(c);
        }
        return result.ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
