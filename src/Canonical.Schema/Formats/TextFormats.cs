using System.Text;

namespace Canonical.Schema;

/// <summary>UUIDs (RFC 4122), JSON Pointers (RFC 6901, and the relative ones of draft-bhutton-relative-json-pointer-00) and regular expressions (ECMA-262).</summary>
internal static class TextFormats
{
    public static bool IsUuid(ReadOnlySpan<byte> s)
    {
        if (s.Length != 36) return false;
        for (var i = 0; i < 36; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? s[i] != '-' : !char.IsAsciiHexDigit((char)s[i])) return false;
        }
        return true;
    }

    public static bool IsJsonPointer(ReadOnlySpan<byte> s)
    {
        if (s.IsEmpty) return true;
        if (s[0] != '/') return false;
        for (var i = 0; i < s.Length; i++)
        {
            if (s[i] == '~' && (i + 1 == s.Length || s[i + 1] is not ((byte)'0' or (byte)'1'))) return false;
        }
        return true;
    }

    public static bool IsRelativeJsonPointer(ReadOnlySpan<byte> s)
    {
        var digits = 0;
        while (digits < s.Length && char.IsAsciiDigit((char)s[digits])) digits++;
        if (digits == 0 || (digits > 1 && s[0] == '0')) return false;
        s = s[digits..];
        return s.SequenceEqual("#"u8) || IsJsonPointer(s);
    }

    public static bool IsRegex(ReadOnlySpan<byte> s) => RegexParser.TryParse(Encoding.UTF8.GetString(s), strict: true, out _);
}
