namespace Canonical.Schema;

/// <summary>A schema with a URI of its own: a document's root or a subschema with <c>$id</c>.</summary>
internal sealed class SchemaResource(string uri, SchemaValue root, Dialect dialect)
{
    public readonly string Uri = uri;
    public readonly SchemaValue Root = root;
    public readonly Dialect Dialect = dialect;

    /// <summary>By name; null when there is none.</summary>
    public Dictionary<string, SchemaValue>? Anchors, DynamicAnchors;

    /// <summary><c>$recursiveAnchor: true</c> of draft 2019-09.</summary>
    public bool RecursiveAnchor;
}
