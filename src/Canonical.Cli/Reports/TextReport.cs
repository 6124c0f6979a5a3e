using System.Globalization;

namespace Canonical.Cli;

// One line a finding, in the form that editors and build servers turn into links.
internal sealed class TextReport(TextWriter output, bool colour) : ReportWriter
{
    public override void Write(Finding finding)
    {
        var place = finding.Line == 0 ? finding.File : string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line}:{finding.Column}");
        var path = finding.InstancePath.Length == 0 ? "/" : finding.InstancePath;
        var value = finding.Value is null ? "" : $" Found: {finding.Value}";
        var severity = finding.TellsSeverity ? finding.Severity switch { Severity.Warning => "warning: ", Severity.Note => "note: ", _ => "" } : "";
        output.WriteLine($"{place}: {path}: {severity}{finding.Message}{value} [{finding.Code}]");
    }

    public override void End(RunSummary summary)
    {
        var text = summary.Text();
        output.WriteLine(colour ? $"\u001b[{(summary.IsFine ? "32" : "31")}m{text}\u001b[0m" : text);
    }
}
