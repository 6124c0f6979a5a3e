using System.Globalization;

namespace Connectors.Workday;

/// <summary>Reads the simple types of XML Schema Part 2 as Workday writes them. Every method tolerates the white space that the collapse facet removes.</summary>
internal static class XsdValue
{
    private const string XmlWhitespace = " \t\r\n";
    private const int DateLength = 10;
    private const int ZoneLength = 6;

    /// <summary>xs:boolean has four forms, and one answer mixes them.</summary>
    public static bool TryBoolean(ReadOnlySpan<char> text, out bool value)
    {
        text = text.Trim(XmlWhitespace);
        value = text is "true" or "1";
        return value || text is "false" or "0";
    }

    /// <summary>
    /// xs:date with or without a zone: <c>2025-08-29</c>, <c>2025-08-29Z</c>, <c>1960-01-01-07:00</c>. The zone is dropped and the day is never moved:
    /// a birthday or a hire date is a day of the calendar, whatever zone the server wrote it in.
    /// </summary>
    public static bool TryDate(ReadOnlySpan<char> text, out DateOnly value)
    {
        text = text.Trim(XmlWhitespace);
        value = default;
        return text.Length >= DateLength
            && IsZone(text[DateLength..])
            && DateOnly.TryParseExact(text[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    /// <summary>xs:decimal keeps its scale and never passes through a double.</summary>
    public static bool TryDecimal(ReadOnlySpan<char> text, out decimal value) => decimal.TryParse(
        text.Trim(XmlWhitespace), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    /// <summary>xs:dateTime with a zone. One without a zone names no moment and is refused.</summary>
    public static bool TryInstant(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        text = text.Trim(XmlWhitespace);
        value = default;
        bool zoned = text.EndsWith("Z") || (text.Length > ZoneLength && text[^ZoneLength] is '+' or '-' && IsZone(text[^ZoneLength..]));
        return zoned
            && text.Length > DateLength
            && text[DateLength] == 'T'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    /// <summary>The counts of an answer are xs:decimal without a fraction (<c>12 totalDigits, 0 fractionDigits</c>).</summary>
    public static bool TryCount(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (!TryDecimal(text, out decimal number) || number < 0 || number != decimal.Truncate(number) || number > long.MaxValue)
            return false;
        value = (long)number;
        return true;
    }

    private static bool IsZone(ReadOnlySpan<char> text) =>
        text is "" or "Z"
        || (text.Length == ZoneLength && text[0] is '+' or '-' && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2])
            && text[3] == ':' && char.IsAsciiDigit(text[4]) && char.IsAsciiDigit(text[5]));
}
