namespace Canonical.Sync;

/// <summary>The ledger's answer to a change. Immutable and thread-safe.</summary>
/// <param name="Decision">What was decided.</param>
/// <param name="Posting">
/// The posting that the decision is about: the new one, the one to resume, the one in effect, or the one that stands in the way.
/// </param>
public sealed record PostingAcceptance(PostingDecision Decision, Posting Posting);
