using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Lineage for programs.</summary>
internal static class LineageJson
{
    public static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(MappingLineage lineage)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema"u8, "https://schemas.canonical-sdk.org/cli/lineage.schema.json");
            writer.WriteString("mapping"u8, lineage.Mapping);
            writer.WriteString("version"u8, lineage.Version);
            if (lineage.Title is not null)
                writer.WriteString("title"u8, lineage.Title);
            writer.WriteString("system"u8, lineage.Source.System);
            writer.WriteString("object"u8, lineage.Source.ObjectType);
            writer.WriteString("contract"u8, lineage.Target.ToString());
            Fields(writer, "canonicalFields", lineage.CanonicalFields, isCanonical: true);
            Fields(writer, "vendorFields", lineage.VendorFields, isCanonical: false);
            Texts(writer, "unmappedMembers", lineage.UnmappedMembers, always: true);
            writer.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Fields(Utf8JsonWriter writer, string name, IReadOnlyList<LineageField> fields, bool isCanonical)
    {
        writer.WriteStartArray(name);
        foreach (var field in fields)
        {
            writer.WriteStartObject();
            writer.WriteString("path"u8, field.Path);
            if (isCanonical)
                writer.WriteBoolean("required"u8, field.IsRequired);
            if (field.Description is not null)
                writer.WriteString("description"u8, field.Description);
            writer.WriteStartArray("steps"u8);
            foreach (var step in field.Steps)
                Step(writer, step);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Step(Utf8JsonWriter writer, LineageStep step)
    {
        writer.WriteStartObject();
        if (step.Lens is not null)
            writer.WriteString("lens"u8, step.Lens);
        writer.WriteString("kind"u8, step.Kind);
        writer.WriteString("direction"u8, LineageWords.Name(step.Direction));
        Texts(writer, "fields", step.Fields, always: true);
        Texts(writer, "within", step.Within);
        Texts(writer, "conditions", step.Conditions);
        Texts(writer, "conditionFields", step.ConditionFields);
        if (step.Converter is not null)
            writer.WriteString("converter"u8, step.Converter);
        if (step.Value is not null)
            writer.WriteString("value"u8, step.Value);
        if (step.Loss is not null)
            writer.WriteString("loss"u8, step.Loss);
        if (step.Overlay is not null)
            writer.WriteString("overlay"u8, step.Overlay);
        if (step.Codes.Count > 0)
        {
            writer.WriteStartArray("codes"u8);
            foreach (var code in step.Codes)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("vendor"u8);
                writer.WriteRawValue(code.Vendor);
                writer.WritePropertyName("canonical"u8);
                writer.WriteRawValue(code.Canonical);
                writer.WriteString("direction"u8, LineageWords.Name(code.Direction));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> items, bool always = false)
    {
        if (items.Count == 0 && !always)
            return;
        writer.WriteStartArray(name);
        foreach (var item in items)
            writer.WriteStringValue(item);
        writer.WriteEndArray();
    }
}
