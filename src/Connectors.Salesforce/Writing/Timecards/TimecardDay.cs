using System.Text.Json;

using Canonical.Model;

namespace Connectors.Salesforce;

/// <summary>One entry as it goes into a timecard. The header has what it says of the timecard itself; without hours its day is cleared.</summary>
internal sealed record TimecardDay(IdempotencyKey Key, string Timecard, DateOnly WeekStart, DayOfWeek Day, decimal? Hours, JsonElement Notes, JsonElement Header);

/// <summary>A timecard as it shall be: the days that entries name, and no others. The sums are those of the days with what the call said of them before.</summary>
internal sealed record Timecard(string Key, JsonElement Fields, IReadOnlyList<TimecardDay> Days, IReadOnlyList<(DayOfWeek Day, decimal? Hours, string? Notes)> Sums);
