namespace Canonical.Contracts;

/// <summary>The three answers to "is every document of the one valid under the other". Thread-safe: a value.</summary>
public enum CompatibilityOutcome
{
    /// <summary>Proved.</summary>
    Compatible,

    /// <summary>Refuted by a document.</summary>
    Incompatible,

    /// <summary>Neither: the reason says why. Counts as a failure unless it is waived.</summary>
    Undecided,
}
