using System.Text;

namespace Canonical.Cli;

// The formats by the names that users give.
internal static class ReportFormats
{
    public const string Text = "text";
    public const string Json = "json";

    public static readonly string[] Names = [Text, Json, "sarif", "github", "junit", "markdown"];

    // The report on standard output, and those that go to files besides.
    public static ReportWriter Open(CliContext context, string format, IReadOnlyList<string> reports)
    {
        // All are checked before the first file is made.
        var files = new List<(string Format, string File)>();
        foreach (var report in reports)
        {
            var equals = report.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == report.Length - 1 || !Names.Contains(report[..equals], StringComparer.Ordinal))
            {
                throw CliException.Usage($"--report takes a format and a file, such as sarif=findings.sarif; the formats are {string.Join(", ", Names)}.");
            }
            files.Add((report[..equals], report[(equals + 1)..]));
        }
        var first = Create(format, context.Output, context.Out, context.UsesColour);
        if (files.Count == 0) return first;
        var writers = new List<ReportWriter> { first };
        try
        {
            foreach (var (name, file) in files) writers.Add(new FileReport(name, OpenFile(file)));
        }
        catch (CliException)
        {
            foreach (var writer in writers) writer.Dispose();
            throw;
        }
        return new SeveralReports(writers);
    }

    private static ReportWriter Create(string format, Stream bytes, TextWriter text, bool colour) => format switch
    {
        Json => new JsonReport(bytes, text),
        "sarif" => new SarifReport(bytes, text),
        "github" => new GitHubReport(text),
        "junit" => new JUnitReport(text),
        "markdown" => new MarkdownReport(text),
        _ => new TextReport(text, colour),
    };

    private static FileStream OpenFile(string file)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            return new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CliException.Usage($"The report {file} cannot be written: {e.Message}");
        }
    }

    private sealed class FileReport : ReportWriter
    {
        private readonly StreamWriter _text;
        private readonly ReportWriter _report;

        public FileReport(string format, Stream stream)
        {
            _text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            _report = Create(format, stream, _text, colour: false);
        }

        public override void Begin() => _report.Begin();

        public override void Write(Finding finding) => _report.Write(finding);

        public override void EndFile(string file, long documents, long failed) => _report.EndFile(file, documents, failed);

        public override void End(RunSummary summary) => _report.End(summary);

        public override void Dispose()
        {
            _report.Dispose();
            _text.Dispose();
            base.Dispose();
        }
    }

    private sealed class SeveralReports(IReadOnlyList<ReportWriter> reports) : ReportWriter
    {
        public override void Begin()
        {
            foreach (var report in reports) report.Begin();
        }

        public override void Write(Finding finding)
        {
            foreach (var report in reports) report.Write(finding);
        }

        public override void EndFile(string file, long documents, long failed)
        {
            foreach (var report in reports) report.EndFile(file, documents, failed);
        }

        public override void End(RunSummary summary)
        {
            foreach (var report in reports) report.End(summary);
        }

        public override void Dispose()
        {
            foreach (var report in reports) report.Dispose();
            base.Dispose();
        }
    }
}
