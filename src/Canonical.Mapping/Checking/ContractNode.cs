using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>One place of a contract with what its schema and the schemas that it refers to say. The nearest word counts where only one can.</summary>
internal sealed class ContractNode
{
    private readonly ContractTree _tree;
    private readonly List<(JsonElement Schema, string Document, string Pointer)> _schemas;

    public ContractNode(ContractTree tree, JsonElement schema, string document, string pointer)
    {
        _tree = tree;
        _schemas = tree.Chain(schema, document, pointer);
        Kinds = ReadKinds();
    }

    public JsonKinds Kinds { get; }

    /// <summary>Where the place itself is described, for compiling it.</summary>
    public (string Document, string Pointer) Place => (_schemas[0].Document, _schemas[0].Pointer);

    public int? MaxLength => Least("maxLength");

    public string? CanonicalType => Text("x-canonical-type");

    public string? Description => Text("description");

    public string? Format => Text("format");

    /// <summary>Digits before and behind the point of a decimal text; null where nothing is said.</summary>
    public (int Integer, int Scale)? Digits
    {
        get
        {
            foreach (var (schema, _, _) in _schemas)
            {
                if (schema.TryGetProperty("x-canonical-decimal", out var form) && ShapeBytes.Number(form, "integerDigits") is { } digits && ShapeBytes.Number(form, "scale") is { } scale)
                    return (digits, scale);
            }

            return null;
        }
    }

    /// <summary>The values of a closed code; null for anything else.</summary>
    public IReadOnlyList<JsonElement>? Values
    {
        get
        {
            foreach (var (schema, _, _) in _schemas)
            {
                if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array)
                    return [.. values.EnumerateArray()];
            }

            return null;
        }
    }

    /// <summary>The object types that a reference may lead to; empty where the contract does not say.</summary>
    public IReadOnlyList<string> References
    {
        get
        {
            foreach (var (schema, _, _) in _schemas)
            {
                if (!schema.TryGetProperty("x-canonical-ref", out var type))
                    continue;
                return type.ValueKind == JsonValueKind.String ? [type.GetString()!] : [.. type.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
            }

            return [];
        }
    }

    public IEnumerable<string> Required => _schemas.SelectMany(found => Names(found.Schema, "required")).Distinct(StringComparer.Ordinal);

    /// <summary>Groups of members of which one at least (or exactly one) must be there: each group a list of ways.</summary>
    public IEnumerable<List<List<string>>> RequiredWays
    {
        get
        {
            foreach (var (schema, _, _) in _schemas)
            {
                foreach (var keyword in (string[])["anyOf", "oneOf"])
                {
                    var ways = ShapeBytes.Items(schema, keyword).Select(way => Names(way, "required").ToList()).ToList();
                    if (ways.Count > 0 && ways.TrueForAll(way => way.Count > 0))
                        yield return ways;
                }
            }
        }
    }

    /// <summary>When one member is there, others must be.</summary>
    public IEnumerable<(string Member, List<string> Others)> Dependents
    {
        get
        {
            foreach (var (schema, _, _) in _schemas)
            {
                if (!schema.TryGetProperty("dependentRequired", out var members) || members.ValueKind != JsonValueKind.Object)
                    continue;
                foreach (var member in members.EnumerateObject())
                    yield return (member.Name, [.. member.Value.EnumerateArray().Select(name => name.GetString()!)]);
            }
        }
    }

    /// <summary>When a member has one of some values, others must be there.</summary>
    public IEnumerable<(string Member, List<JsonElement> Values, List<string> Then)> Conditions
    {
        get
        {
            foreach (var (schema, _, _) in _schemas)
            {
                foreach (var rule in ShapeBytes.Items(schema, "allOf"))
                {
                    if (!rule.TryGetProperty("if", out var test) || !rule.TryGetProperty("then", out var then) || !test.TryGetProperty("properties", out var members) || members.ValueKind != JsonValueKind.Object)
                        continue;
                    foreach (var member in members.EnumerateObject())
                    {
                        List<JsonElement> values = member.Value.TryGetProperty("const", out var single) ? [single] : [.. ShapeBytes.Items(member.Value, "enum")];
                        if (values.Count > 0)
                            yield return (member.Name, values, [.. Names(then, "required")]);
                    }
                }
            }
        }
    }

    public IEnumerable<string> Members => _schemas.SelectMany(found => found.Schema.TryGetProperty("properties", out var members) && members.ValueKind == JsonValueKind.Object ? members.EnumerateObject().Select(member => member.Name) : []).Distinct(StringComparer.Ordinal);

    public ContractNode? Member(string name)
    {
        foreach (var (schema, document, pointer) in _schemas)
        {
            if (schema.TryGetProperty("properties", out var members) && members.ValueKind == JsonValueKind.Object && members.TryGetProperty(name, out var member))
                return new ContractNode(_tree, member, document, $"{pointer}/properties/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");
        }

        return null;
    }

    public ContractNode? Item()
    {
        foreach (var (schema, document, pointer) in _schemas)
        {
            if (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
                return new ContractNode(_tree, items, document, pointer + "/items");
        }

        return null;
    }

    private JsonKinds ReadKinds()
    {
        var kinds = JsonKinds.Any;
        foreach (var (schema, _, _) in _schemas)
        {
            if (schema.TryGetProperty("type", out var type))
                kinds &= type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Aggregate(JsonKinds.None, (all, one) => all | Named(one)) : Named(type);
            if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array)
                kinds &= values.EnumerateArray().Aggregate(JsonKinds.None, (all, one) => all | JsonKind.Of(one));
            if (schema.TryGetProperty("const", out var single))
                kinds &= JsonKind.Of(single);
        }

        return kinds;
    }

    private static JsonKinds Named(JsonElement type) => (type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
    {
        "string" => JsonKinds.String,
        "integer" => JsonKinds.Integer,
        "number" => JsonKinds.Number,
        "boolean" => JsonKinds.Boolean,
        "object" => JsonKinds.Object,
        "array" => JsonKinds.Array,
        "null" => JsonKinds.Null,
        _ => JsonKinds.Any,
    };

    private int? Least(string keyword)
    {
        int? least = null;
        foreach (var (schema, _, _) in _schemas)
        {
            if (ShapeBytes.Number(schema, keyword) is { } number && (least is null || number < least))
                least = number;
        }

        return least;
    }

    private string? Text(string keyword) => _schemas.Select(found => ShapeBytes.Text(found.Schema, keyword)).FirstOrDefault(text => text is not null);

    private static IEnumerable<string> Names(JsonElement schema, string keyword) =>
        ShapeBytes.Items(schema, keyword).Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!);
}
