using System.Globalization;

namespace Canonical.Testing;

/// <summary>The functions of SOQL over one value (Salesforce, SOQL and SOSL Reference). The user's language is English (United States), his time zone UTC, and the fiscal year is the calendar year.</summary>
internal static class SoqlFunctions
{
    private static readonly HashSet<string> OfDates = new(StringComparer.Ordinal)
    {
        "CALENDAR_YEAR", "CALENDAR_QUARTER", "CALENDAR_MONTH", "FISCAL_YEAR", "FISCAL_QUARTER", "FISCAL_MONTH", "DAY_IN_MONTH", "DAY_IN_WEEK", "DAY_IN_YEAR", "DAY_ONLY", "HOUR_IN_DAY", "WEEK_IN_MONTH", "WEEK_IN_YEAR",
    };

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX", "GROUPING", "FIELDS", "TOLABEL", "CONVERTCURRENCY", "CONVERTTIMEZONE", "FORMAT",
    };

    public static bool IsKnown(string name) => OfDates.Contains(name) || Others.Contains(name);

    /// <summary>Whether a function may stand around another.</summary>
    public static bool Nests(string outer, string inner) => (outer == "FORMAT" && inner == "CONVERTCURRENCY") || (OfDates.Contains(outer) && inner == "CONVERTTIMEZONE");

    /// <summary>Whether a query of records may select it.</summary>
    public static bool IsOfRecords(string name) => name is "TOLABEL" or "CONVERTCURRENCY" or "FORMAT";

    public static object OfDate(string function, object value)
    {
        DateOnly day = value is DateTimeOffset instant ? DateOnly.FromDateTime(instant.UtcDateTime) : (DateOnly)value;
        return function switch
        {
            "CALENDAR_YEAR" or "FISCAL_YEAR" => (decimal)day.Year,
            "CALENDAR_QUARTER" or "FISCAL_QUARTER" => (decimal)((day.Month + 2) / 3),
            "CALENDAR_MONTH" or "FISCAL_MONTH" => (decimal)day.Month,
            "DAY_IN_MONTH" => (decimal)day.Day,
            // Sunday is 1.
            "DAY_IN_WEEK" => (decimal)((int)day.DayOfWeek + 1),
            "DAY_IN_YEAR" => (decimal)day.DayOfYear,
            "WEEK_IN_MONTH" => (decimal)((day.Day + 6) / 7),
            "WEEK_IN_YEAR" => (decimal)((day.DayOfYear + 6) / 7),
            "HOUR_IN_DAY" => (decimal)((DateTimeOffset)value).UtcDateTime.Hour,
            _ => day,
        };
    }

    public static string Label(SalesforceSandboxField field, string value) =>
        string.Join(';', value.Split(';').Select(v => field.Labels.GetValueOrDefault(v) ?? v));

    public static string Format(SalesforceSandboxField field, object value, string? currency)
    {
        string digits = "N" + field.Scale.ToString(CultureInfo.InvariantCulture);
        return value switch
        {
            decimal number when field.Type is SalesforceSandboxFieldType.Currency => (currency is null ? "" : currency + " ") + number.ToString(digits, CultureInfo.InvariantCulture),
            decimal number when field.Type is SalesforceSandboxFieldType.Percent => number.ToString(digits, CultureInfo.InvariantCulture) + "%",
            decimal number => number.ToString(digits, CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("M/d/yyyy", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.UtcDateTime.ToString("M/d/yyyy, h:mm tt", CultureInfo.InvariantCulture),
            _ => (string)value,
        };
    }
}
