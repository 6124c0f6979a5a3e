namespace Canonical.Sync;

/// <summary>What <see cref="PostingRules.Decide"/> tells a store to answer and to write. Immutable and thread-safe.</summary>
/// <param name="Decision">What to answer.</param>
/// <param name="Posting">The existing posting that the answer is about; null when the decision is <see cref="PostingDecision.New"/>.</param>
/// <param name="Sequence">The number of the posting to insert; 0 when none is inserted.</param>
/// <param name="SupersedesLatest">The lane's latest posting, which is pending, becomes <see cref="PostingState.Superseded"/> and loses its payload.</param>
/// <param name="DoubtsLatest">The lane's latest posting, whose lease ran out, becomes <see cref="PostingState.InDoubt"/>; its <see cref="Posting.UpdatedAt"/> stays.</param>
public readonly record struct PostingRuling(PostingDecision Decision, Posting? Posting, long Sequence, bool SupersedesLatest, bool DoubtsLatest);
