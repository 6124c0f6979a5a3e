using System.Net;

using Canonical.Testing;

namespace Connectors.Abstractions.Tests;

public sealed class ResilienceHandlerTests
{
    private static readonly Uri Address = new("https://erp.example/things/1");

    // Real time, only to fail instead of hanging when a wait is never over.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<HttpStatusCode, string, bool, bool> Retries()
    {
        var data = new TheoryData<HttpStatusCode, string, bool, bool>();
        foreach (HttpStatusCode status in (HttpStatusCode[])[HttpStatusCode.RequestTimeout, HttpStatusCode.TooManyRequests, HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout])
        {
            data.Add(status, "GET", false, true);
            data.Add(status, "HEAD", false, true);
            foreach (string unsafeMethod in (string[])["POST", "PUT", "PATCH", "DELETE"])
            {
                data.Add(status, unsafeMethod, false, false);
                data.Add(status, unsafeMethod, true, true);
            }
        }

        foreach (HttpStatusCode status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.MultipleChoices, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed])
            data.Add(status, "GET", false, false);
        return data;
    }

    [Theory]
    [MemberData(nameof(Retries))]
    public async Task Send_StatusAndMethod_IsRetriedOnlyWhereItIsSafe(HttpStatusCode status, string method, bool idempotent, bool retried)
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler().Answer(status).Answer(HttpStatusCode.OK);
        using HttpClient client = Client(stub, time);
        using HttpRequestMessage request = Request(method, idempotent);

        Task<HttpResponseMessage> call = client.SendAsync(request, Cancellation);
        time.Advance(TimeSpan.FromSeconds(6));
        using HttpResponseMessage response = await call.WaitAsync(Hang, Cancellation);

        Assert.Equal(retried ? 2 : 1, stub.Requests.Count);
        Assert.Equal(retried ? HttpStatusCode.OK : status, response.StatusCode);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("3", 3)]
    [InlineData("25", 25)]
    [InlineData("Thu, 01 Jan 2026 00:00:05 GMT", 5)]
    [InlineData("Wed, 01 Jan 2025 00:00:00 GMT", 0)]
    public async Task Send_RetryAfterThatFits_WaitsExactlyThatLong(string retryAfter, int seconds)
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.TooManyRequests, retryAfter).Answer(HttpStatusCode.OK);
        using HttpClient client = Client(stub, time);

        Task<HttpResponseMessage> call = client.GetAsync(Address, Cancellation);
        if (seconds > 0)
        {
            time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Single(stub.Requests);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        using HttpResponseMessage response = await call.WaitAsync(Hang, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("31", 31)]
    [InlineData("3600", 3600)]
    [InlineData("99999999999999999999", 86400)]
    [InlineData("Thu, 01 Jan 2026 02:00:00 GMT", 7200)]
    public async Task Send_RetryAfterLongerThanTheTimeLeft_EndsAtOnceWithTheWait(string retryAfter, int seconds)
    {
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.TooManyRequests, retryAfter);
        using HttpClient client = Client(stub, new ManualTimeProvider());

        ThrottledException thrown = await Assert.ThrowsAsync<ThrottledException>(() => client.GetAsync(Address, Cancellation).WaitAsync(Hang, Cancellation));

        Assert.Equal(TimeSpan.FromSeconds(seconds), thrown.RetryAfter);
        Assert.Equal(HttpStatusCode.TooManyRequests, thrown.StatusCode);
        Assert.True(thrown.IsTransient);
        Assert.Single(stub.Requests);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("")]
    [InlineData("1.5")]
    public async Task Send_RetryAfterGarbage_FallsBackToOurOwnDelay(string retryAfter)
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.ServiceUnavailable, retryAfter).Answer(HttpStatusCode.OK);
        using HttpClient client = Client(stub, time);

        Task<HttpResponseMessage> call = client.GetAsync(Address, Cancellation);
        Assert.Single(stub.Requests);
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(HttpStatusCode.OK, (await call.WaitAsync(Hang, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Send_ServerClockAhead_RetryAfterDateIsTakenAgainstItsOwnDate()
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler()
            .Answer(HttpStatusCode.ServiceUnavailable, "Thu, 01 Jan 2026 08:00:04 GMT", date: "Thu, 01 Jan 2026 08:00:00 GMT")
            .Answer(HttpStatusCode.OK);
        using HttpClient client = Client(stub, time);

        Task<HttpResponseMessage> call = client.GetAsync(Address, Cancellation);
        time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(HttpStatusCode.OK, (await call.WaitAsync(Hang, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Send_RetriesUsedUp_GivesTheLastAnswerWithItsBody()
    {
        var time = new ManualTimeProvider();
        var stub = new StubHandler();
        for (int i = 0; i < 4; i++)
            stub.Answer(HttpStatusCode.ServiceUnavailable, "1", body: $"try {i}");
        using HttpClient client = Client(stub, time);

        Task<HttpResponseMessage> call = client.GetAsync(Address, Cancellation);
        for (int i = 0; i < 3; i++)
            time.Advance(TimeSpan.FromSeconds(1));
        using HttpResponseMessage response = await call.WaitAsync(Hang, Cancellation);

        Assert.Equal(4, stub.Requests.Count);
        Assert.Equal("try 3", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Send_BodyRetried_SendsTheSameBytesAgain()
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler().Fail(new HttpRequestException(HttpRequestError.ResponseEnded)).Answer(HttpStatusCode.OK);
        using HttpClient client = Client(stub, time);
        using HttpRequestMessage request = Request("PUT", idempotent: true);

        Task<HttpResponseMessage> call = client.SendAsync(request, Cancellation);
        time.Advance(TimeSpan.FromSeconds(6));
        await call.WaitAsync(Hang, Cancellation);

        Assert.Equal(["{\"a\":1}", "{\"a\":1}"], stub.Requests.Select(sent => sent.Body));
    }

    [Fact]
    public async Task Send_ConnectionBreaksOnUnsafeMethod_IsNotSentAgain()
    {
        StubHandler stub = new StubHandler().Fail(new HttpRequestException(HttpRequestError.ResponseEnded));
        using HttpClient client = Client(stub, new ManualTimeProvider());
        using HttpRequestMessage request = Request("POST", idempotent: false);

        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => client.SendAsync(request, Cancellation));

        Assert.Equal(ConnectorErrorCodes.Unavailable, thrown.Code);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Send_CallerCancels_IsNeverRetried()
    {
        using var cancel = new CancellationTokenSource();
        StubHandler stub = new StubHandler().Fail(new TaskCanceledException()).Answer(HttpStatusCode.OK);
        using HttpClient client = Client(stub, new ManualTimeProvider());
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(Address, cancel.Token));

        Assert.True(stub.Requests.Count <= 1);
    }

    [Fact]
    public async Task Send_ManyFaults_OpensTheCircuitOfThisAccountOnly()
    {
        var time = new ManualTimeProvider();
        var options = new ResilienceOptions { MaxRetries = 0, CircuitMinimumThroughput = 5 };
        using var registry = new ResilienceRegistry(time);
        var broken = new StubHandler();
        for (int i = 0; i < 5; i++)
            broken.Answer(HttpStatusCode.InternalServerError);
        using HttpClient ours = ConnectorHttp.CreateClient(broken, new ResilienceHandler(registry.GetOrAdd("erp", "a", options)));
        using HttpClient theirs = ConnectorHttp.CreateClient(new StubHandler().Answer(HttpStatusCode.OK), new ResilienceHandler(registry.GetOrAdd("erp", "b", options)));

        for (int i = 0; i < 5; i++)
            (await ours.GetAsync(Address, Cancellation)).Dispose();
        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => ours.GetAsync(Address, Cancellation));

        Assert.Equal(ConnectorErrorCodes.CircuitOpen, thrown.Code);
        Assert.Equal(5, broken.Requests.Count);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync(Address, Cancellation)).StatusCode);
        Assert.Same(registry.GetOrAdd("erp", "a"), registry.GetOrAdd("erp", "a"));
    }

    [Fact]
    public async Task Send_ServerHangs_EndsWithTimedOut()
    {
        var time = new ManualTimeProvider();
        using HttpClient client = ConnectorHttp.CreateClient(new HangingHandler(), new ResilienceHandler(new ResilienceState("erp", new ResilienceOptions { MaxRetries = 0 }, time)));

        Task<HttpResponseMessage> call = client.GetAsync(Address, Cancellation);
        time.Advance(TimeSpan.FromSeconds(10));
        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => call);

        Assert.Equal(ConnectorErrorCodes.TimedOut, thrown.Code);
        Assert.True(thrown.IsTransient);
    }

    [Fact]
    public async Task Send_TooManyAtOnce_IsRefusedAtOnce()
    {
        var time = new ManualTimeProvider();
        using HttpClient client = ConnectorHttp.CreateClient(new HangingHandler(), new ResilienceHandler(new ResilienceState("erp", new ResilienceOptions { MaxConcurrency = 1, MaxRetries = 0 }, time)));

        Task<HttpResponseMessage> first = client.GetAsync(Address, Cancellation);
        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => client.GetAsync(Address, Cancellation));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(ConnectorErrorCodes.TooManyCalls, thrown.Code);
        await Assert.ThrowsAsync<ConnectorException>(() => first);
    }

    [Fact]
    public async Task Send_ConnectTimesOutUntilTheRetriesAreUsedUp_IsAFaultAndNoCancellation()
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler().Fail(ConnectTimeout()).Fail(ConnectTimeout());
        using HttpClient client = ConnectorHttp.CreateClient(stub, new ResilienceHandler(new ResilienceState("erp", new ResilienceOptions { MaxRetries = 1 }, time)));

        Task<HttpResponseMessage> call = client.GetAsync(Address, Cancellation);
        time.Advance(TimeSpan.FromSeconds(6));
        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => call.WaitAsync(Hang, Cancellation));

        Assert.Equal(ConnectorErrorCodes.Unavailable, thrown.Code);
        Assert.True(thrown.IsTransient);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Theory]
    [InlineData("PUT", HttpRequestError.ResponseEnded, true)]
    [InlineData("PUT", HttpRequestError.ConnectionError, false)]
    [InlineData("PUT", HttpRequestError.NameResolutionError, false)]
    [InlineData("GET", HttpRequestError.ResponseEnded, false)]
    public async Task Send_TryLostOnItsWay_TheRequestRemembersWhetherItMayHaveTakenEffect(string method, HttpRequestError error, bool inDoubt)
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler().Fail(new HttpRequestException(error)).Answer(HttpStatusCode.TooManyRequests, "3600");
        using HttpClient client = Client(stub, time);
        using HttpRequestMessage request = Request(method, idempotent: true);

        Task<HttpResponseMessage> call = client.SendAsync(request, Cancellation);
        time.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<ThrottledException>(() => call.WaitAsync(Hang, Cancellation));

        Assert.Equal(inDoubt, request.MayHaveTakenEffect());
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, true)]
    [InlineData(HttpStatusCode.BadGateway, true)]
    [InlineData(HttpStatusCode.GatewayTimeout, true)]
    [InlineData(HttpStatusCode.TooManyRequests, false)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    public async Task Send_TryAnsweredWithAFault_TheRequestRemembersWhetherItMayHaveTakenEffect(HttpStatusCode status, bool inDoubt)
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler().Answer(status).Answer(HttpStatusCode.TooManyRequests, "3600");
        using HttpClient client = Client(stub, time);
        using HttpRequestMessage request = Request("PUT", idempotent: true);

        Task<HttpResponseMessage> call = client.SendAsync(request, Cancellation);
        time.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<ThrottledException>(() => call.WaitAsync(Hang, Cancellation));

        Assert.Equal(inDoubt, request.MayHaveTakenEffect());
    }

    [Fact]
    public async Task Send_CircuitOpensAfterALostTry_DoesNotSayThatNothingWasSent()
    {
        var time = new ManualTimeProvider();
        StubHandler stub = new StubHandler();
        for (int i = 0; i < 2; i++)
            stub.Fail(new HttpRequestException(HttpRequestError.ResponseEnded));
        using HttpClient client = ConnectorHttp.CreateClient(stub, new ResilienceHandler(new ResilienceState("erp", new ResilienceOptions { CircuitMinimumThroughput = 2, CircuitBreakDuration = TimeSpan.FromMinutes(1) }, time)));
        using HttpRequestMessage request = Request("PUT", idempotent: true);

        Task<HttpResponseMessage> call = client.SendAsync(request, Cancellation);
        for (int i = 0; i < 4; i++)
            time.Advance(TimeSpan.FromSeconds(6));
        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => call.WaitAsync(Hang, Cancellation));

        Assert.Equal(2, stub.Requests.Count);
        Assert.Equal(ConnectorErrorCodes.Unavailable, thrown.Code);
        Assert.DoesNotContain("was not sent", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Request-Id")]
    [InlineData("X-Erp-Request-Id")]
    [InlineData("x-n-operationid")]
    public async Task Send_RetryAfterEndsTheCall_TheVendorsRequestIdIsKept(string header)
    {
        StubHandler stub = new StubHandler().Answer(HttpStatusCode.TooManyRequests, "3600", header: (header, "req-7"));
        using HttpClient client = Client(stub, new ManualTimeProvider());

        ThrottledException thrown = await Assert.ThrowsAsync<ThrottledException>(() => client.GetAsync(Address, Cancellation));

        Assert.Equal("req-7", thrown.VendorRequestId);
    }

    public static TheoryData<string, ResilienceOptions> RefusedOptions() => new()
    {
        { "AttemptTimeout", new ResilienceOptions { AttemptTimeout = TimeSpan.FromMilliseconds(1) } },
        { "RetryDelay", new ResilienceOptions { RetryDelay = TimeSpan.FromDays(2) } },
        { "CircuitBreakDuration", new ResilienceOptions { CircuitBreakDuration = TimeSpan.FromDays(2) } },
        { "CircuitSamplingDuration", new ResilienceOptions { CircuitSamplingDuration = TimeSpan.FromDays(2) } },
        { "CircuitSamplingDuration", new ResilienceOptions { AttemptTimeout = TimeSpan.FromMilliseconds(100), CircuitSamplingDuration = TimeSpan.FromMilliseconds(200) } },
        { "CircuitMinimumThroughput", new ResilienceOptions { CircuitMinimumThroughput = 2_000_000 } },
        { "CircuitFailureRatio", new ResilienceOptions { CircuitFailureRatio = 0.0001 } },
    };

    [Theory]
    [MemberData(nameof(RefusedOptions), DisableDiscoveryEnumeration = true)]
    public void State_OptionsThatThePipelineWouldRefuse_AreFoundBeforehand(string name, ResilienceOptions options)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new ResilienceState("erp", options));

        Assert.Contains($"{name} is ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void State_ContradictoryOptions_SaysWhichValuesAndWhy()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new ResilienceState("erp", new ResilienceOptions { TotalTimeout = TimeSpan.FromSeconds(5), MaxRetries = 99 }));

        Assert.Contains("MaxRetries is 99", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("TotalTimeout is 00:00:05", thrown.Message, StringComparison.Ordinal);
    }

    private static HttpClient Client(HttpMessageHandler stub, TimeProvider time) =>
        ConnectorHttp.CreateClient(stub, new ResilienceHandler(new ResilienceState("erp", timeProvider: time)));

    private static HttpRequestMessage Request(string method, bool idempotent)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Address);
        if (method is "POST" or "PUT" or "PATCH")
            request.Content = new StringContent("{\"a\":1}");
        return idempotent ? request.MarkIdempotent() : request;
    }

    // The form in which the socket handler reports that a connection could not be made in time.
    private static TaskCanceledException ConnectTimeout() => new("The operation was canceled.", new TimeoutException("A connection could not be established within the configured ConnectTimeout."));

    private sealed class HangingHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Never reached.");
        }
    }
}
