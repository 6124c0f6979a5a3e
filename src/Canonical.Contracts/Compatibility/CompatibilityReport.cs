namespace Canonical.Contracts;

/// <summary>What changed between two versions of a contract, whom it breaks, and which version it may have. Thread-safe: immutable.</summary>
public sealed class CompatibilityReport
{
    internal CompatibilityReport(ContractBundle old, ContractBundle @new, CompatibilityMode mode, IReadOnlyList<DirectionVerdict> verdicts, IReadOnlyList<CompatibilityFinding> findings, VersionStep step, string? smallestVersion)
    {
        Old = old;
        New = @new;
        Mode = mode;
        Verdicts = verdicts;
        Findings = findings;
        SmallestStep = step;
        SmallestVersion = smallestVersion;
    }

    /// <summary>The earlier version.</summary>
    public ContractBundle Old { get; }

    /// <summary>The later version.</summary>
    public ContractBundle New { get; }

    /// <summary>What had to hold.</summary>
    public CompatibilityMode Mode { get; }

    /// <summary>The verdict for each direction that the mode asks for.</summary>
    public IReadOnlyList<DirectionVerdict> Verdicts { get; }

    /// <summary>The changes, by place and rule.</summary>
    public IReadOnlyList<CompatibilityFinding> Findings { get; }

    /// <summary>The smallest step of the version that the changes allow.</summary>
    public VersionStep SmallestStep { get; }

    /// <summary>The smallest version that the later contract may have; null when the earlier one has no version.</summary>
    public string? SmallestVersion { get; }

    /// <summary>The worst verdict: incompatible before undecided before compatible.</summary>
    public CompatibilityOutcome Outcome
    {
        get
        {
            if (Verdicts.Any(v => v.Verdict.Outcome == CompatibilityOutcome.Incompatible)) return CompatibilityOutcome.Incompatible;
            return Verdicts.Any(v => v.Verdict.Outcome == CompatibilityOutcome.Undecided) ? CompatibilityOutcome.Undecided : CompatibilityOutcome.Compatible;
        }
    }

    /// <summary>Whether the later version may be published as it is: no finding is an error that is not waived.</summary>
    public bool IsAllowed => !Findings.Any(f => f.Severity == FindingSeverity.Error && f.Waiver is null);
}
