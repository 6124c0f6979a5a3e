using System.Net;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

public sealed class TokenSigningHandlerTests
{
    private static readonly Uri Address = new("https://1234567-sb1.suitetalk.api.netsuite.com/services/rest/record/v1/customer/eid:CUST-1");

    [Fact]
    public async Task Send_Retried_IsSignedAnewEachTime()
    {
        var stub = new StubHandler(
            StubHandler.Status(HttpStatusCode.ServiceUnavailable),
            StubHandler.Status(HttpStatusCode.ServiceUnavailable),
            StubHandler.Status(HttpStatusCode.OK));
        using HttpClient client = Client(stub, new TokenSigningState());
        using HttpResponseMessage response = await client.GetAsync(Address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, stub.Requests.Select(r => r.Authorization).Distinct(StringComparer.Ordinal).Count());
        Assert.All(stub.Requests, r => Assert.StartsWith("OAuth realm=\"1234567_SB1\", oauth_consumer_key=\"ck\"", r.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_FirstCallRefused_FailsAtOnce()
    {
        var stub = new StubHandler(StubHandler.Status(HttpStatusCode.Unauthorized));
        using HttpClient client = Client(stub, new TokenSigningState());
        using HttpResponseMessage response = await client.GetAsync(Address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Send_RefusedAfterSuccess_IsRetriedAsThrottled()
    {
        var stub = new StubHandler(
            StubHandler.Status(HttpStatusCode.OK),
            StubHandler.Status(HttpStatusCode.Unauthorized),
            StubHandler.Status(HttpStatusCode.OK));
        using HttpClient client = Client(stub, new TokenSigningState());
        using HttpResponseMessage first = await client.GetAsync(Address, TestContext.Current.CancellationToken);
        using HttpResponseMessage second = await client.GetAsync(Address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task Send_RefusedTwiceAfterSuccess_StandsAndIsNotTriedAThirdTime()
    {
        var state = new TokenSigningState();
        var stub = new StubHandler(
            StubHandler.Status(HttpStatusCode.OK),
            StubHandler.Status(HttpStatusCode.Unauthorized),
            StubHandler.Status(HttpStatusCode.Unauthorized),
            StubHandler.Status(HttpStatusCode.Unauthorized));
        using HttpClient client = Client(stub, state);
        using HttpResponseMessage first = await client.GetAsync(Address, TestContext.Current.CancellationToken);
        using HttpResponseMessage second = await client.GetAsync(Address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.Equal(3, stub.Requests.Count);

        // The keys count as refused from here on: the next call fails at its first answer.
        using HttpResponseMessage third = await client.GetAsync(Address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, third.StatusCode);
        Assert.Equal(4, stub.Requests.Count);
    }

    [Fact]
    public async Task Send_ClockIsWrong_LearnsFromTheDateHeaderAndSignsAgain()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        DateTimeOffset server = time.GetUtcNow().AddMinutes(20);
        var stub = new StubHandler(
            StubHandler.Status(HttpStatusCode.Unauthorized, r => r.Headers.Date = server),
            StubHandler.Status(HttpStatusCode.OK),
            StubHandler.Status(HttpStatusCode.OK));
        using HttpClient client = Client(stub, new TokenSigningState(), time);
        using HttpResponseMessage first = await client.GetAsync(Address, TestContext.Current.CancellationToken);
        using HttpResponseMessage second = await client.GetAsync(Address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        string expected = $"oauth_timestamp=\"{server.ToUnixTimeSeconds()}\"";
        Assert.DoesNotContain(expected, stub.Requests[0].Authorization, StringComparison.Ordinal);
        Assert.Contains(expected, stub.Requests[1].Authorization, StringComparison.Ordinal);
        Assert.Contains(expected, stub.Requests[2].Authorization, StringComparison.Ordinal);
    }

    private static HttpClient Client(StubHandler stub, TokenSigningState state, TimeProvider? time = null)
    {
        var resilience = new ResilienceState("netsuite", new ResilienceOptions { RetryDelay = TimeSpan.Zero });
        var signer = new TokenSigningHandler(_ => new ValueTask<NetSuiteTokenCredential>(new NetSuiteTokenCredential("ck", "cs", "tk", "ts")), "1234567_SB1", state, time ?? TimeProvider.System);
        return ConnectorHttp.CreateClient(stub, new ResilienceHandler(resilience), signer);
    }
}
