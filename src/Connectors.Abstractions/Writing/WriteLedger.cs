using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>
/// Holds every request of a writing against its outcome, so that none is lost and none counted twice. What has no outcome when the writing ends is unknown, and is told by key. Thread-safe.
/// </summary>
/// <remarks>It keeps the keys of requests that are open, and a count of the settled ones: the memory is that of what is under way.</remarks>
public sealed class WriteLedger
{
    private readonly Lock _gate = new();
    private readonly HashSet<IdempotencyKey> _open = [];
    private long _sent;
    private long _succeeded;
    private long _failed;
    private long _unprocessed;
    private long _unknown;
    private bool _closed;

    /// <summary>The figures so far.</summary>
    public WriteAccount Account
    {
        get
        {
            lock (_gate)
                return new WriteAccount(_sent, _succeeded, _failed, _unprocessed, _unknown);
        }
    }

    /// <summary>Notes a request before it is sent.</summary>
    /// <param name="key">The request's key.</param>
    /// <exception cref="ArgumentException">A request with this key is under way: two of one key in one call would be one record twice.</exception>
    /// <exception cref="InvalidOperationException">The ledger is closed.</exception>
    public void Send(IdempotencyKey key)
    {
        lock (_gate)
        {
            if (_closed)
                throw new InvalidOperationException("The ledger is closed.");
            if (!_open.Add(key))
                throw new ArgumentException("A request with this key is under way. Send each key once.", nameof(key));
            _sent++;
        }
    }

    /// <summary>Notes what became of a request.</summary>
    /// <param name="key">The request's key.</param>
    /// <param name="outcome">The outcome.</param>
    /// <returns>False when no request with this key is open: it was settled already, or never sent. The figures then stay as they are.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is of no kind that there is. The request stays open.</exception>
    public bool Settle(IdempotencyKey key, WriteOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        // A number that is no kind must not pass for a success.
        if (outcome.Kind is < WriteOutcomeKind.Created or > WriteOutcomeKind.Unknown)
            throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Kind, "The outcome is of no kind that there is.");
        lock (_gate)
        {
            if (!_open.Remove(key))
                return false;
            switch (outcome.Kind)
            {
                case WriteOutcomeKind.Rejected:
                    _failed++;
                    break;
                case WriteOutcomeKind.Retryable:
                    _unprocessed++;
                    break;
                case WriteOutcomeKind.Unknown:
                    _unknown++;
                    break;
                default:
                    _succeeded++;
                    break;
            }

            return true;
        }
    }

    /// <summary>Ends the writing: every request without an outcome is unknown from now on.</summary>
    /// <param name="issue">Why there is no outcome.</param>
    /// <returns>An outcome for each of them; empty when all was told, and when called again.</returns>
    public IReadOnlyList<KeyedOutcome> Close(RecordIssue issue)
    {
        ArgumentNullException.ThrowIfNull(issue);
        lock (_gate)
        {
            _closed = true;
            var outcome = new WriteOutcome { Kind = WriteOutcomeKind.Unknown, Issues = [issue] };
            KeyedOutcome[] rest = [.. _open.Select(key => new KeyedOutcome(key, outcome))];
            _unknown += rest.Length;
            _open.Clear();
            return rest;
        }
    }
}
