namespace Connectors.Salesforce;

/// <summary>Events may be lost between two moments, and nothing can bring them back: platform events are kept for 72 hours and nowhere else. Immutable and thread-safe.</summary>
/// <param name="Since">The last moment up to which nothing is missing, by the org's clock as far as events tell it.</param>
/// <param name="Until">When it was found. Events that were published before and are still kept come with the pages that follow, also such as came before.</param>
/// <param name="Reason">Salesforce's code, such as <c>…replayid.validation.failed</c>, or words when it gave none.</param>
public sealed record SalesforceEventGap(DateTimeOffset Since, DateTimeOffset Until, string Reason);
