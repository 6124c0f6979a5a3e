using System.Text;

namespace Canonical.Schema;

/// <summary>
/// A JSON Schema, compiled once: draft 2020-12, 2019-09 or draft-07. Validates UTF-8 bytes without building a document. Thread-safe: immutable.
/// </summary>
public sealed partial class JsonSchema
{
    private readonly Node _root;
    private readonly Plan _plan;
    private readonly ushort[] _successors;
    private readonly int _maxDepth;
    private readonly int _maxErrors;
    private readonly int _maxDocumentBytes;
    private readonly bool _rejectDuplicates;

    private JsonSchema(Node root, int nodes, JsonSchemaOptions options)
    {
        _root = root;
        _plan = PlanCompiler.Compile(root, nodes, out _successors);
        _maxDepth = options.MaxDepth;
        _maxErrors = options.MaxErrors;
        _maxDocumentBytes = options.MaxDocumentBytes;
        _rejectDuplicates = options.DuplicateProperties == DuplicateProperties.Reject;
        Id = root.Source.Resource!.Uri is { Length: > 0 } uri ? uri : null;
        Dialect = root.Source.Resource.Dialect.Draft;
    }

    /// <summary>The URI of the schema as its <c>$id</c> says, resolved; null when it has none.</summary>
    public string? Id { get; }

    /// <summary>The dialect that the schema is written in.</summary>
    public JsonSchemaDialect Dialect { get; }

    /// <summary>Compiles a schema.</summary>
    /// <param name="utf8Schema">The schema document, UTF-8. It is not kept.</param>
    /// <param name="options">How to compile and validate; the defaults when null.</param>
    /// <returns>The compiled schema.</returns>
    /// <exception cref="JsonSchemaException">The schema cannot be used; says why and where.</exception>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static JsonSchema Parse(ReadOnlySpan<byte> utf8Schema, JsonSchemaOptions? options = null)
    {
        options ??= new JsonSchemaOptions();
        options.Check();
        var set = new SchemaSet(options);
        var root = set.Add(utf8Schema, options.BaseUri is null ? "" : UriReference.SplitFragment(options.BaseUri.OriginalString).Uri);
        var compiler = new GraphCompiler(set, options);
        return new JsonSchema(compiler.Compile(root), compiler.Nodes.Count, options);
    }

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The schema document.</param>
    /// <param name="options">How to compile and validate; the defaults when null.</param>
    /// <returns>The compiled schema.</returns>
    /// <exception cref="JsonSchemaException">The schema cannot be used; says why and where.</exception>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static JsonSchema Parse(string schema, JsonSchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Parse(Encoding.UTF8.GetBytes(schema), options);
    }
}
