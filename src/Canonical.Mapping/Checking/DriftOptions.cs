namespace Canonical.Mapping;

/// <summary>When <see cref="DriftDetector"/> takes failing records for a changed source. Immutable and safe to share between threads.</summary>
public sealed record DriftOptions
{
    /// <summary>The default of <see cref="MinimumRecords"/>.</summary>
    public const int DefaultMinimumRecords = 20;

    /// <summary>The default of <see cref="FailingShare"/>.</summary>
    public const double DefaultFailingShare = 0.95;

    /// <summary>How many records are looked at before anything is decided; the first of a run, and then as many again.</summary>
    public int MinimumRecords { get; init; } = DefaultMinimumRecords;

    /// <summary>The share of records, above 0 and at most 1, that must fail in the same way at the same field.</summary>
    public double FailingShare { get; init; } = DefaultFailingShare;
}
