using System.Text.Json;
using Spectre.Console;

namespace Canonical.Cli;

internal sealed record Finding(string File, int Line, int Column, string Code, string Keyword, string InstancePath, string SchemaLocation, string Message, string Contract);

internal abstract class FindingWriter : IDisposable
{
    public abstract void Begin();

    public abstract void Write(Finding finding);

    public abstract void End(long documents, long invalid);

    public virtual void Dispose()
    {
    }
}

// One line a finding, in the form that editors and build servers turn into links.
internal sealed class TextFindingWriter(CliContext context) : FindingWriter
{
    private long _findings;

    public override void Begin()
    {
    }

    public override void Write(Finding finding)
    {
        _findings++;
        context.Out.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{finding.File}:{finding.Line}:{finding.Column}: {(finding.InstancePath.Length == 0 ? "/" : finding.InstancePath)}: {finding.Message} [{finding.Code}]"));
    }

    public override void End(long documents, long invalid)
    {
        var (colour, text) = invalid == 0
            ? ("green", documents == 0 ? "0 documents." : $"{Count(documents, "document")}, all valid.")
            : ("red", $"{Count(documents, "document")}, {invalid} invalid, {Count(_findings, "finding")}.");
        context.Console.MarkupLineInterpolated($"[{colour}]{text}[/]");
    }

    private static string Count(long count, string noun) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}

// One JSON object: {"findings":[…],"documents":n,"invalid":n}. Written as it goes.
internal sealed class JsonFindingWriter(CliContext context) : FindingWriter
{
    private readonly Utf8JsonWriter _json = new(context.Output, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public override void Begin()
    {
        _json.WriteStartObject();
        _json.WriteStartArray("findings"u8);
    }

    public override void Write(Finding finding)
    {
        _json.WriteStartObject();
        _json.WriteString("file"u8, finding.File);
        _json.WriteNumber("line"u8, finding.Line);
        _json.WriteNumber("column"u8, finding.Column);
        _json.WriteString("code"u8, finding.Code);
        _json.WriteString("contract"u8, finding.Contract);
        _json.WriteString("keyword"u8, finding.Keyword);
        _json.WriteString("instancePath"u8, finding.InstancePath);
        _json.WriteString("schemaLocation"u8, finding.SchemaLocation);
        _json.WriteString("message"u8, finding.Message);
        _json.WriteEndObject();
        _json.Flush();
    }

    public override void End(long documents, long invalid)
    {
        _json.WriteEndArray();
        _json.WriteNumber("documents"u8, documents);
        _json.WriteNumber("invalid"u8, invalid);
        _json.WriteEndObject();
        _json.Flush();
        context.Out.WriteLine();
    }

    public override void Dispose()
    {
        _json.Dispose();
        base.Dispose();
    }
}
