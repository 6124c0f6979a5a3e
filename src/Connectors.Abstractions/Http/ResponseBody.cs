using System.Buffers;

namespace Connectors.Abstractions;

/// <summary>Reads bodies of answers with a limit, so that a hostile or broken server cannot exhaust the memory.</summary>
public static class ResponseBody
{
    /// <summary>The limit when none is given, in bytes: 32 MiB.</summary>
    public const int DefaultMaxBytes = 32 * 1024 * 1024;

    /// <summary>Reads the whole body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="maxBytes">The limit in bytes, after decompression.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ConnectorException">The body is larger (<see cref="ConnectorErrorCodes.ResponseTooLarge"/>).</exception>
    /// <exception cref="HttpRequestException">The connection broke in the middle.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes = DefaultMaxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        if (content.Headers.ContentLength > maxBytes)
            throw TooLarge(maxBytes);

        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var body = new ArrayBufferWriter<byte>((int)Math.Min(content.Headers.ContentLength ?? 4096, maxBytes) + 1);
        while (true)
        {
            int read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return body.WrittenSpan.ToArray();
            body.Advance(read);
            if (body.WrittenCount > maxBytes)
                throw TooLarge(maxBytes);
        }
    }

    private static ConnectorException TooLarge(int maxBytes) => new(
        ConnectorErrorCodes.ResponseTooLarge,
        IssueKind.Configuration,
        $"The answer is larger than {maxBytes} bytes. Ask for smaller pages or raise the limit.");
}
