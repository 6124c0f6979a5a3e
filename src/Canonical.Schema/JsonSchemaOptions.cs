namespace Canonical.Schema;

/// <summary>How a schema is compiled and how documents are validated with it. Set once, before <see cref="JsonSchema.Parse(ReadOnlySpan{byte}, JsonSchemaOptions?)"/>; the values are read then. Not thread-safe while it is being changed.</summary>
public sealed class JsonSchemaOptions
{
    /// <summary>The default of <see cref="MaxDepth"/>: 128 levels.</summary>
    public const int DefaultMaxDepth = 128;

    /// <summary>The default of <see cref="MaxErrors"/>: 100 errors.</summary>
    public const int DefaultMaxErrors = 100;

    /// <summary>The default of <see cref="MaxDocumentBytes"/>: 256 MiB.</summary>
    public const int DefaultMaxDocumentBytes = 256 * 1024 * 1024;

    /// <summary>The default of <see cref="MaxSchemaBytes"/>: 16 MiB.</summary>
    public const int DefaultMaxSchemaBytes = 16 * 1024 * 1024;

    /// <summary>The default of <see cref="PatternTimeout"/>: one second.</summary>
    public static readonly TimeSpan DefaultPatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The dialect of a schema that names none with <c>$schema</c>. Default: <see cref="JsonSchemaDialect.Draft202012"/>.</summary>
    public JsonSchemaDialect Dialect { get; set; } = JsonSchemaDialect.Draft202012;

    /// <summary>What <c>format</c> does. Default: <see cref="FormatHandling.Assert"/>.</summary>
    public FormatHandling Format { get; set; } = FormatHandling.Assert;

    /// <summary>What a property named twice means. Default: <see cref="DuplicateProperties.Reject"/>.</summary>
    public DuplicateProperties DuplicateProperties { get; set; } = DuplicateProperties.Reject;

    /// <summary>Schemas that a <c>$ref</c> may name. Nothing is ever fetched: a reference to a schema that is neither here nor in the schema itself is an error. The metaschemas of the dialects are always known.</summary>
    public JsonSchemaRegistry? Registry { get; set; }

    /// <summary>The URI that a schema without an absolute <c>$id</c> is taken to come from; relative references resolve against it. Default: none.</summary>
    public Uri? BaseUri { get; set; }

    /// <summary>How deep arrays and objects of a document may nest, 1 to 1,000. Default: <see cref="DefaultMaxDepth"/>.</summary>
    public int MaxDepth { get; set; } = DefaultMaxDepth;

    /// <summary>How many errors a report lists at most, 1 or more; the document is read no further after that. Default: <see cref="DefaultMaxErrors"/>.</summary>
    public int MaxErrors { get; set; } = DefaultMaxErrors;

    /// <summary>How many bytes a document may have. Default: <see cref="DefaultMaxDocumentBytes"/>.</summary>
    public int MaxDocumentBytes { get; set; } = DefaultMaxDocumentBytes;

    /// <summary>How many bytes a schema may have. Default: <see cref="DefaultMaxSchemaBytes"/>.</summary>
    public int MaxSchemaBytes { get; set; } = DefaultMaxSchemaBytes;

    /// <summary>How long one <c>pattern</c> that needs a backtracking engine (look-around, back references) may run on one string. Every other pattern runs in linear time and needs no limit. Default: <see cref="DefaultPatternTimeout"/>.</summary>
    public TimeSpan PatternTimeout { get; set; } = DefaultPatternTimeout;

    /// <summary>Throws when a value is outside its range.</summary>
    internal void Check()
    {
        InRange(MaxDepth, 1, 1000, nameof(MaxDepth));
        InRange(MaxErrors, 1, int.MaxValue, nameof(MaxErrors));
        InRange(MaxDocumentBytes, 1, Array.MaxLength - JsonScan.Padding, nameof(MaxDocumentBytes));
        InRange(MaxSchemaBytes, 1, int.MaxValue, nameof(MaxSchemaBytes));
        InRange(PatternTimeout > TimeSpan.Zero ? 1 : 0, 1, 1, nameof(PatternTimeout));
    }

    private static void InRange(int value, int min, int max, string name)
    {
        if (value < min || value > max) throw OutOfRange(value, min, max, name);
    }

    private static ArgumentException OutOfRange(int value, int min, int max, string name) => new($"{name} must be {min} to {max}; it is {value}.", name);
}
