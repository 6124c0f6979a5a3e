using System.Net;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>What token endpoints answer beside the happy case, and what many callers at once make of it.</summary>
public sealed class TokenTrapTests
{
    private const string Endpoint = "POST /services/oauth2/token";
    private const string Limits = "GET /services/data/v64.0/limits";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(503, """{"error":"server_error","error_description":"try again"}""", IssueKind.Transient)]
    [InlineData(500, """{"error":"unknown_error"}""", IssueKind.Transient)]
    [InlineData(400, """{"error":"unknown_error","error_description":"retry your request"}""", IssueKind.Transient)]
    [InlineData(429, """{"error":"invalid_request"}""", IssueKind.Throttled)]
    public async Task RequestToken_EndpointIsBusyAndSaysSoInTheFormOfARefusal_IsNoRefusal(int status, string body, IssueKind kind)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().On(Endpoint, status, body));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.GetLimitsAsync(Cancellation));
        Assert.Equal(kind, failed.Kind);
        Assert.True(failed.IsTransient);
    }

    [Theory]
    [InlineData("""{"access_token":"t","instance_url":"https://na1.salesforce.com"}""")]
    [InlineData("""{"access_token":"t","instance_url":"https://na1.salesforce.com","id":"https://login.salesforce.com/about"}""")]
    [InlineData("""{"access_token":"t","instance_url":"https://na1.salesforce.com","id":7}""")]
    public async Task RequestToken_AnswerDoesNotTellItsOrg_IsRefusedWhenOneIsConfigured(string body)
    {
        RouteTable routes = new RouteTable().On(Endpoint, 200, body).On(Limits, 200, "{}");
        using (SalesforceClient strict = TestClients.Over(routes, o => o.OrganizationId = "00Dx0000000BV7zEAG"))
            Assert.Equal(SalesforceErrorCodes.OtherOrganization, (await Assert.ThrowsAsync<ConnectorException>(() => strict.GetLimitsAsync(Cancellation))).Code);
        using SalesforceClient open = TestClients.Over(new RouteTable().On(Endpoint, 200, body).On(Limits, 200, "{}"));
        Assert.Empty(await open.GetLimitsAsync(Cancellation));
    }

    [Theory]
    [InlineData("\"issued_at\":\"1278448832702\"")]
    [InlineData("\"issued_at\":1278448832702,\"expires_in\":\"soon\",\"signature\":null")]
    [InlineData("\"scope\":[],\"issued_at\":{},\"custom\":{\"a\":[1]}")]
    public async Task RequestToken_OddOrUnknownMembersAndTheIdentityOfASite_AreNoTrouble(string more)
    {
        RouteTable routes = new RouteTable()
            .On(Endpoint, 200, $$"""{"id":"https://acme.my.site.com/partners/id/00Dx0000000BV7z/005x00000012Q9P","instance_url":"https://na1.salesforce.com",{{more}},"access_token":"00Dx!t"}""")
            .On(Limits, 200, "{}");
        using SalesforceClient client = TestClients.Over(routes, o => o.OrganizationId = "00Dx0000000BV7zEAG");
        Assert.Empty(await client.GetLimitsAsync(Cancellation));
        Assert.Equal("00Dx!t", routes.Seen[1].Request.Headers.Authorization!.Parameter);
    }

    [Theory]
    [InlineData("text/html", "<html>INVALID_SESSION_ID</html>")]
    [InlineData("application/xml", "<Errors><Error><errorCode>INVALID_SESSION_ID</errorCode></Error></Errors>")]
    [InlineData("application/json", """{"errorCode":"INVALID_SESSION_ID"}""")]
    [InlineData("application/json", "[")]
    public async Task Call_UnauthorizedInAnotherForm_AsksForNoNewTokenAndFailsOnce(string contentType, string body)
    {
        RouteTable routes = new RouteTable().Token().On(Limits, 401, body, contentType);
        using SalesforceClient client = TestClients.Over(routes);
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetLimitsAsync(Cancellation));
        Assert.Equal(1, routes.Count(Limits));
        Assert.Equal(1, routes.Count(Endpoint));
    }

    [Fact]
    public async Task Call_ManyWaitForTheirTurnAndTheLoginIsRefused_TheCredentialsAreTriedOnce()
    {
        int logins = 0;
        using var client = SalesforceClient.Create(
            TestClients.Options(o => o.Resilience.InitialConcurrency = 4),
            new ManualTimeProvider(),
            primaryHandler: () => new Handler(async _ =>
            {
                Interlocked.Increment(ref logins);
                await Task.Yield();
                return Json(400, """{"error":"invalid_grant","error_description":"user locked"}""");
            }));
        Task[] calls = [.. Enumerable.Range(0, 200).Select(_ => Task.Run(() => client.GetLimitsAsync(Cancellation), Cancellation))];
        foreach (Task call in calls)
            Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<AuthenticationFailedException>(() => call)).VendorCode);
        Assert.Equal(1, logins);
    }

    [Fact]
    public async Task Refresh_CallerGivesUpWhileItIsUnderWay_GoesOnAndItsSessionGoesToTheNextCaller()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var asked = new TaskCompletionSource();
        var used = new List<string>();
        string stored = "r-1";
        var http = new HttpClient(new Handler(async request =>
        {
            used.Add(await request.Content!.ReadAsStringAsync(Cancellation));
            asked.TrySetResult();
            return await answer.Task;
        }));
        using SalesforceRefreshTokenFlow flow = Flow(http, () => stored, renewed => stored = renewed);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<AccessToken> first = flow.RequestTokenAsync(impatient.Token).AsTask();
        await asked.Task.WaitAsync(Cancellation);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Task<AccessToken> second = flow.RequestTokenAsync(Cancellation).AsTask();
        answer.SetResult(Json(200, Rotated("token-1", "r-2")));
        Assert.Equal("token-1", (await second).Value);
        Assert.Equal("r-2", stored);
        Assert.Single(used);
    }

    [Fact]
    public async Task Refresh_AnswerBreaksOffInTheMiddle_IsNotAskedAgainWithATokenThatMayBeDead()
    {
        int logins = 0;
        using var client = SalesforceClient.Create(
            TestClients.Options(o => o.UseRefreshToken(_ => new(new SalesforceRefreshCredentials("app", "r-1")), (_, _) => default)),
            primaryHandler: () => new Handler(_ =>
            {
                Interlocked.Increment(ref logins);
                var content = new StreamContent(new BrokenStream());
                content.Headers.ContentType = new("application/json");
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
            }));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.GetLimitsAsync(Cancellation));
        Assert.Equal(SalesforceErrorCodes.AnswerBrokeOff, failed.Code);
        Assert.Equal(1, logins);
    }

    private static SalesforceRefreshTokenFlow Flow(HttpClient http, Func<string> stored, Action<string> keep) => new(
        http,
        TestClients.Options(),
        _ => new(new SalesforceRefreshCredentials("app", stored())),
        (renewed, _) =>
        {
            keep(renewed);
            return default;
        });

    private static string Rotated(string token, string refresh) =>
        $$"""{"access_token":"{{token}}","refresh_token":"{{refresh}}","instance_url":"https://na1.salesforce.com","id":"https://login.salesforce.com/id/00Dx0000000BV7zEAG/005x00000012Q9P"}""";

    private static HttpResponseMessage Json(int status, string body) => new((HttpStatusCode)status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

    private sealed class Handler(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request).WaitAsync(cancellationToken);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("The connection broke.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection broke.");
    }
}
