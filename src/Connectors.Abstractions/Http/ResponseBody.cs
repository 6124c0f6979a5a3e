using System.Buffers;

namespace Connectors.Abstractions;

/// <summary>Reads bodies of answers with a limit, so that a hostile or broken server cannot exhaust the memory.</summary>
public static class ResponseBody
{
    /// <summary>The limit when none is given, in bytes: 32 MiB.</summary>
    public const int DefaultMaxBytes = 32 * 1024 * 1024;

    /// <summary>How long a body may take to arrive when nothing else is said: 100 seconds. The pipeline's time-outs end with the headers, and a body that comes by drops would hold the call for ever.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(100);

    /// <summary>Reads the whole body within <see cref="DefaultTimeout"/>.</summary>
    /// <param name="content">The body.</param>
    /// <param name="maxBytes">The limit in bytes, after decompression.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ConnectorException">The body is larger (<see cref="ConnectorErrorCodes.ResponseTooLarge"/>), or did not arrive in time (<see cref="ConnectorErrorCodes.TimedOut"/>).</exception>
    /// <exception cref="HttpRequestException">The connection broke in the middle, or the compressed form is broken.</exception>
    public static Task<byte[]> ReadAsync(HttpContent content, int maxBytes = DefaultMaxBytes, CancellationToken cancellationToken = default) =>
        ReadAsync(content, maxBytes, DefaultTimeout, TimeProvider.System, cancellationToken);

    /// <summary>Reads the whole body within a time.</summary>
    /// <param name="content">The body.</param>
    /// <param name="maxBytes">The limit in bytes, after decompression.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ConnectorException">The body is larger (<see cref="ConnectorErrorCodes.ResponseTooLarge"/>), or did not arrive in time (<see cref="ConnectorErrorCodes.TimedOut"/>).</exception>
    /// <exception cref="HttpRequestException">The connection broke in the middle, or the compressed form is broken.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        if (content.Headers.ContentLength > maxBytes)
            throw TooLarge(maxBytes);

        using var limit = new CancellationTokenSource(timeout, timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using Stream stream = await content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            return content.Headers.ContentLength is { } length
                ? await ReadKnownAsync(stream, (int)length, maxBytes, either.Token).ConfigureAwait(false)
                : await ReadUnknownAsync(stream, maxBytes, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // A stream tells it as an I/O error or, when the compressed bytes stop short, as broken data. The pipeline knows a broken connection by this exception alone.
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke in the middle of the answer, or its compressed form is broken.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(ConnectorErrorCodes.TimedOut, IssueKind.Transient, "The system began to answer and did not finish in time.", e);
        }
    }

    // Into the array that is handed on: pages are large enough that a second one would be felt.
    private static async Task<byte[]> ReadKnownAsync(Stream stream, int length, int maxBytes, CancellationToken cancellationToken)
    {
        byte[] body = GC.AllocateUninitializedArray<byte>(length);
        int read = await stream.ReadAtLeastAsync(body, length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < length)
            return body[..read];
        // Behind a handler that decompresses by itself and leaves the header, the length is that of other bytes.
        byte[] rest = await ReadUnknownAsync(stream, maxBytes - length, cancellationToken).ConfigureAwait(false);
        return rest.Length == 0 ? body : [.. body, .. rest];
    }

    private static async Task<byte[]> ReadUnknownAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
        int count = 0;
        try
        {
            while (true)
            {
                if (count == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(2 * count);
                    buffer.AsSpan(0, count).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                int read = await stream.ReadAsync(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return buffer[..count];
                count += read;
                if (count > maxBytes)
                    throw TooLarge(maxBytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal static ConnectorException TooLarge(int maxBytes, Exception? cause = null) => new(
        ConnectorErrorCodes.ResponseTooLarge,
        IssueKind.Configuration,
        $"The answer is larger than {maxBytes} bytes. Ask for smaller pages or raise the limit.",
        cause);
}
