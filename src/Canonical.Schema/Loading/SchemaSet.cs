namespace Canonical.Schema;

/// <summary>The documents that take part in one compilation, by URI. Loads from the registry and the embedded metaschemas what references ask for.</summary>
internal sealed class SchemaSet(JsonSchemaOptions options)
{
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private Dictionary<string, Dialect>? _dialects;

    /// <summary>Reads a document in, as one that comes from <paramref name="uri"/>.</summary>
    public SchemaValue Add(ReadOnlySpan<byte> utf8, string uri)
    {
        var root = SchemaReader.Read(utf8, options.MaxSchemaBytes);
        new SchemaIndexer(this).Index(root, around: null, uri, Dialect.Of(options.Dialect));
        // A document that has an $id is known by it, and by the URI that it came from as well.
        if (root.Resource is { } resource) _resources.TryAdd(uri, resource);
        return root;
    }

    public SchemaResource AddResource(SchemaResource resource)
    {
        if (!_resources.TryAdd(resource.Uri, resource))
        {
            throw new JsonSchemaException(SchemaCodes.DuplicateIdentifier, $"Two schemas have the URI \"{resource.Uri}\".", resource.Root.Location());
        }
        return resource;
    }

    public IEnumerable<SchemaResource> Resources => _resources.Values;

    /// <summary>The subschema that an absolute reference names.</summary>
    public SchemaValue Find(string reference, SchemaValue referrer)
    {
        var (uri, fragment) = UriReference.SplitFragment(reference);
        var resource = FindResource(uri) ?? throw Unresolved(reference, referrer, "No schema of that URI is in this schema or in the registry");
        var decoded = UriReference.Decode(fragment);
        if (decoded.Length == 0) return resource.Root;
        if (decoded[0] != '/') return resource.Anchors?.GetValueOrDefault(decoded) ?? throw Unresolved(reference, referrer, "The schema has no such anchor");
        var value = Pointer.Walk(resource.Root, decoded) ?? throw Unresolved(reference, referrer, "The schema has no such place");
        if (value.Resource is null)
        {
            // A place that no keyword makes a schema of; the reference does.
            var around = value.NearestResource() ?? resource;
            new SchemaIndexer(this).Index(value, around, around.Uri, around.Dialect);
        }
        return value;
    }

    public Dialect FindDialect(string uri, SchemaValue at)
    {
        var (name, _) = UriReference.SplitFragment(uri);
        return Dialect.Standard(name) ?? ReadDialect(uri, name, at);
    }

    private Dialect ReadDialect(string uri, string name, SchemaValue at)
    {
        _dialects ??= new(StringComparer.Ordinal);
        if (_dialects.TryGetValue(name, out var known)) return known;
        var bytes = options.Registry?.Find(name)
            ?? throw new JsonSchemaException(SchemaCodes.UnknownDialect, $"The metaschema \"{uri}\" of \"$schema\" is none of draft 2020-12, 2019-09 and draft-07, and not in the registry.", at.Location());
        var meta = SchemaReader.Read(bytes, options.MaxSchemaBytes);
        var parentUri = meta[Keyword.Schema] is { IsString: true } parent ? UriReference.SplitFragment(parent.Text!).Uri : null;
        var baseDialect = parentUri is null || parentUri == name ? Dialect.Of(options.Dialect) : FindDialect(parentUri, at);
        if (meta[Keyword.Vocabulary] is not { IsObject: true } vocabularies) return _dialects[name] = baseDialect;

        var set = Vocabularies.Core;
        var draft = baseDialect.Draft;
        foreach (var member in vocabularies.Members)
        {
            var required = member.Kind == SchemaKind.True;
            if (Dialect.Vocabulary(member.Name!) is { } vocabulary)
            {
                draft = vocabulary.Draft;
                set |= vocabulary.Vocabulary;
                if (required && draft == JsonSchemaDialect.Draft201909 && vocabulary.Vocabulary == Vocabularies.FormatAnnotation) set |= Vocabularies.FormatAssertion;
            }
            else if (required)
            {
                throw new JsonSchemaException(SchemaCodes.UnknownVocabulary, $"The metaschema \"{uri}\" requires the vocabulary \"{member.Name}\", which is not supported.", at.Location());
            }
        }
        return _dialects[name] = new Dialect(draft, set);
    }

    private SchemaResource? FindResource(string uri) => _resources.TryGetValue(uri, out var resource) ? resource : LoadResource(uri);

    private SchemaResource? LoadResource(string uri)
    {
        var bytes = options.Registry?.Find(uri) ?? EmbeddedMetaschemas.Find(uri);
        if (bytes is null) return null;
        Add(bytes, options.Registry?.RetrievalUri(uri) ?? uri);
        return _resources.GetValueOrDefault(uri);
    }

    private static JsonSchemaException Unresolved(string reference, SchemaValue referrer, string why) =>
        new(SchemaCodes.UnresolvedReference, $"The reference \"{reference}\" cannot be resolved. {why}.", referrer.Location());
}
