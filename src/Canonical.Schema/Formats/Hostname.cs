namespace Canonical.Schema;

/// <summary>Host names by RFC 1123, section 2.1, and international ones by RFC 5890 (labels: <see cref="IdnaLabel"/>).</summary>
internal static class Hostname
{
    private const int MaxLength = 253;

    public static bool IsHostname(ReadOnlySpan<byte> s)
    {
        if (s.IsEmpty || s.Length > MaxLength) return false;
        var start = 0;
        for (var i = 0; i <= s.Length; i++)
        {
            if (i < s.Length && s[i] != '.')
            {
                if (!char.IsAsciiLetterOrDigit((char)s[i]) && s[i] != '-') return false;
                continue;
            }
            if (!IsLabel(s[start..i])) return false;
            start = i + 1;
        }
        return true;
    }

    public static bool IsIdnHostname(ReadOnlySpan<byte> s) => IdnaLabel.IsName(s);

    /// <summary>The domain of an international mail address: any UTF-8 label beside the letters, digits and hyphens (RFC 6531, section 3.3).</summary>
    public static bool IsMailDomain(ReadOnlySpan<byte> s)
    {
        if (s.IsEmpty || s.Length > MaxLength) return false;
        var start = 0;
        for (var i = 0; i <= s.Length; i++)
        {
            if (i < s.Length && s[i] != '.')
            {
                if (!char.IsAsciiLetterOrDigit((char)s[i]) && s[i] != '-' && s[i] < 0x80) return false;
                continue;
            }
            if (i == start || s[start] == '-' || s[i - 1] == '-') return false;
            start = i + 1;
        }
        return true;
    }

    private static bool IsLabel(ReadOnlySpan<byte> label)
    {
        if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-') return false;
        var isAce = label.Length >= 4 && label[2] == '-' && label[3] == '-' && (label[0] | 0x20) == 'x' && (label[1] | 0x20) == 'n';
        return !isAce || IdnaLabel.IsAceLabel(label);
    }
}
