using Canonical.Schema;

namespace Canonical.Contracts;

/// <summary>
/// Compares two versions of a contract. Validity is decided by proof or by counterexample on the views: what writers of the old version may send must be accepted by readers of the new one (producer), and the reverse
/// (consumer). Rules name the changes and watch over what validity does not see: units, keys, versions. Thread-safe: pure functions.
/// </summary>
public static class ContractComparison
{
    /// <summary>Compares two versions.</summary>
    /// <param name="old">The earlier version.</param>
    /// <param name="new">The later version.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>The report.</returns>
    /// <exception cref="JsonSchemaException">One of the two is not a usable schema.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CompatibilityReport Compare(ContractBundle old, ContractBundle @new, CompatibilityOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        return new PairComparison(old, @new, options ?? new CompatibilityOptions(), cancellationToken).Run();
    }

    /// <summary>Compares a version with every earlier version of the same major: a document or a reader of any of them may still be in use.</summary>
    /// <param name="lineage">The earlier versions, in any order; those of other majors, and later ones, are left out.</param>
    /// <param name="new">The version.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>One report for each earlier version, the newest first.</returns>
    /// <exception cref="JsonSchemaException">A version is not a usable schema.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<CompatibilityReport> CompareLineage(IEnumerable<ContractBundle> lineage, ContractBundle @new, CompatibilityOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        ArgumentNullException.ThrowIfNull(@new);
        return [.. Earlier(lineage, @new).Select(b => Compare(b, @new, options, cancellationToken))];
    }

    // The earlier versions of the same major, the newest first.
    internal static IReadOnlyList<ContractBundle> Earlier(IEnumerable<ContractBundle> lineage, ContractBundle @new)
    {
        if (!ContractVersionNumber.TryParse(@new.Version, out var version)) return [];
        return
        [
            .. lineage.Select(b => (Bundle: b, IsVersion: ContractVersionNumber.TryParse(b.Version, out var number), Number: number))
                .Where(b => b.IsVersion && b.Number.Major == version.Major && b.Number < version && string.Equals(b.Bundle.Name, @new.Name, StringComparison.Ordinal))
                .OrderByDescending(b => b.Number)
                .Select(b => b.Bundle),
        ];
    }
}
