namespace Canonical.Cli;

// A line and a column, from 1; columns count code points, as those of the engine do.
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct TextPosition(long Line, long Column)
{
    public static TextPosition Start { get; } = new(1, 1);

    // Where one is after the text.
    public TextPosition After(ReadOnlySpan<byte> text)
    {
        var last = text.LastIndexOf((byte)'\n');
        return last < 0 ? this with { Column = Column + CountCodePoints(text) } : new(Line + text.Count((byte)'\n'), 1 + CountCodePoints(text[(last + 1)..]));
    }

    // A place that was counted from here.
    public TextPosition Add(TextPosition inner) => inner.Line == 1 ? new(Line, Column + inner.Column - 1) : new(Line + inner.Line - 1, inner.Column);

    private static long CountCodePoints(ReadOnlySpan<byte> text)
    {
        long count = text.Length;
        // Bytes 10xxxxxx continue a character.
        for (var rest = text; ;)
        {
            var found = rest.IndexOfAnyInRange((byte)0x80, (byte)0xBF);
            if (found < 0) return count;
            count--;
            rest = rest[(found + 1)..];
        }
    }
}
