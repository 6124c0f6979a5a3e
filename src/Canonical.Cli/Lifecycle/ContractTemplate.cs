using System.Text.Json.Nodes;
using Canonical.Model;

namespace Canonical.Cli;

// A first version of an object: the header that every object has, taken from a contract that is built in, and one member to begin with.
internal static class ContractTemplate
{
    // docs/schema-authors.md lists the same; "sdk" is for what the software itself keeps, such as a crosswalk.
    public static readonly string[] SystemKinds = ["crm", "psa", "hcm", "erp", "sdk"];

    private static readonly string[] Header = ["id", "contract", "sourceRefs", "status", "observedAt", "sourceCreatedAt", "sourceUpdatedAt", "mergedInto", "deleted"];
    private static readonly string[] Footer = ["dimensions", "ownership", "tags", "raw", "lossReport", "extensions"];

    // The shared definitions for a folder of its own. A definition that refers to an object (the dimensions of finance) stays out: the folder has no such contract yet.
    public static JsonObject Common(string host)
    {
        var common = JsonNode.Parse(CanonicalContracts.Get("common").Utf8Json.Span)!.AsObject();
        common["$id"] = $"{host}/common/1.0.0";
        var definitions = common["$defs"]!.AsObject();
        foreach (var (name, definition) in definitions.ToList())
        {
            if (definition!["properties"] is JsonObject members && members.Any(m => m.Value!["x-canonical-ref"] is not null)) definitions.Remove(name);
        }
        return common;
    }

    // Definitions are those of the folder's common contract: the template takes only members that they can describe.
    public static JsonObject Object(string name, string host, string systemOfRecord, string common, JsonObject definitions)
    {
        const string Model = "customer";
        var text = System.Text.Encoding.UTF8.GetString(CanonicalContracts.Get(Model).Utf8Json.Span).Replace("/common/1.0.0#", $"/common/{common}#", StringComparison.Ordinal);
        var model = JsonNode.Parse(text)!["properties"]!.AsObject();
        var words = name.Replace('-', ' ');
        var properties = new JsonObject();
        foreach (var member in Header.Where(IsDescribed)) properties[member] = Copy(member);
        properties["name"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 255, ["description"] = $"The name people use for the {words}.", ["x-canonical-posting"] = true };
        foreach (var member in Footer.Where(IsDescribed)) properties[member] = Copy(member);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"{host}/{name}/1.0.0",
            ["title"] = char.ToUpperInvariant(words[0]) + words[1..],
            ["description"] = $"What the {words} is, in a sentence for people of every system.",
            ["x-canonical-object"] = name,
            ["x-canonical-system-of-record"] = systemOfRecord,
            ["x-canonical-natural-key"] = new JsonArray("name"),
            ["x-canonical-key-profile"] = 1,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray("id", "contract", "sourceRefs", "status", "observedAt", "name"),
        };

        bool IsDescribed(string member)
        {
            var reference = (model[member]!["items"] ?? model[member]!)["$ref"]?.GetValue<string>();
            return reference is null || definitions.ContainsKey(reference[(reference.LastIndexOf('/') + 1)..]);
        }

        // The member of the model, with its name exchanged.
        JsonNode Copy(string member)
        {
            var node = model[member]!.DeepClone().AsObject();
            foreach (var (key, value) in node.ToList())
            {
                if (value is JsonValue v && v.TryGetValue<string>(out var s)) node[key] = s == Model ? name : s.Replace($"^{Model}/", $"^{name}/", StringComparison.Ordinal).Replace($"{Model}/1.0.0", $"{name}/1.0.0", StringComparison.Ordinal);
            }
            return node;
        }
    }

    public static JsonObject ValidExample(string name) => new()
    {
        ["id"] = "1a36de8d-89f8-8d77-8ae5-861f4dc5bc8c",
        ["contract"] = $"{name}/1.0.0",
        ["sourceRefs"] = new JsonArray(new JsonObject { ["system"] = "example", ["instance"] = "main", ["objectType"] = name, ["recordId"] = "1" }),
        ["status"] = "active",
        ["observedAt"] = "2026-09-14T17:05:00Z",
        ["name"] = "First",
    };

    public static JsonObject InvalidExample(string name)
    {
        var instance = ValidExample(name);
        instance.Remove("name");
        return new JsonObject
        {
            ["breaks"] = new JsonObject { ["keyword"] = "required", ["instancePath"] = "" },
            ["why"] = "Without a name nobody knows which one is meant.",
            ["instance"] = instance,
        };
    }
}
