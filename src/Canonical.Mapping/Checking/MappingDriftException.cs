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
        var head = string.Create(CultureInfo.InvariantCulture, $"The source has changed under the mapping {mapping}: nearly all of {records} records fail alike. Nothing more is read until the mapping or the source is mended.");
        return string.Join(Environment.NewLine + "  ", findings.Select(finding => finding.ToString()).Prepend(head));
    }
}
