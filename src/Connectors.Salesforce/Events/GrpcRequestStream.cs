using System.Buffers.Binary;
using System.Net;
using System.Threading.Channels;

namespace Connectors.Salesforce;

/// <summary>The body of a gRPC request that stays open: messages go out as they are written (gRPC over HTTP2, Length-Prefixed-Message).</summary>
internal sealed class GrpcRequestStream : HttpContent
{
    // One message asks for events and waits for them, so more than a few never wait to be sent.
    private readonly Channel<ReadOnlyMemory<byte>> _messages = Channel.CreateBounded<ReadOnlyMemory<byte>>(4);

    public GrpcRequestStream() => Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => _messages.Writer.WriteAsync(Frame(message.Span), cancellationToken);

    public void Complete() => _messages.Writer.TryComplete();

    public static byte[] Frame(ReadOnlySpan<byte> message)
    {
        byte[] frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(5));
        return frame;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        await foreach (ReadOnlyMemory<byte> frame in _messages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        Complete();
        base.Dispose(disposing);
    }
}
