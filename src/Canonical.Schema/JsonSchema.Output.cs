using System.Text.Json;

namespace Canonical.Schema;

public sealed partial class JsonSchema
{
    /// <summary>Validates a document and writes the outcome as the specification defines it (JSON Schema 2020-12, "Core", section 12). Annotations are not part of it.</summary>
    /// <param name="utf8Json">The document, UTF-8 (RFC 8259).</param>
    /// <param name="writer">Where to; one object is written and not flushed.</param>
    /// <param name="format">How much.</param>
    /// <returns>Whether the document is valid.</returns>
    public bool WriteOutput(ReadOnlySpan<byte> utf8Json, Utf8JsonWriter writer, OutputFormat format)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var valid = Check(utf8Json);
        if (valid || format == OutputFormat.Flag)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("valid"u8, valid);
            if (format != OutputFormat.Flag) WriteRoot(writer);
            writer.WriteEndObject();
            return valid;
        }

        var report = Collect(utf8Json, keepAllBranches: true);
        if (format == OutputFormat.Detailed)
        {
            OutputTree.Build(report.Errors).Write(writer);
            return false;
        }
        writer.WriteStartObject();
        writer.WriteBoolean("valid"u8, false);
        WriteRoot(writer);
        writer.WriteStartArray("errors"u8);
        foreach (var error in report.Errors) OutputTree.WriteError(writer, error);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return false;
    }

    private static void WriteRoot(Utf8JsonWriter writer)
    {
        writer.WriteString("keywordLocation"u8, "");
        writer.WriteString("instanceLocation"u8, "");
    }
}
