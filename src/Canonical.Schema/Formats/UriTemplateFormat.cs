using System.Text;

namespace Canonical.Schema;

/// <summary>URI templates of any level (RFC 6570, section 2).</summary>
internal static class UriTemplateFormat
{
    public static bool IsUriTemplate(ReadOnlySpan<byte> s)
    {
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (c == '{')
            {
                var close = s[i..].IndexOf((byte)'}');
                if (close < 0 || !IsExpression(s.Slice(i + 1, close - 1))) return false;
                i += close;
            }
            else if (c == '%')
            {
                if (!IsEscape(s[i..])) return false;
                i += 2;
            }
            // The apostrophe is allowed by erratum 6937 of the RFC.
            else if (c is <= 0x20 or (byte)'"' or (byte)'<' or (byte)'>' or (byte)'\\' or (byte)'^' or (byte)'`' or (byte)'|' or (byte)'}' or 0x7F)
            {
                return false;
            }
            else if (c >= 0x80)
            {
                Rune.DecodeFromUtf8(s[i..], out var rune, out var consumed);
                if (rune.Value < 0xA0) return false;
                i += consumed - 1;
            }
        }
        return true;
    }

    private static bool IsEscape(ReadOnlySpan<byte> s) => s.Length >= 3 && char.IsAsciiHexDigit((char)s[1]) && char.IsAsciiHexDigit((char)s[2]);

    private static bool IsExpression(ReadOnlySpan<byte> s)
    {
        if (s.IsEmpty) return false;
        if ("+#./;?&=,!@|"u8.Contains(s[0])) s = s[1..];
        while (true)
        {
            var comma = s.IndexOf((byte)',');
            if (!IsVariable(comma < 0 ? s : s[..comma])) return false;
            if (comma < 0) return true;
            s = s[(comma + 1)..];
        }
    }

    private static bool IsVariable(ReadOnlySpan<byte> s)
    {
        if (!s.IsEmpty && s[^1] == '*')
        {
            s = s[..^1];
        }
        else if (s.IndexOf((byte)':') is >= 0 and var colon)
        {
            var prefix = s[(colon + 1)..];
            if (prefix.Length is 0 or > 4 || prefix[0] == '0' || prefix.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
            s = s[..colon];
        }
        var previousIsDot = true;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (c == '.')
            {
                if (previousIsDot) return false;
                previousIsDot = true;
                continue;
            }
            previousIsDot = false;
            if (char.IsAsciiLetterOrDigit((char)c) || c == '_') continue;
            if (c != '%' || !IsEscape(s[i..])) return false;
            i += 2;
        }
        return !previousIsDot;
    }
}
