namespace Canonical.Contracts;

/// <summary>What the check of a catalog found. Thread-safe: immutable.</summary>
/// <param name="Comparisons">The comparisons that were made: each new or changed version with its lineage.</param>
/// <param name="Findings">What is wrong with the catalog as a whole: edited versions, broken lineage, waivers.</param>
public sealed record CatalogReport(IReadOnlyList<CompatibilityReport> Comparisons, IReadOnlyList<CompatibilityFinding> Findings)
{
    /// <summary>Whether the catalog may be published as it is.</summary>
    public bool IsAllowed => Comparisons.All(c => c.IsAllowed) && !Findings.Any(f => f.Severity == FindingSeverity.Error && f.Waiver is null);
}
