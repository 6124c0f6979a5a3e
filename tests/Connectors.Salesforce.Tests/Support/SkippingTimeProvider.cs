using System.Collections.Concurrent;

namespace Connectors.Salesforce.Tests;

/// <summary>A clock on which short waits are over at once and move the clock by their length; longer timers, such as time-outs, never fire.</summary>
internal sealed class SkippingTimeProvider(TimeSpan longest) : TimeProvider
{
    // The waits of a job that is asked for, which are longer than the time-out of a call.
    private static readonly TimeSpan[] Polls = [TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(20)];

    private readonly Lock _gate = new();
    private DateTimeOffset _now = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public void Advance(TimeSpan by)
    {
        lock (_gate)
            _now += by;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || (dueTime > longest && !Polls.Contains(dueTime)))
            return new Timer();
        lock (_gate)
            _now += dueTime;
        Waits.Enqueue(dueTime);
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
