namespace Canonical.Sync;

/// <summary>Where a dead letter stands.</summary>
public enum DeadLetterState
{
    /// <summary>Nobody has settled it.</summary>
    Open,

    /// <summary>The record, or a later version of it, went through.</summary>
    Resolved,

    /// <summary>A person decided that it needs no more attention.</summary>
    Archived,
}
