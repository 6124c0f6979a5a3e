using System.Text.Json;

namespace Canonical.Contracts;

// Reads contracts for the pages. Unlike ShapeReader it takes any schema: what it has no words for is shown as it is written.
internal sealed class SiteReader
{
    // Types of the model library, by x-canonical-type, in the words of people.
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["id"] = "id",
        ["contract"] = "contract id",
        ["extensions"] = "extensions",
        ["recordStatus"] = "record status",
        ["sourceRef"] = "source record",
    };

    private readonly Dictionary<string, ContractDocument> _byUri = new(StringComparer.Ordinal);
    private readonly HashSet<string> _objects;
    private readonly Dictionary<string, string> _files;

    public SiteReader(ContractCatalog catalog, Dictionary<string, string> files)
    {
        _files = files;
        _objects = catalog.Contracts.Where(c => c.Kind == ContractKind.BusinessObject).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var contract in catalog.Contracts)
        {
            using var json = JsonDocument.Parse(contract.Utf8Json);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("$id", out var id) && Uri.TryCreate(id.GetString(), UriKind.Absolute, out var uri)) _byUri[uri.AbsoluteUri] = contract;
        }
    }

    public SiteContract Read(ContractDocument contract)
    {
        using var json = JsonDocument.Parse(contract.Utf8Json);
        var root = json.RootElement;
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        var parts = new List<SitePart>();
        if (contract.Kind != ContractKind.Definitions)
        {
            FindPaths(root, root, "", paths);
            parts.Add(ReadPart(contract, root, "", ""));
        }
        if (root.TryGetProperty("$defs", out var definitions) && definitions.ValueKind == JsonValueKind.Object)
        {
            foreach (var definition in definitions.EnumerateObject().Where(d => d.Value.ValueKind == JsonValueKind.Object))
            {
                parts.Add(ReadPart(contract, definition.Value, definition.Name, paths.GetValueOrDefault(definition.Name, "")));
            }
        }
        return new(contract, Text(root, "title") ?? contract.Name, Text(root, "description") ?? "", parts)
        {
            FileName = _files[contract.Id],
            NaturalKey = Texts(root, "x-canonical-natural-key"),
            Laws = root.TryGetProperty("x-canonical-laws", out var laws) && laws.ValueKind == JsonValueKind.Array
                ? [.. laws.EnumerateArray().Where(l => l.ValueKind == JsonValueKind.Object).Select(l => (Text(l, "code") ?? "", Text(l, "description") ?? ""))]
                : [],
        };
    }

    // The shortest way from the object to each of its definitions, so that a reader of a part knows where it stands.
    private static void FindPaths(JsonElement root, JsonElement schema, string path, Dictionary<string, string> paths)
    {
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return;
        foreach (var property in properties.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object))
        {
            var isList = property.Value.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object;
            var reference = Text(isList ? items : property.Value, "$ref");
            if (reference is null || !reference.StartsWith("#/$defs/", StringComparison.Ordinal)) continue;
            var name = reference["#/$defs/".Length..];
            if (paths.ContainsKey(name) || !root.GetProperty("$defs").TryGetProperty(name, out var definition) || definition.ValueKind != JsonValueKind.Object) continue;
            paths[name] = $"{path}{property.Name}{(isList ? "[]" : "")}.";
            FindPaths(root, definition, paths[name], paths);
        }
    }

    private SitePart ReadPart(ContractDocument contract, JsonElement schema, string name, string path)
    {
        var required = Texts(schema, "required").ToHashSet(StringComparer.Ordinal);
        var members = new List<SiteMember>();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object)) members.Add(ReadMember(contract, property, required.Contains(property.Name)));
        }
        var rules = RuleWords.Of(schema).ToList();
        // A definition that is one value has no members: its codes are its rules.
        if (members.Count == 0 && Codes(schema) is { Count: > 0 } codes) rules.Add($"one of {string.Join(", ", codes.Select(c => c.Value))}");
        return new(name, path, Text(schema, "description") ?? "", members, rules);
    }

    private SiteMember ReadMember(ContractDocument contract, JsonProperty property, bool required)
    {
        var schema = property.Value;
        var isList = schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object;
        var value = isList ? items : schema;
        var targets = Texts(schema, "x-canonical-ref").Concat(isList ? Texts(items, "x-canonical-ref") : []).Where(_objects.Contains).ToList();
        return new(property.Name, Text(schema, "description") ?? "", ReadType(contract, value, targets, isList), required)
        {
            Rules = isList ? [.. RuleWords.Of(schema), .. RuleWords.Of(items).Select(rule => $"each {rule}")] : RuleWords.Of(schema),
            Marks = SiteMarks.Of(schema),
            Codes = Codes(value),
            RefersTo = targets,
        };
    }

    private SiteType ReadType(ContractDocument contract, JsonElement schema, List<string> targets, bool isList)
    {
        if (targets.Count == 1) return new(targets[0], _files[targets[0]], isList);
        if (Text(schema, "$ref") is { } reference)
        {
            var hash = reference.IndexOf('#', StringComparison.Ordinal);
            var name = reference[(reference.LastIndexOf('/') + 1)..];
            // Only a definition has a place of its own on a page.
            var place = reference.LastIndexOf('/') is var last && last > hash && reference.AsSpan(hash + 1, last - hash).SequenceEqual("/$defs/") ? $"#{name}" : "";
            if (hash == 0) return new(name, place.Length == 0 ? null : place, isList);
            var target = Resolve(contract, hash < 0 ? reference : reference[..hash]);
            return target is null ? new(name, null, isList) : new(hash < 0 ? target.Name : name, _files[target.Id] + (hash < 0 ? "" : place), isList);
        }
        if (Text(schema, "x-canonical-type") is { } named && Words.TryGetValue(named, out var words)) return new(words, null, isList);
        if (schema.TryGetProperty("enum", out _)) return new("code", null, isList);
        if (schema.TryGetProperty("x-canonical-open-enum", out _)) return new("open code", null, isList);
        return new(
            schema.TryGetProperty("type", out var type) ? type.ValueKind == JsonValueKind.String ? TypeWord(type.GetString()!) : type.GetRawText() : "any",
            null,
            isList);
    }

    private ContractDocument? Resolve(ContractDocument from, string reference)
    {
        var own = _byUri.FirstOrDefault(c => c.Value == from).Key;
        return own is not null && Uri.TryCreate(new Uri(own), reference, out var uri) ? _byUri.GetValueOrDefault(uri.AbsoluteUri) : null;
    }

    private static string TypeWord(string type) => type switch
    {
        "string" => "text",
        "boolean" => "yes or no",
        "integer" => "whole number",
        _ => type,
    };

    private static List<SiteCode> Codes(JsonElement schema)
    {
        var values = Texts(schema, schema.TryGetProperty("enum", out _) ? "enum" : "x-canonical-open-enum");
        var texts = schema.TryGetProperty("x-canonical-enum-descriptions", out var descriptions) && descriptions.ValueKind == JsonValueKind.Object ? descriptions : default;
        return [.. values.Select(v => new SiteCode(v, texts.ValueKind == JsonValueKind.Object ? Text(texts, v) : null))];
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // A list of texts; a single text is a list of one.
    private static IReadOnlyList<string> Texts(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [];
}
