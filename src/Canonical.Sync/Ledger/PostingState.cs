namespace Canonical.Sync;

/// <summary>Where a posting stands.</summary>
public enum PostingState
{
    /// <summary>Accepted and certainly without effect at the target; it may be sent when <see cref="Posting.NotBefore"/> has passed.</summary>
    Pending,

    /// <summary>Being sent under a lease. When the lease runs out before an outcome is recorded, the posting is in doubt.</summary>
    Sending,

    /// <summary>It took effect at the target. Final.</summary>
    Applied,

    /// <summary>The target refused it. It is sent again only when somebody asks for it (<see cref="IPostingLedger.ReopenAsync"/>).</summary>
    Rejected,

    /// <summary>It is not known whether it took effect. Nothing is sent in its lane before this is found out.</summary>
    InDoubt,

    /// <summary>It never took effect and a later change took its place. Final.</summary>
    Superseded,
}
