namespace Connectors.Abstractions;

/// <summary>
/// How many calls an account takes at once, found out by trying: one more after each full round of calls without a throttle, half as many after a throttle (additive increase, multiplicative decrease).
/// One for each account, shared by all who call it. Calls beyond the limit wait in the order in which they came. Thread-safe.
/// </summary>
public sealed class AdaptiveLimit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<int>> _waiting = [];
    private readonly string _connector;
    private readonly int _most;
    private int _limit;
    private int _inUse;
    private int _successes;
    private int _epoch;

    internal AdaptiveLimit(string connector, int initial, int most)
    {
        _connector = connector;
        _most = most;
        _limit = Math.Clamp(initial, 1, most);
        ConnectorTelemetry.ChangeLimit(connector, _limit);
    }

    /// <summary>Calls that may be under way at once at this moment.</summary>
    public int Current
    {
        get
        {
            lock (_gate)
                return _limit;
        }
    }

    /// <summary>Calls that are under way.</summary>
    public int InUse
    {
        get
        {
            lock (_gate)
                return _inUse;
        }
    }

    /// <summary>Takes the limit out of the metrics.</summary>
    public void Dispose() => ConnectorTelemetry.ChangeLimit(_connector, -Current);

    /// <summary>Waits for a place.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The round in which the place was given: a throttle counts once for all calls of one round.</returns>
    internal async ValueTask<int> EnterAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<int>> place;
        lock (_gate)
        {
            if (_inUse < _limit && _waiting.Count == 0)
            {
                _inUse++;
                return _epoch;
            }

            place = _waiting.AddLast(new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(Leave, place);
        await using (registration.ConfigureAwait(false))
            return await place.Value.Task.ConfigureAwait(false);

        void Leave(object? state, CancellationToken token)
        {
            var left = (LinkedListNode<TaskCompletionSource<int>>)state!;
            lock (_gate)
            {
                // Given a place at the same moment: it is used, or the caller would hold one that nobody gives back.
                if (left.List is null)
                    return;
                _waiting.Remove(left);
            }

            left.Value.TrySetCanceled(token);
        }
    }

    /// <summary>Gives the place back.</summary>
    /// <param name="succeeded">The call was answered without a throttle or a fault.</param>
    internal void Exit(bool succeeded)
    {
        lock (_gate)
        {
            _inUse--;
            if (succeeded && _limit < _most && ++_successes >= _limit)
                Change(_limit + 1);
            Admit();
        }
    }

    /// <summary>The system asked for fewer calls.</summary>
    /// <param name="epoch">The round of the call that was told so.</param>
    /// <returns>The round that begins with this.</returns>
    internal int Throttled(int epoch)
    {
        lock (_gate)
        {
            // The calls that were under way together are throttled together: once halved is enough.
            if (epoch == _epoch)
            {
                _epoch++;
                Change(Math.Max(1, _limit / 2));
            }

            return _epoch;
        }
    }

    private void Change(int limit)
    {
        ConnectorTelemetry.ChangeLimit(_connector, limit - _limit);
        _limit = limit;
        _successes = 0;
    }

    private void Admit()
    {
        while (_inUse < _limit && _waiting.First is { } next)
        {
            _waiting.RemoveFirst();
            _inUse++;
            next.Value.TrySetResult(_epoch);
        }
    }
}
