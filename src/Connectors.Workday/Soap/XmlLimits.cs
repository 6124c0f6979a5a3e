namespace Connectors.Workday;

/// <summary>How much of an answer is read at most.</summary>
/// <param name="MaxCharacters">Characters of the whole document.</param>
/// <param name="MaxDepth">Elements inside each other.</param>
internal sealed record XmlLimits(long MaxCharacters, int MaxDepth);
