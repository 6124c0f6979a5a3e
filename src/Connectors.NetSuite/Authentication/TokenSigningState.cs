namespace Connectors.NetSuite;

/// <summary>What the signer of one account has learnt: the difference of the clocks, and whether its keys have ever worked. Thread-safe.</summary>
internal sealed class TokenSigningState
{
    private long _skewTicks;
    private volatile bool _isProven;

    /// <summary>How far the server's clock is ahead of ours.</summary>
    public TimeSpan Skew => TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));

    /// <summary>True when the last word on the keys was that they work.</summary>
    public bool IsProven
    {
        get => _isProven;
        set => _isProven = value;
    }

    /// <summary>Takes over the server's clock; true when that changes anything worth a new signature.</summary>
    public bool LearnSkew(DateTimeOffset server, DateTimeOffset own)
    {
        TimeSpan skew = server - own;
        TimeSpan change = (skew - Skew).Duration();
        // Below half a minute the clock is not what was refused; beyond a day the header is not to be believed.
        if (change < TimeSpan.FromSeconds(30) || skew.Duration() > TimeSpan.FromDays(1))
            return false;
        Interlocked.Exchange(ref _skewTicks, skew.Ticks);
        return true;
    }
}
