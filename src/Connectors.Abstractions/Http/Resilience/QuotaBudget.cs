namespace Connectors.Abstractions;

/// <summary>
/// The part of an account's calls that this process may use, for accounts that others use too: for example a quarter of what the vendor grants in 24 hours.
/// It counts every try that is sent, over a rolling window, and refuses the next one when the part is used up. Thread-safe.
/// </summary>
/// <remarks>Nothing is refused before the vendor's figure is known (<see cref="Report"/>). The count is of this process and begins at zero with it; several processes share the account by giving each its own part.</remarks>
public sealed class QuotaBudget
{
    /// <summary>The window when none is given: 24 hours.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromHours(24);

    private const int Slots = 96;
    private readonly Lock _gate = new();
    private readonly long[] _calls = new long[Slots];
    private readonly double _share;
    private readonly TimeSpan _slot;
    private readonly TimeProvider _time;
    private readonly long _start;
    private long _now;
    private long _granted;
    private long _usedByAll;

    internal QuotaBudget(double share, TimeSpan window, TimeProvider time)
    {
        _share = share;
        _slot = window / Slots;
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>The vendor's figure of calls in a window; null before it is known.</summary>
    public long? Granted
    {
        get
        {
            lock (_gate)
                return _granted > 0 ? _granted : null;
        }
    }

    /// <summary>What everybody has used of it, as the vendor last said; null before it is known.</summary>
    public long? UsedByAll
    {
        get
        {
            lock (_gate)
                return _granted > 0 ? _usedByAll : null;
        }
    }

    /// <summary>The tries that this process has sent within the window.</summary>
    public long UsedHere
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _calls.Sum();
            }
        }
    }

    /// <summary>Takes in what the vendor says, for example in a header of its answers. Called by connectors.</summary>
    /// <param name="used">Calls of everybody in the window.</param>
    /// <param name="granted">Calls that the vendor grants in the window. Zero or less is ignored.</param>
    public void Report(long used, long granted)
    {
        if (granted <= 0)
            return;
        lock (_gate)
            (_usedByAll, _granted) = (Math.Max(0, used), granted);
    }

    /// <summary>Counts one try, unless the part is used up.</summary>
    /// <param name="wait">How long until a part of it is free again.</param>
    internal bool TrySpend(out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        lock (_gate)
        {
            Advance();
            if (_share < 1 && _granted > 0 && _calls.Sum() >= Math.Max(1, (long)(_granted * _share)))
            {
                wait = UntilFree();
                return false;
            }

            _calls[_now % Slots]++;
            return true;
        }
    }

    private void Advance()
    {
        long slot = _time.GetElapsedTime(_start).Ticks / _slot.Ticks;
        // A slot that comes round again is of an earlier window.
        for (long i = Math.Max(_now + 1, slot - Slots + 1); i <= slot; i++)
            _calls[i % Slots] = 0;
        _now = Math.Max(_now, slot);
    }

    private TimeSpan UntilFree()
    {
        long oldest = Math.Max(0, _now - Slots + 1);
        while (oldest < _now && _calls[oldest % Slots] == 0)
            oldest++;
        return (_slot * (oldest + Slots)) - _time.GetElapsedTime(_start);
    }
}
