using Canonical.Schema;

namespace Canonical.Contracts;

// A schema with the documents that it may refer to, by their URIs.
internal sealed record SchemaBundle(ReadOnlyMemory<byte> Root, IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Others)
{
    // The same text all through: nothing needs to be proved.
    public bool IsSameAs(SchemaBundle other) =>
        Root.Span.SequenceEqual(other.Root.Span) && Others.Count == other.Others.Count
        && Others.Zip(other.Others).All(p => p.First.Key == p.Second.Key && p.First.Value.Span.SequenceEqual(p.Second.Value.Span));

    public JsonSchema Compile()
    {
        var registry = new JsonSchemaRegistry();
        foreach (var (uri, utf8) in Others) registry.Add(new Uri(uri), utf8.Span);
        return JsonSchema.Parse(Root.Span, new JsonSchemaOptions { Registry = registry });
    }
}
