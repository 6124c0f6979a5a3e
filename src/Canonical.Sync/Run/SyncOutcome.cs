namespace Canonical.Sync;

/// <summary>How one item of a run ended. Every item that was read ends in exactly one of these.</summary>
public enum SyncOutcome
{
    /// <summary>It did not exist at the target and does now.</summary>
    Created,

    /// <summary>It existed at the target and was changed.</summary>
    Updated,

    /// <summary>It took effect, and the target does not tell whether it created or updated; or its effect was found by reading back.</summary>
    Applied,

    /// <summary>The target already holds it.</summary>
    Unchanged,

    /// <summary>We did not send it: it is not mapped, a duplicate, or depends on something that is not there. A dead letter says why.</summary>
    Refused,

    /// <summary>The target refused it. A dead letter says why.</summary>
    Rejected,

    /// <summary>It certainly had no effect yet and is sent later.</summary>
    Deferred,

    /// <summary>It is not known whether it took effect; it is read back before anything is sent again.</summary>
    InDoubt,
}
