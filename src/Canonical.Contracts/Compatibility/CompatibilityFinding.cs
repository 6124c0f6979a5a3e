namespace Canonical.Contracts;

/// <summary>A change between two versions that a rule names. Thread-safe: immutable.</summary>
public sealed record CompatibilityFinding
{
    /// <summary>The rule, one of <see cref="CompatibilityRules"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>How much it matters. A finding about validity is an error only when the proof, or rather its failure, says so.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>Whom the change may break.</summary>
    public CompatibilityDirection Affects { get; init; }

    /// <summary>The contract and version that the finding is about, such as <c>customer/1.1.0</c>.</summary>
    public required string Contract { get; init; }

    /// <summary>The place in documents, with <c>*</c> for any item and any name: <c>/lines/*/amount</c>. Empty for the whole.</summary>
    public required string Path { get; init; }

    /// <summary>What changed, for people.</summary>
    public required string Message { get; init; }

    /// <summary>The smallest step of the version that the change asks for on its own, as far as validity does not decide it.</summary>
    public VersionStep Step { get; init; }

    /// <summary>Sixteen hexadecimal digits that stay the same from run to run: what a waiver names.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The waiver that excuses the finding; null when there is none.</summary>
    public CompatibilityWaiver? Waiver { get; init; }

    /// <summary>The finding on one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Contract}{(Path.Length == 0 ? "" : "#" + Path)}: {Message} [{Rule}]";
}
