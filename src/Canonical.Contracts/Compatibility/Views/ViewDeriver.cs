using System.Buffers;
using System.Text.Json;

namespace Canonical.Contracts;

// Derives the writer's or the reader's view of a contract and of what it refers to.
// An object is closed where it stands as a value (the document, a member, an item), with unevaluatedProperties, so that everything that $ref and allOf compose there counts as known. Schemas that only test
// (if, not, contains, propertyNames) and those that apply under a condition (then, else, dependentSchemas) stay as they are: closing them would change what they ask.
internal sealed class ViewDeriver(SchemaDocuments documents, ContractView view)
{
    private static readonly HashSet<string> Values = new(["additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems"], StringComparer.Ordinal);
    private static readonly HashSet<string> MapsOfValues = new(["properties", "patternProperties"], StringComparer.Ordinal);
    private static readonly HashSet<string> InPlace = new(["allOf", "anyOf", "oneOf"], StringComparer.Ordinal);

    public static SchemaBundle Derive(ContractBundle contract, string? definition, ContractView view)
    {
        var documents = contract.Documents();
        var deriver = new ViewDeriver(documents, view);
        var others = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        foreach (var (uri, json) in documents.Documents)
        {
            var isRoot = uri == documents.RootUri && definition is null;
            others.Add(new(uri, deriver.Document(json, uri, isRoot)));
        }
        if (definition is null)
        {
            var root = others[0].Value;
            others.RemoveAt(0);
            return new(root, others);
        }
        return new(deriver.Definition(documents.RootUri, definition), others);
    }

    // One definition of a contract that holds definitions only, as a value.
    private byte[] Definition(string uri, string name)
    {
        var pointer = "/$defs/" + Uri.EscapeDataString(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        var json = JsonDocument.Parse($"{{\"$ref\":\"{JsonEncodedText.Encode(uri + "#" + pointer)}\"}}");
        using (json) return Document(json.RootElement, uri, isValue: true);
    }

    private byte[] Document(JsonElement json, string baseUri, bool isValue)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Schema(writer, json, baseUri, isValue);
        return buffer.WrittenSpan.ToArray();
    }

    private void Schema(Utf8JsonWriter writer, JsonElement json, string outerBase, bool isValue)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            json.WriteTo(writer);
            return;
        }
        var baseUri = SchemaDocuments.BaseOf(json, outerBase);
        var opensEnum = view == ContractView.Reader && json.TryGetProperty("x-canonical-open-enum", out var open) && open.ValueKind == JsonValueKind.True;
        writer.WriteStartObject();
        foreach (var member in json.EnumerateObject())
        {
            var value = member.Value;
            if (opensEnum && member.Name == "enum")
            {
                writer.WriteString("type", "string");
                continue;
            }
            if (opensEnum && member.Name == "type") continue;
            writer.WritePropertyName(member.Name);
            if (Values.Contains(member.Name)) Schema(writer, value, baseUri, isValue: true);
            else if (MapsOfValues.Contains(member.Name)) Map(writer, value, baseUri, isValue: true);
            else if (member.Name is "$defs" or "definitions") Map(writer, value, baseUri, isValue: false);
            else if (member.Name == "prefixItems") List(writer, value, baseUri, isValue: true);
            else if (InPlace.Contains(member.Name)) List(writer, value, baseUri, isValue: false);
            else value.WriteTo(writer);
        }
        if (view == ContractView.Writer && isValue && IsOpenObject(json, baseUri)) writer.WriteBoolean("unevaluatedProperties", false);
        writer.WriteEndObject();
    }

    private void Map(Utf8JsonWriter writer, JsonElement map, string baseUri, bool isValue)
    {
        if (map.ValueKind != JsonValueKind.Object)
        {
            map.WriteTo(writer);
            return;
        }
        writer.WriteStartObject();
        foreach (var member in map.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            Schema(writer, member.Value, baseUri, isValue);
        }
        writer.WriteEndObject();
    }

    private void List(Utf8JsonWriter writer, JsonElement list, string baseUri, bool isValue)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            list.WriteTo(writer);
            return;
        }
        writer.WriteStartArray();
        foreach (var item in list.EnumerateArray()) Schema(writer, item, baseUri, isValue);
        writer.WriteEndArray();
    }

    private bool IsOpenObject(JsonElement json, string baseUri) =>
        !json.TryGetProperty("additionalProperties", out _) && !json.TryGetProperty("unevaluatedProperties", out _) && DeclaresMembers(json, baseUri, []);

    // An object that declares no members, not even none, is a map or anything at all; there is nothing to close.
    private bool DeclaresMembers(JsonElement json, string baseUri, HashSet<string> seen)
    {
        if (json.ValueKind != JsonValueKind.Object) return false;
        if (json.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object) return true;
        if (json.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String && documents.Find(baseUri, reference.GetString()!) is { } found
            && seen.Add(found.Key) && DeclaresMembers(found.Schema, SchemaDocuments.BaseOf(found.Schema, found.Base), seen))
        {
            return true;
        }
        foreach (var keyword in InPlace)
        {
            if (json.TryGetProperty(keyword, out var branches) && branches.ValueKind == JsonValueKind.Array && branches.EnumerateArray().Any(b => DeclaresMembers(b, SchemaDocuments.BaseOf(b, baseUri), seen))) return true;
        }
        return false;
    }
}
