using System.Text;
using System.Text.Json;

namespace Canonical.Contracts;

// The text of a schema without what decides nothing: two of the same shape say the same.
internal static class SchemaShape
{
    private static readonly HashSet<string> Annotations = new(["title", "description", "$comment", "examples", "default", "deprecated", "readOnly", "writeOnly"], StringComparer.Ordinal);
    private static readonly HashSet<string> Maps = new(["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"], StringComparer.Ordinal);
    private static readonly HashSet<string> Data = new(["const", "enum"], StringComparer.Ordinal);

    public static bool IsAnnotation(string keyword) => Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);

    public static string Of(JsonElement schema)
    {
        var text = new StringBuilder();
        Write(text, schema, isSchema: true);
        return text.ToString();
    }

    public static string Of(JsonElement? schema) => schema is { } json ? Of(json) : "";

    private static void Write(StringBuilder text, JsonElement json, bool isSchema)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var member in json.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    if (isSchema && IsAnnotation(member.Name)) continue;
                    text.Append('"').Append(member.Name).Append("\":");
                    if (isSchema && Maps.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Object)
                    {
                        text.Append('{');
                        foreach (var child in member.Value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                        {
                            text.Append('"').Append(child.Name).Append("\":");
                            Write(text, child.Value, isSchema: true);
                        }
                        text.Append('}');
                    }
                    else
                    {
                        Write(text, member.Value, isSchema && !Data.Contains(member.Name));
                    }
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in json.EnumerateArray())
                {
                    Write(text, item, isSchema);
                    text.Append(',');
                }
                text.Append(']');
                break;
            case JsonValueKind.Number:
                text.Append(Datum.TryRead(json)?.Key ?? json.GetRawText());
                break;
            default:
                text.Append(json.GetRawText());
                break;
        }
    }
}
