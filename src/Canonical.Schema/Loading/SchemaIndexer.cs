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

        var resource = around;
        var id = value["$id"] is { IsString: true } text && !(dialect.RefHidesSiblings && value["$ref"] is not null && around is not null) ? text.Text! : null;
        var declared = value["$schema"] is { IsString: true } schema && (around is null || id is not null) ? schema.Text : null;
        if (declared is not null) dialect = set.FindDialect(declared, value);
        if (dialect.RefHidesSiblings && value["$ref"] is not null) id = null;

        if (id is not null && id.StartsWith('#') && dialect.Draft == JsonSchemaDialect.Draft7)
        {
            resource ??= set.AddResource(new SchemaResource(baseUri, value, dialect));
            value.Resource = resource;
            AddAnchor(resource.Anchors, id[1..], value);
        }
        else if (id is not null)
        {
            var (uri, fragment) = UriReference.SplitFragment(UriReference.Resolve(baseUri, id));
            if (fragment.Length > 0 && dialect.Draft != JsonSchemaDialect.Draft7)
            {
                throw new JsonSchemaException(SchemaCodes.InvalidKeyword, "\"$id\" may not have a fragment.", value.Location());
            }
            resource = new SchemaResource(uri, value, dialect);
            value.Resource = resource;
            set.AddResource(resource);
            if (fragment.Length > 0) AddAnchor(resource.Anchors, fragment, value);
            baseUri = uri;
        }
        else
        {
            resource ??= set.AddResource(new SchemaResource(baseUri, value, dialect));
            value.Resource = resource;
        }

        if (dialect.Draft != JsonSchemaDialect.Draft7) AddAnchors(value, resource, dialect);
        foreach (var member in value.Members) IndexKeyword(member, resource, baseUri, dialect);
    }

    private static void AddAnchors(SchemaValue value, SchemaResource resource, Dialect dialect)
    {
        if (value["$anchor"] is { IsString: true } anchor) AddAnchor(resource.Anchors, anchor.Text!, value);
        if (dialect.Draft == JsonSchemaDialect.Draft202012)
        {
            if (value["$dynamicAnchor"] is { IsString: true } dynamic)
            {
                AddAnchor(resource.Anchors, dynamic.Text!, value);
                resource.DynamicAnchors[dynamic.Text!] = value;
            }
        }
        else if (value["$recursiveAnchor"] is { Kind: SchemaKind.True } && ReferenceEquals(resource.Root, value))
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

    private void IndexKeyword(SchemaMember keyword, SchemaResource resource, string baseUri, Dialect dialect)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "additionalProperties" or "contains" or "not" or "if" or "then" or "else" or "propertyNames":
                Index(value, resource, baseUri, dialect);
                break;
            case "unevaluatedItems" or "unevaluatedProperties" or "contentSchema" when dialect.Draft != JsonSchemaDialect.Draft7:
                Index(value, resource, baseUri, dialect);
                break;
            case "additionalItems" when dialect.Draft != JsonSchemaDialect.Draft202012:
                Index(value, resource, baseUri, dialect);
                break;
            case "items" when value.Kind != SchemaKind.Array:
                Index(value, resource, baseUri, dialect);
                break;
            case "items" when dialect.Draft != JsonSchemaDialect.Draft202012:
            case "prefixItems" when dialect.Draft == JsonSchemaDialect.Draft202012:
            case "allOf" or "anyOf" or "oneOf":
                foreach (var item in value.Items) Index(item, resource, baseUri, dialect);
                break;
            case "properties" or "patternProperties" or "definitions":
                foreach (var member in value.Members) Index(member.Value, resource, baseUri, dialect);
                break;
            case "$defs" or "dependentSchemas" when dialect.Draft != JsonSchemaDialect.Draft7:
                foreach (var member in value.Members) Index(member.Value, resource, baseUri, dialect);
                break;
            case "dependencies":
                foreach (var member in value.Members)
                {
                    if (member.Value.Kind != SchemaKind.Array) Index(member.Value, resource, baseUri, dialect);
                }
                break;
        }
    }
}
