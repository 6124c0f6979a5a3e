namespace Connectors.Workday;

/// <summary>How much of an answer is read at most.</summary>
/// <param name="MaxBytes">Bytes of the whole document, after decompression.</param>
/// <param name="MaxDepth">Elements inside each other.</param>
internal sealed record XmlLimits(long MaxBytes, int MaxDepth);
