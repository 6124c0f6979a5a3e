namespace Canonical.Contracts;

// The form of a text: UTF-8 without a byte order mark, lines that end with a line feed and nothing before it, no tabs before a line, one line feed at the end.
// Strings of JSON hold no raw control characters, so none of this changes a value.
internal static class TextForm
{
    public static byte[] Mend(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) text = text[3..];
        var result = new List<byte>(text.Length + 1);
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny((byte)'\r', (byte)'\n');
            AddLine(end < 0 ? text : text[..end], result);
            result.Add((byte)'\n');
            if (end < 0) break;
            text = text[(end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1))..];
        }
        while (result.Count > 0 && result[^1] == '\n') result.RemoveAt(result.Count - 1);
        result.Add((byte)'\n');
        return [.. result];
    }

    private static void AddLine(ReadOnlySpan<byte> line, List<byte> result)
    {
        line = line.TrimEnd(" \t"u8);
        while (!line.IsEmpty && line[0] is (byte)' ' or (byte)'\t')
        {
            if (line[0] == '\t') result.Add((byte)' ');
            result.Add((byte)' ');
            line = line[1..];
        }
        result.AddRange(line);
    }
}
