using Canonical.Model;

namespace Canonical.Sync;

/// <summary>
/// The book of what was accepted, sent and applied. It decides whether a change is a change, numbers it, and keeps its idempotency key for ever.
/// Every method is one transaction: after a crash it happened as a whole or not at all. Implementations are thread-safe.
/// </summary>
/// <remarks>
/// A posting goes <c>Pending → Sending → Applied | Rejected | Pending | InDoubt</c>; from <c>InDoubt</c> it goes on only by
/// <see cref="ResolveAsync"/>. The rules are those of <see cref="PostingRules"/>, the same for every store.
/// </remarks>
public interface IPostingLedger
{
    /// <summary>Accepts a change: numbers it and derives its key when it differs from what is in effect, and says what to do with it.</summary>
    /// <param name="request">The change.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>The decision with the posting it is about.</returns>
    /// <exception cref="SyncException"><c>SYN3003</c>: the derived key exists with another fingerprint, which no crash or retry explains.</exception>
    Task<PostingAcceptance> AcceptAsync(PostingRequest request, CancellationToken cancellationToken = default);

    /// <summary>Takes the right to send a pending posting.</summary>
    /// <param name="key">The key of the posting.</param>
    /// <param name="duration">How long the right lasts. Longer than the longest call.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>The lease; null when the posting is not pending, its time has not come, or it is unknown.</returns>
    Task<PostingLease?> TryBeginSendAsync(IdempotencyKey key, TimeSpan duration, CancellationToken cancellationToken = default);

    /// <summary>Records the outcome of a posting that was sent.</summary>
    /// <param name="lease">The lease under which it was sent.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>False when the lease had been lost: the outcome is not recorded and the posting is in doubt or was settled by somebody else.</returns>
    Task<bool> CompleteAsync(PostingLease lease, PostingOutcome outcome, CancellationToken cancellationToken = default);

    /// <summary>Ends the doubt about a posting with what was found out at the target.</summary>
    /// <param name="key">The key of the posting.</param>
    /// <param name="outcome">What was found out: applied, rejected, or without effect (retry).</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>False when the posting was not in doubt (any more).</returns>
    /// <exception cref="ArgumentException">The outcome is itself a doubt.</exception>
    Task<bool> ResolveAsync(IdempotencyKey key, PostingOutcome outcome, CancellationToken cancellationToken = default);

    /// <summary>Lets a rejected posting be sent again with the key it has. Only the last posting of a lane can be reopened.</summary>
    /// <param name="key">The key of the posting.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>False when it is not rejected, or a later posting took its place.</returns>
    Task<bool> ReopenAsync(IdempotencyKey key, CancellationToken cancellationToken = default);

    /// <summary>Finds a posting by its key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The posting; null when there is none.</returns>
    Task<Posting?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken = default);

    /// <summary>Lists postings in the order in which they were accepted.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The postings as they are when they are read; a posting that changes meanwhile may appear as it was or as it is.</returns>
    IAsyncEnumerable<Posting> ListAsync(PostingFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Counts postings by state.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The number of postings in each state that occurs.</returns>
    Task<IReadOnlyDictionary<PostingState, long>> CountAsync(PostingFilter? filter = null, CancellationToken cancellationToken = default);
}
