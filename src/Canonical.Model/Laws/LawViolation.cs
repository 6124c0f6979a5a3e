namespace Canonical.Model;

/// <summary>
/// One broken law: the document keeps its contract, but its members do not agree with each other (lines do not sum to the total, intervals overlap).
/// Thread-safe: immutable.
/// </summary>
/// <param name="Code">The permanent code of the law, such as <c>LAW0101</c>; <c>docs/errors/laws.md</c> lists each.</param>
/// <param name="Path">Where: a JSON Pointer (RFC 6901) into the document; empty for the document itself.</param>
/// <param name="Message">What does not agree, with the figures; without personal values.</param>
/// <param name="Remedy">What to do next.</param>
public sealed record LawViolation(string Code, string Path, string Message, string Remedy)
{
    /// <summary>The code, the place and what happened.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Code} at {(Path.Length == 0 ? "the document" : Path)}: {Message}";
}
