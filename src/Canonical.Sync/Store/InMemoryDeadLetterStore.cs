using System.Runtime.CompilerServices;

namespace Canonical.Sync;

/// <summary>The dead letters as one list in memory. One lock stands for the transaction of a real store.</summary>
internal sealed class InMemoryDeadLetterStore(TimeProvider clock) : IDeadLetterStore
{
    private readonly Lock _gate = new();
    private readonly List<DeadLetter> _letters = [];

    // The place in _letters of the open letter of a lane: what a unique index is in a real store.
    private readonly Dictionary<PostingLane, int> _open = [];

    public Task<DeadLetter> AddAsync(DeadLetterEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (_open.TryGetValue(entry.Lane, out int index))
                return Task.FromResult(_letters[index] = _letters[index] with { Entry = entry, Attempts = _letters[index].Attempts + 1, LastAt = now });

            var letter = new DeadLetter { Id = _letters.Count + 1, Entry = entry, State = DeadLetterState.Open, Attempts = 1, FirstAt = now, LastAt = now };
            _open.Add(entry.Lane, _letters.Count);
            _letters.Add(letter);
            return Task.FromResult(letter);
        }
    }

    public Task<DeadLetter?> FindOpenAsync(PostingLane lane, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lane);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(_open.TryGetValue(lane, out int index) ? _letters[index] : null);
        }
    }

    public Task<bool> CloseAsync(long id, DeadLetterState state, string note, CancellationToken cancellationToken = default)
    {
        if (state == DeadLetterState.Open)
            throw new ArgumentException("A letter is closed as resolved or archived.", nameof(state));
        ArgumentException.ThrowIfNullOrEmpty(note);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (id < 1 || id > _letters.Count)
                return Task.FromResult(false);
            int index = (int)id - 1;
            DeadLetter letter = _letters[index];
            if (letter.State != DeadLetterState.Open)
                return Task.FromResult(false);
            _letters[index] = letter with { State = state, ClosedAt = clock.GetUtcNow(), Note = note };
            _open.Remove(letter.Entry.Lane);
            return Task.FromResult(true);
        }
    }

    public async IAsyncEnumerable<DeadLetter> ListAsync(DeadLetterFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (DeadLetter letter in Snapshot(filter))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return letter;
        }
    }

    public Task<IReadOnlyDictionary<string, long>> CountAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyDictionary<string, long> counts = Snapshot(filter)
            .GroupBy(letter => letter.Entry.Code, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal);
        return Task.FromResult(counts);
    }

    private List<DeadLetter> Snapshot(DeadLetterFilter? filter)
    {
        lock (_gate)
        {
            return [.. _letters.Where(letter => filter is null || filter.Matches(letter))];
        }
    }
}
