namespace Canonical.Cli;

internal static class InputFile
{
    // How findings call standard input.
    public const string StandardInputName = "<stdin>";

    // Which form of JSON lies in a file is found out by its name where the name says it.
    public static bool HoldsLines(string path)
    {
        var name = InputStream.InnerName(path);
        return name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
    }

    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static string DisplayName(string path) => path == CommonOptions.StandardInput ? StandardInputName : path;

    // Decompressed, where it is compressed with gzip.
    public static InputStream Open(string path, CliContext context) => new(OpenRaw(path, context), DisplayName(path));

    private static Stream OpenRaw(string path, CliContext context)
    {
        if (path == CommonOptions.StandardInput) return context.Input;
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CliException.Unreadable(File.Exists(path) || Directory.Exists(path) ? $"{path} cannot be read: {e.Message}" : $"{path} does not exist.");
        }
    }

    public static byte[] ReadAll(string path, CliContext context)
    {
        using var stream = Open(path, context);
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (content.Length + read > BlockReader.MaxDocumentBytes) throw CliException.Unreadable($"{DisplayName(path)} is larger than {BlockReader.MaxDocumentBytes} bytes.");
            content.Write(buffer, 0, read);
        }
        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        // RFC 8259 lets a reader pass over it.
        return (bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes).ToArray();
    }

    // A path as people write it in a folder: relative with forward slashes when it lies below, whole otherwise.
    public static string Shorten(string path, string folder) => Shorten(path, folder, folder);

    // The same for a path that was written in another folder.
    public static string Shorten(string path, string writtenIn, string folder)
    {
        var full = Path.GetFullPath(path, writtenIn);
        var relative = Path.GetRelativePath(folder, full);
        return (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? full : relative).Replace('\\', '/');
    }
}
