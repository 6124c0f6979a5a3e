using System.Runtime.CompilerServices;

using Canonical.Model;

namespace Canonical.Sync;

/// <summary>The ledger as lists in memory. One lock stands for the transaction of a real store.</summary>
internal sealed class InMemoryPostingLedger(TimeProvider clock) : IPostingLedger
{
    private readonly Lock _gate = new();
    private readonly List<IdempotencyKey> _order = [];
    private readonly Dictionary<IdempotencyKey, Posting> _byKey = [];
    private readonly Dictionary<PostingLane, List<IdempotencyKey>> _lanes = [];

    public Task<PostingAcceptance> AcceptAsync(PostingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            List<IdempotencyKey> lane = _lanes.GetValueOrDefault(request.Lane) ?? [];
            Posting? latest = lane.Count == 0 ? null : _byKey[lane[^1]];
            Posting? effective = lane.Select(key => _byKey[key]).LastOrDefault(posting => posting.State == PostingState.Applied);
            PostingRuling ruling = PostingRules.Decide(request, latest, effective, now);

            if (ruling.SupersedesLatest)
                _byKey[latest!.Key] = latest with { State = PostingState.Superseded, Payload = default, UpdatedAt = now };
            if (ruling.DoubtsLatest)
                _byKey[latest!.Key] = latest with { State = PostingState.InDoubt, LeaseUntil = null };
            if (ruling.Decision != PostingDecision.New)
                return Task.FromResult(new PostingAcceptance(ruling.Decision, _byKey[ruling.Posting!.Key]));

            // The caller may reuse its buffer; a real store copies by writing.
            Posting posting = PostingRules.Create(request, ruling.Sequence, now) with { Payload = request.Payload.ToArray() };
            if (!_byKey.TryAdd(posting.Key, posting))
                throw new SyncException(SyncErrorCodes.KeyReused, "A posting with the derived key exists already; the change was not accepted.");
            _lanes[request.Lane] = lane;
            lane.Add(posting.Key);
            _order.Add(posting.Key);
            return Task.FromResult(new PostingAcceptance(PostingDecision.New, posting));
        }
    }

    public Task<PostingLease?> TryBeginSendAsync(IdempotencyKey key, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (!_byKey.TryGetValue(key, out Posting? posting) || !PostingRules.MaySend(posting, now))
                return Task.FromResult<PostingLease?>(null);
            DateTimeOffset until = now + duration;
            _byKey[key] = posting with { State = PostingState.Sending, Attempts = posting.Attempts + 1, NotBefore = null, LeaseUntil = until, UpdatedAt = now };
            return Task.FromResult<PostingLease?>(new PostingLease(key, posting.Attempts + 1, until));
        }
    }

    public Task<bool> CompleteAsync(PostingLease lease, PostingOutcome outcome, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Change(
            lease.Key,
            posting => posting.State == PostingState.Sending && posting.Attempts == lease.Token,
            (posting, now) => PostingRules.Record(posting, outcome, now)));
    }

    public Task<bool> ResolveAsync(IdempotencyKey key, PostingOutcome outcome, CancellationToken cancellationToken = default)
    {
        if (outcome.State == PostingState.InDoubt)
            throw new ArgumentException("A doubt cannot be ended by a doubt.", nameof(outcome));
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Change(
            key,
            posting => posting.State == PostingState.InDoubt,
            (posting, now) => PostingRules.Record(posting, outcome, now)));
    }

    public Task<bool> ReopenAsync(IdempotencyKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Change(
            key,
            posting => posting.State == PostingState.Rejected && _lanes[posting.Lane][^1] == key,
            (posting, now) => posting with { State = PostingState.Pending, NotBefore = null, UpdatedAt = now }));
    }

    public Task<Posting?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(_byKey.GetValueOrDefault(key));
        }
    }

    public async IAsyncEnumerable<Posting> ListAsync(PostingFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (Posting posting in Snapshot(filter))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return posting;
        }
    }

    public Task<IReadOnlyDictionary<PostingState, long>> CountAsync(PostingFilter? filter = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyDictionary<PostingState, long> counts = Snapshot(filter)
            .GroupBy(posting => posting.State)
            .ToDictionary(group => group.Key, group => group.LongCount());
        return Task.FromResult(counts);
    }

    private List<Posting> Snapshot(PostingFilter? filter)
    {
        lock (_gate)
        {
            return [.. _order.Select(key => _byKey[key]).Where(posting => filter is null || filter.Matches(posting))];
        }
    }

    private bool Change(IdempotencyKey key, Func<Posting, bool> condition, Func<Posting, DateTimeOffset, Posting> change)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out Posting? posting) || !condition(posting))
                return false;
            _byKey[key] = change(posting, clock.GetUtcNow());
            return true;
        }
    }
}
