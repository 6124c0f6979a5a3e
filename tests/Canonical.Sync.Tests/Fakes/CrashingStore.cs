using Canonical.Model;

namespace Canonical.Sync.Tests;

/// <summary>A store with fail points before and after every change.</summary>
public sealed class CrashingStore(ISyncStore inner, CrashSwitch crash) : ISyncStore
{
    public IPostingLedger Postings { get; } = new Ledger(inner.Postings, crash);

    public ICrosswalk Crosswalk { get; } = new Links(inner.Crosswalk, crash);

    public IDeadLetterStore DeadLetters { get; } = new Letters(inner.DeadLetters, crash);

    private sealed class Ledger(IPostingLedger inner, CrashSwitch crash) : IPostingLedger
    {
        public Task<PostingAcceptance> AcceptAsync(PostingRequest request, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("accept", () => inner.AcceptAsync(request, cancellationToken));

        public Task<PostingLease?> TryBeginSendAsync(IdempotencyKey key, TimeSpan duration, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("begin", () => inner.TryBeginSendAsync(key, duration, cancellationToken));

        public Task<bool> CompleteAsync(PostingLease lease, PostingOutcome outcome, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("complete " + outcome.State, () => inner.CompleteAsync(lease, outcome, cancellationToken));

        public Task<bool> ResolveAsync(IdempotencyKey key, PostingOutcome outcome, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("resolve " + outcome.State, () => inner.ResolveAsync(key, outcome, cancellationToken));

        public Task<bool> ReopenAsync(IdempotencyKey key, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("reopen", () => inner.ReopenAsync(key, cancellationToken));

        public Task<Posting?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.FindAsync(key, cancellationToken);
        }

        public IAsyncEnumerable<Posting> ListAsync(PostingFilter? filter = null, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.ListAsync(filter, cancellationToken);
        }

        public Task<IReadOnlyDictionary<PostingState, long>> CountAsync(PostingFilter? filter = null, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.CountAsync(filter, cancellationToken);
        }
    }

    private sealed class Links(ICrosswalk inner, CrashSwitch crash) : ICrosswalk
    {
        public Task<CrosswalkLinkResult> LinkAsync(EntityKey native, CanonicalId canonicalId, CrosswalkOrigin origin, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("link " + origin, () => inner.LinkAsync(native, canonicalId, origin, cancellationToken));

        public Task<bool> RelinkAsync(EntityKey native, CanonicalId current, CanonicalId successor, string reason, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("relink", () => inner.RelinkAsync(native, current, successor, reason, cancellationToken));

        public Task<bool> RetireAsync(EntityKey native, CanonicalId canonicalId, string reason, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("retire", () => inner.RetireAsync(native, canonicalId, reason, cancellationToken));

        public Task<CrosswalkLink?> FindAsync(EntityKey native, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.FindAsync(native, cancellationToken);
        }

        public Task<IReadOnlyList<CrosswalkLink>> FindAsync(string tenant, CanonicalId canonicalId, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.FindAsync(tenant, canonicalId, cancellationToken);
        }

        public Task<IReadOnlyList<CrosswalkLink>> HistoryAsync(EntityKey native, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.HistoryAsync(native, cancellationToken);
        }
    }

    private sealed class Letters(IDeadLetterStore inner, CrashSwitch crash) : IDeadLetterStore
    {
        public Task<DeadLetter> AddAsync(DeadLetterEntry entry, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("dead letter", () => inner.AddAsync(entry, cancellationToken));

        public Task<bool> CloseAsync(long id, DeadLetterState state, string note, CancellationToken cancellationToken = default) =>
            crash.AroundAsync("close letter", () => inner.CloseAsync(id, state, note, cancellationToken));

        public Task<DeadLetter?> FindOpenAsync(PostingLane lane, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.FindOpenAsync(lane, cancellationToken);
        }

        public IAsyncEnumerable<DeadLetter> ListAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.ListAsync(filter, cancellationToken);
        }

        public Task<IReadOnlyDictionary<string, long>> CountAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
        {
            crash.ThrowIfDead();
            return inner.CountAsync(filter, cancellationToken);
        }
    }
}
