namespace Canonical.Contracts;

/// <summary>The verdict for one direction. Thread-safe: immutable.</summary>
/// <param name="Direction">Who must not break.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Rule">The rule that names the change behind a refusal; null when there is none, or none was found.</param>
/// <param name="Definition">The definition that it is about, in a contract that holds definitions only; null otherwise.</param>
public sealed record DirectionVerdict(CompatibilityDirection Direction, InclusionVerdict Verdict, string? Rule, string? Definition);
