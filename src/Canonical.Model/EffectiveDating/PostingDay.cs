using System.Globalization;

namespace Canonical.Model;

/// <summary>Where something is posted. Thread-safe: immutable.</summary>
/// <param name="Period">The period.</param>
/// <param name="Date">The day: the one that was asked for, or the first day of the period when that one was closed.</param>
/// <param name="Moved">True when the period of the day that was asked for was closed.</param>
public sealed record PostingDay(AccountingPeriod Period, DateOnly Date, bool Moved)
{
    /// <summary>The day and the period.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd} in {Period.Name}{(Moved ? ", moved" : "")}");
}
