using System.Globalization;
using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests.Compatibility;

// Random schemas over a small world of names and values, their mutations, and documents that meet them often.
internal sealed class SchemaPairGenerator(Random random)
{
    private static readonly string[] Names = ["a", "b", "c", "kind"];
    private static readonly string[] Patterns = ["^[a-c]$", "^k", "^[A-Z]{2}$", "^(?:a|b)?c*$", "^[a-z][a-z0-9-]{0,5}$", "^x{2,3}$", "a$", "^(?!a)", "é"];
    private static readonly string[] Types = ["null", "boolean", "object", "array", "number", "string", "integer"];
    private static readonly string[] Texts = ["", "a", "b", "c", "xx", "xxx", "a0", "AB", "é", "kind", "2024-02-29", "2023-02-29", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "aaaa", "abcc"];
    private static readonly string[] Numbers = ["0", "1", "1.0", "2", "3", "-1", "0.5", "1.5", "0.01", "100", "1e2", "-2.50", "4", "6", "0.3"];
    private static readonly string[] Scalars = ["type", "type", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "required", "required", "minProperties", "maxProperties", "dependentRequired", "minItems", "maxItems", "uniqueItems"];
    private static readonly string[] Containers = ["properties", "properties", "properties", "patternProperties", "additionalProperties", "propertyNames", "items", "prefixItems", "contains", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems"];

    public (JsonNode First, JsonNode Second) Pair()
    {
        var first = Root();
        return (first, Chance(70) ? Mutate(first.DeepClone(), random.Next(1, 4)) : Root());
    }

    private JsonObject Root()
    {
        var schema = Object(0);
        if (!Chance(40)) return schema;
        var definitions = new JsonObject();
        for (var i = 0; i < 2; i++) definitions["d" + i.ToString(CultureInfo.InvariantCulture)] = Object(2);
        schema["$defs"] = definitions;
        return schema;
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];

    // A reference stands below a member or an item only, so that none is a circle in place.
    private JsonNode Schema(int depth, bool isChild)
    {
        if (Chance(10)) return JsonValue.Create(Chance(60));
        if (isChild && Chance(8)) return new JsonObject { ["$ref"] = Pick(["#", "#/$defs/d0", "#/$defs/d1"]) };
        return Object(depth);
    }

    private JsonObject Object(int depth)
    {
        var schema = new JsonObject();
        if (Chance(50)) schema["type"] = Pick(["object", "object", "array", "string", "integer"]);
        for (var count = random.Next(1, depth == 0 ? 5 : 3); count > 0; count--)
        {
            var keyword = Pick(depth < 3 && Chance(60) ? Containers : Scalars);
            if (schema.ContainsKey(keyword)) continue;
            schema[keyword] = Value(keyword, depth + 1);
            if (keyword == "if")
            {
                if (Chance(80)) schema["then"] = Schema(depth + 1, false);
                if (Chance(60)) schema["else"] = Schema(depth + 1, false);
            }
            if (keyword == "contains" && Chance(40)) schema["minContains"] = random.Next(3);
            if (keyword == "contains" && Chance(30)) schema["maxContains"] = random.Next(3);
        }
        return schema;
    }

    private JsonNode Value(string keyword, int depth) => keyword switch
    {
        "type" => Chance(70) ? JsonValue.Create(Pick(Types)) : new JsonArray([.. Enumerable.Range(0, 3).Select(_ => Pick(Types)).Distinct(StringComparer.Ordinal).Select(t => (JsonNode)t)]),
        "enum" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Document(2))]),
        "const" => Document(2)!,
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => JsonNode.Parse(Pick(Numbers))!,
        "multipleOf" => JsonNode.Parse(Pick(["1", "2", "0.5", "0.01", "3", "1e2", "0.3"]))!,
        "minLength" or "maxLength" or "minProperties" or "maxProperties" or "minItems" or "maxItems" => JsonValue.Create(random.Next(4)),
        "pattern" => JsonValue.Create(Pick(Patterns)),
        "format" => JsonValue.Create(Pick(["date", "uuid", "email"])),
        "uniqueItems" => JsonValue.Create(Chance(80)),
        "required" => NameList(),
        "dependentRequired" => new JsonObject { [Pick(Names)] = NameList() },
        "properties" => Map(depth, isChild: true),
        "dependentSchemas" => Map(depth, isChild: false),
        "patternProperties" => new JsonObject { [Pick(Patterns)] = Schema(depth, true) },
        "prefixItems" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Schema(depth, true))]),
        "allOf" or "anyOf" or "oneOf" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Schema(depth, false))]),
        "not" or "if" => Schema(depth, false),
        _ => Schema(depth, true),
    };

    private JsonArray NameList() => new([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Pick(Names)).Distinct(StringComparer.Ordinal).Select(n => (JsonNode)n)]);

    private JsonObject Map(int depth, bool isChild)
    {
        var map = new JsonObject();
        for (var i = random.Next(1, 4); i > 0; i--) map[Pick(Names)] = Schema(depth, isChild);
        return map;
    }

    // The kind of change that a new version makes: a keyword set, dropped or moved, somewhere.
    private JsonNode Mutate(JsonNode root, int changes)
    {
        for (; changes > 0; changes--)
        {
            var places = new List<JsonObject>();
            Collect(root, places);
            if (places.Count == 0) return root;
            var place = Pick(places.ToArray());
            var keyword = Pick(Chance(70) ? Scalars : Containers);
            if (place.ContainsKey(keyword) && Chance(50)) place.Remove(keyword);
            else place[keyword] = Value(keyword, 3);
            if (Chance(30) && place.Count > 1 && place.First(m => m.Key != "$defs").Key is var first) place.Remove(first);
        }
        return root;
    }

    private static void Collect(JsonNode? node, List<JsonObject> places)
    {
        if (node is not JsonObject schema || schema.ContainsKey("$ref")) return;
        places.Add(schema);
        foreach (var (key, value) in schema)
        {
            if (key is "properties" or "patternProperties" or "dependentSchemas" or "$defs" && value is JsonObject map) foreach (var (_, child) in map) Collect(child, places);
            else if (key is "allOf" or "anyOf" or "oneOf" or "prefixItems" && value is JsonArray list) foreach (var child in list) Collect(child, places);
            else if (key is "items" or "not" or "if" or "then" or "else" or "contains" or "additionalProperties" or "propertyNames" or "unevaluatedProperties" or "unevaluatedItems") Collect(value, places);
        }
    }

    // A document near a given one: a value somewhere in it replaced, added or taken away.
    public JsonNode? Near(JsonNode? document)
    {
        if (document is JsonObject { Count: > 0 } map && Chance(75))
        {
            var name = map.ElementAt(random.Next(map.Count)).Key;
            if (Chance(20)) map.Remove(name);
            else if (Chance(20)) map[Pick(Names)] = Document(2);
            else map[name] = Near(map[name]?.DeepClone());
            return map;
        }
        if (document is JsonArray { Count: > 0 } list && Chance(75))
        {
            var at = random.Next(list.Count);
            if (Chance(20)) list.RemoveAt(at);
            else if (Chance(20)) list.Add(list[at]?.DeepClone());
            else list[at] = Near(list[at]?.DeepClone());
            return list;
        }
        return Document(1);
    }

    public JsonNode? Document(int depth = 0)
    {
        switch (random.Next(depth < 3 ? 12 : 7))
        {
            case 0: return null;
            case 1: return JsonValue.Create(Chance(50));
            case 2 or 3: return JsonNode.Parse(Pick(Numbers));
            case 4 or 5 or 6: return JsonValue.Create(Pick(Texts));
            case 7 or 8: return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Document(depth + 1))]);
            default:
                var map = new JsonObject();
                for (var i = random.Next(4); i > 0; i--) map[Chance(85) ? Pick(Names) : Pick(Texts)] = Document(depth + 1);
                return map;
        }
    }
}
