namespace Canonical.Sync;

/// <summary>All that a synchronisation remembers between two runs. Implementations are thread-safe; whoever made the store disposes it.</summary>
public interface ISyncStore
{
    /// <summary>What was accepted, sent and applied.</summary>
    IPostingLedger Postings { get; }

    /// <summary>Which record of which system is which canonical object.</summary>
    ICrosswalk Crosswalk { get; }

    /// <summary>What stopped, and why.</summary>
    IDeadLetterStore DeadLetters { get; }
}
