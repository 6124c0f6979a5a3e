namespace Connectors.NetSuite;

/// <summary>A page of a collection: ids and nothing else, in no order that means anything. Immutable and thread-safe.</summary>
/// <param name="Ids">The internal ids.</param>
/// <param name="TotalResults">How many records there are, as NetSuite says: at most a thousand pages, even when there are more.</param>
/// <param name="Continuation">What to pass to go on after this page; null on the last one.</param>
public sealed record NetSuiteRecordPage(IReadOnlyList<string> Ids, long TotalResults, string? Continuation);
