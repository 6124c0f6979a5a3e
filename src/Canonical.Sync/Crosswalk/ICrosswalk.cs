using Canonical.Model;

namespace Canonical.Sync;

/// <summary>
/// Which record of which system is which canonical object. A record is at any time at most one canonical object, whoever links first;
/// a canonical object may be many records. Links end but are never changed or removed. Implementations are thread-safe.
/// </summary>
public interface ICrosswalk
{
    /// <summary>Links a record to a canonical object unless it is linked already. Safe under races: exactly one caller wins, all see the winner.</summary>
    /// <param name="native">The record.</param>
    /// <param name="canonicalId">The canonical object.</param>
    /// <param name="origin">How the link comes to be.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>What became of it, with the link that holds now.</returns>
    Task<CrosswalkLinkResult> LinkAsync(EntityKey native, CanonicalId canonicalId, CrosswalkOrigin origin, CancellationToken cancellationToken = default);

    /// <summary>Moves a record from one canonical object to another in one step, as after a merge.</summary>
    /// <param name="native">The record.</param>
    /// <param name="current">The canonical object that it must be now.</param>
    /// <param name="successor">The canonical object that it is from now on.</param>
    /// <param name="reason">Why, for the history. No personal data.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>False, and nothing changed, when the record is not linked to <paramref name="current"/>.</returns>
    Task<bool> RelinkAsync(EntityKey native, CanonicalId current, CanonicalId successor, string reason, CancellationToken cancellationToken = default);

    /// <summary>Ends a link without a successor.</summary>
    /// <param name="native">The record.</param>
    /// <param name="canonicalId">The canonical object that it must be now.</param>
    /// <param name="reason">Why, for the history. No personal data.</param>
    /// <param name="cancellationToken">Ends the call before it takes effect.</param>
    /// <returns>False, and nothing changed, when the record is not linked to <paramref name="canonicalId"/>.</returns>
    Task<bool> RetireAsync(EntityKey native, CanonicalId canonicalId, string reason, CancellationToken cancellationToken = default);

    /// <summary>Finds the canonical object of a record.</summary>
    /// <param name="native">The record.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The link that holds; null when there is none.</returns>
    Task<CrosswalkLink?> FindAsync(EntityKey native, CancellationToken cancellationToken = default);

    /// <summary>Finds the records of a canonical object.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="canonicalId">The canonical object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The links that hold, oldest first; empty when there is none.</returns>
    Task<IReadOnlyList<CrosswalkLink>> FindAsync(string tenant, CanonicalId canonicalId, CancellationToken cancellationToken = default);

    /// <summary>Tells every link that a record ever had.</summary>
    /// <param name="native">The record.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The links, oldest first.</returns>
    Task<IReadOnlyList<CrosswalkLink>> HistoryAsync(EntityKey native, CancellationToken cancellationToken = default);
}
