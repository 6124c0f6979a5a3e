namespace Canonical.Model;

/// <summary>What a conversion between two versions of a contract could not carry over. Thread-safe: immutable.</summary>
/// <param name="Path">The member of the document that was converted: a JSON Pointer (RFC 6901); empty for the document itself.</param>
/// <param name="Change">What became of it.</param>
/// <param name="Reason">Why, for people; without values of the document.</param>
public sealed record ConversionLoss(string Path, LossEntryChange Change, string Reason)
{
    /// <summary>The place, what became of it and why.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{(Path.Length == 0 ? "the document" : Path)} {Change.ToCode()}: {Reason}";
}
