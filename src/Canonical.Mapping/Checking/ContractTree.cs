using System.Text.Json;
using Canonical.Model;
using Canonical.Schema;

namespace Canonical.Mapping;

/// <summary>A contract as checks and lineage read it: places by path, and each place as a schema of its own.</summary>
internal sealed class ContractTree
{
    private const int MaxHops = 16;
    private readonly Func<string, ReadOnlyMemory<byte>?> _contracts;
    private readonly Dictionary<string, JsonElement?> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), JsonSchema?> _compiled = [];
    private readonly Lazy<JsonSchemaRegistry> _registry;

    public ContractTree(Func<string, ReadOnlyMemory<byte>?> contracts, ContractId id)
    {
        _contracts = contracts;
        Id = id;
        _registry = new(Registry);
        if (Document(id.ToString()) is { } root)
            Root = new ContractNode(this, root, id.ToString(), "");
    }

    public ContractId Id { get; }

    /// <summary>Null when the contract is not known: then nothing is checked against it.</summary>
    public ContractNode? Root { get; }

    /// <summary>Null where the contract says nothing of the place, as inside of extensions.</summary>
    public ContractNode? Find(ReadOnlySpan<PathStep> steps)
    {
        var node = Root;
        foreach (var step in steps)
            node = step.Kind == PathStepKind.Member ? node?.Member(step.Name) : node?.Item();
        return node;
    }

    /// <summary>Whether the place accepts a value; true where that cannot be told.</summary>
    public bool Accepts(ContractNode node, ReadOnlySpan<byte> utf8Json) => Compile(node.Place) is not { } schema || schema.IsValid(utf8Json);

    // The schema, and what it refers to, nearest first.
    public List<(JsonElement Schema, string Document, string Pointer)> Chain(JsonElement schema, string document, string pointer)
    {
        var chain = new List<(JsonElement, string, string)>();
        for (var hops = 0; hops < MaxHops && schema.ValueKind == JsonValueKind.Object; hops++)
        {
            chain.Add((schema, document, pointer));
            if (ShapeBytes.Text(schema, "$ref") is not { } reference || !TryResolve(reference, ref document, out pointer, out schema))
                break;
        }

        // A schema that is only true or false says nothing.
        if (chain.Count == 0)
            chain.Add((s_empty, document, pointer));
        return chain;
    }

    private static readonly JsonElement s_empty = JsonDocument.Parse("{}").RootElement.Clone();

    private bool TryResolve(string reference, ref string document, out string pointer, out JsonElement found)
    {
        found = default;
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var file = hash < 0 ? reference : reference[..hash];
        pointer = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        if (file.Length > 0)
            document = LastSegments(file);
        if (Document(document) is not { } root || (pointer.Length > 0 && pointer[0] != '/'))
            return false;
        found = root;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out found))
                return false;
        }

        return true;
    }

    private static string LastSegments(string uri)
    {
        var segments = uri.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length < 2 ? uri : $"{segments[^2]}/{segments[^1]}";
    }

    private JsonElement? Document(string id)
    {
        if (_documents.TryGetValue(id, out var known))
            return known;
        JsonElement? root = null;
        if (_contracts(id) is { IsEmpty: false } utf8)
        {
            using var parsed = JsonDocument.Parse(utf8);
            root = parsed.RootElement.Clone();
        }

        return _documents[id] = root;
    }

    private JsonSchema? Compile((string Document, string Pointer) place)
    {
        if (_compiled.TryGetValue(place, out var known))
            return known;
        JsonSchema? schema = null;
        if (Document(place.Document) is { } document && ShapeBytes.Text(document, "$id") is { } id)
        {
            var fragment = string.Join('/', place.Pointer.Split('/').Select(Uri.EscapeDataString));
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                writer.WriteString("$ref"u8, $"{id}#{fragment}");
                writer.WriteEndObject();
            }

            try
            {
                schema = JsonSchema.Parse(buffer.WrittenSpan, new JsonSchemaOptions { Registry = _registry.Value });
            }
            catch (JsonSchemaException)
            {
                // A contract that refers to what is not at hand: its own tools say so; here nothing can be told for certain.
            }
        }

        return _compiled[place] = schema;
    }

    // Everything that the contract refers to, directly or not.
    private JsonSchemaRegistry Registry()
    {
        var registry = new JsonSchemaRegistry();
        var waiting = new Queue<string>([Id.ToString()]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (waiting.TryDequeue(out var id))
        {
            if (!seen.Add(id) || Document(id) is not { } root || _contracts(id) is not { IsEmpty: false } utf8)
                continue;
            registry.Add(utf8.Span);
            References(root, waiting, 0);
        }

        return registry;
    }

    private static void References(JsonElement schema, Queue<string> waiting, int depth)
    {
        if (depth > VendorShape.MaxDepth)
            return;
        if (schema.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in schema.EnumerateArray())
                References(item, waiting, depth + 1);
        }
        else if (schema.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in schema.EnumerateObject())
            {
                if (member.Name == "$ref" && member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is { } reference && !reference.StartsWith('#'))
                    waiting.Enqueue(LastSegments(reference.Split('#')[0]));
                else
                    References(member.Value, waiting, depth + 1);
            }
        }
    }
}
