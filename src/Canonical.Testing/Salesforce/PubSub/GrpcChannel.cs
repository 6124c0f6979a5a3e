using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>One gRPC call over HTTP/2 (gRPC over HTTP2): messages with a prefix of five bytes, the status in the trailers.</summary>
internal sealed class GrpcChannel(HttpContext context)
{
    private const int MaxMessage = 4 * 1024 * 1024;

    private readonly PipeReader _reader = context.Request.BodyReader;

    /// <summary>Reads the next message; null when the caller sends no more.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (TryTake(ref buffer, out byte[]? message))
            {
                _reader.AdvanceTo(buffer.Start);
                return message;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> message)
    {
        Begin();
        byte[] frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsMemory(5));
        await context.Response.Body.WriteAsync(frame, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sends half of a message and cuts the connection.</summary>
    public async Task CutAsync(ReadOnlyMemory<byte> message)
    {
        Begin();
        byte[] frame = new byte[5 + message.Length / 2];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message[..(message.Length / 2)].CopyTo(frame.AsMemory(5));
        await context.Response.Body.WriteAsync(frame, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        context.Abort();
    }

    /// <summary>Sends the headers without waiting for a message.</summary>
    public Task BeginAsync()
    {
        Begin();
        return context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public async Task EndAsync(GrpcStatus status)
    {
        if (!context.Response.HasStarted && status.Code != 0)
        {
            // Trailers only: everything is in the headers.
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = status.Code.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(status.Message);
            if (status.ErrorCode is not null)
                context.Response.Headers["error-code"] = status.ErrorCode;
            await context.Response.CompleteAsync().ConfigureAwait(false);
            return;
        }

        Begin();
        context.Response.AppendTrailer("grpc-status", status.Code.ToString(CultureInfo.InvariantCulture));
        if (status.Code != 0)
            context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(status.Message));
        if (status.ErrorCode is not null)
            context.Response.AppendTrailer("error-code", status.ErrorCode);
        await context.Response.CompleteAsync().ConfigureAwait(false);
    }

    private void Begin()
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "application/grpc";
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out byte[]? message)
    {
        message = null;
        if (buffer.Length < 5)
            return false;
        Span<byte> prefix = stackalloc byte[5];
        buffer.Slice(0, 5).CopyTo(prefix);
        int length = BinaryPrimitives.ReadInt32BigEndian(prefix[1..]);
        if (prefix[0] != 0)
            throw new GrpcException(new GrpcStatus(12, "Compressed messages are not supported"));
        if (length is < 0 or > MaxMessage)
            throw new GrpcException(new GrpcStatus(8, "gRPC message exceeds maximum size 4194304"));
        if (buffer.Length < 5 + length)
            return false;
        message = buffer.Slice(5, length).ToArray();
        buffer = buffer.Slice(5 + length);
        return true;
    }
}

/// <summary>How a call ended, with Salesforce's own code beside gRPC's.</summary>
internal readonly record struct GrpcStatus(int Code, string Message = "", string? ErrorCode = null)
{
    public static readonly GrpcStatus Ok = new(0);
}

/// <summary>Ends a call with a status.</summary>
internal sealed class GrpcException(GrpcStatus status) : Exception(status.Message)
{
    public GrpcStatus Status { get; } = status;
}
