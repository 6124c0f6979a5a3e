namespace Connectors.Abstractions;

/// <summary>One page of a list that a system gives in parts. Immutable and thread-safe.</summary>
/// <typeparam name="T">What the page holds.</typeparam>
/// <param name="Items">The items of this page, in the order in which the system gave them. A page may be empty although more pages follow.</param>
/// <param name="Continuation">
/// An opaque text with which the reader can go on behind this page, also after a restart; null on the last page.
/// Only the source that made it can read it.
/// </param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation);
