using System.Globalization;

namespace Canonical.Model;

// The forms that CloudEvents 1.0.2 gives to the values of attributes.
internal static class EventText
{
    /// <summary>Whether CloudEvents' String allows every character: no control characters, no non-characters, no half of a surrogate pair.</summary>
    public static bool IsText(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is < ' ' or (>= '\u007F' and <= '\u009F') or (>= '\uFDD0' and <= '\uFDEF')) return false;
            if (char.IsSurrogate(c))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(c, text[i + 1])) return false;
                // The last two code points of every plane are non-characters.
                if ((char.ConvertToUtf32(c, text[++i]) & 0xFFFE) == 0xFFFE) return false;
            }
            else if (c >= '\uFFFE')
            {
                return false;
            }
        }
        return true;
    }

    public static string Check(string value, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return IsText(value) ? value : throw new ArgumentException("The text has a control character, a non-character or half of a surrogate pair, which CloudEvents does not allow.", name);
    }

    public static string CheckNotEmpty(string value, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return Check(value, name);
    }

    public static bool IsUriReference(string text) => text.Length > 0 && IsUriText(text) && Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _);

    public static bool IsAbsoluteUri(string text) => IsUriText(text) && HasScheme(text) && Uri.TryCreate(text, UriKind.Absolute, out _);

    /// <summary>A media type of RFC 2046: type, slash, subtype, and parameters that are not looked at.</summary>
    public static bool IsMediaType(string text)
    {
        if (!IsText(text)) return false;
        var essence = Essence(text);
        var slash = essence.IndexOf('/');
        return slash > 0 && IsToken(essence[..slash]) && IsToken(essence[(slash + 1)..]);
    }

    /// <summary>The media type without its parameters.</summary>
    public static ReadOnlySpan<char> Essence(ReadOnlySpan<char> mediaType)
    {
        var end = mediaType.IndexOf(';');
        return (end < 0 ? mediaType : mediaType[..end]).Trim(' ');
    }

    /// <summary>Whether a media type declares JSON: <c>*/json</c> or <c>*/*+json</c>.</summary>
    public static bool IsJson(string mediaType)
    {
        var essence = Essence(mediaType);
        var subtype = essence[(essence.IndexOf('/') + 1)..];
        return subtype.Equals("json", StringComparison.OrdinalIgnoreCase) || subtype.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A timestamp of RFC 3339, converted to UTC. Digits of the fraction beyond the seventh are cut off.</summary>
    public static bool TryParseTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':') return false;
        var end = 19;
        long ticks = 0;
        if (text[end] == '.')
        {
            var digits = 0;
            for (end++; end < text.Length && char.IsAsciiDigit(text[end]); end++, digits++)
            {
                if (digits < 7) ticks = (ticks * 10) + (text[end] - '0');
            }
            if (digits == 0) return false;
            for (; digits < 7; digits++) ticks *= 10;
        }
        if (!TryParseOffset(text.AsSpan(end), out var offset)) return false;
        if (!Number(text, 0, 4, out var year) || !Number(text, 5, 2, out var month) || !Number(text, 8, 2, out var day)
            || !Number(text, 11, 2, out var hour) || !Number(text, 14, 2, out var minute) || !Number(text, 17, 2, out var second)) return false;
        // A leap second has no instant of its own here and is refused.
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;
        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).Ticks + ticks - offset.Ticks;
        if (local < DateTime.MinValue.Ticks || local > DateTime.MaxValue.Ticks) return false;
        time = new(local, TimeSpan.Zero);
        return true;
    }

    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' || !Number(text, 1, 2, out var hours) || !Number(text, 4, 2, out var minutes) || hours > 23 || minutes > 59) return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-') offset = -offset;
        return true;
    }

    // The runtime alone would take zero characters behind the digits.
    private static bool Number(ReadOnlySpan<char> text, int start, int length, out int value)
    {
        value = 0;
        var digits = text.Slice(start, length);
        return !digits.ContainsAnyExceptInRange('0', '9') && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsToken(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('!' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '-' or '.' or '^' or '_' or '`' or '|' or '~')) return false;
        }
        return true;
    }

    // RFC 3986 allows these characters alone; a percent sign stands before two hexadecimal digits.
    private static bool IsUriText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return false;
            }
            else if (!char.IsAsciiLetterOrDigit(c) && !"-._~:/?#[]@!$&'()*+,;=".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }
        return true;
    }

    private static bool HasScheme(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(text[0])) return false;
        foreach (var c in text.AsSpan(0, colon))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return false;
        }
        return true;
    }
}
