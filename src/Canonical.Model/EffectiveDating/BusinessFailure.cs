namespace Canonical.Model;

/// <summary>
/// Why the data does not answer a business question: expected, returned and for a person to mend, not an exception. Thread-safe: immutable.
/// </summary>
/// <param name="Code">The permanent code.</param>
/// <param name="Message">What was asked and what was found, without personal values.</param>
/// <param name="Remedy">What to do next.</param>
/// <param name="Candidates">What came into question and was not chosen, such as <c>rate card …, entry e-1</c>; empty when nothing did.</param>
public sealed record BusinessFailure(string Code, string Message, string Remedy, IReadOnlyList<string> Candidates)
{
    /// <summary>The code and what was found.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Code}: {Message}";

    internal static BusinessFailure Of(string code, string message, string remedy, params IReadOnlyList<string> candidates) => new(code, message, remedy, candidates);
}
