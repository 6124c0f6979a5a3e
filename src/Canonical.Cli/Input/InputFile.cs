namespace Canonical.Cli;

internal static class InputFile
{
    // How findings call standard input.
    public const string StandardInputName = "<stdin>";

    public static string DisplayName(string path) => path == CommonOptions.StandardInput ? StandardInputName : path;

    public static Stream Open(string path, CliContext context)
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
        stream.CopyTo(content);
        return content.ToArray();
    }

    public static async Task<byte[]> ReadAllAsync(string path, CliContext context, CancellationToken cancellationToken)
    {
        var stream = Open(path, context);
        await using (stream.ConfigureAwait(false))
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return content.ToArray();
        }
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
