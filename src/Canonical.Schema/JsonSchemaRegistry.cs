using System.Collections.Concurrent;

namespace Canonical.Schema;

/// <summary>
/// Schemas that other schemas may refer to, by URI. Give it to <see cref="JsonSchemaOptions.Registry"/>; a schema reads from it while it is parsed and not later. Thread-safe.
/// </summary>
public sealed class JsonSchemaRegistry
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private sealed record Entry(string RetrievalUri, byte[] Utf8);

    /// <summary>Adds a schema by its <c>$id</c>, and every schema embedded in it by its own.</summary>
    /// <param name="utf8Schema">The schema document, UTF-8. It is copied.</param>
    /// <exception cref="JsonSchemaException">It is not JSON, or has no absolute <c>$id</c>.</exception>
    public void Add(ReadOnlySpan<byte> utf8Schema)
    {
        var root = SchemaReader.Read(utf8Schema, JsonSchemaOptions.DefaultMaxSchemaBytes);
        if (root[Keyword.Id] is not { IsString: true } id || !UriReference.IsAbsolute(id.Text!))
        {
            throw new JsonSchemaException(SchemaCodes.InvalidKeyword, "A schema without an absolute \"$id\" needs a URI to be registered by.", "#");
        }
        Add(UriReference.SplitFragment(id.Text!).Uri, root, utf8Schema.ToArray());
    }

    /// <summary>Adds a schema by the URI that it would be fetched from, and by its <c>$id</c>s.</summary>
    /// <param name="uri">The absolute URI.</param>
    /// <param name="utf8Schema">The schema document, UTF-8. It is copied.</param>
    /// <exception cref="JsonSchemaException">It is not JSON.</exception>
    public void Add(Uri uri, ReadOnlySpan<byte> utf8Schema)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsAbsoluteUri) throw new ArgumentException("The URI must be absolute.", nameof(uri));
        Add(UriReference.SplitFragment(uri.OriginalString).Uri, SchemaReader.Read(utf8Schema, JsonSchemaOptions.DefaultMaxSchemaBytes), utf8Schema.ToArray());
    }

    internal byte[]? Find(string uri) => _entries.TryGetValue(uri, out var entry) ? entry.Utf8 : null;

    internal string? RetrievalUri(string uri) => _entries.TryGetValue(uri, out var entry) ? entry.RetrievalUri : null;

    private void Add(string uri, SchemaValue root, byte[] utf8)
    {
        var entry = new Entry(uri, utf8);
        _entries[uri] = entry;
        AddEmbedded(root, uri, entry);
    }

    // Every "$id" in an object counts here: one that turns out to be data is never asked for.
    private void AddEmbedded(SchemaValue value, string baseUri, Entry entry)
    {
        if (value[Keyword.Id] is { IsString: true } id)
        {
            baseUri = UriReference.SplitFragment(UriReference.Resolve(baseUri, id.Text!)).Uri;
            _entries.TryAdd(baseUri, entry);
        }
        foreach (var member in value.Members) AddEmbedded(member, baseUri, entry);
        foreach (var item in value.Items) AddEmbedded(item, baseUri, entry);
    }
}
