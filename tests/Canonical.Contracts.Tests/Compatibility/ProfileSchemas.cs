using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests.Compatibility;

// Random contracts of the contract profile, each with a contract of shared definitions, and documents near them.
internal sealed class ProfileSchemas(Random random)
{
    private const string Host = "https://schemas.example.org/";
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    private JsonObject _shared = [];
    private JsonObject _contract = [];

    public (JsonObject Library, JsonObject Contract) Contracts()
    {
        _shared = new JsonObject
        {
            ["$id"] = Host + "shared/1.0.0",
            ["$defs"] = new JsonObject
            {
                // A value is closed by itself.
                ["value"] = JsonNode.Parse("""{"type":"object","properties":{"amount":{"type":"string"},"unit":{"type":"string","enum":["h","d"]}},"required":["amount"],"additionalProperties":false}"""),
                ["extensions"] = JsonNode.Parse("""{"type":"object","additionalProperties":{"type":"object"},"propertyNames":{"pattern":"^[a-z]"}}"""),
                ["part"] = Record(1, isShared: true),
                ["tree"] = JsonNode.Parse("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"array","items":{"$ref":"#/$defs/tree"}}}}"""),
            },
        };
        _contract = Record(0, isShared: false);
        _contract["$id"] = Host + "thing/1.0.0";
        _contract["properties"]!.AsObject()["extensions"] = Reference("/shared/1.0.0#/$defs/extensions");
        _contract["$defs"] = new JsonObject { ["first"] = Record(1, isShared: false), ["second"] = Record(2, isShared: false) };
        return (_shared, _contract);
    }

    public JsonNode Document() => Instance(_contract, _contract, 0)!;

    public static void Objects(JsonNode? node, List<JsonObject> found)
    {
        if (node is JsonArray list) foreach (var item in list) Objects(item, found);
        if (node is not JsonObject map) return;
        found.Add(map);
        foreach (var (_, value) in map) Objects(value, found);
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private static JsonObject Reference(string uri) => new() { ["$ref"] = uri };

    private JsonObject Record(int depth, bool isShared)
    {
        var properties = new JsonObject();
        foreach (var name in Names) if (Chance(70)) properties[name] = Member(depth, isShared);
        var record = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var names = properties.Select(p => p.Key).ToArray();
        if (names.Length == 0) return record;
        if (Chance(40)) record["required"] = new JsonArray(names[random.Next(names.Length)]);
        if (Chance(20)) record["dependentRequired"] = new JsonObject { [names[0]] = new JsonArray(names[^1]) };
        if (Chance(20)) record[Chance(50) ? "anyOf" : "oneOf"] = new JsonArray(names.Take(2).Select(n => (JsonNode)new JsonObject { ["required"] = new JsonArray(n) }).ToArray());
        if (Chance(20)) record["allOf"] = new JsonArray(JsonNode.Parse($$$"""{"if":{"properties":{"{{{names[0]}}}":{"const":"x"}},"required":["{{{names[0]}}}"]},"then":{"required":["{{{names[^1]}}}"]}}"""));
        return record;
    }

    private JsonObject Member(int depth, bool isShared)
    {
        switch (random.Next(depth < 2 ? 8 : 4))
        {
            case 0: return new JsonObject { ["type"] = "boolean" };
            case 1: return new JsonObject { ["type"] = "integer", ["minimum"] = 0 };
            case 2: return new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("x", "y") };
            case 3: return new JsonObject { ["type"] = "string", ["maxLength"] = 3 };
            case 4: return Reference((isShared ? "" : "/shared/1.0.0") + "#/$defs/value");
            case 5: return Reference((isShared ? "" : "/shared/1.0.0") + "#/$defs/tree");
            case 6: return Reference(isShared || Chance(40) ? (isShared ? "#/$defs/tree" : "/shared/1.0.0#/$defs/part") : depth == 0 ? "#/$defs/first" : "#/$defs/second");
            default: return new JsonObject { ["type"] = "array", ["items"] = Member(depth + 1, isShared), ["maxItems"] = 3 };
        }
    }

    // Mostly valid; now and then a member too many, one too few, or another value.
    private JsonNode? Instance(JsonObject schema, JsonObject root, int depth)
    {
        if (schema["$ref"] is { } reference)
        {
            var text = reference.GetValue<string>();
            var to = text[0] == '#' ? root : _shared;
            return Instance(to["$defs"]![text[(text.LastIndexOf('/') + 1)..]]!.AsObject(), to, depth);
        }
        if (Chance(1)) return JsonValue.Create("other");
        switch (schema["type"]!.GetValue<string>())
        {
            case "boolean": return JsonValue.Create(Chance(50));
            case "integer": return JsonValue.Create(random.Next(9));
            case "string": return JsonValue.Create(Chance(60) ? "x" : Chance(80) ? "y" : "h");
            case "array": return new JsonArray([.. Enumerable.Range(0, depth > 4 ? 0 : random.Next(3)).Select(_ => Instance(schema["items"]!.AsObject(), root, depth + 1))]);
        }
        var map = new JsonObject();
        if (schema["properties"] is JsonObject properties)
        {
            var isRequired = schema["required"] is JsonArray required ? required.Select(n => n!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) : [];
            foreach (var (name, member) in properties) if (isRequired.Contains(name) ? Chance(98) : depth < 5 && Chance(70)) map[name] = Instance(member!.AsObject(), root, depth + 1);
        }
        else if (Chance(50))
        {
            map["acme"] = JsonNode.Parse("""{"anything":{"goes":1}}""");
        }
        if (Chance(4)) map["unheardOf"] = 1;
        return map;
    }
}
