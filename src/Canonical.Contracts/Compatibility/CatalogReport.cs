namespace Canonical.Contracts;

/// <summary>What the check of a catalog found. Thread-safe: immutable.</summary>
/// <param name="Comparisons">The comparisons that were made: each pair of versions of one major of which one is new or changed.</param>
/// <param name="Findings">What is wrong with the catalog as a whole: contracts that cannot be read, edited versions, broken lineage, waivers.</param>
public sealed record CatalogReport(IReadOnlyList<CompatibilityReport> Comparisons, IReadOnlyList<CompatibilityFinding> Findings)
{
    /// <summary>Contracts (<c>customer/1.0.0</c>) that are the same as in the baseline, with all that they refer to. Empty without a baseline: nothing is known to be unchanged.</summary>
    public IReadOnlyList<string> Unchanged { get; init; } = [];

    /// <summary>Contracts that are new or changed, or that no baseline was given for, and that have no other version of their major to be compared with: nothing is promised about them.</summary>
    public IReadOnlyList<string> Uncompared { get; init; } = [];

    /// <summary>Contracts of the baseline that are not there any more. Drafts may go; a published one that goes is a finding besides.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>
    /// Whether nothing changed: there was a baseline with contracts, and every contract of the two is the same. False where nothing could be compared, which is another thing (see <see cref="Uncompared"/>).
    /// </summary>
    public bool IsUnchanged => Unchanged.Count > 0 && Comparisons.Count == 0 && Uncompared.Count == 0 && Removed.Count == 0;

    /// <summary>Whether the catalog may be published as it is.</summary>
    public bool IsAllowed => Comparisons.All(c => c.IsAllowed) && !Findings.Any(f => f.Severity == FindingSeverity.Error && f.Waiver is null);
}
