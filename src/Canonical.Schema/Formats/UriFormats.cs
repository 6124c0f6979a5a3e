using System.Text;

namespace Canonical.Schema;

/// <summary>URIs and references (RFC 3986), IRIs and references (RFC 3987).</summary>
internal static class UriFormats
{
    private const byte Path = 1;
    private const byte Query = 2;
    private const byte UserInfo = 4;
    private const byte RegName = 8;

    // Which ASCII characters may stand, unescaped, in which part.
    private static readonly byte[] Allowed = BuildAllowed();

    private static byte[] BuildAllowed()
    {
        var table = new byte[128];
        foreach (var c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=") table[c] = Path | Query | UserInfo | RegName;
        table[':'] = Path | Query | UserInfo;
        table['@'] = Path | Query;
        table['/'] = Path | Query;
        table['?'] = Query;
        return table;
    }

    public static bool IsUri(ReadOnlySpan<byte> s, bool international, bool reference)
    {
        var scheme = SchemeLength(s);
        if (scheme > 0) s = s[(scheme + 1)..];
        else if (!reference) return false;

        var fragment = s.IndexOf((byte)'#');
        if (fragment >= 0)
        {
            if (!All(s[(fragment + 1)..], Query, international, isQuery: false)) return false;
            s = s[..fragment];
        }
        var query = s.IndexOf((byte)'?');
        if (query >= 0)
        {
            if (!All(s[(query + 1)..], Query, international, isQuery: true)) return false;
            s = s[..query];
        }
        if (s.StartsWith("//"u8))
        {
            s = s[2..];
            var slash = s.IndexOf((byte)'/');
            if (!IsAuthority(slash < 0 ? s : s[..slash], international)) return false;
            s = slash < 0 ? [] : s[slash..];
        }
        else if (scheme == 0)
        {
            // A colon in the first segment would make it a scheme.
            var slash = s.IndexOf((byte)'/');
            if ((slash < 0 ? s : s[..slash]).Contains((byte)':')) return false;
        }
        return All(s, Path, international, isQuery: false);
    }

    private static int SchemeLength(ReadOnlySpan<byte> s)
    {
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (c == ':') return i;
            if (!(char.IsAsciiLetter((char)c) || (i > 0 && (char.IsAsciiDigit((char)c) || c is (byte)'+' or (byte)'-' or (byte)'.')))) return 0;
        }
        return 0;
    }

    private static bool IsAuthority(ReadOnlySpan<byte> s, bool international)
    {
        var at = s.IndexOf((byte)'@');
        if (at >= 0)
        {
            if (!All(s[..at], UserInfo, international, isQuery: false)) return false;
            s = s[(at + 1)..];
        }
        ReadOnlySpan<byte> port;
        if (!s.IsEmpty && s[0] == '[')
        {
            var close = s.IndexOf((byte)']');
            if (close < 0 || !IsIpLiteral(s[1..close])) return false;
            port = s[(close + 1)..];
        }
        else
        {
            var colon = s.IndexOf((byte)':');
            if (!All(colon < 0 ? s : s[..colon], RegName, international, isQuery: false)) return false;
            port = colon < 0 ? [] : s[colon..];
        }
        return port.IsEmpty || (port[0] == ':' && port[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);
    }

    private static bool IsIpLiteral(ReadOnlySpan<byte> s)
    {
        if (s.IsEmpty || (s[0] | 0x20) != 'v') return IpFormats.IsIpv6(s);
        var dot = s.IndexOf((byte)'.');
        if (dot < 2 || dot == s.Length - 1) return false;
        foreach (var c in s[1..dot])
        {
            if (!char.IsAsciiHexDigit((char)c)) return false;
        }
        foreach (var c in s[(dot + 1)..])
        {
            if (c >= 0x80 || (Allowed[c] & UserInfo) == 0) return false;
        }
        return true;
    }

    private static bool All(ReadOnlySpan<byte> s, byte part, bool international, bool isQuery)
    {
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (c < 0x80)
            {
                if ((Allowed[c] & part) != 0) continue;
                if (c != '%' || i + 2 >= s.Length || !char.IsAsciiHexDigit((char)s[i + 1]) || !char.IsAsciiHexDigit((char)s[i + 2])) return false;
                i += 2;
                continue;
            }
            if (!international) return false;
            Rune.DecodeFromUtf8(s[i..], out var rune, out var consumed);
            if (!IsUcsChar(rune.Value) && !(isQuery && IsPrivate(rune.Value))) return false;
            i += consumed - 1;
        }
        return true;
    }

    private static bool IsPrivate(int c) => c is (>= 0xE000 and <= 0xF8FF) or (>= 0xF0000 and <= 0xFFFFD) or (>= 0x100000 and <= 0x10FFFD);

    private static bool IsUcsChar(int c) => c is (>= 0xA0 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFEF)
        || (c is >= 0x10000 and <= 0xEFFFD && (c & 0xFFFF) <= 0xFFFD && c is < 0xE0000 or >= 0xE1000);
}
