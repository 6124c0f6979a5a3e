namespace Canonical.Schema;

/// <summary>Dates, times and durations by RFC 3339.</summary>
internal static class TimeFormats
{
    private static ReadOnlySpan<byte> DaysOfMonth => [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    public static bool IsDate(ReadOnlySpan<byte> s) =>
        s.Length == 10 && s[4] == '-' && s[7] == '-'
        && Two(s, 0) is >= 0 and var century && Two(s, 2) is >= 0 and var year && Two(s, 5) is >= 1 and <= 12 and var month && Two(s, 8) is >= 1 and var day
        && day <= DaysOfMonth[month] && (month != 2 || day != 29 || IsLeap(century * 100 + year));

    public static bool IsDateTime(ReadOnlySpan<byte> s) => s.Length >= 20 && (s[10] | 0x20) == 't' && IsDate(s[..10]) && IsTime(s[11..]);

    public static bool IsTime(ReadOnlySpan<byte> s)
    {
        if (s.Length < 9 || s[2] != ':' || s[5] != ':') return false;
        if (Two(s, 0) is not (>= 0 and <= 23 and var hour) || Two(s, 3) is not (>= 0 and <= 59 and var minute) || Two(s, 6) is not (>= 0 and <= 60 and var second)) return false;
        var at = 8;
        if (s[at] == '.')
        {
            var digits = ++at;
            while (at < s.Length && char.IsAsciiDigit((char)s[at])) at++;
            if (at == digits || at == s.Length) return false;
        }
        var offset = 0;
        if ((s[at] | 0x20) == 'z')
        {
            if (at + 1 != s.Length) return false;
        }
        else
        {
            if (s[at] is not ((byte)'+' or (byte)'-') || s.Length - at != 6 || s[at + 3] != ':') return false;
            if (Two(s, at + 1) is not (>= 0 and <= 23 and var offsetHour) || Two(s, at + 4) is not (>= 0 and <= 59 and var offsetMinute)) return false;
            offset = (offsetHour * 60 + offsetMinute) * (s[at] == '-' ? -1 : 1);
        }
        // A leap second is the last of a day in UTC.
        return second < 60 || (hour * 60 + minute - offset + 2 * 1440) % 1440 == 1439;
    }

    public static bool IsDuration(ReadOnlySpan<byte> s)
    {
        if (s.Length < 3 || s[0] != 'P') return false;
        s = s[1..];
        if (s[^1] == 'W') return Units(ref s, "W"u8) == 1 && s.IsEmpty;
        var date = Units(ref s, "YMD"u8);
        if (date < 0 || s.IsEmpty) return date > 0;
        if (s[0] != 'T') return false;
        s = s[1..];
        return Units(ref s, "HMS"u8) > 0 && s.IsEmpty;
    }

    // Reads digits-and-unit pairs whose units follow each other without a gap (RFC 3339, appendix A). The count of pairs, or -1.
    private static int Units(ref ReadOnlySpan<byte> s, ReadOnlySpan<byte> units)
    {
        var count = 0;
        var next = -1;
        while (!s.IsEmpty && s[0] != 'T')
        {
            var digits = 0;
            while (digits < s.Length && char.IsAsciiDigit((char)s[digits])) digits++;
            if (digits == 0 || digits == s.Length) return -1;
            var unit = units.IndexOf(s[digits]);
            if (unit < 0 || (next >= 0 && unit != next)) return -1;
            next = unit + 1;
            count++;
            s = s[(digits + 1)..];
        }
        return count;
    }

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static int Two(ReadOnlySpan<byte> s, int at)
    {
        var high = (uint)(s[at] - '0');
        var low = (uint)(s[at + 1] - '0');
        return high <= 9 && low <= 9 ? (int)(high * 10 + low) : -1;
    }
}
