using Canonical.Model;

namespace Canonical.Sync;

/// <summary>One change of one record on its way to one target, as the ledger holds it. Immutable and thread-safe: a snapshot.</summary>
public sealed record Posting
{
    /// <summary>The idempotency key: derived once, when the change was accepted, and kept for ever.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>Who goes where and for what.</summary>
    public required PostingLane Lane { get; init; }

    /// <summary>The place in the lane, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>What the posting does at the target.</summary>
    public required PostingOperation Operation { get; init; }

    /// <summary>The canonical object that is posted.</summary>
    public required CanonicalId Subject { get; init; }

    /// <summary>The content that matters at the target, as a hash.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>Where the posting stands.</summary>
    public required PostingState State { get; init; }

    /// <summary>How often it was sent, or was about to be.</summary>
    public int Attempts { get; init; }

    /// <summary>Do not send before this instant; null when it may be sent at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When the lease of a posting that is being sent runs out; null in every other state.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The id that the target gave; null until it is known.</summary>
    public string? TargetId { get; init; }

    /// <summary>The code of the last trouble; null when there was none.</summary>
    public string? LastErrorCode { get; init; }

    /// <summary>The target's own id of the last call, for its support; null when it gave none.</summary>
    public string? VendorRequestId { get; init; }

    /// <summary>When the change was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the posting last changed. A doubt that comes from a lost lease keeps the instant at which the sending began.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// The canonical JSON of the object as it was accepted, so that the posting can be verified or sent without its source.
    /// Empty once the posting is applied or superseded: the ledger keeps personal data no longer than it needs it.
    /// </summary>
    public ReadOnlyMemory<byte> Payload { get; init; }
}
