using System.Globalization;

namespace Canonical.Cli;

// Workflow commands of GitHub Actions ("Workflow commands for GitHub Actions", Setting an error message): each becomes an annotation of the file.
internal sealed class GitHubReport(TextWriter output) : ReportWriter
{
    public override void Write(Finding finding)
    {
        var command = finding.Severity switch
        {
            Severity.Warning => "warning",
            Severity.Note => "notice",
            _ => "error",
        };
        var place = finding.Line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",line={finding.Line},col={finding.Column}");
        var path = finding.InstancePath.Length == 0 ? "" : finding.InstancePath + ": ";
        var value = finding.Value is null ? "" : $" Found: {finding.Value}";
        output.WriteLine($"::{command} file={Property(finding.File)}{place},title={Property(finding.Code)}::{Data(path + finding.Message + value)}");
    }

    public override void End(RunSummary summary) => output.WriteLine(Plain(summary.Text()));

    // A line that began with "::" would be a command of its own.
    private static string Plain(string text) => text.StartsWith("::", StringComparison.Ordinal) ? " " + text : text;

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
