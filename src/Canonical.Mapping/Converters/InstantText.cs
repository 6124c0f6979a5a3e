namespace Canonical.Mapping;

/// <summary>Reads and writes instants and dates; ISO 8601 with the offset forms that vendors use.</summary>
internal static class InstantText
{
    private const int Seconds = 19;

    private static readonly long[] s_powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    public static long Power(int digits) => s_powers[digits];

    /// <summary>An instant with its offset, or with the one that is assumed where it has none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, TimeSpan? assumed, out DateTime utc)
    {
        utc = default;
        return TryParse(text, out var local, out var offset) && (offset ?? assumed) is { } known && TryUtc(local, known, out utc);
    }

    /// <summary>The instant of a time with its offset; false outside of the years 1 to 9999.</summary>
    public static bool TryUtc(DateTime local, TimeSpan known, out DateTime utc)
    {
        utc = default;
        var ticks = local.Ticks - known.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    /// <summary>A date and a time as they stand, and the offset behind them, if there is one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime local, out TimeSpan? offset)
    {
        local = default;
        offset = null;
        if (text.Length < Seconds
            || text[10] is not ((byte)'T' or (byte)' ')
            || !TryDate(text[..10], out var date)
            || text[13] != ':' || text[16] != ':')
            return false;
        var (hour, minute, second) = (Two(text, 11), Two(text, 14), Two(text, 17));
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;
        var at = Seconds;
        long fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            var start = ++at;
            while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
            {
                var digit = text[at] - '0';
                var place = at - start;
                // Seven digits are what a tick holds; more are only taken when nothing is lost.
                if (place < 7)
                    fraction += digit * s_powers[6 - place];
                else if (digit != 0)
                    return false;
                at++;
            }

            if (at == start)
                return false;
        }

        local = new DateTime(date.ToDateTime(default).Ticks + (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction, DateTimeKind.Unspecified);
        if (at == text.Length)
            return true;
        var isOffset = TryOffset(text[at..], out var given);
        offset = given;
        return isOffset;
    }

    /// <summary>Whether an instant that was read is written in just that way: UTC with Z, and no idle zeros.</summary>
    public static bool IsNormal(ReadOnlySpan<byte> text) =>
        text[^1] == 'Z' && text[10] == 'T' && (text.Length == Seconds + 1 || (text.Length <= Seconds + 9 && text[^2] != '0'));

    /// <summary>Z, ±hh, ±hhmm or ±hh:mm.</summary>
    public static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z')
            return true;
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-') || !TryNumber(text.Slice(1, 2), out var hours))
            return false;
        var minutes = 0;
        if (text.Length > 3)
        {
            var rest = text[3] == ':' ? text[4..] : text[3..];
            if (rest.Length != 2 || !TryNumber(rest, out minutes))
                return false;
        }

        if (hours > 14 || minutes > 59)
            return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-')
            offset = -offset;
        return true;
    }

    /// <summary>YYYY-MM-DD.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        var (century, year) = (Two(text, 0), Two(text, 2));
        return (century | year) >= 0 && TryDate((century * 100) + year, Two(text, 5), Two(text, 8), out date);
    }

    public static bool TryDate(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>UTC text; -1 digits for as many as are needed.</summary>
    public static Value Keep(PlanRun run, DateTime utc, ReadOnlySpan<byte> zone, int digits)
    {
        var target = run.Reserve(Seconds + 8 + zone.Length);
        var length = Format(utc, target, digits);
        zone.CopyTo(target[length..]);
        length += zone.Length;
        return new Value(ValueKind.String, ValueTraits.None, run.Advance(length), length);
    }

    /// <summary>What was read, in its normal form, where it is in UTC already: the digits stay, idle zeros and the offset go.</summary>
    public static Value KeepUtc(PlanRun run, in Value read)
    {
        var target = run.Reserve(Seconds + 10);
        var text = run.Text(read);
        var length = Seconds;
        if (text.Length > Seconds && text[Seconds] == '.')
        {
            var fraction = text[(Seconds + 1)..];
            var end = fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            var digits = fraction[..(end < 0 ? fraction.Length : end)].LastIndexOfAnyExcept((byte)'0') + 1;
            length += digits == 0 ? 0 : digits + 1;
        }

        text[..length].CopyTo(target);
        target[10] = (byte)'T';
        target[length++] = (byte)'Z';
        return new Value(ValueKind.String, ValueTraits.None, run.Advance(length), length);
    }

    public static Value Keep(PlanRun run, DateOnly date)
    {
        var target = run.Reserve(10);
        Date(target, date);
        return new Value(ValueKind.String, ValueTraits.None, run.Advance(10), 10);
    }

    public static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = (value * 10) + digit - '0';
        return value;
    }

    public static void Digits(Span<byte> target, int value)
    {
        for (var i = target.Length - 1; i >= 0; i--, value /= 10)
            target[i] = (byte)('0' + (value % 10));
    }

    private static int Format(DateTime utc, Span<byte> target, int digits)
    {
        Date(target, DateOnly.FromDateTime(utc));
        target[10] = (byte)'T';
        Digits(target.Slice(11, 2), utc.Hour);
        target[13] = (byte)':';
        Digits(target.Slice(14, 2), utc.Minute);
        target[16] = (byte)':';
        Digits(target.Slice(17, 2), utc.Second);
        var ticks = (int)(utc.Ticks % TimeSpan.TicksPerSecond);
        if (digits == 0 || (digits < 0 && ticks == 0))
            return Seconds;
        target[Seconds] = (byte)'.';
        Digits(target.Slice(Seconds + 1, 7), ticks);
        return digits > 0 ? Seconds + 1 + digits : target[..(Seconds + 8)].LastIndexOfAnyExcept((byte)'0') + 1;
    }

    private static void Date(Span<byte> target, DateOnly date)
    {
        Digits(target[..4], date.Year);
        target[4] = (byte)'-';
        Digits(target.Slice(5, 2), date.Month);
        target[7] = (byte)'-';
        Digits(target.Slice(8, 2), date.Day);
    }

    // Two digits, or less than nothing.
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        uint tens = (uint)(text[at] - '0'), ones = (uint)(text[at + 1] - '0');
        return tens > 9 || ones > 9 ? -1 : (int)((tens * 10) + ones);
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int value)
    {
        value = Number(digits);
        return !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
