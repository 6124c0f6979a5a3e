namespace Connectors.Salesforce.Tests;

/// <summary>A clock on which short waits are over at once; the time-outs of the calls that are under way fire when the test says so.</summary>
internal sealed class ExpiringTimeProvider : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private readonly List<Timer> _waiting = [];
    private DateTimeOffset _now = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The time for each try that is under way is over.</summary>
    public void ExpireTries() => Expire(TimeSpan.FromSeconds(10));

    /// <summary>So much time goes by: timers of that length or less fire.</summary>
    public void Expire(TimeSpan time)
    {
        Timer[] due;
        lock (_gate)
        {
            _now += time;
            due = [.. _waiting.Where(t => t.DueTime <= time)];
            _waiting.RemoveAll(due.Contains);
        }

        foreach (Timer timer in due)
            timer.Fire();
    }

    private sealed class Timer(ExpiringTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueTime { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._waiting.Remove(this);
                DueTime = dueTime;
                if (dueTime < TimeSpan.Zero)
                    return true;
                if (dueTime > Longest)
                {
                    clock._waiting.Add(this);
                    return true;
                }

                clock._now += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
                clock._waiting.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
