using System.Globalization;

namespace Connectors.Abstractions;

/// <summary>Reads the Retry-After header (RFC 9110 section 10.2.3): seconds, or a date that is taken against the answer's own Date header.</summary>
public static class RetryAfter
{
    /// <summary>A longer wait than this is taken for this: one day. It only protects the arithmetic; the pipeline ends such a call at once.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // The three forms of RFC 9110 section 5.6.7. A lenient parser would take "1.5" for the first of May.
    private static readonly string[] HttpDateFormats = ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>Reads how long the system asks to wait.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="now">The time at which it came, used when it carries no Date of its own.</param>
    /// <returns>The wait, zero for a date in the past; null when the header is absent or makes no sense.</returns>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(response);
        // Read as text: the typed property is null both for an absent and for a garbled header, and refuses numbers beyond 32 bits.
        if (!response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values))
            return null;
        string text = string.Join(',', values).Trim();
        if (text.Length > 0 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < (long)Longest.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : Longest;
        if (!DateTimeOffset.TryParseExact(text, HttpDateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out DateTimeOffset until))
            return null;
        // The server's clock and ours may differ by minutes: its own Date makes the difference right.
        TimeSpan wait = until - (response.Headers.Date ?? now);
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait : Longest;
    }
}
