namespace Canonical.Schema;

/// <summary>Mail addresses: the Mailbox of RFC 5321, section 4.1.2, and with international characters of RFC 6531, section 3.3.</summary>
internal static class MailFormats
{
    public static bool IsEmail(ReadOnlySpan<byte> s, bool international)
    {
        var at = s.IsEmpty ? -1 : s[0] == '"' ? QuotedEnd(s, international) : DotStringEnd(s, international);
        if (at <= 0 || at >= s.Length - 1 || s[at] != '@') return false;
        var domain = s[(at + 1)..];
        if (domain[0] == '[')
        {
            if (domain[^1] != ']') return false;
            var literal = domain[1..^1];
            return literal.StartsWith("IPv6:"u8) ? IpFormats.IsIpv6(literal[5..]) : IpFormats.IsIpv4(literal);
        }
        return international ? Hostname.IsMailDomain(domain) : Hostname.IsHostname(domain);
    }

    private static int DotStringEnd(ReadOnlySpan<byte> s, bool international)
    {
        var atomStart = 0;
        for (var i = 0; i < s.Length; i++)
        {
            var c = s[i];
            if (c is (byte)'.' or (byte)'@')
            {
                if (i == atomStart) return -1;
                if (c == '@') return i;
                atomStart = i + 1;
            }
            else if (!(char.IsAsciiLetterOrDigit((char)c) || "!#$%&'*+-/=?^_`{|}~"u8.Contains(c) || (international && c >= 0x80)))
            {
                return -1;
            }
        }
        return -1;
    }

    private static int QuotedEnd(ReadOnlySpan<byte> s, bool international)
    {
        for (var i = 1; i < s.Length; i++)
        {
            var c = s[i];
            if (c == '"') return i + 1;
            if (c == '\\')
            {
                if (++i == s.Length || s[i] is < 32 or > 126) return -1;
            }
            else if (c < 32 || c == 127 || (c >= 0x80 && !international))
            {
                return -1;
            }
        }
        return -1;
    }
}
