using System.IO.Compression;
using System.Net;
using System.Text;

using Canonical.Testing;

using Microsoft.AspNetCore.Http;

namespace Connectors.Abstractions.Tests;

/// <summary>Compression over a real connection, by the handler that every connector uses.</summary>
public sealed class GzipTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_CompressedAnswer_GivesThePlainBytes()
    {
        await using CompressingServer server = await StartAsync(new byte[50_000]);
        using HttpClient client = ConnectorHttp.CreateClient(null);
        using HttpResponseMessage response = await client.GetAsync(server.BaseAddress, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        byte[] body = await ResponseBody.ReadAsync(response.Content, 50_000, Cancellation);

        Assert.Equal(new byte[50_000], body);
        Assert.True(server.SentBytes < 1000, $"{server.SentBytes} bytes were sent.");
        Assert.Contains("gzip", server.AcceptEncoding, StringComparison.Ordinal);
    }

    /// <summary>64 MiB in some 64 KiB: the limit counts what comes out, and no more than that is ever held.</summary>
    [Theory]
    [InlineData(1024)]
    [InlineData(1024 * 1024)]
    public async Task Read_GzipBomb_IsRefusedAtTheLimitOfThePlainBytes(int limit)
    {
        const int plain = 64 * 1024 * 1024;
        await using CompressingServer server = await StartAsync(new byte[plain]);
        using HttpClient client = ConnectorHttp.CreateClient(null);
        using HttpResponseMessage response = await client.GetAsync(server.BaseAddress, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        long before = GC.GetTotalAllocatedBytes();

        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => ResponseBody.ReadAsync(response.Content, limit, Cancellation));

        Assert.Equal(ConnectorErrorCodes.ResponseTooLarge, thrown.Code);
        Assert.False(thrown.IsTransient);
        // Other tests allocate meanwhile; a body that was read whole would be seen all the same.
        Assert.True(GC.GetTotalAllocatedBytes() - before < plain, "The bomb was unpacked.");
    }

    [Fact]
    public async Task Send_GzipBombAsTheAnswerToAToken_IsRefusedAndNotAskedForAgain()
    {
        await using CompressingServer server = await StartAsync(new byte[ResponseBody.DefaultMaxBytes + 1], status: 401);
        using var tokens = new AccessTokenCache(new OneToken());
        using var state = new ResilienceState("acme", new ResilienceOptions { RetryDelay = TimeSpan.Zero });
        using HttpClient client = ConnectorHttp.CreateClient(null, new ResilienceHandler(state), new BearerTokenHandler(tokens, static (_, _) => ValueTask.FromResult(true)));

        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => client.GetAsync(server.BaseAddress, HttpCompletionOption.ResponseHeadersRead, Cancellation));

        Assert.Equal(ConnectorErrorCodes.ResponseTooLarge, thrown.Code);
        Assert.Equal(1, server.Calls);
    }

    [Fact]
    public async Task CompressBody_TryThatFails_AllTriesSendTheSameCompressedBytes()
    {
        await using CompressingServer server = await StartAsync("{}"u8.ToArray());
        server.FailuresFirst = 2;
        using var state = new ResilienceState("acme", new ResilienceOptions { RetryDelay = TimeSpan.Zero });
        using HttpClient client = ConnectorHttp.CreateClient(null, new ResilienceHandler(state));
        string body = string.Concat(Enumerable.Repeat("""{"name":"Acme"},""", 500));
        using var request = new HttpRequestMessage(HttpMethod.Post, server.BaseAddress) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.CompressBody().MarkIdempotent();

        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, server.Received.Count);
        Assert.All(server.Received, received =>
        {
            Assert.Equal("gzip", received.Encoding);
            Assert.Equal("application/json; charset=utf-8", received.Type);
            Assert.Equal(received.Bytes.Length, received.Length);
            Assert.Equal(server.Received[0].Bytes, received.Bytes);
            Assert.True(received.Bytes.Length < body.Length / 5);
            Assert.Equal(body, Unpack(received.Bytes));
        });
    }

    [Fact]
    public void CompressBody_ShortBodyNoBodyOrEncodedBody_IsSentAsItIsOrRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://erp.example/");
        Assert.Throws<InvalidOperationException>(() => request.CompressBody());
        var content = new ByteArrayContent(new byte[ConnectorRequest.DefaultMinimumCompressedBytes - 1]);
        request.Content = content;
        Assert.Same(content, request.CompressBody().Content);
        Assert.NotSame(content, request.CompressBody(minimumBytes: 0).Content);
        Assert.Throws<InvalidOperationException>(() => request.CompressBody());
    }

    [Fact]
    public async Task Send_BodyBeyondTheLimit_IsNotSentAndIsNoBrokenConnection()
    {
        using var state = new ResilienceState("acme");
        StubHandler stub = new();
        using HttpClient client = ConnectorHttp.CreateClient(stub, new ResilienceHandler(state));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://erp.example/") { Content = new Huge() };

        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => client.SendAsync(request, Cancellation));

        Assert.Equal((ConnectorErrorCodes.RequestTooLarge, IssueKind.Validation), (thrown.Code, thrown.Kind));
        Assert.False(request.MayHaveTakenEffect());
        Assert.Empty(stub.Requests);
    }

    private static async Task<CompressingServer> StartAsync(byte[] answer, int status = 200)
    {
        var server = new CompressingServer(answer, status);
        await server.StartAsync(Cancellation);
        return server;
    }

    private static string Unpack(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    private sealed class Huge : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = ResilienceHandler.MaxBufferedRequestBytes + 1L;
            return true;
        }
    }

    private sealed class OneToken : IAccessTokenSource
    {
        public ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(new AccessToken("token"));
    }

    private sealed class CompressingServer : SandboxServer
    {
        private readonly byte[] _answer;
        private readonly int _status;
        private int _calls;

        public CompressingServer(byte[] answer, int status)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
                gzip.Write(answer);
            (_answer, _status) = (packed.ToArray(), status);
        }

        public int SentBytes => _answer.Length;

        public int Calls => _calls;

        public string AcceptEncoding { get; private set; } = "";

        public int FailuresFirst { get; set; }

        public List<(string? Encoding, string? Type, long? Length, byte[] Bytes)> Received { get; } = [];

        protected override async Task HandleAsync(HttpContext context)
        {
            int call = Interlocked.Increment(ref _calls);
            AcceptEncoding = context.Request.Headers.AcceptEncoding.ToString();
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            Received.Add((context.Request.Headers.ContentEncoding, context.Request.ContentType, context.Request.ContentLength, body.ToArray()));
            context.Response.StatusCode = call <= FailuresFirst ? 503 : _status;
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(_answer, context.RequestAborted);
        }
    }
}
