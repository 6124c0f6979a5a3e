using System.Text.Json;

namespace Canonical.Cli;

// Static Analysis Results Interchange Format 2.1.0 (OASIS). Results are written as they come, the rules that they name at the end.
internal sealed class SarifReport(Stream bytes, TextWriter output) : ReportWriter
{
    private readonly Utf8JsonWriter _json = new(bytes, JsonReport.Options);
    private readonly List<string> _rules = [];
    private readonly Dictionary<string, int> _ruleIndexes = new(StringComparer.Ordinal);

    public override void Begin()
    {
        _json.WriteStartObject();
        _json.WriteString("$schema"u8, "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        _json.WriteString("version"u8, "2.1.0");
        _json.WriteStartArray("runs"u8);
        _json.WriteStartObject();
        // ValidationError counts columns in code points.
        _json.WriteString("columnKind"u8, "unicodeCodePoints");
        _json.WriteStartArray("results"u8);
    }

    public override void Write(Finding finding)
    {
        _json.WriteStartObject();
        _json.WriteString("ruleId"u8, finding.Code);
        _json.WriteNumber("ruleIndex"u8, RuleIndex(finding.Code));
        if (finding.IsUndecided)
        {
            // "open": the tool could not decide; the standard wants the level "none" with it.
            _json.WriteString("kind"u8, "open");
            _json.WriteString("level"u8, "none");
        }
        else
        {
            _json.WriteString("level"u8, finding.Severity switch { Severity.Warning => "warning", Severity.Note => "note", _ => "error" });
        }
        WriteMessage("message"u8, finding.Value is null ? finding.Message : $"{finding.Message} Found: {finding.Value}");
        WriteLocation(finding);
        if (finding.Contract.Length > 0 || finding.Keyword.Length > 0)
        {
            _json.WriteStartObject("properties"u8);
            if (finding.Contract.Length > 0) _json.WriteString("contract"u8, finding.Contract);
            if (finding.Keyword.Length > 0) _json.WriteString("keyword"u8, finding.Keyword);
            if (finding.SchemaLocation.Length > 0) _json.WriteString("schemaLocation"u8, finding.SchemaLocation);
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
        _json.Flush();
    }

    public override void End(RunSummary summary)
    {
        _json.WriteEndArray();
        _json.WriteStartObject("tool"u8);
        _json.WriteStartObject("driver"u8);
        _json.WriteString("name"u8, "canonical");
        _json.WriteString("semanticVersion"u8, ToolVersion.Text);
        _json.WriteStartArray("rules"u8);
        foreach (var rule in _rules)
        {
            _json.WriteStartObject();
            _json.WriteString("id"u8, rule);
            if (RuleTexts.Find(rule) is { } known)
            {
                WriteMessage("shortDescription"u8, known.Meaning);
                WriteMessage("help"u8, known.Remedy);
            }
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteStartArray("invocations"u8);
        _json.WriteStartObject();
        _json.WriteBoolean("executionSuccessful"u8, summary.IsEverythingRead);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        output.WriteLine();
    }

    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }

    private void WriteMessage(ReadOnlySpan<byte> name, string text)
    {
        _json.WriteStartObject(name);
        _json.WriteString("text"u8, text);
        _json.WriteEndObject();
    }

    private void WriteLocation(Finding finding)
    {
        _json.WriteStartArray("locations"u8);
        _json.WriteStartObject();
        _json.WriteStartObject("physicalLocation"u8);
        _json.WriteStartObject("artifactLocation"u8);
        _json.WriteString("uri"u8, ToUri(finding.File));
        _json.WriteEndObject();
        // GitHub wants a line for every result; a finding about a whole file stands at its first.
        _json.WriteStartObject("region"u8);
        _json.WriteNumber("startLine"u8, Math.Max(1, finding.Line));
        _json.WriteNumber("startColumn"u8, Math.Max(1, finding.Column));
        _json.WriteEndObject();
        _json.WriteEndObject();
        if (finding.InstancePath.Length > 0)
        {
            _json.WriteStartArray("logicalLocations"u8);
            _json.WriteStartObject();
            _json.WriteString("fullyQualifiedName"u8, finding.InstancePath);
            _json.WriteString("kind"u8, "property");
            _json.WriteEndObject();
            _json.WriteEndArray();
        }
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private int RuleIndex(string code)
    {
        if (_ruleIndexes.TryGetValue(code, out var index)) return index;
        _rules.Add(code);
        return _ruleIndexes[code] = _rules.Count - 1;
    }

    // A relative path stays a relative reference: viewers resolve it against the root of the repository.
    private static string ToUri(string file)
    {
        if (file == InputFile.StandardInputName) return "stdin";
        if (Path.IsPathRooted(file)) return new Uri(Path.GetFullPath(file)).AbsoluteUri;
        return string.Join('/', file.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
    }
}
