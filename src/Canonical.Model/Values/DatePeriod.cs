using System.Runtime.InteropServices;

namespace Canonical.Model;

/// <summary>
/// Days from one day on and before another: [from, to). Without an end it is open. JSON: <c>{"from":"2026-01-01","to":"2026-02-01"}</c>. The type holds what a document says,
/// also a period that ends before it begins; <see cref="IsLawful"/> tells. Thread-safe: an immutable value.
/// </summary>
/// <param name="From">The first day.</param>
/// <param name="To">The day after the last one; null when there is no end.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DatePeriod(DateOnly From, DateOnly? To = null)
{
    /// <summary>True when the period ends after it begins, or never: it has at least one day.</summary>
    public bool IsLawful => To is not { } to || From < to;

    /// <summary>How many days there are; null when there is no end. Zero for a period that is not lawful.</summary>
    public int? Days => To is not { } to ? null : Math.Max(0, to.DayNumber - From.DayNumber);

    /// <summary>Whether a day is one of the period.</summary>
    /// <param name="day">The day.</param>
    /// <returns>True when it is the first day or later, and before the end.</returns>
    public bool Contains(DateOnly day) => From <= day && (To is not { } to || day < to);

    /// <summary>Whether two periods have a day in common.</summary>
    /// <param name="other">The other period.</param>
    /// <returns>True when they have; never with a period that is not lawful.</returns>
    public bool Overlaps(DatePeriod other) => IsLawful && other.IsLawful && (To is not { } to || other.From < to) && (other.To is not { } end || From < end);

    /// <summary>Whether the other period begins on the day that this one ends, so that there is neither a gap nor an overlap.</summary>
    /// <param name="next">The period after this one.</param>
    /// <returns>True when it does.</returns>
    public bool Meets(DatePeriod next) => To == next.From;

    /// <summary>The days that both have.</summary>
    /// <param name="other">The other period.</param>
    /// <returns>The common period; null when there is none.</returns>
    public DatePeriod? Intersect(DatePeriod other)
    {
        if (!Overlaps(other)) return null;
        var to = To is not { } own ? other.To : other.To is { } end && end < own ? end : own;
        return new(From > other.From ? From : other.From, to);
    }

    /// <summary>The period as an interval of ISO 8601, such as <c>2026-01-01/2026-02-01</c> with the end exclusive; <c>..</c> for no end.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}/{(To is { } to ? to.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : "..")}");
}
