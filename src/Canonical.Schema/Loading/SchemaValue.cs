namespace Canonical.Schema;

internal enum SchemaKind : byte { Null, True, False, Number, String, Array, Object }

/// <summary>
/// One value of a schema document. A tree of our own and not JsonElement, because compiling needs what JsonElement cannot give: identity (two references to one place must give one node), a way up to the
/// parent (locations are built only when an error needs them) and the resource that a subschema belongs to.
/// </summary>
internal sealed class SchemaValue(SchemaKind kind)
{
    public readonly SchemaKind Kind = kind;

    /// <summary>The text of a string, or the number as written.</summary>
    public string? Text;

    /// <summary>The values of the members of an object, in their order; each has its name.</summary>
    public SchemaValue[] Members = [];
    public SchemaValue[] Items = [];
    public SchemaValue? Parent;

    /// <summary>The name in the parent, or null when the parent is an array or there is none.</summary>
    public string? Name;

    /// <summary>The keyword that <see cref="Name"/> is, were the parent a schema.</summary>
    public Keyword Keyword;
    public int Index;

    /// <summary>The form that values of enum and const are compared in; set when they are compiled.</summary>
    public byte[]? Utf8, NameUtf8;
    public ExactNumber? Number;

    /// <summary>Set on every subschema by <see cref="SchemaIndexer"/>.</summary>
    public SchemaResource? Resource;

    /// <summary>The nodes compiled from it, by dynamic scope; the first is for the empty one.</summary>
    public Node? Node;
    public Dictionary<string, Node>? ScopedNodes;

    public bool IsObject => Kind == SchemaKind.Object;
    public bool IsString => Kind == SchemaKind.String;
    public bool IsBoolean => Kind is SchemaKind.True or SchemaKind.False;

    /// <summary>The value of a keyword, or null.</summary>
    public SchemaValue? this[Keyword keyword]
    {
        get
        {
            foreach (var member in Members)
            {
                if (member.Keyword == keyword) return member;
            }
            return null;
        }
    }

    /// <summary>The member of a name, or null.</summary>
    public SchemaValue? Member(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name) return member;
        }
        return null;
    }

    /// <summary>The resource of the nearest subschema around this value.</summary>
    public SchemaResource? NearestResource()
    {
        for (var at = this; at is not null; at = at.Parent)
        {
            if (at.Resource is not null) return at.Resource;
        }
        return null;
    }

    /// <summary>The absolute location: URI of the resource, then a JSON Pointer from the resource's root.</summary>
    public string Location()
    {
        var resource = NearestResource();
        return (resource?.Uri ?? "") + "#" + PointerFrom(resource?.Root);
    }

    private string PointerFrom(SchemaValue? root)
    {
        if (ReferenceEquals(this, root) || Parent is null) return "";
        var parts = new List<string>();
        for (var at = this; at.Parent is not null && !ReferenceEquals(at, root); at = at.Parent)
        {
            parts.Add(at.Name is null ? at.Index.ToString(System.Globalization.CultureInfo.InvariantCulture) : Pointer.Escape(at.Name));
        }
        parts.Reverse();
        return "/" + string.Join('/', parts);
    }

    public override string ToString() => $"{Kind} {Location()}";
}
