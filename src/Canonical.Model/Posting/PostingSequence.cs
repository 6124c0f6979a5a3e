namespace Canonical.Model;

/// <summary>
/// The rule that numbers the postings of one record to one target for one purpose, and so decides when a key is the same and when it is new. A ledger reads the two
/// versions, asks <see cref="Decide"/> and stores the answer in one transaction; nothing else may number a posting. Thread-safe: static and without state.
/// </summary>
/// <remarks>
/// The number grows only when the change differs from what is in effect at the target: same operation and same fingerprint are no change, however often they come. A
/// correction differs and gets the next number; so does the correction of a correction that brings the first values back (A → B → A), because B is in effect by then.
/// Posting again after a reversal is new too: what is in effect is the reversal.
/// </remarks>
public static class PostingSequence
{
    /// <summary>Decides about a change.</summary>
    /// <param name="operation">What shall be done.</param>
    /// <param name="fingerprint">What shall be posted.</param>
    /// <param name="latest">The posting with the highest number; null when there is none.</param>
    /// <param name="effective">The applied posting with the highest number; null when nothing was applied yet.</param>
    /// <param name="earlierFingerprints">
    /// The same content under contract versions that were in use before; fingerprints of two versions are never equal, and a new version of a contract must not post history again. Null for none.
    /// </param>
    /// <returns>The decision.</returns>
    /// <exception cref="OverflowException">The numbers of <see cref="PostingIdentity.MaxSequence"/> are used up.</exception>
    public static SequenceDecision Decide(
        PostingOperation operation, Fingerprint fingerprint, PostedVersion? latest, PostedVersion? effective, IReadOnlyList<Fingerprint>? earlierFingerprints = null)
    {
        // Past a posting whose effect is unknown, both "unchanged" and "new" could be wrong.
        if (latest is { Effect: PostingEffect.Unknown } unknown) return new(SequenceRuling.Undecided, unknown.Sequence, SupersedesLatest: false);

        var waiting = latest is { Effect: PostingEffect.Waiting };
        // A → B → A where B never took effect: the target still holds A, so B gives way and nothing is sent.
        if (effective is { } applied && IsSame(applied)) return new(SequenceRuling.Unchanged, applied.Sequence, SupersedesLatest: waiting);

        if (latest is { } last && IsSame(last))
        {
            if (waiting) return new(SequenceRuling.Resume, last.Sequence, SupersedesLatest: false);
            if (last.Effect == PostingEffect.Rejected) return new(SequenceRuling.StillRejected, last.Sequence, SupersedesLatest: false);
        }

        // Objects travel with their full state, so a waiting older version need not be sent before the newer one.
        var next = (latest?.Sequence ?? 0) + 1;
        return next <= PostingIdentity.MaxSequence
            ? new(SequenceRuling.New, next, SupersedesLatest: waiting)
            : throw new OverflowException("The sequence has reached its greatest number.");

        bool IsSame(PostedVersion version) => version.Operation == operation
            && (version.Fingerprint == fingerprint || (earlierFingerprints is not null && earlierFingerprints.Contains(version.Fingerprint)));
    }
}
