using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>What became of one event that was to be published. Immutable and thread-safe.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Outcome">
/// <see cref="WriteOutcomeKind.Created"/>: published, with its replay id in base64 as <see cref="WriteOutcome.NativeId"/>. <see cref="WriteOutcomeKind.Rejected"/>: it does not fit, and was not sent or not taken.
/// <see cref="WriteOutcomeKind.Retryable"/>: certainly not published, and may be sent again. <see cref="WriteOutcomeKind.Unknown"/>: no answer came. Nothing tells later whether it was published: send it again when a subscriber can bear it twice, or not at all.
/// </param>
public sealed record SalesforcePublishOutcome(string Id, WriteOutcome Outcome);
