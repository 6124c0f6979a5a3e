using System.Globalization;

namespace Canonical.Testing;

/// <summary>The date words of SOQL (Salesforce, SOQL and SOSL Reference: Date Formats and Date Literals). Days are those of UTC, weeks begin on Sunday, and the fiscal year is the calendar year.</summary>
internal static class SoqlDates
{
    /// <summary>Reads a word such as <c>TODAY</c> or <c>LAST_N_DAYS:30</c> as a range of days.</summary>
    public static bool TryRead(string word, DateOnly today, out DateOnly first, out DateOnly end)
    {
        (first, end) = (default, default);
        word = word.ToUpperInvariant();
        int count = 0;
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            if (!int.TryParse(word.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > 100_000)
                return false;
            word = word[..colon];
        }

        if (word is "THIS_DAY" or "LAST_DAY" or "NEXT_DAY")
            return false;
        if (word is "TODAY" or "YESTERDAY" or "TOMORROW" or "LAST_90_DAYS" or "NEXT_90_DAYS")
        {
            (first, end) = word switch
            {
                "TODAY" => (today, today.AddDays(1)),
                "YESTERDAY" => (today.AddDays(-1), today),
                "TOMORROW" => (today.AddDays(1), today.AddDays(2)),
                "LAST_90_DAYS" => (today.AddDays(-90), today.AddDays(1)),
                _ => (today.AddDays(1), today.AddDays(91)),
            };
            return colon < 0;
        }

        // LAST_N_DAYS is the one that has today in it; its fellows of weeks, months and so on end before the present one.
        if (word is "LAST_N_DAYS")
            (first, end) = (today.AddDays(-count), today.AddDays(1));
        else if (Unit(word) is { } unit)
            (first, end) = Around(word, unit, today, count);
        else
            return false;
        bool counted = word.Contains("_N_", StringComparison.Ordinal) || word.StartsWith("N_", StringComparison.Ordinal);
        return first < end && counted == (colon > 0);
    }

    private static (DateOnly First, DateOnly End) Around(string word, string unit, DateOnly today, int count)
    {
        DateOnly start = Start(unit, today);
        string rest = word.Replace("FISCAL_", "", StringComparison.Ordinal);
        return rest switch
        {
            _ when rest == "THIS_" + unit => (start, Add(unit, start, 1)),
            _ when rest == "LAST_" + unit => (Add(unit, start, -1), start),
            _ when rest == "NEXT_" + unit => (Add(unit, start, 1), Add(unit, start, 2)),
            _ when rest == "LAST_N_" + unit + "S" => (Add(unit, start, -count), start),
            _ when rest == "NEXT_N_" + unit + "S" => (Add(unit, start, 1), Add(unit, start, count + 1)),
            _ when rest == "N_" + unit + "S_AGO" => (Add(unit, start, -count), Add(unit, start, 1 - count)),
            _ => default,
        };
    }

    private static string? Unit(string word)
    {
        foreach (string unit in (ReadOnlySpan<string>)["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"])
        {
            if (word.Contains(unit, StringComparison.Ordinal))
                return unit;
        }

        return null;
    }

    private static DateOnly Start(string unit, DateOnly day) => unit switch
    {
        "DAY" => day,
        "WEEK" => day.AddDays(-(int)day.DayOfWeek),
        "MONTH" => new DateOnly(day.Year, day.Month, 1),
        "QUARTER" => new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
        _ => new DateOnly(day.Year, 1, 1),
    };

    private static DateOnly Add(string unit, DateOnly day, int count) => unit switch
    {
        "DAY" => day.AddDays(count),
        "WEEK" => day.AddDays(7 * count),
        "MONTH" => day.AddMonths(count),
        "QUARTER" => day.AddMonths(3 * count),
        _ => day.AddYears(count),
    };
}
