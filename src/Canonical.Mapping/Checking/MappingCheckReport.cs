namespace Canonical.Mapping;

/// <summary>What a check found. Immutable and safe to share between threads.</summary>
public sealed class MappingCheckReport
{
    internal MappingCheckReport(IReadOnlyList<MappingFinding> findings) => Findings = findings;

    /// <summary>Everything that was found, in the order of the document; what is about no lens stands last.</summary>
    public IReadOnlyList<MappingFinding> Findings { get; }

    /// <summary>True when a finding is an error.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == MappingFindingSeverity.Error);

    /// <summary>How many findings are of a severity.</summary>
    /// <param name="severity">The severity.</param>
    public int Count(MappingFindingSeverity severity) => Findings.Count(finding => finding.Severity == severity);
}
