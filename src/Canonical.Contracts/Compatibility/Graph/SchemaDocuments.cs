using System.Text.Json;

namespace Canonical.Contracts;

// The documents that a contract may refer to, found by URI, anchor or JSON Pointer, and parsed when they are first needed.
internal sealed class SchemaDocuments
{
    // Deeper than any contract that people write; the validation engine has its own limit.
    public static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 256 };

    public const string UnnamedBase = "canonical-contract:/";
    private static readonly HashSet<string> Data = new(["enum", "const", "default", "examples"], StringComparer.Ordinal);

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _unread = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _anchors = new(StringComparer.Ordinal);
    private readonly List<ParsedSchema> _documents = [];

    public SchemaDocuments(ReadOnlyMemory<byte> root, IEnumerable<SchemaText> others)
    {
        foreach (var (uri, utf8) in others) _unread[Absolute(UnnamedBase, uri)] = utf8;
        var json = Parse(root);
        RootUri = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String ? Absolute(UnnamedBase, id.GetString()!) : UnnamedBase;
        Root = json;
        _resources[RootUri] = json;
        _documents.Add(new(RootUri, json));
        Index(json, RootUri);
    }

    public JsonElement Root { get; }

    public string RootUri { get; }

    // The root and every document that a reference has led to, in that order.
    public IReadOnlyList<ParsedSchema> Documents => _documents;

    // Reads whatever the documents refer to, and what that refers to.
    public void ReadAll()
    {
        for (var i = 0; i < _documents.Count; i++) Follow(_documents[i].Value, _documents[i].Key);
    }

    // What a reference leads to, with the base that its own references are read against; null when it leads nowhere.
    public (JsonElement Schema, string Base, string Key)? Find(string baseUri, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var uri = hash == 0 ? baseUri : Absolute(baseUri, hash < 0 ? reference : reference[..hash]);
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        if (!TryResource(uri, out var schema)) return null;
        var key = uri + "#" + fragment;
        if (fragment.Length == 0) return (schema, uri, key);
        if (fragment[0] != '/') return _anchors.TryGetValue(key, out var anchored) ? (anchored, uri, key) : null;
        foreach (var step in fragment[1..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (schema.ValueKind == JsonValueKind.Array)
            {
                if (!int.TryParse(name, out var index) || index < 0 || index >= schema.GetArrayLength()) return null;
                schema = schema[index];
            }
            else if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty(name, out schema))
            {
                return null;
            }
            uri = BaseOf(schema, uri);
        }
        return (schema, uri, key);
    }

    // The base inside a schema: its own $id, if it has one.
    public static string BaseOf(JsonElement schema, string baseUri) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String ? Absolute(baseUri, id.GetString()!) : baseUri;

    private void Follow(JsonElement json, string baseUri)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray()) Follow(item, baseUri);
        }
        if (json.ValueKind != JsonValueKind.Object) return;
        var own = BaseOf(json, baseUri);
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name is "$ref" or "$dynamicRef" && member.Value.ValueKind == JsonValueKind.String) Find(own, member.Value.GetString()!);
            else if (!Data.Contains(member.Name)) Follow(member.Value, own);
        }
    }

    private bool TryResource(string uri, out JsonElement schema)
    {
        if (_resources.TryGetValue(uri, out schema)) return true;
        if (!_unread.Remove(uri, out var utf8)) return false;
        schema = Parse(utf8);
        _resources[uri] = schema;
        _documents.Add(new(uri, schema));
        Index(schema, uri);
        return true;
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, JsonOptions);
        return document.RootElement.Clone();
    }

    private static string Absolute(string baseUri, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0) reference = reference[..hash];
        if (reference.Length == 0) return baseUri;
        return Uri.TryCreate(new Uri(baseUri), reference, out var uri) ? uri.AbsoluteUri : reference;
    }

    private void Index(JsonElement json, string baseUri)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray()) Index(item, baseUri);
        }
        if (json.ValueKind != JsonValueKind.Object) return;
        var own = BaseOf(json, baseUri);
        if (own != baseUri) _resources.TryAdd(own, json);
        foreach (var keyword in new[] { "$anchor", "$dynamicAnchor" })
        {
            if (json.TryGetProperty(keyword, out var anchor) && anchor.ValueKind == JsonValueKind.String) _anchors.TryAdd(own + "#" + anchor.GetString(), json);
        }
        foreach (var member in json.EnumerateObject())
        {
            if (!Data.Contains(member.Name)) Index(member.Value, own);
        }
    }
}
