using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts;

// A schema with the documents that it may refer to, by their URIs.
internal sealed record SchemaBundle(ReadOnlyMemory<byte> Root, IReadOnlyList<SchemaText> Others)
{
    private JsonSchema? _compiled;

    // Why the view is not to be relied on; null when it is.
    public string? Doubt { get; init; }

    // The same all through, apart from what decides nothing and from the version in the name: nothing needs to be proved.
    public bool IsSameAs(SchemaBundle other)
    {
        if (Others.Count != other.Others.Count || !Others.Zip(other.Others).All(p => p.First.Key == p.Second.Key && HasSameShape(p.First.Value, p.Second.Value, isRoot: false))) return false;
        return HasSameShape(Root, other.Root, isRoot: true);
    }

    private static bool HasSameShape(ReadOnlyMemory<byte> a, ReadOnlyMemory<byte> b, bool isRoot)
    {
        if (a.Span.SequenceEqual(b.Span)) return true;
        using var left = JsonDocument.Parse(a, SchemaDocuments.JsonOptions);
        using var right = JsonDocument.Parse(b, SchemaDocuments.JsonOptions);
        if (Count(left.RootElement, "properties") != Count(right.RootElement, "properties")) return false;
        if (!isRoot) return SchemaShape.OfDocument(left.RootElement, withId: true) == SchemaShape.OfDocument(right.RootElement, withId: true);
        return Folder(left.RootElement) == Folder(right.RootElement) && SchemaShape.OfDocument(left.RootElement, withId: false) == SchemaShape.OfDocument(right.RootElement, withId: false);
    }

    // A member more or less is the usual change, and seen without writing down both shapes.
    private static int Count(JsonElement schema, string map) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(map, out var members) && members.ValueKind == JsonValueKind.Object ? members.EnumerateObject().Count() : -1;

    // Relative references are read against it.
    private static string Folder(JsonElement schema)
    {
        var uri = SchemaDocuments.BaseOf(schema, SchemaDocuments.UnnamedBase);
        return uri[..(uri.LastIndexOf('/') + 1)];
    }

    // Once for a view, which is asked about in both directions.
    public JsonSchema Compile() => _compiled ??= Parse();

    private JsonSchema Parse()
    {
        var registry = new JsonSchemaRegistry();
        foreach (var (uri, utf8) in Others) registry.Add(new Uri(uri), utf8.Span);
        return JsonSchema.Parse(Root.Span, new JsonSchemaOptions { Registry = registry });
    }
}
