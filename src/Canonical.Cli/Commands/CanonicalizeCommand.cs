using System.CommandLine;
using Canonical.Model;

namespace Canonical.Cli;

internal static class CanonicalizeCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("file") { Description = "The file; - for standard input.", DefaultValueFactory = _ => CommonOptions.StandardInput };
        var hash = new Option<bool>("--hash") { Description = "Write the SHA-256 of the canonical form instead, in hexadecimal." };
        var lines = new Option<bool>("--lines", "-l") { Description = "Every line is a value (NDJSON) and becomes a line. Files named *.ndjson and *.jsonl are read so without it, in constant memory." };
        var command = new CliCommand("canonicalize", "Writes the canonical form (RFC 8785) of a JSON value: no white space, sorted members, one spelling for each string and number. Exit code 65: it has none.",
            "canonical canonicalize invoice.json",
            "echo '{\"b\":1.0,\"a\":\"\\u0041\"}' | canonical canonicalize",
            "canonical canonicalize --hash invoice.json",
            "canonical canonicalize --lines --hash < entries.ndjson | sort | uniq --repeated")
        { file, hash, lines };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (parsed.GetValue(lines) || InputFile.HoldsLines(path))
            {
                Lines(context, path, parsed.GetValue(hash));
                return ExitCodes.Success;
            }
            var json = InputFile.ReadAll(path, context);
            if (parsed.GetValue(hash)) context.Out.WriteLine(Convert.ToHexStringLower(CanonicalJson.Hash(json)));
            // The bytes and nothing after them: a line feed would change the hash that somebody takes of them.
            else context.Output.Write(CanonicalJson.Canonicalize(json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Lines(CliContext context, string path, bool hash)
    {
        using var stream = InputFile.Open(path, context);
        using var reader = new BlockReader(stream, InputForm.Lines);
        var line = 0L;
        while (reader.Read(context.CancellationToken) is { } block)
        {
            using (block)
            {
                if (block.IsTooLong) throw CliException.Unreadable($"{InputFile.DisplayName(path)}:{line + 1}: The line is longer than {BlockReader.MaxDocumentBytes} bytes.");
                line = WriteBlock(context, path, block.Bytes, hash, line);
            }
        }
    }

    private static long WriteBlock(CliContext context, string path, ReadOnlySpan<byte> bytes, bool hash, long line)
    {
        using var buffer = new MemoryStream(bytes.Length);
        try
        {
            foreach (var range in bytes.Split((byte)'\n'))
            {
                var text = bytes[range].TrimEnd((byte)'\r');
                // What follows the last line feed is the next block.
                if (range.End.Value < bytes.Length || text.Length > 0) line++;
                if (!text.ContainsAnyExcept(" \t"u8)) continue;
                buffer.Write(hash ? System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(CanonicalJson.Hash(text))) : CanonicalJson.Canonicalize(text));
                buffer.WriteByte((byte)'\n');
            }
        }
        catch (CanonicalException e)
        {
            throw CliException.Unreadable($"{InputFile.DisplayName(path)}:{line}: {e.Message} [{e.Code}]");
        }
        finally
        {
            context.Output.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }
        return line;
    }
}
