using Canonical.Mapping;

namespace Canonical.Cli;

// Records of files, one at a time and in constant memory: JSON, NDJSON, arrays, XML.
internal sealed class RecordInput(CliContext context, InputForm form, XmlRecordOptions? xml)
{
    public delegate void Take(ReadOnlySpan<byte> record, RecordPlace place);

    public void Read(string file, Take take)
    {
        using var stream = InputFile.Open(file, context);
        if (xml is not null) ReadXml(stream, file, take);
        else ReadJson(stream, file, take);
    }

    private void ReadXml(Stream stream, string file, Take take)
    {
        using var reader = new XmlRecordReader(stream, xml!);
        // The thread that reads has nothing else to do.
        while (reader.ReadAsync(context.CancellationToken).AsTask().GetAwaiter().GetResult()) take(reader.Record.Span, new(InputFile.DisplayName(file), reader.Records, 0));
    }

    private void ReadJson(Stream stream, string file, Take take)
    {
        var name = InputFile.DisplayName(file);
        var isLines = file.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        using var reader = new BlockReader(stream, form == InputForm.Auto && isLines ? InputForm.Lines : form);
        var record = 0L;
        var line = 1L;
        while (reader.Read(context.CancellationToken) is { } block)
        {
            using (block)
            {
                if (block.IsTooLong) throw CliException.Unreadable($"{name}: record {record + 1} is larger than {BlockReader.MaxDocumentBytes} bytes.");
                if (block.Form == InputForm.Lines)
                {
                    foreach (var range in block.Bytes.Split((byte)'\n'))
                    {
                        var text = block.Bytes[range].TrimEnd((byte)'\r');
                        if (text.ContainsAnyExcept(" \t"u8)) take(text, new(name, ++record, line));
                        // What follows the last line feed is the next block.
                        if (range.End.Value < block.Bytes.Length) line++;
                    }
                }
                else if (block.Form == InputForm.Array)
                {
                    foreach (var range in block.Documents) take(block.Bytes[range], new(name, ++record, 0));
                    if (block.Problem is { } problem) throw CliException.Unreadable($"{name}: after record {record}: {problem}");
                }
                else
                {
                    take(block.Bytes, new(name, ++record, 0));
                }
            }
        }
    }
}

// Which record of which file; a line of 0 is not known.
internal readonly record struct RecordPlace(string File, long Record, long Line)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}" : $"{File}: record {Record}";
}
