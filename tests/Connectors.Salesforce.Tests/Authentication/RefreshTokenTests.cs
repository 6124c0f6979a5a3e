using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class RefreshTokenTests
{
    private const string Endpoint = "POST /services/oauth2/token";
    private const string Limits = "GET /services/data/v64.0/limits";

    [Fact]
    public async Task RequestToken_NoNewRefreshToken_KeepsNothing()
    {
        RouteTable routes = new RouteTable().Token();
        var kept = new List<string>();
        using SalesforceRefreshTokenFlow flow = Flow(routes, () => "r-1", kept.Add);
        Assert.Equal("token-1", (await flow.RequestTokenAsync(TestContext.Current.CancellationToken)).Value);
        Assert.Empty(kept);
        Assert.Equal("grant_type=refresh_token&refresh_token=r-1&client_id=app&client_secret=s", routes.Seen[0].Body);
    }

    [Fact]
    public async Task RequestToken_Rotation_KeepsTheNewOneBeforeTheSessionIsUsed()
    {
        string stored = "r-1";
        var order = new List<string>();
        RouteTable routes = new RouteTable()
            .On(Endpoint, 200, Answer("token-1", "r-2"))
            .On(Limits, request =>
            {
                order.Add("used " + request.Headers.Authorization!.Parameter);
                return new HttpResponseMessage { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
            });
        using var client = TestClients.Over(routes, o => o.UseRefreshToken(
            _ => new(new SalesforceRefreshCredentials("app", stored)),
            (renewed, _) =>
            {
                order.Add("kept " + renewed);
                stored = renewed;
                return default;
            }));
        await client.GetLimitsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["kept r-2", "used token-1"], order);
    }

    [Fact]
    public async Task RequestToken_TheStoreFails_IsNotUsedAndIsKeptBeforeTheNextLogin()
    {
        string stored = "r-1";
        bool fails = true;
        RouteTable routes = new RouteTable().On(Endpoint, 200, Answer("token-1", "r-2")).On(Endpoint, 200, Answer("token-2", "r-3"));
        using SalesforceRefreshTokenFlow flow = Flow(routes, () => stored, renewed => stored = fails ? throw new IOException("disk full") : renewed);
        var failed = await Assert.ThrowsAsync<ConnectorException>(async () => await flow.RequestTokenAsync(TestContext.Current.CancellationToken));
        Assert.Equal(SalesforceErrorCodes.RefreshTokenNotKept, failed.Code);
        Assert.DoesNotContain("r-2", failed.ToString(), StringComparison.Ordinal);

        // Still failing: the endpoint is not asked with the dead one.
        await Assert.ThrowsAsync<ConnectorException>(async () => await flow.RequestTokenAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, routes.Count(Endpoint));

        fails = false;
        Assert.Equal("token-2", (await flow.RequestTokenAsync(TestContext.Current.CancellationToken)).Value);
        Assert.Contains("refresh_token=r-2", routes.Seen[1].Body, StringComparison.Ordinal);
        Assert.Equal("r-3", stored);
    }

    [Fact]
    public async Task RequestToken_RecordedRefusal_IsFinal()
    {
        RouteTable routes = new RouteTable().On(Endpoint, 400, System.Text.Encoding.UTF8.GetString(SharedFiles.Fixture("oauth-refresh-expired.json")));
        using SalesforceRefreshTokenFlow flow = Flow(routes, () => "r-1", _ => Assert.Fail("There is none to keep."));
        var refused = await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await flow.RequestTokenAsync(TestContext.Current.CancellationToken));
        Assert.Equal("invalid_grant", refused.VendorCode);
        Assert.Single(routes.Seen);
    }

    [Fact]
    public async Task RequestToken_AnswerLost_IsNotAskedAgainByItself()
    {
        RouteTable routes = new RouteTable().On(Endpoint, _ => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        using var client = TestClients.Over(routes, o => o.UseRefreshToken(_ => new(new SalesforceRefreshCredentials("app", "r-1")), (_, _) => default));
        await Assert.ThrowsAsync<ConnectorException>(() => client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Single(routes.Seen);
    }

    private static SalesforceRefreshTokenFlow Flow(RouteTable routes, Func<string> stored, Action<string> keep) => new(
        new HttpClient(routes),
        TestClients.Options(),
        _ => new(new SalesforceRefreshCredentials("app", stored(), "s")),
        (renewed, _) =>
        {
            keep(renewed);
            return default;
        });

    private static string Answer(string token, string refresh) =>
        $$"""{"access_token":"{{token}}","refresh_token":"{{refresh}}","instance_url":"https://na1.salesforce.com","id":"https://login.salesforce.com/id/00Dx0000000BV7zEAG/005x00000012Q9P"}""";
}
