using Connectors.Abstractions;

namespace Canonical.Sync;

/// <summary>Why an item is not sent in this run.</summary>
/// <param name="Outcome">Refused, or deferred when it only has to wait.</param>
/// <param name="Stage">Where it stopped.</param>
/// <param name="Issue">The reason.</param>
internal sealed record Refusal(SyncOutcome Outcome, DeadLetterStage Stage, RecordIssue Issue);
