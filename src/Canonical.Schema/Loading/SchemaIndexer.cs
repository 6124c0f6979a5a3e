namespace Canonical.Schema;

/// <summary>Finds the identifiers of a document: walks every place where a keyword of the dialect holds a subschema, and gives each subschema its resource. Unknown keywords, <c>const</c> and <c>enum</c> are not looked into.</summary>
internal sealed class SchemaIndexer(SchemaSet set)
{
    public void Index(SchemaValue value, SchemaResource? around, string baseUri, Dialect dialect)
    {
        if (value.Resource is not null) return;
        if (!value.IsObject)
        {
            if (around is null) around = set.AddResource(new SchemaResource(baseUri, value, dialect));
            value.Resource = around;
            return;
        }

        var id = value[Keyword.Id];
        if (around is null || id is not null)
        {
            IndexResource(value, id, around, baseUri, dialect);
            return;
        }
        value.Resource = around;
        IndexInside(value, around, baseUri, dialect);
    }

    // The root of a document, or a schema with an identifier.
    private void IndexResource(SchemaValue value, SchemaValue? idValue, SchemaResource? around, string baseUri, Dialect dialect)
    {
        var resource = around;
        var id = idValue is { IsString: true } && !(dialect.RefHidesSiblings && value[Keyword.Ref] is not null && around is not null) ? idValue.Text! : null;
        var declared = value[Keyword.Schema] is { IsString: true } schema && (around is null || id is not null) ? schema.Text : null;
        if (declared is not null) dialect = set.FindDialect(declared, value);
        if (dialect.RefHidesSiblings && value[Keyword.Ref] is not null) id = null;

        if (id is null)
        {
            resource ??= set.AddResource(new SchemaResource(baseUri, value, dialect));
            value.Resource = resource;
        }
        else if (id.Contains('#', StringComparison.Ordinal))
        {
            resource = AddWithFragment(value, id, resource, ref baseUri, dialect);
        }
        else
        {
            baseUri = UriReference.Resolve(baseUri, id);
            resource = new SchemaResource(baseUri, value, dialect);
            value.Resource = resource;
            set.AddResource(resource);
        }
        IndexInside(value, resource, baseUri, dialect);
    }

    // In draft-07 a fragment of an identifier is what an anchor is later.
    private SchemaResource AddWithFragment(SchemaValue value, string id, SchemaResource? resource, ref string baseUri, Dialect dialect)
    {
        if (id[0] == '#' && dialect.Draft == JsonSchemaDialect.Draft7)
        {
            resource ??= set.AddResource(new SchemaResource(baseUri, value, dialect));
            value.Resource = resource;
            AddAnchor(resource.Anchors ??= new(StringComparer.Ordinal), id[1..], value);
            return resource;
        }
        var (uri, fragment) = UriReference.SplitFragment(UriReference.Resolve(baseUri, id));
        if (fragment.Length > 0 && dialect.Draft != JsonSchemaDialect.Draft7)
        {
            throw new JsonSchemaException(SchemaCodes.InvalidKeyword, "\"$id\" may not have a fragment.", value.Location());
        }
        resource = new SchemaResource(uri, value, dialect);
        value.Resource = resource;
        set.AddResource(resource);
        if (fragment.Length > 0) AddAnchor(resource.Anchors ??= new(StringComparer.Ordinal), fragment, value);
        baseUri = uri;
        return resource;
    }

    private void IndexInside(SchemaValue value, SchemaResource resource, string baseUri, Dialect dialect)
    {
        foreach (var member in value.Members)
        {
            if (member.Keyword is Keyword.Anchor or Keyword.DynamicAnchor or Keyword.RecursiveAnchor && dialect.Draft != JsonSchemaDialect.Draft7) AddAnchors(value, resource, dialect);
            else if (member.Keyword != Keyword.None) IndexKeyword(member, resource, baseUri, dialect);
        }
    }

    private static void AddAnchors(SchemaValue value, SchemaResource resource, Dialect dialect)
    {
        if (value[Keyword.Anchor] is { IsString: true } anchor) AddAnchor(resource.Anchors ??= new(StringComparer.Ordinal), anchor.Text!, value);
        if (dialect.Draft == JsonSchemaDialect.Draft202012)
        {
            if (value[Keyword.DynamicAnchor] is { IsString: true } dynamic)
            {
                AddAnchor(resource.Anchors ??= new(StringComparer.Ordinal), dynamic.Text!, value);
                (resource.DynamicAnchors ??= new(StringComparer.Ordinal))[dynamic.Text!] = value;
            }
        }
        else if (value[Keyword.RecursiveAnchor] is { Kind: SchemaKind.True } && ReferenceEquals(resource.Root, value))
        {
            resource.RecursiveAnchor = true;
        }
    }

    private static void AddAnchor(Dictionary<string, SchemaValue> anchors, string name, SchemaValue value)
    {
        if (!anchors.TryAdd(name, value) && !ReferenceEquals(anchors[name], value))
        {
            throw new JsonSchemaException(SchemaCodes.DuplicateIdentifier, $"The anchor \"{name}\" is given twice.", value.Location());
        }
    }

    private void IndexKeyword(SchemaValue value, SchemaResource resource, string baseUri, Dialect dialect)
    {
        var draft = dialect.Draft;
        switch (value.Keyword)
        {
            case Keyword.AdditionalProperties or Keyword.Contains or Keyword.Not or Keyword.If or Keyword.Then or Keyword.Else or Keyword.PropertyNames:
                Index(value, resource, baseUri, dialect);
                break;
            case Keyword.UnevaluatedItems or Keyword.UnevaluatedProperties or Keyword.ContentSchema:
                if (draft != JsonSchemaDialect.Draft7) Index(value, resource, baseUri, dialect);
                break;
            case Keyword.AdditionalItems:
                if (draft != JsonSchemaDialect.Draft202012) Index(value, resource, baseUri, dialect);
                break;
            case Keyword.Items:
                if (value.Kind != SchemaKind.Array) Index(value, resource, baseUri, dialect);
                else if (draft != JsonSchemaDialect.Draft202012) IndexAll(value.Items, resource, baseUri, dialect);
                break;
            case Keyword.PrefixItems:
                if (draft == JsonSchemaDialect.Draft202012) IndexAll(value.Items, resource, baseUri, dialect);
                break;
            case Keyword.AllOf or Keyword.AnyOf or Keyword.OneOf:
                IndexAll(value.Items, resource, baseUri, dialect);
                break;
            case Keyword.Properties or Keyword.PatternProperties or Keyword.Definitions:
                IndexAll(value.Members, resource, baseUri, dialect);
                break;
            case Keyword.Defs or Keyword.DependentSchemas:
                if (draft != JsonSchemaDialect.Draft7) IndexAll(value.Members, resource, baseUri, dialect);
                break;
            case Keyword.Dependencies:
                foreach (var member in value.Members)
                {
                    if (member.Kind != SchemaKind.Array) Index(member, resource, baseUri, dialect);
                }
                break;
        }
    }

    private void IndexAll(SchemaValue[] values, SchemaResource resource, string baseUri, Dialect dialect)
    {
        foreach (var value in values) Index(value, resource, baseUri, dialect);
    }
}
