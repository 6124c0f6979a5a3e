using System.Globalization;
using System.Text.Json.Nodes;

namespace Canonical.Contracts.Tests.Compatibility;

// Random schemas over a small world of names and values, their mutations, and documents that meet them often.
internal sealed class SchemaPairGenerator
{
    private static readonly string[] Names = ["a", "b", "c", "kind", "", "é", "a/b"];
    private static readonly string[] Patterns =
    [
        "^[a-c]$", "^k", "^[A-Z]{2}$", "^(?:a|b)?c*$", "^[a-z][a-z0-9-]{0,5}$", "^x{2,3}$", "a$", "^(?!a)", "é", "^.$", "^..$", "😀", "^[^a]$", "^\\p{L}+$", "^[a-😀]*$", "^$", "b|^c", "^a*b?$", "^(ab)*$", "[0-9]{2}", "^\\S+$", "^\\d*$",
    ];
    private static readonly string[] Types = ["null", "boolean", "object", "array", "number", "string", "integer"];
    private static readonly string[] Formats = ["date", "uuid", "email", "date-time", "time", "duration", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "json-pointer", "relative-json-pointer", "regex", "idn-email", "iri", "unheard-of"];
    private static readonly string[] Texts =
    [
        "", "a", "b", "c", "xx", "xxx", "a0", "AB", "é", "kind", "2024-02-29", "2023-02-29", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "aaaa", "abcc", "😀", "😀😀", "e\u0301", "abab", "a/b", "12:00:00Z", "2024-02-29T12:00:00Z", "P1D",
        "a@b.example", "192.0.2.1", "::1", "urn:a:b", "/a", "0", "1/a", "(", "example.org",
    ];
    private static readonly string[] Letters = ["a", "b", "c", "x", "é", "😀", "A", "0", "\u0301", "-"];
    private static readonly string[] Numbers =
    [
        "0", "1", "1.0", "2", "3", "-1", "0.5", "1.5", "0.01", "100", "1e2", "-2.50", "4", "6", "0.3", "-0", "-0.0", "10e-1", "9007199254740993", "9007199254740992", "1e30", "1000000000000000000000000000000", "1e-30", "12345678901234567890.5", "1e400", "-1e400", "0.30",
    ];
    private static readonly string[] AllScalars = ["type", "type", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "required", "required", "minProperties", "maxProperties", "dependentRequired", "minItems", "maxItems", "uniqueItems"];
    private static readonly string[] AllContainers = ["properties", "properties", "properties", "patternProperties", "additionalProperties", "propertyNames", "items", "prefixItems", "contains", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems", "$ref"];

    // What a pair is about: keywords that meet each other seldom among all of them meet often among a few.
    private static readonly (string[] Scalars, string[] Containers, string[] Types)[] Themes =
    [
        (AllScalars, AllContainers, ["object", "object", "array", "string", "integer"]),
        (["minItems", "maxItems", "uniqueItems", "const", "enum", "type"], ["items", "prefixItems", "prefixItems", "contains", "contains", "unevaluatedItems", "unevaluatedItems", "allOf", "anyOf", "oneOf", "if", "not", "$ref"], ["array"]),
        (["required", "dependentRequired", "minProperties", "maxProperties", "type", "const"], ["properties", "properties", "patternProperties", "additionalProperties", "propertyNames", "unevaluatedProperties", "unevaluatedProperties", "dependentSchemas", "allOf", "anyOf", "oneOf", "if", "not", "$ref"], ["object"]),
        (["pattern", "pattern", "format", "minLength", "maxLength", "const", "enum", "type"], ["not", "anyOf", "oneOf", "allOf", "if", "propertyNames"], ["string"]),
        (["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "multipleOf", "const", "enum", "type"], ["not", "anyOf", "oneOf", "allOf", "if", "items"], ["number", "integer"]),
    ];

    private readonly Random random;
    private readonly string[] Scalars;
    private readonly string[] Containers;
    private readonly string[] Kinds;

    public SchemaPairGenerator(Random random)
    {
        this.random = random;
        (Scalars, Containers, Kinds) = Chance(40) ? Themes[0] : Pick(Themes);
    }

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
        for (var i = 0; i < 3; i++) definitions["d" + i.ToString(CultureInfo.InvariantCulture)] = Object(2, i);
        if (Chance(30)) definitions["d0"]!["$anchor"] = "named";
        schema["$defs"] = definitions;
        return schema;
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];

    // Below a member or an item a reference may lead anywhere, in circles too. In place it leads to definitions of a higher number only, so that none is a circle in place; level is the number of the one that is being made.
    private JsonNode Schema(int depth, bool isChild, int level)
    {
        if (Chance(10)) return JsonValue.Create(Chance(60));
        if (isChild && Chance(8)) return new JsonObject { ["$ref"] = Pick(["#", "#/$defs/d0", "#/$defs/d1", "#/$defs/d2", "#named", "#/properties/a"]) };
        return Object(depth, level);
    }

    private JsonObject Object(int depth, int level = -1)
    {
        var schema = new JsonObject();
        if (Chance(50)) schema["type"] = Pick(Kinds);
        for (var count = random.Next(1, depth == 0 ? 5 : 3); count > 0; count--)
        {
            var keyword = Pick(depth < 3 && Chance(60) ? Containers : Scalars);
            if (schema.ContainsKey(keyword)) continue;
            if (keyword == "$ref")
            {
                if (level < 2) schema["$ref"] = "#/$defs/d" + random.Next(level + 1, 3).ToString(CultureInfo.InvariantCulture);
                continue;
            }
            schema[keyword] = Value(keyword, depth + 1, level);
            if (keyword == "if")
            {
                if (Chance(80)) schema["then"] = Schema(depth + 1, false, level);
                if (Chance(60)) schema["else"] = Schema(depth + 1, false, level);
            }
            if (keyword == "contains" && Chance(40)) schema["minContains"] = random.Next(3);
            if (keyword == "contains" && Chance(30)) schema["maxContains"] = random.Next(3);
        }
        return schema;
    }

    private JsonNode Value(string keyword, int depth, int level) => keyword switch
    {
        "type" => Chance(70) ? JsonValue.Create(Pick(Types)) : new JsonArray([.. Enumerable.Range(0, 3).Select(_ => Pick(Types)).Distinct(StringComparer.Ordinal).Select(t => (JsonNode)t)]),
        "enum" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Document(2))]),
        "const" => Document(2)!,
        "minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" => JsonNode.Parse(Pick(Numbers))!,
        "multipleOf" => JsonNode.Parse(Pick(["1", "2", "0.5", "0.01", "3", "1e2", "0.3", "1e-30", "1e30", "0.30", "7e-3"]))!,
        "minLength" or "maxLength" or "minProperties" or "maxProperties" or "minItems" or "maxItems" => JsonValue.Create(random.Next(4)),
        "pattern" => JsonValue.Create(Pick(Patterns)),
        "format" => JsonValue.Create(Pick(Formats)),
        "uniqueItems" => JsonValue.Create(Chance(80)),
        "required" => NameList(),
        "dependentRequired" => Dependencies(),
        "properties" => Map(depth, isChild: true, level),
        "dependentSchemas" => Map(depth, isChild: false, level),
        "patternProperties" => PatternMap(depth, level),
        "prefixItems" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Schema(depth, true, level))]),
        "allOf" or "anyOf" or "oneOf" => new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Schema(depth, false, level))]),
        "not" or "if" => Schema(depth, false, level),
        _ => Schema(depth, true, level),
    };

    private JsonArray NameList() => new([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Pick(Names)).Distinct(StringComparer.Ordinal).Select(n => (JsonNode)n)]);

    private JsonObject Dependencies()
    {
        var map = new JsonObject { [Pick(Names)] = NameList() };
        if (Chance(40)) map[Pick(Names)] = NameList();
        return map;
    }

    private JsonObject PatternMap(int depth, int level)
    {
        var map = new JsonObject { [Pick(Patterns)] = Schema(depth, true, level) };
        if (Chance(30)) map[Pick(Patterns)] = Schema(depth, true, level);
        return map;
    }

    private JsonObject Map(int depth, bool isChild, int level)
    {
        var map = new JsonObject();
        for (var i = random.Next(1, 4); i > 0; i--) map[Pick(Names)] = Schema(depth, isChild, level);
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
            else if (keyword != "$ref") place[keyword] = Value(keyword, 3, 2);
            else if (place.Parent is null) place["$ref"] = Pick(["#/$defs/d0", "#/$defs/d2"]);
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
            case 4 or 5 or 6: return JsonValue.Create(Chance(70) ? Pick(Texts) : string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Letters))));
            case 7 or 8: return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Document(depth + 1))]);
            default:
                var map = new JsonObject();
                for (var i = random.Next(4); i > 0; i--) map[Chance(85) ? Pick(Names) : Pick(Texts)] = Document(depth + 1);
                return map;
        }
    }
}
