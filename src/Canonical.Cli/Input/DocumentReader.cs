namespace Canonical.Cli;

// The documents of one input one after the other, for commands that make something of each. The bytes hold until the next one is asked for.
internal static class DocumentReader
{
    // Where a document begins, as "file:line" for messages.
    internal readonly record struct Document(string Place, ReadOnlyMemory<byte> Utf8Json);

    public static IEnumerable<Document> Read(string path, InputForm form, CliContext context)
    {
        using var stream = InputFile.Open(path, context);
        using var reader = new BlockReader(stream, form == InputForm.Auto && InputFile.HoldsLines(path) ? InputForm.Lines : form);
        var name = InputFile.DisplayName(path);
        var line = 1L;
        while (reader.Read(context.CancellationToken) is { } block)
        {
            using (block)
            {
                if (block.IsTooLong) throw CliException.Unreadable($"{name}:{line}: The document is larger than {BlockReader.MaxDocumentBytes} bytes.");
                foreach (var range in Ranges(block))
                {
                    var (offset, _) = range.GetOffsetAndLength(block.Memory.Length);
                    yield return new($"{name}:{line + block.Memory.Span[..offset].Count((byte)'\n')}", block.Memory[range]);
                }
                line += block.Bytes.Count((byte)'\n');
                if (block.Problem is { } problem) throw CliException.Unreadable($"{name}:{line}: {problem}");
            }
        }
    }

    private static IReadOnlyList<Range> Ranges(Block block)
    {
        if (block.Form == InputForm.Array) return block.Documents;
        // Nothing at all is no document: what comes out of a pipe may be empty.
        if (block.Form != InputForm.Lines) return block.Bytes.ContainsAnyExcept(" \t\r\n"u8) ? [0..block.Memory.Length] : [];
        var lines = new List<Range>();
        foreach (var range in block.Bytes.Split((byte)'\n'))
        {
            if (block.Bytes[range].ContainsAnyExcept(" \t\r"u8)) lines.Add(range);
        }
        return lines;
    }
}
