using System.Text;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class BulkQueryTests
{
    private const string Jobs = "/services/data/v64.0/jobs/query";
    private const string Id = "750Tn000004ZoR3IAK";
    private static readonly Soql Names = SoqlBuilder.From("Account", "Id", "Name").Build();

    [Fact]
    public async Task BulkQuery_TwoPages_StopsAtTheWordNullAndReadsEveryHeaderOnce()
    {
        RouteTable routes = Job().On($"GET {Jobs}/{Id}/results?maxRecords=50000", 200, "\"Id\",\"Name\"\n\"1\",\"NA\"\n\"2\",\"\"\n", "text/csv", ("Sforce-Locator", "MjAw"))
            .On($"GET {Jobs}/{Id}/results?maxRecords=50000&locator=MjAw", 200, "\"Id\",\"Name\"\n\"3\",\"a\nb\"\n", "text/csv", ("Sforce-Locator", "null"));
        using SalesforceClient client = TestClients.Over(routes, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        List<SalesforceBulkRow> rows = await client.BulkQueryAsync(Names, cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal([("1", "NA"), ("2", null), ("3", "a\nb")], rows.Select(r => (r["id"], r["Name"])));
        Assert.Equal(["Id", "Name"], rows[0].Columns);
        Assert.Null(rows[0]["Other"]);
        Assert.Equal("""{"operation":"query","query":"SELECT Id, Name FROM Account","contentType":"CSV","columnDelimiter":"COMMA","lineEnding":"LF"}""", routes.Seen[1].Body);
        Assert.Equal("text/csv", routes.Seen[^1].Request.Headers.Accept.ToString());
    }

    [Fact]
    public async Task BulkQuery_JobFails_SaysWhyWithoutValues()
    {
        RouteTable routes = new RouteTable().Token().On($"POST {Jobs}", 200, Recorded())
            .On($"GET {Jobs}/{Id}", 200, $$"""{"id":"{{Id}}","state":"Failed","errorMessage":"INVALIDENTITY: secret value"}""");
        using SalesforceClient client = TestClients.Over(routes);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.BulkQueryAsync(Names, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(SalesforceErrorCodes.BulkJobFailed, failed.Code);
        Assert.Equal("INVALIDENTITY", failed.VendorCode);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BulkQuery_PageNamesItself_EndsWithAnErrorAndNotNever()
    {
        RouteTable routes = Job()
            .On($"GET {Jobs}/{Id}/results?maxRecords=50000", 200, "\"Id\"\n", "text/csv", ("Sforce-Locator", "A"))
            .On($"GET {Jobs}/{Id}/results?maxRecords=50000&locator=A", 200, "\"Id\"\n", "text/csv", ("Sforce-Locator", "A"));
        using SalesforceClient client = TestClients.Over(routes, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.BulkQueryAsync(Names, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Fact]
    public async Task ReadBulkQuery_CallerTakesLongOverARow_ThePageIsNotAskedForAgain()
    {
        var csv = new StringBuilder("\"Id\",\"Name\"\n");
        for (int i = 0; i < 3000; i++)
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"{i}\",\"{new string('x', 60)}\"\n");
        string route = $"GET {Jobs}/{Id}/results?maxRecords=50000";
        RouteTable routes = new RouteTable().Token().On(route, 200, csv.ToString(), "text/csv", ("Sforce-Locator", "null"));
        var time = new ExpiringTimeProvider();
        using SalesforceClient client = TestClients.Over(routes, time: time);
        int rows = 0;
        await foreach (SalesforceBulkRow row in client.ReadBulkQueryAsync(Id, cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal(rows.ToString(System.Globalization.CultureInfo.InvariantCulture), row["Id"]);
            if (rows++ % 1000 == 0)
                time.Expire(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(3000, rows);
        Assert.Equal(1, routes.Count(route));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task ReadBulkQuery_AnswersBreakOff_GoesOnBehindTheLastRowOrSaysSo(int breaks, bool comesThrough)
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(500);
        int left = breaks;
        using var client = SalesforceClient.Create(
            TestClients.Options(o => o.LoginAddress = sandbox.BaseAddress),
            new SkippingTimeProvider(TimeSpan.FromSeconds(8)),
            primaryHandler: () => new BreakingHandler(path => path.Contains("/results", StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0));
        // Half of an answer always breaks at the same place: one break with progress and two without are borne.
        Task<List<SalesforceBulkRow>> reading = client.BulkQueryAsync(SoqlBuilder.From("Opportunity", "Id", "Name", "Account.Name").Build(), cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
        if (!comesThrough)
        {
            var failed = await Assert.ThrowsAsync<ConnectorException>(() => reading);
            Assert.Equal(SalesforceErrorCodes.AnswerBrokeOff, failed.Code);
            return;
        }

        List<SalesforceBulkRow> rows = await reading;
        Assert.Equal(500, rows.Count);
        Assert.Equal(500, rows.Select(r => r["Id"]).Distinct().Count());
        Assert.All(rows, r => Assert.Equal("Acme", r["Account.Name"]));
    }

    [Fact]
    public async Task BulkQuery_Sandbox_PagesByLocator()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(250);
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        CancellationToken none = TestContext.Current.CancellationToken;
        SalesforceBulkJob job = await client.StartBulkQueryAsync(SoqlBuilder.From("Opportunity", "Id").Build(), cancellationToken: none);
        job = await client.WaitForBulkQueryAsync(job.Id, none);
        Assert.True(job.IsOver);
        List<SalesforceBulkRow> rows = await client.ReadBulkQueryAsync(job.Id, 100, none).ToListAsync();
        Assert.Equal(250, rows.Select(r => r["Id"]).Distinct().Count());
        Assert.Equal(250, rows.Count);
        await client.DeleteBulkQueryAsync(job.Id, none);
        await Assert.ThrowsAsync<ConnectorException>(() => client.ReadBulkQueryAsync(job.Id, cancellationToken: none).ToListAsync());
    }

    private static string Recorded() => Encoding.UTF8.GetString(SharedFiles.Fixture("bulk2-query-job-created.json"));

    private static RouteTable Job() => new RouteTable().Token()
        .On($"POST {Jobs}", 200, Recorded())
        .On($"GET {Jobs}/{Id}", 200, $$"""{"id":"{{Id}}","state":"InProgress"}""")
        .On($"GET {Jobs}/{Id}", 200, $$"""{"id":"{{Id}}","state":"JobComplete"}""");
}
