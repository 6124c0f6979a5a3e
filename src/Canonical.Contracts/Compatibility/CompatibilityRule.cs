namespace Canonical.Contracts;

/// <summary>A rule that names a change between two versions. Thread-safe: immutable.</summary>
/// <param name="Id">The permanent id, such as <c>CS-OBJ-006</c>.</param>
/// <param name="Layer">What the rule watches over.</param>
/// <param name="Title">The change in a few words.</param>
/// <param name="Meaning">What it means for writers and readers.</param>
/// <param name="Remedy">What to do instead, or beside it.</param>
public sealed record CompatibilityRule(string Id, RuleLayer Layer, string Title, string Meaning, string Remedy);
