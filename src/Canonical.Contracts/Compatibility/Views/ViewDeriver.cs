using System.Buffers;
using System.Text.Json;

namespace Canonical.Contracts;

// Derives the writer's or the reader's view of a contract and of what it refers to.
// An object is closed where it stands as a value (the document, a member, an item), with unevaluatedProperties, so that everything that $ref and allOf compose there counts as known. Schemas that only test
// (if, not, contains, propertyNames) and those that apply under a condition (then, else, dependentSchemas) stay as they are: closing them would change what they ask.
// Members that are readOnly or writeOnly leave the views of one way (see TakenOutMembers): what asks for them stops asking, tests see a document without them.
internal sealed class ViewDeriver
{
    private static readonly HashSet<string> Values = new(["additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems"], StringComparer.Ordinal);
    private static readonly HashSet<string> MapsOfValues = new(["properties", "patternProperties"], StringComparer.Ordinal);
    private static readonly HashSet<string> InPlace = new(["allOf", "anyOf", "oneOf"], StringComparer.Ordinal);

    private static readonly HashSet<string> NoNames = [];

    private readonly SchemaDocuments _documents;
    private readonly bool _isWriter;
    private readonly bool _isReader;
    private readonly TakenOutMembers? _takenOut;
    private string? _doubt;

    private ViewDeriver(SchemaDocuments documents, ContractView view, bool hasMarks)
    {
        _documents = documents;
        _isWriter = view is ContractView.Writer or ContractView.OwnerWriter;
        _isReader = view is ContractView.Reader or ContractView.OwnerReader;
        if (hasMarks && view != ContractView.Authored) _takenOut = new(documents, view is ContractView.Writer or ContractView.OwnerReader ? "readOnly" : "writeOnly");
    }

    public static SchemaBundle Derive(ContractBundle contract, SchemaDocuments documents, string? definition, ContractView view)
    {
        var deriver = new ViewDeriver(documents, view, contract.HasMarks);
        var others = new List<SchemaText>();
        foreach (var (uri, json) in documents.Documents)
        {
            var isRoot = uri == documents.RootUri && definition is null;
            others.Add(new(uri, deriver.Document(json, uri, isRoot)));
        }
        if (definition is null)
        {
            var root = others[0].Value;
            others.RemoveAt(0);
            return new(root, others) { Doubt = deriver.Doubt };
        }
        return new(deriver.Definition(documents.RootUri, definition), others) { Doubt = deriver.Doubt };
    }

    private string? Doubt => _doubt ?? _takenOut?.Doubt;

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
        using (var writer = new Utf8JsonWriter(buffer)) Schema(writer, json, baseUri, isValue, NoNames);
        return buffer.WrittenSpan.ToArray();
    }

    // Names are those that the objects around it, of the same value, take out.
    private void Schema(Utf8JsonWriter writer, JsonElement json, string outerBase, bool isValue, HashSet<string> names)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            json.WriteTo(writer);
            return;
        }
        var baseUri = SchemaDocuments.BaseOf(json, outerBase);
        if (_takenOut is not null)
        {
            names = [.. names, .. _takenOut.Of(json, baseUri)];
            _takenOut.Check(json, baseUri, names);
        }
        var opensEnum = _isReader && json.TryGetProperty("x-canonical-open-enum", out var open) && open.ValueKind == JsonValueKind.True;
        var fallback = _isReader ? UnionFallback.Member(json) : null;
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
            // An alternative that asks for less would make several of oneOf hold: what a writer may send is then all of them together.
            writer.WritePropertyName(_isWriter && member.Name == "oneOf" && AsksLess(value, baseUri) && !json.TryGetProperty("anyOf", out _) ? "anyOf" : member.Name);
            if (Values.Contains(member.Name)) Schema(writer, value, baseUri, isValue: true, NoNames);
            else if (MapsOfValues.Contains(member.Name)) Map(writer, value, baseUri, isValue: true, refusesMarked: member.Name == "properties");
            else if (member.Name is "$defs" or "definitions") Map(writer, value, baseUri, isValue: false);
            else if (member.Name == "prefixItems") List(writer, value, baseUri, isValue: true, NoNames);
            else if (InPlace.Contains(member.Name)) List(writer, value, baseUri, isValue: false, names, member.Name == "allOf" ? null : fallback);
            else if (_takenOut is not null) Asking(writer, member.Name, value, baseUri, names);
            else value.WriteTo(writer);
        }
        if (_isWriter && isValue && IsOpenObject(json, baseUri)) writer.WriteBoolean("unevaluatedProperties", false);
        writer.WriteEndObject();
    }

    private bool AsksLess(JsonElement alternatives, string baseUri) =>
        _takenOut is not null && alternatives.ValueKind == JsonValueKind.Array && alternatives.EnumerateArray().Any(a => _takenOut.Of(a, baseUri).Count > 0);

    // What asks for members that are taken out does so no more.
    private void Asking(Utf8JsonWriter writer, string keyword, JsonElement value, string baseUri, HashSet<string> names)
    {
        switch (keyword)
        {
            case "required" when value.ValueKind == JsonValueKind.Array:
                Names(writer, value, names);
                break;
            case "dependentRequired" when value.ValueKind == JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    if (member.Value.ValueKind == JsonValueKind.Array) Names(writer, member.Value, names);
                    else member.Value.WriteTo(writer);
                }
                writer.WriteEndObject();
                break;
            case "dependentSchemas" when value.ValueKind == JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Asking(writer, member.Value, baseUri, names);
                }
                writer.WriteEndObject();
                break;
            case "then" or "else":
                Asking(writer, value, baseUri, names);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // A schema under a condition: nothing in it is closed, but it may ask for members, and mark them.
    private void Asking(Utf8JsonWriter writer, JsonElement schema, string outerBase, HashSet<string> names)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            schema.WriteTo(writer);
            return;
        }
        var baseUri = SchemaDocuments.BaseOf(schema, outerBase);
        names = [.. names, .. _takenOut!.Of(schema, baseUri)];
        _takenOut.Check(schema, baseUri, names);
        writer.WriteStartObject();
        foreach (var member in schema.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (member.Name == "properties" && member.Value.ValueKind == JsonValueKind.Object)
            {
                writer.WriteStartObject();
                foreach (var property in member.Value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    if (_isWriter && _takenOut.IsMarked(property.Value, baseUri)) writer.WriteBooleanValue(false);
                    else property.Value.WriteTo(writer);
                }
                writer.WriteEndObject();
            }
            else if (InPlace.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Array)
            {
                writer.WriteStartArray();
                foreach (var item in member.Value.EnumerateArray()) Asking(writer, item, baseUri, names);
                writer.WriteEndArray();
            }
            else
            {
                Asking(writer, member.Name, member.Value, baseUri, names);
            }
        }
        writer.WriteEndObject();
    }

    private static void Names(Utf8JsonWriter writer, JsonElement list, HashSet<string> without)
    {
        writer.WriteStartArray();
        foreach (var name in list.EnumerateArray().Where(n => n.ValueKind != JsonValueKind.String || !without.Contains(n.GetString()!))) name.WriteTo(writer);
        writer.WriteEndArray();
    }

    private void Map(Utf8JsonWriter writer, JsonElement map, string baseUri, bool isValue, bool refusesMarked = false)
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
            if (refusesMarked && _isWriter && _takenOut?.IsMarked(member.Value, baseUri) == true) writer.WriteBooleanValue(false);
            else Schema(writer, member.Value, baseUri, isValue, NoNames);
        }
        writer.WriteEndObject();
    }

    private void List(Utf8JsonWriter writer, JsonElement list, string baseUri, bool isValue, HashSet<string> names, string? fallback = null)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            list.WriteTo(writer);
            return;
        }
        writer.WriteStartArray();
        foreach (var item in list.EnumerateArray()) Schema(writer, item, baseUri, isValue, names);
        if (fallback is not null)
        {
            if (UnionFallback.Tags(_documents, list, baseUri, fallback) is { } tags) UnionFallback.Write(writer, fallback, tags);
            else _doubt ??= $"{UnionFallback.Annotation} names {fallback}, and not every alternative requires it and gives it constant texts";
        }
        writer.WriteEndArray();
    }

    private bool IsOpenObject(JsonElement json, string baseUri) =>
        !json.TryGetProperty("additionalProperties", out _) && !json.TryGetProperty("unevaluatedProperties", out _) && DeclaresMembers(json, baseUri, []);

    // An object that declares no members, not even none, is a map or anything at all; there is nothing to close.
    private bool DeclaresMembers(JsonElement json, string baseUri, HashSet<string> seen)
    {
        if (json.ValueKind != JsonValueKind.Object) return false;
        if (json.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object) return true;
        if (json.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String && _documents.Find(baseUri, reference.GetString()!) is { } found
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
