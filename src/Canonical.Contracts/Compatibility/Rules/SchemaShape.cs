using System.Text;
using System.Text.Json;

namespace Canonical.Contracts;

// The text of a schema without what decides nothing: two of the same shape say the same.
internal static class SchemaShape
{
    private static readonly HashSet<string> Annotations = new(["title", "description", "$comment", "examples", "default", "deprecated", "readOnly", "writeOnly"], StringComparer.Ordinal);
    private static readonly HashSet<string> Maps = new(["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"], StringComparer.Ordinal);
    private static readonly HashSet<string> Data = new(["const", "enum", "dependentRequired", "dependencies"], StringComparer.Ordinal);

    public static bool IsAnnotation(string keyword) => Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal);

    public static string Of(JsonElement schema)
    {
        var text = new StringBuilder();
        Write(text, schema, isSchema: true);
        return text.ToString();
    }

    public static string Of(JsonElement? schema) => schema is { } json ? Of(json) : "";

    // The shape of a whole document, wherever it is published, on which a verdict may rest: two of the same shape are valid for the same documents. A reference may lead anywhere, into an annotation as well,
    // so only what can be no schema is left out: texts and lists of texts.
    public static string OfDocument(JsonElement schema, bool withId)
    {
        if (schema.ValueKind != JsonValueKind.Object) return Of(schema);
        var text = new StringBuilder();
        Write(text, schema, isSchema: true, isExact: true, withId);
        return text.ToString();
    }

    private static bool IsLeftOut(Member member, bool isExact) => IsAnnotation(member.Name) && (!isExact || member.Value.ValueKind == JsonValueKind.String
        || (member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String)));

    // By name; of equal names the order of the text. A class and a plain sort: most of the time of a short process would go into making code for sorting structs.
    private static List<Member> Sorted(JsonElement map)
    {
        var members = new List<Member>();
        foreach (var member in map.EnumerateObject()) members.Add(new(member.Name, member.Value, members.Count));
        members.Sort(Member.Order);
        return members;
    }

    private sealed record Member(string Name, JsonElement Value, int Index)
    {
        public static readonly Comparison<Member> Order = static (a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : a.Index - b.Index;
    }

    // Names may hold any character, so their length stands before them.
    private static void WriteName(StringBuilder text, string name) => text.Append(name.Length).Append(':').Append(name).Append('=');

    private static void WriteMap(StringBuilder text, JsonElement map, bool isExact)
    {
        text.Append('{');
        foreach (var child in Sorted(map))
        {
            WriteName(text, child.Name);
            Write(text, child.Value, isSchema: true, isExact);
        }
        text.Append('}');
    }

    private static void Write(StringBuilder text, JsonElement json, bool isSchema, bool isExact = false, bool withId = true)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var member in Sorted(json))
                {
                    if ((isSchema && IsLeftOut(member, isExact)) || (!withId && member.Name == "$id")) continue;
                    WriteName(text, member.Name);
                    if (isSchema && Maps.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Object)
                    {
                        WriteMap(text, member.Value, isExact);
                    }
                    else
                    {
                        Write(text, member.Value, isSchema && !Data.Contains(member.Name), isExact);
                    }
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in json.EnumerateArray())
                {
                    Write(text, item, isSchema, isExact);
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
