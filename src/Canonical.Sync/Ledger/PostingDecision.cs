namespace Canonical.Sync;

/// <summary>What the ledger decided about a change.</summary>
public enum PostingDecision
{
    /// <summary>A change: it got the next sequence number and a key of its own, and waits to be sent.</summary>
    New,

    /// <summary>The same change was accepted before and certainly had no effect yet: send it with the key that it has.</summary>
    Resume,

    /// <summary>The target already holds this content: nothing to do.</summary>
    Unchanged,

    /// <summary>A posting of this lane is being sent just now: come back later.</summary>
    InFlight,

    /// <summary>It is not known whether the last posting of this lane took effect: find that out first, then ask again.</summary>
    InDoubt,

    /// <summary>The target refused exactly this before: sending it again would be refused again.</summary>
    StillRejected,
}
