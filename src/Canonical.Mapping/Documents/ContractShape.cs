using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>Whether a member is declared in a contract. Where the schema cannot tell, the answer is yes: a finding must be certain.</summary>
internal sealed class ContractShape
{
    private const int MaxDepth = 32;
    private readonly Func<string, ReadOnlyMemory<byte>?> _contracts;
    private readonly Dictionary<string, JsonElement?> _documents = new(StringComparer.Ordinal);
    private readonly string _root;

    public ContractShape(MappingDocumentOptions options, ContractId contract)
    {
        _contracts = options.Contracts ?? KnownContracts.Find;
        _root = contract.ToString();
        IsKnown = Document(_root) is not null;
    }

    public bool IsKnown { get; }

    public bool Has(ReadOnlySpan<PathStep> steps) => !IsKnown || Has(Document(_root)!.Value, _root, steps, 0);

    private bool Has(JsonElement schema, string document, ReadOnlySpan<PathStep> steps, int depth)
    {
        if (steps.IsEmpty || depth > MaxDepth || schema.ValueKind != JsonValueKind.Object)
            return schema.ValueKind != JsonValueKind.False;
        if (schema.TryGetProperty("$ref", out var reference))
            return !TryResolve(reference.GetString()!, document, out var found, out var where) || Has(found, where, steps, depth + 1);
        foreach (var keyword in s_combinations)
        {
            if (!schema.TryGetProperty(keyword, out var alternatives) || alternatives.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var alternative in alternatives.EnumerateArray())
            {
                if (Declares(alternative) && Has(alternative, document, steps, depth + 1))
                    return true;
            }
        }

        if (steps[0].Kind != PathStepKind.Member)
            return !schema.TryGetProperty("items", out var items) ? !Declares(schema) : Has(items, document, steps[1..], depth + 1);
        var open = true;
        if (schema.TryGetProperty("properties", out var properties))
        {
            if (properties.TryGetProperty(steps[0].Name, out var property))
                return Has(property, document, steps[1..], depth + 1);
            open = false;
        }

        // A reader's view is open to any member; a mapping that writes one that nobody declared is a slip.
        return schema.TryGetProperty("additionalProperties", out var rest)
            ? rest.ValueKind != JsonValueKind.False && Has(rest, document, steps[1..], depth + 1)
            : schema.TryGetProperty("patternProperties", out _) || (open && !IsOtherType(schema));
    }

    private static readonly string[] s_combinations = ["allOf", "anyOf", "oneOf"];

    private static bool Declares(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && (schema.TryGetProperty("properties", out _) || schema.TryGetProperty("$ref", out _) || schema.TryGetProperty("type", out _) || schema.TryGetProperty("enum", out _));

    private static bool IsOtherType(JsonElement schema) =>
        schema.TryGetProperty("enum", out _)
        || (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && !type.ValueEquals("object"));

    private bool TryResolve(string reference, string document, out JsonElement found, out string where)
    {
        found = default;
        where = document;
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var file = hash < 0 ? reference : reference[..hash];
        if (file.Length > 0)
            where = LastSegments(file);
        if (Document(where) is not { } root)
            return false;
        found = root;
        var pointer = hash < 0 ? "" : reference[(hash + 1)..];
        if (pointer.Length > 0 && pointer[0] != '/')
            return false;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(Uri.UnescapeDataString(token).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out found))
                return false;
        }

        return true;
    }

    // "https://schemas.canonical-sdk.org/common/1.0.0" and "/common/1.0.0" are the contract common/1.0.0.
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
        // A null byte array becomes an empty memory on its way through a delegate.
        if (_contracts(id) is { IsEmpty: false } utf8)
        {
            using var parsed = JsonDocument.Parse(utf8);
            root = parsed.RootElement.Clone();
        }

        return _documents[id] = root;
    }
}
