using System.Text.Encodings.Web;
using System.Text.Json;

namespace Canonical.Cli;

// One JSON object (docs/cli-schemas/findings.schema.json), written as it goes.
internal sealed class JsonReport(Stream bytes, TextWriter text) : ReportWriter
{
    private readonly Utf8JsonWriter _json = new(bytes, Options);

    public static JsonWriterOptions Options { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Begin()
    {
        _json.WriteStartObject();
        _json.WriteStartArray("findings"u8);
    }

    public override void Write(Finding finding)
    {
        _json.WriteStartObject();
        _json.WriteString("file"u8, finding.File);
        if (finding.Line > 0)
        {
            _json.WriteNumber("line"u8, finding.Line);
            _json.WriteNumber("column"u8, finding.Column);
        }
        _json.WriteString("severity"u8, Name(finding.Severity));
        if (finding.IsUndecided) _json.WriteBoolean("undecided"u8, true);
        _json.WriteString("code"u8, finding.Code);
        if (finding.Contract.Length > 0) _json.WriteString("contract"u8, finding.Contract);
        if (finding.Keyword.Length > 0) _json.WriteString("keyword"u8, finding.Keyword);
        _json.WriteString("instancePath"u8, finding.InstancePath);
        if (finding.SchemaLocation.Length > 0) _json.WriteString("schemaLocation"u8, finding.SchemaLocation);
        _json.WriteString("message"u8, finding.Message);
        if (finding.Value is not null) _json.WriteString("value"u8, finding.Value);
        _json.WriteEndObject();
        _json.Flush();
    }

    public override void End(RunSummary summary)
    {
        _json.WriteEndArray();
        _json.WriteString("command"u8, summary.Command);
        _json.WriteNumber("files"u8, summary.Files);
        _json.WriteNumber(summary.Noun + "s", summary.Checked);
        _json.WriteNumber("invalid"u8, summary.Failed);
        _json.WriteNumber("undecided"u8, summary.Undecided);
        _json.WriteBoolean("complete"u8, summary.IsComplete);
        if (summary.Comparisons is not null) VerdictJson.Write(_json, summary.Comparisons);
        _json.WriteEndObject();
        _json.Flush();
        text.WriteLine();
    }

    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }

    private static string Name(Severity severity) => severity switch
    {
        Severity.Warning => "warning",
        Severity.Note => "note",
        _ => "error",
    };
}
