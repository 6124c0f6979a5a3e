using System.Buffers;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>OpenLineage's facet of column lineage (spec/facets/ColumnLineageDatasetFacet.json, 1-2-0), for tools that already show lineage.</summary>
internal static class LineageFacet
{
    private const string SchemaUrl = "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet";
    private const string Producer = "https://schemas.canonical-sdk.org/mapping/1.0.0";

    public static byte[] Write(MappingLineage lineage, string sourceNamespace)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, LineageJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("columnLineage"u8);
            writer.WriteString("_producer"u8, Producer);
            writer.WriteString("_schemaURL"u8, SchemaUrl);
            writer.WriteStartObject("fields"u8);
            foreach (var field in lineage.CanonicalFields)
            {
                // What only runs towards the vendor gives no canonical field.
                var inputs = Inputs(field).ToList();
                if (inputs.Count == 0)
                    continue;
                writer.WriteStartObject(field.Path);
                writer.WriteStartArray("inputFields"u8);
                foreach (var input in inputs.GroupBy(input => input.Field, StringComparer.Ordinal))
                {
                    writer.WriteStartObject();
                    writer.WriteString("namespace"u8, sourceNamespace);
                    writer.WriteString("name"u8, lineage.Source.ObjectType);
                    writer.WriteString("field"u8, input.Key);
                    writer.WriteStartArray("transformations"u8);
                    foreach (var (_, step, isCondition) in input)
                        Transformation(writer, lineage, step, isCondition);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static IEnumerable<(string Field, LineageStep Step, bool IsCondition)> Inputs(LineageField field)
    {
        foreach (var step in field.Steps)
        {
            if (step.Direction == MappingDirection.ToVendor)
                continue;
            foreach (var input in step.Fields)
                yield return (input, step, false);
            foreach (var input in step.ConditionFields)
                yield return (input, step, true);
        }
    }

    private static void Transformation(Utf8JsonWriter writer, MappingLineage lineage, LineageStep step, bool isCondition)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, isCondition ? "INDIRECT" : "DIRECT");
        writer.WriteString("subtype"u8, isCondition ? "CONDITIONAL" : step.Kind is "field" && step.Converter is null ? "IDENTITY" : "TRANSFORMATION");
        writer.WriteString("description"u8, $"{LineageWords.How(step)} [{lineage.Mapping} {lineage.Version}{(step.Lens is null ? "" : ", lens " + step.Lens)}]");
        writer.WriteBoolean("masking"u8, false);
        writer.WriteEndObject();
    }
}
