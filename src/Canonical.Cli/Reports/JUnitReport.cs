using System.Globalization;
using System.Text;

namespace Canonical.Cli;

// The XML that build servers read as test results: one test case a file. It starts with totals, so it is kept until the end; --max-errors bounds it.
internal sealed class JUnitReport(TextWriter output) : ReportWriter
{
    private readonly StringBuilder _cases = new();
    private readonly List<Finding> _ofFile = [];
    private long _files;
    private long _failed;

    public override void Write(Finding finding)
    {
        if (_ofFile.Count > 0 && _ofFile[0].File != finding.File) EndFile(_ofFile[0].File, 0, 0);
        _ofFile.Add(finding);
    }

    public override void EndFile(string file, long documents, long failed)
    {
        _files++;
        _cases.Append("    <testcase classname=\"canonical\" name=\"").Append(Escape(file)).Append('"');
        if (_ofFile.Count == 0)
        {
            _cases.Append("/>\n");
            return;
        }
        _failed++;
        _cases.Append(">\n      <failure type=\"").Append(Escape(_ofFile[0].Code)).Append("\" message=\"").Append(Escape(_ofFile[0].Message)).Append("\">");
        foreach (var finding in _ofFile)
        {
            if (finding.Line > 0) _cases.Append(CultureInfo.InvariantCulture, $"{finding.Line}:{finding.Column}: ");
            _cases.Append(Escape($"{(finding.InstancePath.Length == 0 ? "/" : finding.InstancePath)}: {finding.Message}{(finding.Value is null ? "" : " Found: " + finding.Value)} [{finding.Code}]")).Append('\n');
        }
        _cases.Append("</failure>\n    </testcase>\n");
        _ofFile.Clear();
    }

    public override void End(RunSummary summary)
    {
        if (_ofFile.Count > 0) EndFile(_ofFile[0].File, 0, 0);
        var counts = string.Create(CultureInfo.InvariantCulture, $"tests=\"{_files}\" failures=\"{_failed}\" errors=\"0\" skipped=\"0\"");
        output.Write($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"canonical\" {counts}>\n  <testsuite name=\"canonical {Escape(summary.Command)}\" {counts}>\n{_cases}");
        output.Write($"    <system-out>{Escape(summary.Text())}</system-out>\n  </testsuite>\n</testsuites>\n");
    }

    // XML 1.0 has no place for most control characters, not even escaped.
    private static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\t' or '\n' or '\r' => result.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};"),
                < 0x20 or 0xFFFE or 0xFFFF => result.Append('\uFFFD'),
                _ => result.Append(rune),
            };
        }
        return result.ToString();
    }
}
