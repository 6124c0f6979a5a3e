namespace Canonical.Testing.Tests;

public sealed class ManualTimeProviderTests
{
    [Fact]
    public void Advance_TwoTimers_FireInOrderOfDueTimeAtTheirDueTime()
    {
        var time = new ManualTimeProvider();
        DateTimeOffset start = time.GetUtcNow();
        var fired = new List<(string Name, TimeSpan At)>();
        using ITimer late = time.CreateTimer(_ => fired.Add(("late", time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        using ITimer early = time.CreateTimer(_ => fired.Add(("early", time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([("early", TimeSpan.FromSeconds(2))], fired);
        time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal([("early", TimeSpan.FromSeconds(2)), ("late", TimeSpan.FromSeconds(5))], fired);
        Assert.Equal(TimeSpan.FromSeconds(8), time.GetUtcNow() - start);
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresEachPeriodUntilDisposed()
    {
        var time = new ManualTimeProvider();
        int fired = 0;
        ITimer timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        time.Advance(TimeSpan.FromSeconds(3));
        timer.Dispose();
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(3, fired);
    }

    [Fact]
    public async Task Delay_Advanced_Completes()
    {
        var time = new ManualTimeProvider();
        Task wait = Task.Delay(TimeSpan.FromHours(1), time, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));

        await wait;
    }
}
