namespace Canonical.Model;

/// <summary>How events are read: limits, and the contracts that their data is checked against. Thread-safe: immutable.</summary>
public sealed record EventReadOptions
{
    /// <summary>The default of <see cref="MaxEventBytes"/>: 1 MiB, sixteen times the 64 KiB that CloudEvents asks every intermediary to forward.</summary>
    public const int DefaultMaxEventBytes = 1024 * 1024;

    /// <summary>The default of <see cref="MaxBatchBytes"/>: 16 MiB.</summary>
    public const int DefaultMaxBatchBytes = 16 * 1024 * 1024;

    /// <summary>The default of <see cref="MaxBatchCount"/>: 1000.</summary>
    public const int DefaultMaxBatchCount = 1000;

    /// <summary>The default of <see cref="MaxDepth"/>: 64.</summary>
    public const int DefaultMaxDepth = 64;

    /// <summary>The default of <see cref="MaxAttributeLength"/>: 4096.</summary>
    public const int DefaultMaxAttributeLength = 4096;

    /// <summary>The default of <see cref="MaxExtensions"/>: 64.</summary>
    public const int DefaultMaxExtensions = 64;

    /// <summary>The default of <see cref="SchemaBase"/>: <c>https://schemas.canonical-sdk.org/</c>.</summary>
    public const string DefaultSchemaBase = "https://schemas.canonical-sdk.org/";

    /// <summary>The options with every default.</summary>
    public static readonly EventReadOptions Default = new();

    /// <summary>The most bytes of one event; in the binary form, of the body.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int MaxEventBytes { get; init => field = Positive(value); } = DefaultMaxEventBytes;

    /// <summary>The most bytes of a batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int MaxBatchBytes { get; init => field = Positive(value); } = DefaultMaxBatchBytes;

    /// <summary>The most events of a batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int MaxBatchCount { get; init => field = Positive(value); } = DefaultMaxBatchCount;

    /// <summary>How deep the JSON may nest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int MaxDepth { get; init => field = Positive(value); } = DefaultMaxDepth;

    /// <summary>The most characters of one attribute's value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int MaxAttributeLength { get; init => field = Positive(value); } = DefaultMaxAttributeLength;

    /// <summary>The most extension attributes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int MaxExtensions { get; init => field = Positive(value); } = DefaultMaxExtensions;

    /// <summary>What comes before <c>object/version</c> in the <c>dataschema</c> of our events; ends with a slash.</summary>
    /// <exception cref="ArgumentException">The text is not an absolute URI that ends with a slash.</exception>
    public string SchemaBase
    {
        get;
        init => field = Uri.TryCreate(value, UriKind.Absolute, out _) && value.EndsWith('/')
            ? value
            : throw new ArgumentException("The base of data schemas is an absolute URI that ends with a slash.", nameof(value));
    } = DefaultSchemaBase;

    /// <summary>
    /// The contracts that data is checked against; data of a contract that is not among them is not checked. Null checks no data, for a relay that only forwards.
    /// </summary>
    public CanonicalContractSet? Contracts { get; init; } = CanonicalContracts.Set;

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }
}
