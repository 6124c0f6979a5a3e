namespace Canonical.Schema;

/// <summary>Addresses: dotted quads by RFC 2673, section 3.2, and IPv6 by RFC 4291, section 2.2.</summary>
internal static class IpFormats
{
    public static bool IsIpv4(ReadOnlySpan<byte> s)
    {
        for (var part = 0; part < 4; part++)
        {
            var value = 0;
            var digits = 0;
            while (digits < s.Length && digits < 4 && char.IsAsciiDigit((char)s[digits])) value = value * 10 + (s[digits++] - '0');
            if (digits is 0 or > 3 || value > 255 || (digits > 1 && s[0] == '0')) return false;
            s = s[digits..];
            if (part == 3) break;
            if (s.IsEmpty || s[0] != '.') return false;
            s = s[1..];
        }
        return s.IsEmpty;
    }

    public static bool IsIpv6(ReadOnlySpan<byte> s)
    {
        var groups = 0;
        var compressed = false;
        if (s.StartsWith("::"u8))
        {
            compressed = true;
            s = s[2..];
            if (s.IsEmpty) return true;
        }
        while (true)
        {
            var digits = 0;
            while (digits < s.Length && digits < 5 && char.IsAsciiHexDigit((char)s[digits])) digits++;
            if (digits < s.Length && s[digits] == '.')
            {
                groups += 2;
                return IsIpv4(s) && (compressed ? groups < 8 : groups == 8);
            }
            if (digits is 0 or > 4) return false;
            groups++;
            s = s[digits..];
            if (s.IsEmpty) return compressed ? groups < 8 : groups == 8;
            if (s[0] != ':' || s.Length == 1 || groups == 8) return false;
            s = s[1..];
            if (s[0] != ':') continue;
            if (compressed) return false;
            compressed = true;
            s = s[1..];
            if (s.IsEmpty) return groups < 8;
        }
    }
}
