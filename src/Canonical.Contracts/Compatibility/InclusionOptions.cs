namespace Canonical.Contracts;

/// <summary>How much work <see cref="SchemaInclusion"/> may do. Not thread-safe while it is changed.</summary>
public sealed class InclusionOptions
{
    /// <summary>The default of <see cref="MaxSteps"/>: 300 000.</summary>
    public const long DefaultMaxSteps = 300_000;

    /// <summary>The default of <see cref="MaxSearches"/>: 2 000.</summary>
    public const int DefaultMaxSearches = 2_000;

    internal static InclusionOptions Default { get; } = new();

    /// <summary>Steps of reasoning before a proof is given up. Steps, not time: the verdict is the same on every machine.</summary>
    public long MaxSteps { get; set; } = DefaultMaxSteps;

    /// <summary>Documents that are tried when a proof neither ends nor finds one. 0 for none.</summary>
    public int MaxSearches { get; set; } = DefaultMaxSearches;
}
