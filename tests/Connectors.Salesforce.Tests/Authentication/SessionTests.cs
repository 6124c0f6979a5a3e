using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class SessionTests
{
    private const string Limits = "GET /services/data/v64.0/limits";
    private const string Expired = """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""";

    [Fact]
    public async Task Call_SessionEnded_RenewsOnceAndReplays()
    {
        RouteTable routes = new RouteTable().Token(token: "old").Token(token: "new").On(Limits, 401, Expired).On(Limits, 200, "{}");
        using SalesforceClient client = TestClients.Over(routes);
        await client.GetLimitsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, routes.Count("POST /services/oauth2/token"));
        Assert.Equal(2, routes.Count(Limits));
    }

    [Theory]
    [InlineData("""[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""", 2)]
    [InlineData("""[{"message":"Connected app is not attached to Agent","errorCode":"INVALID_SESSION_ID"}]""", 1)]
    [InlineData("""[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]""", 1)]
    [InlineData("""[{"message":"INVALID_AUTH_HEADER","errorCode":"INVALID_AUTH_HEADER"}]""", 1)]
    public async Task Call_SessionThatNeverHeals_FailsAfterAsManyTriesAsMakeSense(string body, int tries)
    {
        RouteTable routes = new RouteTable().Token().On(Limits, 401, body);
        using SalesforceClient client = TestClients.Over(routes);
        var refused = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetLimitsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(tries, routes.Count(Limits));
        Assert.Equal(tries, routes.Count("POST /services/oauth2/token"));
        Assert.False(refused.IsTransient);
        Assert.NotNull(refused.VendorCode);
    }

    [Fact]
    public async Task Call_ManyCallersFindTheSessionEnded_OneTokenIsAskedFor()
    {
        await using var sandbox = new SalesforceSandbox();
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);
        await client.GetLimitsAsync(TestContext.Current.CancellationToken);
        sandbox.ExpireSessions();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetLimitsAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(2, sandbox.TokensIssued);
    }

    [Fact]
    public async Task Query_OrgMovesBetweenPages_GoesOnAtTheNewInstance()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions());
        for (int i = 0; i < 450; i++)
            sandbox.Seed("Account", $$"""{"Name":"Account {{i}}"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200);
        int read = 0;
        await foreach (Page<SalesforceRecord> page in client.QueryAsync(Soql.FromText("SELECT Id FROM Account"), cancellationToken: TestContext.Current.CancellationToken))
        {
            if (read == 0)
                sandbox.MoveInstance();
            read += page.Items.Count;
        }

        Assert.Equal(450, read);
        Assert.Equal(2, sandbox.TokensIssued);
    }
}
