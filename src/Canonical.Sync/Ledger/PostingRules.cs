using Canonical.Model;

namespace Canonical.Sync;

/// <summary>
/// The rules by which a ledger decides about a change, free of any storage, for those who write a store. A store reads the lane, asks
/// <see cref="Decide"/> and writes what the ruling says, all in one transaction. Thread-safe: it holds no state.
/// </summary>
public static class PostingRules
{
    /// <summary>Decides about a change.</summary>
    /// <param name="request">The change.</param>
    /// <param name="latest">The posting of the lane with the highest sequence; null when the lane is empty.</param>
    /// <param name="effective">The applied posting of the lane with the highest sequence; null when nothing was applied yet.</param>
    /// <param name="now">The present instant; it decides whether a lease has run out.</param>
    /// <returns>What to answer and what to write.</returns>
    public static PostingRuling Decide(PostingRequest request, Posting? latest, Posting? effective, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);

        // Nothing may be decided past a posting whose effect is unknown: both "unchanged" and "new" could be wrong.
        if (latest is { State: PostingState.Sending })
        {
            return latest.LeaseUntil > now
                ? new PostingRuling(PostingDecision.InFlight, latest, 0, SupersedesLatest: false, DoubtsLatest: false)
                : new PostingRuling(PostingDecision.InDoubt, latest, 0, SupersedesLatest: false, DoubtsLatest: true);
        }

        if (latest is { State: PostingState.InDoubt })
            return new PostingRuling(PostingDecision.InDoubt, latest, 0, SupersedesLatest: false, DoubtsLatest: false);

        // When a change is a change, and so has a key of its own, is the model's rule: the same for every host of keys.
        SequenceDecision decision = PostingSequence.Decide(request.Operation, request.Fingerprint, Version(latest), Version(effective), request.EarlierFingerprints);
        return decision.Ruling switch
        {
            SequenceRuling.Unchanged => new PostingRuling(PostingDecision.Unchanged, effective, 0, decision.SupersedesLatest, DoubtsLatest: false),
            SequenceRuling.Resume => new PostingRuling(PostingDecision.Resume, latest, 0, SupersedesLatest: false, DoubtsLatest: false),
            SequenceRuling.StillRejected => new PostingRuling(PostingDecision.StillRejected, latest, 0, SupersedesLatest: false, DoubtsLatest: false),
            _ => new PostingRuling(PostingDecision.New, null, decision.Sequence, decision.SupersedesLatest, DoubtsLatest: false),
        };
    }

    private static PostedVersion? Version(Posting? posting) => posting is null ? null : new PostedVersion(posting.Sequence, posting.Operation, posting.Fingerprint, posting.State switch
    {
        PostingState.Pending => PostingEffect.Waiting,
        PostingState.Applied => PostingEffect.Applied,
        PostingState.Rejected => PostingEffect.Rejected,
        PostingState.Superseded => PostingEffect.Superseded,
        _ => PostingEffect.Unknown,
    });

    /// <summary>Makes the posting of a new change: its key is derived here and nowhere else.</summary>
    /// <param name="request">The change.</param>
    /// <param name="sequence">Its place in the lane, from <see cref="PostingRuling.Sequence"/>.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>The pending posting.</returns>
    public static Posting Create(PostingRequest request, long sequence, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        return new Posting
        {
            Key = IdempotencyKey.Derive(new PostingIdentity(request.Lane.Entity, sequence, request.Operation, request.Lane.Target, request.Lane.Purpose)),
            Lane = request.Lane,
            Sequence = sequence,
            Operation = request.Operation,
            Subject = request.Subject,
            Fingerprint = request.Fingerprint,
            State = PostingState.Pending,
            AcceptedAt = now,
            UpdatedAt = now,
            Payload = request.Payload,
        };
    }

    /// <summary>Decides whether a posting may be sent now.</summary>
    /// <param name="posting">The posting.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>True when it is pending and its time has come.</returns>
    public static bool MaySend(Posting posting, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(posting);
        return posting.State == PostingState.Pending && !(posting.NotBefore > now);
    }

    /// <summary>Gives the posting as it is when an outcome has been recorded.</summary>
    /// <param name="posting">The posting that was being sent or in doubt.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>The posting in its next state, without lease, and without payload when it was applied.</returns>
    public static Posting Record(Posting posting, PostingOutcome outcome, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(posting);
        return posting with
        {
            State = outcome.State,
            TargetId = outcome.TargetId ?? posting.TargetId,
            LastErrorCode = outcome.State == PostingState.Applied ? null : outcome.ErrorCode ?? posting.LastErrorCode,
            VendorRequestId = outcome.VendorRequestId ?? posting.VendorRequestId,
            NotBefore = outcome.NotBefore,
            LeaseUntil = null,
            UpdatedAt = now,
            Payload = outcome.State == PostingState.Applied ? default : posting.Payload,
        };
    }
}
