using System.Buffers;
using System.Globalization;
using System.Text;

namespace Canonical.Model;

// The values of ce- headers: section 3.1.3.2 of the CloudEvents HTTP Protocol Binding 1.0.2.
internal static class HeaderText
{
    /// <summary>Percent-encodes space, double quote, percent and whatever is not printable ASCII.</summary>
    public static string Encode(string value)
    {
        var text = new StringBuilder(value.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is > ' ' and <= '~' and not '"' and not '%')
            {
                text.Append((char)rune.Value);
                continue;
            }
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)]) text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return text.ToString();
    }

    /// <summary>Takes off a quoted string (RFC 7230, 3.2.6), then decodes percent once. False when what comes out is not UTF-8.</summary>
    public static bool TryDecode(string value, out string text)
    {
        text = "";
        var raw = value.AsSpan().Trim(" \t");
        var unquoted = raw.Length >= 2 && raw[0] == '"' && raw[^1] == '"' ? Unquote(raw[1..^1]) : raw.ToString();
        if (unquoted is null) return false;
        var bytes = new ArrayBufferWriter<byte>(unquoted.Length + 8);
        for (var i = 0; i < unquoted.Length; i++)
        {
            var c = unquoted[i];
            if (c == '%' && i + 2 < unquoted.Length && char.IsAsciiHexDigit(unquoted[i + 1]) && char.IsAsciiHexDigit(unquoted[i + 2]))
            {
                bytes.Write([byte.Parse(unquoted.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)]);
                i += 2;
                continue;
            }
            // A percent sign that encodes nothing, and characters beyond ASCII, come from writers of older versions: they stand for themselves.
            if (!Rune.TryGetRuneAt(unquoted, i, out var rune)) return false;
            bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
            if (rune.Utf16SequenceLength == 2) i++;
        }
        if (!System.Text.Unicode.Utf8.IsValid(bytes.WrittenSpan)) return false;
        text = Encoding.UTF8.GetString(bytes.WrittenSpan);
        return true;
    }

    // Null when a quote stands inside without a backslash, or a backslash stands last.
    private static string? Unquote(ReadOnlySpan<char> quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] == '"') return null;
            if (quoted[i] == '\\' && ++i == quoted.Length) return null;
            text.Append(quoted[i]);
        }
        return text.ToString();
    }
}
