using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Canonical.Mapping;

/// <summary>Text as UTF-8: its escapes, its white space.</summary>
internal static class Utf8Text
{
    // No character grows by its escape to more than six bytes.
    public const int MaxEscape = 6;

    private static readonly SearchValues<byte> s_mustEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    public static bool MustEscape(ReadOnlySpan<byte> text) => text.ContainsAny(s_mustEscape);

    /// <summary>The text of a string whose escapes keep the grammar; false when half of a surrogate pair is among them, or the rest is not UTF-8. Never longer than what was read.</summary>
    public static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> target, out int written)
    {
        written = 0;
        while (true)
        {
            var next = raw.IndexOf((byte)'\\');
            var run = next < 0 ? raw : raw[..next];
            if (!Utf8.IsValid(run))
                return false;
            run.CopyTo(target[written..]);
            written += run.Length;
            if (next < 0)
                return true;
            var c = raw[next + 1];
            if (c != 'u')
            {
                target[written++] = c switch { (byte)'b' => (byte)'\b', (byte)'f' => (byte)'\f', (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', _ => c };
                raw = raw[(next + 2)..];
                continue;
            }

            var unit = (char)Hex(raw.Slice(next + 2, 4));
            raw = raw[(next + 6)..];
            if (!Rune.TryCreate(unit, out var rune))
            {
                if (raw.Length < 6 || raw[0] != '\\' || raw[1] != 'u' || !Rune.TryCreate(unit, (char)Hex(raw.Slice(2, 4)), out rune))
                    return false;
                raw = raw[6..];
            }

            written += rune.EncodeToUtf8(target[written..]);
        }
    }

    /// <summary>Text in the normal form of JSON strings: the escapes that JSON asks for and no others. The target has <see cref="MaxEscape"/> times the length.</summary>
    public static int Escape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var next = text.IndexOfAny(s_mustEscape);
            var run = next < 0 ? text : text[..next];
            run.CopyTo(target[written..]);
            written += run.Length;
            if (next < 0)
                return written;
            var c = text[next];
            text = text[(next + 1)..];
            target[written++] = (byte)'\\';
            var letter = c switch { (byte)'"' => '"', (byte)'\\' => '\\', (byte)'\b' => 'b', (byte)'\t' => 't', (byte)'\n' => 'n', (byte)'\f' => 'f', (byte)'\r' => 'r', _ => '\0' };
            if (letter != '\0')
            {
                target[written++] = (byte)letter;
                continue;
            }

            "u00"u8.CopyTo(target[written..]);
            target[written + 3] = "0123456789abcdef"u8[c >> 4];
            target[written + 4] = "0123456789abcdef"u8[c & 15];
            written += 5;
        }
    }

    /// <summary>The bytes of a text, in the form of a JSON string without its quotes; null when it holds half of a surrogate pair.</summary>
    public static byte[]? Encode(string text)
    {
        var plain = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        if (Utf8.FromUtf16(text, plain, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
            return null;
        if (!MustEscape(plain.AsSpan(0, length)))
            return plain[..length];
        var escaped = new byte[length * MaxEscape];
        return escaped[..Escape(plain.AsSpan(0, length), escaped)];
    }

    /// <summary>Where the text begins and ends without the white space around it, by the rule of <see cref="string.Trim()"/>.</summary>
    public static (int Start, int Length) Trim(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] is > (byte)' ' and < 0x80 && text[^1] is > (byte)' ' and < 0x80)
            return (0, text.Length);
        var start = 0;
        while (start < text.Length && Rune.DecodeFromUtf8(text[start..], out var rune, out var used) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            start += used;
        var end = text.Length;
        while (end > start && Rune.DecodeLastFromUtf8(text[start..end], out var rune, out var used) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            end -= used;
        return (start, end - start);
    }

    private static int Hex(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var c in digits)
            value = (value << 4) + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        return value;
    }
}
