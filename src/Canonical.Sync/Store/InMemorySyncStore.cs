namespace Canonical.Sync;

/// <summary>
/// A store that forgets everything when the process ends: for tests of a host and for dry runs, never for real postings.
/// It keeps the same rules as the durable stores and passes the same contract tests. Thread-safe.
/// </summary>
public sealed class InMemorySyncStore : ISyncStore
{
    private readonly InMemoryPostingLedger _postings;
    private readonly InMemoryCrosswalk _crosswalk;
    private readonly InMemoryDeadLetterStore _deadLetters;

    /// <summary>Creates an empty store.</summary>
    /// <param name="timeProvider">The clock for leases and for every recorded instant; null for the system's.</param>
    public InMemorySyncStore(TimeProvider? timeProvider = null)
    {
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        _postings = new InMemoryPostingLedger(clock);
        _crosswalk = new InMemoryCrosswalk(clock);
        _deadLetters = new InMemoryDeadLetterStore(clock);
    }

    /// <inheritdoc/>
    public IPostingLedger Postings => _postings;

    /// <inheritdoc/>
    public ICrosswalk Crosswalk => _crosswalk;

    /// <inheritdoc/>
    public IDeadLetterStore DeadLetters => _deadLetters;
}
