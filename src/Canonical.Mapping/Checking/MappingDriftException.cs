using System.Globalization;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The vendor's records are no longer what the mapping was made for: one error of configuration instead of one for each record. Trying again does not help. Immutable once thrown.</summary>
public sealed class MappingDriftException : CanonicalException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="mapping">The id and version of the mapping.</param>
    /// <param name="records">How many records showed it.</param>
    /// <param name="findings">What has changed; at least one.</param>
    public MappingDriftException(string mapping, long records, IReadOnlyList<MappingFinding> findings)
        : base(MappingCodes.MappingDrift, Describe(mapping, records, findings)) => Findings = findings;

    /// <summary>What has changed.</summary>
    public IReadOnlyList<MappingFinding> Findings { get; }

    private static string Describe(string mapping, long records, IReadOnlyList<MappingFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var head = string.Create(CultureInfo.InvariantCulture, $"The records do not fit the mapping {mapping}: nearly all of {records} are wrong in the same way, so the source has changed, or the mapping never fitted it. Nothing more is read until one of them is mended.");
        return string.Join(Environment.NewLine + "  ", findings.Select(finding => finding.ToString()).Prepend(head));
    }
}
