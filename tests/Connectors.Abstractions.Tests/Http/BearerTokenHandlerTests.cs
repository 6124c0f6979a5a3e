using System.Net;

using Canonical.Testing;

namespace Connectors.Abstractions.Tests;

public sealed class BearerTokenHandlerTests
{
    private static readonly Uri Address = new("https://crm.example/services/data/query?q=a%2Bb");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_TokenRefusedOnce_RenewsOnceAndSendsAgain()
    {
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.OK).Answer(HttpStatusCode.Unauthorized).Answer(HttpStatusCode.OK);
        var source = new CountingTokens();
        using HttpClient client = Client(stub, source);

        await client.GetAsync(Address, Cancellation);
        using HttpResponseMessage response = await client.GetAsync(Address, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], stub.Requests.Select(sent => sent.Authorization));
        Assert.Equal(2, source.Count);
    }

    [Fact]
    public async Task Send_NewTokenRefusedAsWell_GivesTheAnswerAndAsksNoMore()
    {
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.Unauthorized).Answer(HttpStatusCode.Unauthorized);
        var source = new CountingTokens();
        using HttpClient client = Client(stub, source);

        using HttpResponseMessage response = await client.GetAsync(Address, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(2, source.Count);
    }

    [Fact]
    public async Task Send_RefusalThatNoTokenHeals_IsNotTriedAgainAndStaysReadable()
    {
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.Unauthorized, body: "not attached to Agent");
        var source = new CountingTokens();
        using HttpClient client = ConnectorHttp.CreateClient(stub, new BearerTokenHandler(
            new AccessTokenCache(source),
            async (response, token) => !(await response.Content.ReadAsStringAsync(token)).Contains("not attached", StringComparison.Ordinal)));

        using HttpResponseMessage response = await client.GetAsync(Address, Cancellation);

        Assert.Equal("not attached to Agent", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(1, source.Count);
    }

    [Fact]
    public async Task Send_TokenNamesAnotherHost_TheRequestMovesThereUnchanged()
    {
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.OK);
        using HttpClient client = Client(stub, new CountingTokens { BaseAddress = new Uri("https://eu7.crm.example") });

        await client.GetAsync(Address, Cancellation);

        Assert.Equal("https://eu7.crm.example/services/data/query?q=a%2Bb", stub.Requests.Single().Uri.AbsoluteUri);
    }

    [Fact]
    public async Task Send_TokenNamesAPlainAddressForASecureRequest_IsRefusedBeforeAnythingIsSent()
    {
        var stub = new StubHandler();
        using HttpClient client = Client(stub, new CountingTokens { BaseAddress = new Uri("http://localhost:8080") });

        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => client.GetAsync(Address, Cancellation));

        Assert.Equal(ConnectorErrorCodes.InsecureAddress, thrown.Code);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task Send_BodyThatCanBeReadOnlyOnce_IsSentWholeAfterTheRenewal()
    {
        var wire = new StreamingHandler();
        using HttpClient client = Client(wire, new CountingTokens());
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new OnceContent("{\"a\":1}"u8.ToArray()) };

        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["{\"a\":1}", "{\"a\":1}"], wire.Bodies);
    }

    [Fact]
    public async Task Get_ManyCallersAndRefusedCredentials_TheyAreTriedOnce()
    {
        var source = new CountingTokens { Gate = new TaskCompletionSource(), Failure = new AuthenticationFailedException("refused") };
        var time = new ManualTimeProvider();
        using var cache = new AccessTokenCache(source, time);
        Task<AccessToken>[] callers = [.. Enumerable.Range(0, 50).Select(_ => cache.GetAsync(Cancellation).AsTask())];

        source.Gate.SetResult();
        foreach (Task<AccessToken> caller in callers)
            await Assert.ThrowsAsync<AuthenticationFailedException>(() => caller);

        Assert.Equal(1, source.Count);
        // Who had to wait for its turn to call does not try them again.
        time.Advance(AccessTokenCache.RefusalPause - TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => cache.GetAsync(Cancellation).AsTask());
        Assert.Equal(1, source.Count);

        // Who comes later does: the credentials may have been set right.
        time.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => cache.GetAsync(Cancellation).AsTask());
        Assert.Equal(2, source.Count);
    }

    [Theory]
    [InlineData("token\n")]
    [InlineData("token\r\nX-Other: 1")]
    [InlineData("tok en")]
    [InlineData("tökén")]
    public void AccessToken_CannotStandInAHeader_IsRefusedWithoutShowingIt(string value)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new AccessToken(value));

        Assert.DoesNotContain(value, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renew_ManyCallersWithTheSameRefusedToken_OneRequest()
    {
        var source = new CountingTokens { Gate = new TaskCompletionSource() };
        using var cache = new AccessTokenCache(source);
        Task<AccessToken>[] callers = [.. Enumerable.Range(0, 50).Select(_ => cache.GetAsync(Cancellation).AsTask())];

        source.Gate.SetResult();
        AccessToken[] tokens = await Task.WhenAll(callers);
        AccessToken[] renewed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cache.RenewAsync(tokens[0], Cancellation).AsTask()));

        Assert.Single(tokens.Distinct());
        Assert.Single(renewed.Distinct());
        Assert.Equal(2, source.Count);
    }

    [Fact]
    public async Task Get_TokenAboutToEnd_IsRenewedBeforeItEnds()
    {
        var time = new ManualTimeProvider();
        var source = new CountingTokens { Time = time, Lifetime = TimeSpan.FromMinutes(10) };
        using var cache = new AccessTokenCache(source, time);

        await cache.GetAsync(Cancellation);
        time.Advance(TimeSpan.FromMinutes(8));
        await cache.GetAsync(Cancellation);
        Assert.Equal(1, source.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        await cache.GetAsync(Cancellation);

        Assert.Equal(2, source.Count);
    }

    [Fact]
    public void ToString_Token_IsNotShown() =>
        Assert.DoesNotContain("secret", new AccessToken("secret-token", DateTimeOffset.UnixEpoch).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://crm.example/")]
    [InlineData("ftp://crm.example/")]
    [InlineData("https://user:pw@crm.example/")]
    [InlineData("https://crm.example/?q=1")]
    [InlineData("http://localhost.evil.example/")]
    [InlineData("http://127.0.0.1.evil.example/")]
    public void BaseAddress_NotHttpsNorLoopback_IsRefusedWithoutShowingIt(string address)
    {
        ConnectorException thrown = Assert.Throws<ConnectorException>(() => BaseAddress.Require(new Uri(address)));

        Assert.Equal(ConnectorErrorCodes.InsecureAddress, thrown.Code);
        Assert.DoesNotContain("pw", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://crm.example", "https://crm.example/")]
    [InlineData("https://crm.example/base", "https://crm.example/base/")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::1]:8080/", "http://[::1]:8080/")]
    [InlineData("http://localhost:8080/", "http://localhost:8080/")]
    public void BaseAddress_HttpsOrLoopback_EndsInASlash(string address, string expected) =>
        Assert.Equal(expected, BaseAddress.Require(new Uri(address)).AbsoluteUri);

    private static HttpClient Client(HttpMessageHandler stub, IAccessTokenSource source) =>
        ConnectorHttp.CreateClient(stub, new BearerTokenHandler(new AccessTokenCache(source)));

    private sealed class CountingTokens : IAccessTokenSource
    {
        private int _count;

        public int Count => _count;

        public Uri? BaseAddress { get; init; }

        public TimeProvider? Time { get; init; }

        public TimeSpan Lifetime { get; init; }

        public TaskCompletionSource? Gate { get; init; }

        public Exception? Failure { get; init; }

        public async ValueTask<AccessToken> RequestTokenAsync(CancellationToken cancellationToken = default)
        {
            int number = Interlocked.Increment(ref _count);
            if (Gate is not null)
                await Gate.Task;
            if (Failure is not null)
                throw Failure;
            return new AccessToken($"token-{number}", Time?.GetUtcNow() + Lifetime, BaseAddress);
        }
    }

    /// <summary>Sends bodies as the socket handler does, straight into the stream and without keeping them; the first request is refused.</summary>
    private sealed class StreamingHandler : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var wire = new MemoryStream();
            await request.Content!.CopyToAsync(wire, cancellationToken);
            Bodies.Add(System.Text.Encoding.UTF8.GetString(wire.ToArray()));
            return new HttpResponseMessage(Bodies.Count == 1 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
        }
    }

    /// <summary>A body from a source that is gone after one reading, such as an upload that is passed on.</summary>
    private sealed class OnceContent(byte[] bytes) : HttpContent
    {
        private bool _read;

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            if (_read)
                throw new InvalidOperationException("The body was read before.");
            _read = true;
            return stream.WriteAsync(bytes, 0, bytes.Length, Cancellation);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
