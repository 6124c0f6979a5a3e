using Canonical.Model;

namespace Canonical.Sync;

/// <summary>A change that the ledger is asked to accept. Immutable and thread-safe.</summary>
public sealed record PostingRequest
{
    /// <summary>Who goes where and for what.</summary>
    public required PostingLane Lane { get; init; }

    /// <summary>The canonical object that is posted.</summary>
    public required CanonicalId Subject { get; init; }

    /// <summary>What the posting shall do at the target.</summary>
    public required PostingOperation Operation { get; init; }

    /// <summary>The content that matters at the target, as a hash. Notes and other members outside it never cause a posting.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>
    /// The same content under contract versions that were in use before: fingerprints of two versions are never equal, and a new version of a
    /// contract must not post all of history again. Default: none.
    /// </summary>
    public IReadOnlyList<Fingerprint> EarlierFingerprints { get; init; } = [];

    /// <summary>The canonical JSON (UTF-8) of the object. The ledger keeps it until the posting is applied or superseded.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>True when a posting does the same with the same content.</summary>
    /// <param name="posting">A posting of the same lane.</param>
    /// <returns>Whether operation and fingerprint agree.</returns>
    public bool IsSameAs(Posting posting)
    {
        ArgumentNullException.ThrowIfNull(posting);
        return posting.Operation == Operation && (posting.Fingerprint == Fingerprint || EarlierFingerprints.Contains(posting.Fingerprint));
    }
}
