using System.Text.Encodings.Web;
using System.Text.Json;
using Canonical.Mapping;

namespace Canonical.Cli;

// The issues of records on standard error, as lines for people or as NDJSON (docs/cli-schemas/issue.schema.json). Never a value of a record.
internal sealed class IssueWriter(CliContext context, bool asJson)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(RecordPlace place, MappingIssue issue)
    {
        if (!asJson)
        {
            context.Error.WriteLine($"{place}: {issue}");
            return;
        }
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("file"u8, place.File);
            json.WriteNumber("record"u8, place.Record);
            if (place.Line > 0) json.WriteNumber("line"u8, place.Line);
            json.WriteString("code"u8, issue.Code);
            json.WriteString("severity"u8, Camel(issue.Severity.ToString()));
            json.WriteString("kind"u8, Camel(issue.Kind.ToString()));
            if (issue.SourcePath is { } source) json.WriteString("sourcePath"u8, source);
            if (issue.TargetPath is { } target) json.WriteString("targetPath"u8, target);
            if (issue.ValueKind != MappingValueKind.None) json.WriteString("valueKind"u8, Camel(issue.ValueKind.ToString()));
            if (issue.Lens is { } lens) json.WriteString("lens"u8, lens);
            json.WriteString("message"u8, issue.Message);
            json.WriteString("remedy"u8, issue.Remedy);
            json.WriteEndObject();
        }
        context.Error.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
