using System.Net;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Gives the first half of an answer and then breaks the connection, where it is told to.</summary>
internal sealed class BreakingHandler(Func<string, bool> breaks) : DelegatingHandler(ConnectorHttp.CreatePrimaryHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (!breaks(request.RequestUri!.PathAndQuery) || response.StatusCode != HttpStatusCode.OK)
            return response;
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var half = new StreamContent(new HalfStream(body.AsMemory(0, body.Length / 2)));
        half.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content = half;
        return response;
    }

    private sealed class HalfStream(ReadOnlyMemory<byte> content) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Take(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Take(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Take(Span<byte> buffer)
        {
            if (_at == content.Length)
                throw new IOException("The connection broke.");
            int count = Math.Min(buffer.Length, content.Length - _at);
            content.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }
    }
}
