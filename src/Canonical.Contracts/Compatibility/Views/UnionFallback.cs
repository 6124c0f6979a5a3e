using System.Text.Json;

namespace Canonical.Contracts;

// A union whose alternatives are told apart by a constant member, and whose readers take an alternative that they do not know: "x-canonical-fallback": "kind" beside oneOf or anyOf.
// The reader's view gets one more alternative: any object whose kind is a text that no known alternative has.
internal static class UnionFallback
{
    public const string Annotation = "x-canonical-fallback";

    public static string? Member(JsonElement schema) =>
        schema.TryGetProperty(Annotation, out var said) && said.ValueKind == JsonValueKind.String && said.GetString() is { Length: > 0 } name && (schema.TryGetProperty("oneOf", out _) || schema.TryGetProperty("anyOf", out _)) ? name : null;

    // The texts by which the alternatives are told apart; null when one of them has none, so that it is not known which texts are unknown.
    public static IReadOnlyList<string>? Tags(SchemaDocuments documents, JsonElement alternatives, string baseUri, string member)
    {
        if (alternatives.ValueKind != JsonValueKind.Array) return null;
        var tags = new List<string>();
        foreach (var alternative in alternatives.EnumerateArray())
        {
            var facets = new SchemaFacets(documents, alternative, baseUri);
            if (!facets.Required.Contains(member) || facets.Property(member)?.Values() is not { Count: > 0 } values || values.Exists(v => v.Kind != JsonKinds.String)) return null;
            tags.AddRange(values.Select(v => v.Text));
        }
        return tags;
    }

    public static void Write(Utf8JsonWriter writer, string member, IReadOnlyList<string> tags)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "object"u8);
        writer.WriteStartArray("required"u8);
        writer.WriteStringValue(member);
        writer.WriteEndArray();
        writer.WriteStartObject("properties"u8);
        writer.WriteStartObject(member);
        writer.WriteString("type"u8, "string"u8);
        writer.WriteStartObject("not"u8);
        writer.WriteStartArray("enum"u8);
        foreach (var tag in tags.Distinct(StringComparer.Ordinal)) writer.WriteStringValue(tag);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
