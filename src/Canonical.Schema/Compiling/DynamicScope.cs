namespace Canonical.Schema;

/// <summary>
/// What <c>$dynamicRef</c> and <c>$recursiveRef</c> resolve to on the way that led here: for each dynamic anchor, the outermost resource that has it. A node is compiled once for each scope that it is reached in, so that
/// the references become plain edges and validation needs no scope at all.
/// </summary>
internal sealed class DynamicScope
{
    public const string RecursiveAnchor = "\0recursive";

    public static readonly DynamicScope Empty = new(null, "");

    private readonly (string Anchor, SchemaValue Target)[]? _bindings;

    private DynamicScope((string, SchemaValue)[]? bindings, string key)
    {
        _bindings = bindings;
        Key = key;
    }

    /// <summary>Equal for equal scopes.</summary>
    public string Key { get; }

    public SchemaValue? Find(string anchor)
    {
        foreach (var (name, target) in _bindings ?? [])
        {
            if (name == anchor) return target;
        }
        return null;
    }

    /// <summary>The scope inside a resource: its anchors are added where no outer resource has them.</summary>
    public DynamicScope Enter(SchemaResource resource) => resource is { RecursiveAnchor: false, DynamicAnchors: null } ? this : Add(resource);

    private DynamicScope Add(SchemaResource resource)
    {
        List<(string, SchemaValue)>? added = null;
        if (resource.RecursiveAnchor && Find(RecursiveAnchor) is null) (added = []).Add((RecursiveAnchor, resource.Root));
        foreach (var (anchor, target) in resource.DynamicAnchors ?? [])
        {
            if (Find(anchor) is null) (added ??= []).Add((anchor, target));
        }
        if (added is null) return this;
        (string Anchor, SchemaValue Target)[] all = [.. _bindings ?? [], .. added];
        Array.Sort(all, static (a, b) => string.CompareOrdinal(a.Anchor, b.Anchor));
        return new DynamicScope(all, string.Join('\n', all.Select(static b => b.Anchor + "\t" + b.Target.Location())));
    }
}
