namespace Canonical.Sync;

/// <summary>
/// The records that stopped, each with its reasons, to be mended and sent again. A lane has at most one open letter: a record that stops
/// again updates it. Implementations are thread-safe, and every method is one transaction.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>Opens a letter, or brings the open letter of the same lane up to date and counts one attempt more.</summary>
    /// <param name="entry">What to tell.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>The letter as it is now.</returns>
    Task<DeadLetter> AddAsync(DeadLetterEntry entry, CancellationToken cancellationToken = default);

    /// <summary>Finds the open letter of a lane.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The letter; null when none is open.</returns>
    Task<DeadLetter?> FindOpenAsync(PostingLane lane, CancellationToken cancellationToken = default);

    /// <summary>Settles an open letter.</summary>
    /// <param name="id">The number of the letter.</param>
    /// <param name="state"><see cref="DeadLetterState.Resolved"/> or <see cref="DeadLetterState.Archived"/>.</param>
    /// <param name="note">How or why. No personal data.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>False when the letter was not open (any more), so that of two who settle it one is told.</returns>
    /// <exception cref="ArgumentException">The state is <see cref="DeadLetterState.Open"/>.</exception>
    Task<bool> CloseAsync(long id, DeadLetterState state, string note, CancellationToken cancellationToken = default);

    /// <summary>Lists letters, oldest first.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The letters as they are when they are read.</returns>
    IAsyncEnumerable<DeadLetter> ListAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Counts letters by code.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The number of letters of each code that occurs.</returns>
    Task<IReadOnlyDictionary<string, long>> CountAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default);
}
