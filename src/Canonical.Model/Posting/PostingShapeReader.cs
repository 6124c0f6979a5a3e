using System.Text;
using System.Text.Json;

namespace Canonical.Model;

// Reads the shapes from the contracts: references between them, the annotations, and nothing of the rules, which validation has checked.
internal sealed class PostingShapeReader : IDisposable
{
    private readonly CanonicalContractSet _contracts;
    private readonly Dictionary<string, JsonDocument> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PostingShape> _definitions = new(StringComparer.Ordinal);

    public PostingShapeReader(CanonicalContractSet contracts)
    {
        _contracts = contracts;
        foreach (var contract in contracts.All)
        {
            var document = JsonDocument.Parse(contract.Utf8Json);
            if (document.RootElement.TryGetProperty("$id", out var id) && id.GetString() is { } text) _byId[text] = document;
            else document.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var document in _byId.Values) document.Dispose();
    }

    public (PostingShape Shape, IReadOnlyList<string> Names) ReadObject(CanonicalContract contract)
    {
        using var document = JsonDocument.Parse(contract.Utf8Json);
        var root = document.RootElement;
        var origin = root.TryGetProperty("$id", out var id) && Uri.TryCreate(id.GetString(), UriKind.Absolute, out var uri)
            ? uri
            : throw new ContractException(ModelCodes.UnusableContract, $"The contract {contract.Id} has no absolute $id.");
        var members = new List<(byte[] Name, PostingShape? Shape)>();
        var names = new List<string>();
        if (root.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                // Members that stay outside are known too, so that the next one is found at once.
                var marked = property.Value.TryGetProperty("x-canonical-posting", out var posting) && posting.ValueKind == JsonValueKind.True;
                members.Add((Encoding.UTF8.GetBytes(property.Name), marked ? Read(property.Value, origin) : null));
                if (marked) names.Add(property.Name);
            }
        }
        var shape = new PostingShape(PostingShape.Form.Object);
        shape.SetMembers([.. members]);
        return (shape, names);
    }

    private PostingShape Read(JsonElement schema, Uri origin)
    {
        if (schema.ValueKind != JsonValueKind.Object) return PostingShape.Raw;
        if (schema.TryGetProperty("$ref", out var reference)) return Refer(reference.GetString() ?? "", origin);
        if (schema.TryGetProperty("x-canonical-type", out var type))
        {
            switch (type.GetString())
            {
                case "decimal": return PostingShape.Decimal;
                case "instant": return PostingShape.Instant;
            }
        }
        if (schema.TryGetProperty("items", out var items))
        {
            var array = new PostingShape(PostingShape.Form.Array);
            array.SetItem(Read(items, origin));
            return array;
        }
        if (!schema.TryGetProperty("properties", out _)) return PostingShape.Raw;
        var shape = new PostingShape(PostingShape.Form.Object);
        Fill(shape, schema, origin);
        return shape;
    }

    private PostingShape Refer(string reference, Uri origin)
    {
        var target = new Uri(origin, reference);
        if (_definitions.TryGetValue(target.AbsoluteUri, out var known)) return known;
        var schema = Find(target, reference);
        var source = new Uri(target.GetLeftPart(UriPartial.Query));
        if (!schema.TryGetProperty("properties", out _) || schema.TryGetProperty("$ref", out _)) return _definitions[target.AbsoluteUri] = Read(schema, source);

        // Known before its members are read: a definition may hold itself.
        var shape = new PostingShape(PostingShape.Form.Object);
        _definitions[target.AbsoluteUri] = shape;
        Fill(shape, schema, source);
        return shape;
    }

    private void Fill(PostingShape shape, JsonElement schema, Uri origin) =>
        shape.SetMembers([.. schema.GetProperty("properties").EnumerateObject().Select(p => (Encoding.UTF8.GetBytes(p.Name), IsTakenOut(p.Value) ? null : Read(p.Value, origin)))]);

    private static bool IsTakenOut(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("x-canonical-posting", out var posting) && posting.ValueKind == JsonValueKind.False;

    private JsonElement Find(Uri target, string reference)
    {
        var resource = target.GetLeftPart(UriPartial.Query);
        if (_byId.TryGetValue(resource, out var document))
        {
            var found = document.RootElement;
            var pointer = Uri.UnescapeDataString(target.Fragment.TrimStart('#'));
            if (pointer.Length == 0) return found;
            if (pointer.Split('/').Skip(1).All(step => found.ValueKind == JsonValueKind.Object
                && found.TryGetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out found)))
            {
                return found;
            }
        }
        throw new ContractException(ModelCodes.UnusableContract, $"The reference {reference} leads to nothing in the set of {_contracts.All.Count} contracts.");
    }
}
