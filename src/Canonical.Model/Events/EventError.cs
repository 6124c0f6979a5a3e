namespace Canonical.Model;

/// <summary>Why an event cannot be read. Thread-safe: immutable.</summary>
/// <param name="Code">The permanent code, one of <see cref="EventCodes"/>.</param>
/// <param name="Attribute">The attribute that is wrong, by its CloudEvents name, or <c>data</c>; empty for the event as a whole.</param>
/// <param name="Message">What is wrong, without values of the event.</param>
/// <param name="Remedy">What to do next.</param>
public sealed record EventError(string Code, string Attribute, string Message, string Remedy)
{
    /// <summary>The code, the place and what is wrong.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Code} at {(Attribute.Length == 0 ? "the event" : Attribute)}: {Message}";
}
