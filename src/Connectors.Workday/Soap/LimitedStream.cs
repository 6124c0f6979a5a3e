using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>
/// Reads another stream up to a number of bytes, after decompression. More is an answer that nobody should hold, and is said to be so instead of looking like broken XML.
/// It also brings the caller's token to the inner stream: an XML reader takes none, and a stalled answer would otherwise be waited for without end.
/// </summary>
internal sealed class LimitedStream(Stream inner, long maxBytes, CancellationToken callers) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken.CanBeCanceled ? cancellationToken : callers).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        _read += read;
        return _read <= maxBytes ? read : throw new ConnectorException(
            WorkdayErrorCodes.ResponseTooLarge,
            IssueKind.Configuration,
            FormattableString.Invariant($"Workday's answer is larger than {maxBytes} bytes. Ask for smaller pages, or raise the limit in the options when the answer is genuine."));
    }
}
