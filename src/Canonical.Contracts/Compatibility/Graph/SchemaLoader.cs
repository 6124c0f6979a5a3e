using System.Runtime.InteropServices;
using System.Text.Json;

namespace Canonical.Contracts;

// Reads a schema, and whatever it refers to, as nodes of a graph. What the nodes leave out (titles, descriptions, unknown keywords, formats that are not asserted) decides nothing.
internal sealed class SchemaLoader(SchemaGraph graph, SchemaDocuments documents)
{
    // The formats that our engine asserts; any other is an annotation.
    private static readonly HashSet<string> Formats = new(
        [
            "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid",
            "json-pointer", "relative-json-pointer", "regex",
        ],
        StringComparer.Ordinal);

    // What decides validity, but for the references and allOf that a schema may consist of.
    private static readonly HashSet<string> Keywords = new(
        [
            "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "prefixItems", "items", "minItems", "maxItems",
            "uniqueItems", "contains", "minContains", "maxContains", "unevaluatedItems", "properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties",
            "maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "anyOf", "oneOf", "not", "if", "then", "else",
        ],
        StringComparer.Ordinal);

    private const int MaxText = 500;

    private readonly Dictionary<string, SchemaNode> _references = new(StringComparer.Ordinal);

    // References that are being read: meeting one again is a recursion.
    private readonly Dictionary<string, SchemaNode?> _open = new(StringComparer.Ordinal);

    public static SchemaNode Load(SchemaGraph graph, SchemaDocuments documents)
    {
        var loader = new SchemaLoader(graph, documents);
        var key = documents.RootUri + "#";
        return loader.Follow(documents.Root, documents.RootUri, key);
    }

    private SchemaNode Follow(JsonElement schema, string baseUri, string key)
    {
        if (_references.TryGetValue(key, out var known)) return known;
        if (_open.TryGetValue(key, out var open))
        {
            if (open is not null) return open;
            var reference = graph.Intern(new SchemaNode { IsReference = true });
            _open[key] = reference;
            return reference;
        }
        _open.Add(key, null);
        var node = Read(schema, baseUri);
        _open.Remove(key, out var recursive);
        if (recursive is not null) recursive.Target = node;
        _references.Add(key, node);
        return node;
    }

    private SchemaNode Opaque(string reason) => graph.Intern(new SchemaNode { Opaque = reason });

    private SchemaNode Read(JsonElement json, string outerBase)
    {
        if (json.ValueKind == JsonValueKind.True) return graph.True;
        if (json.ValueKind == JsonValueKind.False) return graph.False;
        if (json.ValueKind != JsonValueKind.Object) return Opaque("a schema is neither an object nor a boolean");
        var utf8 = JsonMarshal.GetRawUtf8Value(json);
        if (utf8.Length > MaxText || utf8.IndexOf("\"$"u8) >= 0) return ReadObject(json, outerBase);
        var text = json.GetRawText();
        if (graph.ByText.TryGetValue(text, out var known)) return known;
        var node = ReadObject(json, outerBase);
        graph.ByText.Add(text, node);
        return node;
    }

    private SchemaNode ReadObject(JsonElement json, string outerBase)
    {
        var baseUri = SchemaDocuments.BaseOf(json, outerBase);
        var all = new List<SchemaNode>();
        if (json.TryGetProperty("$ref", out var reference))
        {
            all.Add(reference.ValueKind == JsonValueKind.String && documents.Find(baseUri, reference.GetString()!) is { } found
                ? Follow(found.Schema, found.Base, found.Key)
                : Opaque($"the reference {reference.GetRawText()} leads to nothing that is known here"));
        }
        if (json.TryGetProperty("$dynamicRef", out _) || json.TryGetProperty("$recursiveRef", out _)) all.Add(Opaque("dynamic references are not reasoned about"));
        if (json.TryGetProperty("$schema", out var dialect) && dialect.ValueKind == JsonValueKind.String && dialect.GetString()!.TrimEnd('#') != "https://json-schema.org/draft/2020-12/schema")
        {
            all.Add(Opaque($"the dialect {dialect.GetString()} is not 2020-12"));
        }
        if (json.TryGetProperty("allOf", out var members)) all.AddRange(List(members, baseUri));
        var values = Values(json, all);
        var isBare = !json.EnumerateObject().Any(m => Keywords.Contains(m.Name));
        return isBare && all.Count == 1 ? all[0] : graph.Intern(With(json, baseUri, all, values));
    }

    private SchemaNode With(JsonElement json, string baseUri, List<SchemaNode> all, IReadOnlyList<Datum>? values) => new()
    {
        AllOf = all,
        Types = Types(json),
        Values = values,
        Minimum = Number(json, "minimum"),
        Maximum = Number(json, "maximum"),
        ExclusiveMinimum = Number(json, "exclusiveMinimum"),
        ExclusiveMaximum = Number(json, "exclusiveMaximum"),
        MultipleOf = Number(json, "multipleOf"),
        MinLength = Count(json, "minLength") ?? 0,
        MaxLength = Count(json, "maxLength"),
        Pattern = Text(json, "pattern"),
        Format = Text(json, "format") is { } format && Formats.Contains(format) ? format : null,
        PrefixItems = json.TryGetProperty("prefixItems", out var prefix) ? List(prefix, baseUri) : [],
        Items = Child(json, "items", baseUri),
        MinItems = Count(json, "minItems") ?? 0,
        MaxItems = Count(json, "maxItems"),
        UniqueItems = json.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True,
        Contains = Child(json, "contains", baseUri),
        MinContains = json.TryGetProperty("contains", out _) ? Count(json, "minContains") ?? 1 : 1,
        MaxContains = json.TryGetProperty("contains", out _) ? Count(json, "maxContains") : null,
        UnevaluatedItems = Child(json, "unevaluatedItems", baseUri),
        Properties = Members(json, "properties", baseUri).ToDictionary(StringComparer.Ordinal),
        PatternProperties = Members(json, "patternProperties", baseUri),
        AdditionalProperties = Child(json, "additionalProperties", baseUri),
        PropertyNames = Child(json, "propertyNames", baseUri),
        Required = json.TryGetProperty("required", out var required) ? Names(required) : [],
        MinProperties = Count(json, "minProperties") ?? 0,
        MaxProperties = Count(json, "maxProperties"),
        DependentRequired = json.TryGetProperty("dependentRequired", out var dependent) && dependent.ValueKind == JsonValueKind.Object
            ? [.. dependent.EnumerateObject().Select(m => new KeyValuePair<string, IReadOnlyList<string>>(m.Name, Names(m.Value)))]
            : [],
        DependentSchemas = Members(json, "dependentSchemas", baseUri),
        UnevaluatedProperties = Child(json, "unevaluatedProperties", baseUri),
        AnyOf = json.TryGetProperty("anyOf", out var any) ? List(any, baseUri) : [],
        OneOf = json.TryGetProperty("oneOf", out var one) ? List(one, baseUri) : [],
        Not = Child(json, "not", baseUri),
        If = Child(json, "if", baseUri),
        Then = json.TryGetProperty("if", out _) ? Child(json, "then", baseUri) : null,
        Else = json.TryGetProperty("if", out _) ? Child(json, "else", baseUri) : null,
    };

    // enum and const together: what is in both.
    private List<Datum>? Values(JsonElement json, List<SchemaNode> all)
    {
        List<Datum>? values = null;
        if (json.TryGetProperty("enum", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            values = [];
            foreach (var item in list.EnumerateArray())
            {
                if (Datum.TryRead(item) is { } value) values.Add(value);
                else all.Add(Opaque("a number of an enum is out of range"));
            }
        }
        if (json.TryGetProperty("const", out var constant))
        {
            if (Datum.TryRead(constant) is not { } value) all.Add(Opaque("the number of a const is out of range"));
            else values = values is null || values.Contains(value) ? [value] : [];
        }
        return values?.Distinct().ToList();
    }

    private static JsonKinds Types(JsonElement json)
    {
        if (!json.TryGetProperty("type", out var type)) return JsonKinds.All;
        var types = JsonKinds.None;
        if (type.ValueKind == JsonValueKind.String) types = Kind(type.GetString()!);
        else if (type.ValueKind == JsonValueKind.Array) foreach (var item in type.EnumerateArray()) types |= Kind(item.GetString()!);
        if (types.HasFlag(JsonKinds.Number)) types &= ~JsonKinds.Integer;
        return types;
    }

    private static JsonKinds Kind(string name) => name switch
    {
        "null" => JsonKinds.Null,
        "boolean" => JsonKinds.Boolean,
        "number" => JsonKinds.Number,
        "integer" => JsonKinds.Integer,
        "string" => JsonKinds.String,
        "array" => JsonKinds.Array,
        "object" => JsonKinds.Object,
        _ => JsonKinds.None,
    };

    private static string? Text(JsonElement json, string keyword) => json.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Rational? Number(JsonElement json, string keyword)
    {
        if (!json.TryGetProperty(keyword, out var value) || value.ValueKind != JsonValueKind.Number) return null;
        return Rational.TryParse(value.GetRawText(), out var number) ? number : throw new UndecidableException($"the number of {keyword} is out of range");
    }

    // A limit beyond what any document can reach is as good as the greatest int.
    private static int? Count(JsonElement json, string keyword)
    {
        if (Number(json, keyword) is not { } number) return null;
        return number > int.MaxValue ? int.MaxValue : (int)number.Floor();
    }

    private static List<string> Names(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!).Distinct(StringComparer.Ordinal)] : [];

    private SchemaNode? Child(JsonElement json, string keyword, string baseUri) => json.TryGetProperty(keyword, out var child) ? Read(child, baseUri) : null;

    private List<SchemaNode> List(JsonElement list, string baseUri) => list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(i => Read(i, baseUri))] : [];

    private List<KeyValuePair<string, SchemaNode>> Members(JsonElement json, string keyword, string baseUri) =>
        json.TryGetProperty(keyword, out var members) && members.ValueKind == JsonValueKind.Object ? [.. members.EnumerateObject().Select(m => new KeyValuePair<string, SchemaNode>(m.Name, Read(m.Value, baseUri)))] : [];
}
