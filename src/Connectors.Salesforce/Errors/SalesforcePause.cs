using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Holds all calls of one org back after it said that no more are allowed: of 24 hours, or of long ones at once. Neither passes within seconds, and each further try counts. Thread-safe.
/// </summary>
internal sealed class SalesforcePause(TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _until;
    private TimeSpan _last;

    /// <summary>Begins a pause; those who are told the same while it lasts share it.</summary>
    /// <param name="told">The wait that the org named; null when it named none.</param>
    /// <returns>How long it lasts from now on.</returns>
    public TimeSpan Begin(TimeSpan? told)
    {
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_until <= now)
            {
                _last = _last == TimeSpan.Zero ? SalesforceClient.PauseAfterLimit : TimeSpan.FromTicks(Math.Min(_last.Ticks * 2, SalesforceClient.LongestPauseAfterLimit.Ticks));
                _until = now + (told > _last ? told.Value : _last);
            }

            return _until - now;
        }
    }

    /// <summary>A call was answered: the next pause is a short one again. One that is under way lasts on, since the call may have been sent before it.</summary>
    public void Passed()
    {
        lock (_gate)
        {
            if (_last != TimeSpan.Zero && _until <= time.GetUtcNow())
                _last = TimeSpan.Zero;
        }
    }

    /// <exception cref="ThrottledException">A pause is under way.</exception>
    public void ThrowIfHeld(string operation)
    {
        TimeSpan left;
        lock (_gate)
            left = _last == TimeSpan.Zero ? TimeSpan.Zero : _until - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            throw new ThrottledException(FormattableString.Invariant($"Salesforce said that it allows no more calls (REQUEST_LIMIT_EXCEEDED); {operation} was not sent. Schedule it again in {Math.Ceiling(left.TotalSeconds):0} seconds."), left)
            {
                VendorCode = "REQUEST_LIMIT_EXCEEDED",
            };
        }
    }
}
