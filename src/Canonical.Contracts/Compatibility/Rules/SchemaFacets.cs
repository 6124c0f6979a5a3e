using System.Text.Json;

namespace Canonical.Contracts;

// What a schema says at one place, its references and allOf included. It serves to explain; the proof has its own reading.
internal sealed class SchemaFacets
{
    private const int MaxParts = 40;
    private static readonly Dictionary<string, JsonKinds> KindNames = new(StringComparer.Ordinal)
    {
        ["null"] = JsonKinds.Null,
        ["boolean"] = JsonKinds.Boolean,
        ["number"] = JsonKinds.Number,
        ["integer"] = JsonKinds.Integer,
        ["string"] = JsonKinds.String,
        ["array"] = JsonKinds.Array,
        ["object"] = JsonKinds.Object,
    };

    private readonly SchemaDocuments _documents;
    private readonly List<SchemaPlaceOf> _parts = [];

    public SchemaFacets(SchemaDocuments documents, JsonElement schema, string baseUri)
    {
        _documents = documents;
        Schema = schema;
        Collect(schema, baseUri);
        foreach (var (json, at) in _parts)
        {
            if (json.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in properties.EnumerateObject()) Properties.TryAdd(member.Name, new(member.Value, at));
            }
            if (json.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
            {
                Required.UnionWith(required.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!));
            }
        }
    }

    public JsonElement Schema { get; }

    // Where the references of this place led, outermost first.
    public List<string> References { get; } = [];

    // A definition of the same contract, whose version is that of the contract.
    public bool RefersToItself => References.Count > 0 && References[0].StartsWith(_documents.RootUri + "#", StringComparison.Ordinal);

    public Dictionary<string, SchemaPlaceOf> Properties { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Required { get; } = new(StringComparer.Ordinal);

    public static SchemaFacets OfRoot(SchemaDocuments documents) => new(documents, documents.Root, documents.RootUri);

    public JsonElement? Get(string keyword)
    {
        foreach (var (json, _) in _parts)
        {
            if (json.TryGetProperty(keyword, out var value)) return value;
        }
        return null;
    }

    public SchemaFacets? Child(string keyword)
    {
        foreach (var (json, at) in _parts)
        {
            if (json.TryGetProperty(keyword, out var value)) return new(_documents, value, at);
        }
        return null;
    }

    public SchemaFacets? Property(string name) => Properties.TryGetValue(name, out var found) ? new(_documents, found.Schema, found.Base) : null;

    public string? Text(string keyword) => Get(keyword) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public bool IsTrue(string keyword) => Get(keyword) is { ValueKind: JsonValueKind.True };

    public Rational? Number(string keyword) => Get(keyword) is { ValueKind: JsonValueKind.Number } number && Rational.TryParse(number.GetRawText(), out var value) ? value : null;

    public string Shape(string keyword) => SchemaShape.Of(Get(keyword));

    // The shapes of the alternatives of anyOf or oneOf, or the conditions of allOf that are not plain references.
    public List<string> Branches(string keyword) =>
        Get(keyword) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Where(b => keyword != "allOf" || !IsPlainReference(b)).Select(b => SchemaShape.Of(b))] : [];

    public List<Datum>? Values()
    {
        if (Get("const") is { } constant) return Datum.TryRead(constant) is { } value ? [value] : null;
        if (Get("enum") is not { ValueKind: JsonValueKind.Array } list) return null;
        var values = list.EnumerateArray().Select(Datum.TryRead).ToList();
        return values.Contains(null) ? null : [.. values.Select(v => v!).Distinct()];
    }

    // The kinds of values that the place may hold, from type, the values, and the alternatives.
    public JsonKinds Kinds(int depth = 0)
    {
        var kinds = JsonKinds.All;
        if (Get("type") is { } type)
        {
            kinds = JsonKinds.None;
            if (type.ValueKind == JsonValueKind.String) kinds = KindNames.GetValueOrDefault(type.GetString()!);
            else if (type.ValueKind == JsonValueKind.Array) foreach (var item in type.EnumerateArray()) kinds |= KindNames.GetValueOrDefault(item.GetString() ?? "");
        }
        else if (Values() is { } values)
        {
            kinds = values.Aggregate(JsonKinds.None, (all, v) => all | v.Kind);
        }
        if (kinds == JsonKinds.All && depth < 4 && (Get("anyOf") ?? Get("oneOf")) is { ValueKind: JsonValueKind.Array } branches)
        {
            kinds = JsonKinds.None;
            foreach (var branch in branches.EnumerateArray()) kinds |= new SchemaFacets(_documents, branch, _parts.Count > 0 ? _parts[0].Base : "").Kinds(depth + 1);
        }
        return kinds.HasFlag(JsonKinds.Number) ? kinds & ~JsonKinds.Integer : kinds;
    }

    // A class: collections of it share the code that the framework was compiled with, which a short process need not make again.
    internal sealed record SchemaPlaceOf(JsonElement Schema, string Base);

    private static bool IsPlainReference(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("$ref", out _) && json.EnumerateObject().All(m => m.Name == "$ref" || SchemaShape.IsAnnotation(m.Name));

    private void Collect(JsonElement schema, string outerBase)
    {
        if (schema.ValueKind != JsonValueKind.Object || _parts.Count > MaxParts) return;
        var baseUri = SchemaDocuments.BaseOf(schema, outerBase);
        _parts.Add(new(schema, baseUri));
        if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String && _documents.Find(baseUri, reference.GetString()!) is { } found && !References.Contains(found.Key))
        {
            References.Add(found.Key);
            Collect(found.Schema, found.Base);
        }
        if (!schema.TryGetProperty("allOf", out var all) || all.ValueKind != JsonValueKind.Array) return;
        foreach (var part in all.EnumerateArray()) Collect(part, baseUri);
    }
}
