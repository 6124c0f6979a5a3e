using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>The order in which a contract declares the members of an object.</summary>
internal sealed class MemberOrder
{
    private const int MaxDepth = 16;
    private readonly Func<string, JsonElement?> _contracts;
    private readonly JsonElement _root;
    private readonly JsonElement _schema;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private MemberOrder(Func<string, JsonElement?> contracts, JsonElement root, JsonElement schema)
    {
        _contracts = contracts;
        _root = root;
        _schema = schema;
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
                _places.TryAdd(property.Name, _places.Count);
        }
    }

    /// <summary>The order of a contract, or null where it is not known.</summary>
    public static MemberOrder? Of(string contract, Func<string, ReadOnlyMemory<byte>?> find)
    {
        var known = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        return Load(contract) is { } root ? Make(Load, root, root, 0) : null;

        JsonElement? Load(string id)
        {
            if (known.TryGetValue(id, out var loaded))
                return loaded;
            JsonElement? parsed = null;
            // A null byte array becomes an empty memory on its way through a delegate.
            if (find(id) is { IsEmpty: false } utf8)
            {
                using var document = JsonDocument.Parse(utf8);
                parsed = document.RootElement.Clone();
            }

            return known[id] = parsed;
        }
    }

    /// <summary>The place of a member; one that the contract does not declare stands behind all.</summary>
    public int Place(string name) => _places.TryGetValue(name, out var place) ? place : int.MaxValue;

    /// <summary>The order inside of the value that a path leads to.</summary>
    public MemberOrder? At(ReadOnlySpan<PathStep> steps)
    {
        var order = this;
        foreach (var step in steps)
            order = step.Kind == PathStepKind.Member ? order?.Inside(step.Name) : order?.Items();
        return order;
    }

    public MemberOrder? Inside(string name) =>
        _schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var property) ? Make(_contracts, _root, property, 0) : null;

    public MemberOrder? Items() => _schema.TryGetProperty("items", out var items) ? Make(_contracts, _root, items, 0) : null;

    private static MemberOrder? Make(Func<string, JsonElement?> contracts, JsonElement root, JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
            return null;
        if (!schema.TryGetProperty("$ref", out var reference) || reference.GetString() is not { } text)
            return new MemberOrder(contracts, root, schema);
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var file = (hash < 0 ? text : text[..hash]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (file.Length >= 2)
        {
            if (contracts($"{file[^2]}/{file[^1]}") is not { } other)
                return null;
            root = other;
        }

        var found = root;
        foreach (var token in hash < 0 ? [] : text[(hash + 1)..].Split('/').Skip(1))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(Uri.UnescapeDataString(token).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out found))
                return null;
        }

        return Make(contracts, root, found, depth + 1);
    }
}
