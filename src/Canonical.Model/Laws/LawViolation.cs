namespace Canonical.Model;

/// <summary>A law of an object that does not hold: arithmetic across members that no schema can say. Never carries a value of the object. Thread-safe: immutable.</summary>
/// <param name="Code">The permanent code of the law, such as <c>LAW0101</c>, as <c>x-canonical-laws</c> of the contract names it.</param>
/// <param name="Path">The place in the object, a JSON Pointer (RFC 6901); empty for the whole object.</param>
/// <param name="Message">What does not hold, in plain words.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record LawViolation(string Code, string Path, string Message, string Remedy)
{
    /// <summary>The violation on one line: place, message, remedy and code.</summary>
    /// <returns>The text, for logs and consoles.</returns>
    public override string ToString() => $"{(Path.Length == 0 ? "/" : Path)}: {Message} {Remedy} [{Code}]";
}
