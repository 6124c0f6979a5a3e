using System.Text;

namespace Canonical.Schema;

/// <summary>
/// A JSON Schema, compiled once: draft 2020-12, 2019-09 or draft-07. Validates UTF-8 bytes without building a document. Thread-safe; never changes, but that the first validation builds what the later ones use.
/// </summary>
public sealed partial class JsonSchema
{
    private readonly Node _root;
    private readonly int _nodes;
    private readonly int _maxDepth;
    private readonly int _maxErrors;
    private readonly int _maxDocumentBytes;
    private readonly bool _rejectDuplicates;
    private PlanSet? _plans;

    private JsonSchema(Node root, int nodes, JsonSchemaOptions options)
    {
        _root = root;
        _nodes = nodes;
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
        var root = set.Add(utf8Schema, options.BaseUri is null ? "" : BaseOf(options));
        var compiler = new GraphCompiler(set, options);
        return new JsonSchema(compiler.Compile(root), compiler.NodeCount, options);
    }

    // By itself, so that a schema without a base does not make a starting process load the framework's URIs.
    private static string BaseOf(JsonSchemaOptions options) => UriReference.SplitFragment(options.BaseUri!.OriginalString).Uri;

    /// <summary>
    /// Makes ready what the first validation would make ready: <see cref="Parse(ReadOnlySpan{byte}, JsonSchemaOptions?)"/> checks the schema and resolves its references, and what validates documents is built when it is first needed.
    /// For services that would rather spend that time when they start. Does nothing the second time.
    /// </summary>
    public void Prepare() => GetPlans();

    private PlanSet GetPlans() => _plans ?? MakePlans();

    private PlanSet MakePlans()
    {
        // Compiling writes to the nodes, so that one thread does it.
        lock (_root)
        {
            if (_plans is null) Volatile.Write(ref _plans, PlanCompiler.Compile(_root, _nodes));
            return _plans;
        }
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
