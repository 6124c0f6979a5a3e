using System.Text.Json;
using System.Text.Json.Nodes;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>
/// Writes a mapping document in C#. What comes out is the document, its JSON as well, by the same parser and the same checks: laws, overlays, lineage and tools hold for
/// both. Canonical members are lambdas that the compiler checks, read by their text: no reflection. Used by one thread.
/// </summary>
/// <typeparam name="T">The canonical object.</typeparam>
public sealed class MappingBuilder<T> : LensListBuilder<T, MappingBuilder<T>>
    where T : class, ICanonicalObject<T>
{
    private readonly JsonObject _parameters = [];
    private readonly JsonObject _tables = [];
    private readonly string _id;
    private readonly string _version;
    private JsonObject? _source;
    private string? _title;
    private string? _description;

    /// <summary>Begins a document.</summary>
    /// <param name="id">The id of the mapping, such as <c>salesforce.account-customer</c>.</param>
    /// <param name="version">The semantic version of the document.</param>
    public MappingBuilder(string id, string version)
        : base("")
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(version);
        (_id, _version) = (id, version);
    }

    private protected override MappingBuilder<T> Self => this;

    /// <summary>Sets the title for people.</summary>
    /// <param name="title">The title.</param>
    public MappingBuilder<T> Title(string title)
    {
        _title = title;
        return this;
    }

    /// <summary>Sets the description for people.</summary>
    /// <param name="description">The description.</param>
    public MappingBuilder<T> Description(string description)
    {
        _description = description;
        return this;
    }

    /// <summary>Says which record of the vendor it is, and where its header facts stand. Must be called.</summary>
    /// <param name="system">The vendor's system, such as <c>salesforce</c>.</param>
    /// <param name="objectType">The vendor's name of the record type, such as <c>Account</c>.</param>
    /// <param name="key">Path of the record's key.</param>
    /// <param name="externalId">Path of an id that another system gave the record, or null.</param>
    /// <param name="version">Path of the record's version or etag, or null.</param>
    /// <param name="created">Path of the instant the record was created, or null.</param>
    /// <param name="modified">Path of the instant the record was last changed, or null.</param>
    /// <param name="url">Path of the record's address for people, or null.</param>
    /// <param name="added">Fields that the connector adds before the record is mapped, or null.</param>
    public MappingBuilder<T> Source(
        string system, string objectType, string key, string? externalId = null, string? version = null, string? created = null, string? modified = null, string? url = null,
        IReadOnlyList<string>? added = null)
    {
        _source = new JsonObject { ["system"] = system, ["object"] = objectType, ["key"] = key };
        LensJson.Set(_source, "externalId", externalId);
        LensJson.Set(_source, "version", version);
        LensJson.Set(_source, "created", created);
        LensJson.Set(_source, "modified", modified);
        LensJson.Set(_source, "url", url);
        if (added is { Count: > 0 })
            _source["added"] = LensJson.Texts(added);
        return this;
    }

    /// <summary>Declares a parameter whose value the host gives.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type of its values.</param>
    /// <param name="description">What it is for, or null.</param>
    /// <param name="defaultValue">The value when the host gives none; null when the host must give one.</param>
    public MappingBuilder<T> Parameter(string name, MappingParameterType type, string? description = null, MappingLiteral? defaultValue = null)
    {
        var parameter = new JsonObject
        {
            ["type"] = type switch
            {
                MappingParameterType.Code => "code",
                MappingParameterType.Currency => "currency",
                MappingParameterType.Decimal => "decimal",
                MappingParameterType.Integer => "integer",
                MappingParameterType.Boolean => "boolean",
                MappingParameterType.Date => "date",
                _ => "text",
            },
        };
        LensJson.Set(parameter, "description", description);
        if (defaultValue is { } value)
            parameter["default"] = value.Node();
        _parameters[name] = parameter;
        return this;
    }

    /// <summary>Adds a code table that lenses share.</summary>
    /// <param name="name">The name.</param>
    /// <param name="table">Adds the entries.</param>
    public MappingBuilder<T> SharedTable(string name, Action<CodeTableBuilder> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var builder = new CodeTableBuilder();
        table(builder);
        _tables[name] = builder.Table();
        return this;
    }

    /// <summary>The document as JSON, indented, for a file.</summary>
    /// <returns>UTF-8.</returns>
    public byte[] ToUtf8Json()
    {
        var document = new JsonObject { ["$schema"] = DocumentSchema.Id, ["mapping"] = _id, ["version"] = _version };
        LensJson.Set(document, "title", _title);
        LensJson.Set(document, "description", _description);
        if (_source is not null)
            document["source"] = _source.DeepClone();
        document["target"] = T.Contract.Id.ToString();
        if (_parameters.Count > 0)
            document["parameters"] = _parameters.DeepClone();
        if (_tables.Count > 0)
            document["tables"] = _tables.DeepClone();
        document["lenses"] = LensNodes.DeepClone();
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(bytes, JsonOut.Options))
            document.WriteTo(writer);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Makes the document: its JSON, read and checked as if it came from a file.</summary>
    /// <param name="options">Converters of the host and contracts to check against; the defaults when null.</param>
    /// <exception cref="MappingDocumentException">The document cannot be used; the exception holds every finding.</exception>
    public MappingDocument Build(MappingDocumentOptions? options = null) => MappingDocument.Parse(ToUtf8Json(), options);
}
