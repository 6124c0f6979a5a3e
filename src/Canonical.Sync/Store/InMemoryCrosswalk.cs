using Canonical.Model;

namespace Canonical.Sync;

/// <summary>The crosswalk as one list in memory. One lock stands for the transaction of a real store.</summary>
internal sealed class InMemoryCrosswalk(TimeProvider clock) : ICrosswalk
{
    private readonly Lock _gate = new();
    private readonly List<CrosswalkLink> _links = [];

    // The place in _links of the link that holds: what a unique index is in a real store.
    private readonly Dictionary<EntityKey, int> _active = [];

    public Task<CrosswalkLinkResult> LinkAsync(EntityKey native, CanonicalId canonicalId, CrosswalkOrigin origin, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(native);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_active.TryGetValue(native, out int index))
            {
                CrosswalkLink there = _links[index];
                CrosswalkLinkOutcome outcome = there.CanonicalId == canonicalId ? CrosswalkLinkOutcome.AlreadyLinked : CrosswalkLinkOutcome.Conflict;
                return Task.FromResult(new CrosswalkLinkResult(outcome, there));
            }

            return Task.FromResult(new CrosswalkLinkResult(CrosswalkLinkOutcome.Linked, Append(native, canonicalId, origin, clock.GetUtcNow())));
        }
    }

    public Task<bool> RelinkAsync(EntityKey native, CanonicalId current, CanonicalId successor, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (!End(native, current, reason, now))
                return Task.FromResult(false);
            Append(native, successor, CrosswalkOrigin.Manual, now);
            return Task.FromResult(true);
        }
    }

    public Task<bool> RetireAsync(EntityKey native, CanonicalId canonicalId, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(End(native, canonicalId, reason, clock.GetUtcNow()));
        }
    }

    public Task<CrosswalkLink?> FindAsync(EntityKey native, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(native);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(_active.TryGetValue(native, out int index) ? _links[index] : null);
        }
    }

    public Task<IReadOnlyList<CrosswalkLink>> FindAsync(string tenant, CanonicalId canonicalId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Where(link => link.ValidTo is null && link.CanonicalId == canonicalId && link.Native.Tenant == tenant));
    }

    public Task<IReadOnlyList<CrosswalkLink>> HistoryAsync(EntityKey native, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(native);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Where(link => link.Native == native));
    }

    private IReadOnlyList<CrosswalkLink> Where(Func<CrosswalkLink, bool> condition)
    {
        lock (_gate)
        {
            return [.. _links.Where(condition)];
        }
    }

    private CrosswalkLink Append(EntityKey native, CanonicalId canonicalId, CrosswalkOrigin origin, DateTimeOffset now)
    {
        var link = new CrosswalkLink { Native = native, CanonicalId = canonicalId, Origin = origin, ValidFrom = now };
        _active.Add(native, _links.Count);
        _links.Add(link);
        return link;
    }

    private bool End(EntityKey native, CanonicalId canonicalId, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(native);
        if (!_active.TryGetValue(native, out int index) || _links[index].CanonicalId != canonicalId)
            return false;
        _links[index] = _links[index] with { ValidTo = now, EndReason = reason };
        _active.Remove(native);
        return true;
    }
}
