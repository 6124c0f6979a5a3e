namespace Canonical.Cli;

internal static class InputFile
{
    public static string DisplayName(string path) => path == CommonOptions.StandardInput ? "<stdin>" : path;

    public static Stream Open(string path, CliContext context)
    {
        if (path == CommonOptions.StandardInput) return context.Input;
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CliException.Unreadable(File.Exists(path) || Directory.Exists(path) ? $"{path} cannot be read: {e.Message}" : $"{path} does not exist.");
        }
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
}
