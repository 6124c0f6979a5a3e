using System.Buffers;

namespace Canonical.Model;

// Values are kept as they were written, unless they go over several lines: one object is one line (NDJSON), so those lose the white space between their tokens.
internal static class JsonWhiteSpace
{
    private static readonly SearchValues<byte> White = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> WhiteOrQuote = SearchValues.Create(" \t\r\n\""u8);

    // A line break within a string is escaped.
    public static bool HasLineBreak(ReadOnlySpan<byte> json) => json.ContainsAny((byte)'\n', (byte)'\r');

    public static byte[] OneLine(ReadOnlySpan<byte> json)
    {
        if (!HasLineBreak(json)) return json.ToArray();
        var result = new byte[json.Length];
        var length = 0;
        while (!json.IsEmpty)
        {
            var next = json.IndexOfAny(WhiteOrQuote);
            // Up to white space, or to the end of a string.
            var run = next < 0 ? json.Length : json[next] == '"' ? next + StringLength(json[next..]) : next;
            json[..run].CopyTo(result.AsSpan(length));
            length += run;
            json = json[run..];
            if (!json.IsEmpty && White.Contains(json[0])) json = json[1..];
        }
        return result.AsSpan(0, length).ToArray();
    }

    // With its quotes.
    private static int StringLength(ReadOnlySpan<byte> json)
    {
        var at = 1;
        while (at < json.Length)
        {
            var next = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return json.Length;
            at += next;
            if (json[at] == '"') return at + 1;
            at += 2;
        }
        return json.Length;
    }
}
