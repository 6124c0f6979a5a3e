using System.Text;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class BulkIngestTests
{
    private const string Jobs = "/services/data/v64.0/jobs/ingest";
    private const string Id = "750Tn000004ZoR3IAK";
    private static readonly SkippingTimeProvider Time = new(TimeSpan.FromSeconds(8));

    [Fact]
    public async Task BulkUpsert_ResultsInAnotherOrderWithHoles_CloseTheAccount()
    {
        RouteTable routes = Job("JobComplete")
            .On($"GET {Jobs}/{Id}/successfulResults/", 200, "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"a011s00000DML8YAAX\",\"true\",\"3\"\n\"a011s00000DML8XAAX\",\"false\",\"1\"\n\"a011s00000DML8XAAX\",\"true\",\"1\"\n", "text/csv")
            .On($"GET {Jobs}/{Id}/failedResults/", 200, "\"sf__Id\",\"sf__Error\",\"Ext__c\"\n\"\",\"UNABLE_TO_LOCK_ROW\",\"2\"\n\"\",\"STRING_TOO_LONG:data value too large: secret (max length=40):Phone --\",\"4\"\n", "text/csv")
            .On($"GET {Jobs}/{Id}/unprocessedrecords/", 200, "\"Ext__c\"\n\"5\"\n", "text/csv");
        using SalesforceClient client = TestClients.Over(routes, time: Time);
        IReadOnlyList<WriteOutcome> outcomes = await client.BulkUpsertAsync("X__c", "Ext__c",
            [Row("1", """{"Name":"a\nb","Phone":null}"""), Row("2", """{"Name":"\"q\""}"""), Row("3", "{}"), Row("4", "{}"), Row("5", "{}"), Row("6", "{}"), Row("7", """{"Name":"#N/A"}""")],
            TestContext.Current.CancellationToken);
        Assert.Equal(
            [WriteOutcomeKind.Updated, WriteOutcomeKind.Retryable, WriteOutcomeKind.Created, WriteOutcomeKind.Rejected, WriteOutcomeKind.Retryable, WriteOutcomeKind.Unknown, WriteOutcomeKind.Rejected],
            outcomes.Select(o => o.Kind));
        Assert.Equal("Phone", outcomes[3].Issues[0].VendorPath);
        Assert.DoesNotContain("secret", outcomes[3].Issues[0].Message, StringComparison.Ordinal);
        Assert.Equal("Ext__c,Name,Phone\n1,\"a\nb\",#N/A\n2,\"\"\"q\"\"\",\n3,,\n4,,\n5,,\n6,,\n", routes.Seen.Single(s => s.Route.StartsWith("PUT", StringComparison.Ordinal)).Body);
        Assert.Equal("""{"state":"UploadComplete"}""", routes.Seen.Single(s => s.Route.StartsWith("PATCH", StringComparison.Ordinal)).Body);
    }

    [Fact]
    public async Task BulkUpsert_UploadLost_IsEndedAndSentInANewJob()
    {
        RouteTable routes = Job("JobComplete", uploads: false)
            .On($"PUT {Jobs}/{Id}/batches", _ => throw new HttpRequestException(HttpRequestError.ResponseEnded))
            .On($"PUT {Jobs}/{Id}/batches", 201, "")
            .On($"GET {Jobs}/{Id}/successfulResults/", 200, "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"a011s00000DML8YAAX\",\"true\",\"1\"\n", "text/csv")
            .On($"GET {Jobs}/{Id}/failedResults/", 200, "\"sf__Id\",\"sf__Error\",\"Ext__c\"\n", "text/csv")
            .On($"GET {Jobs}/{Id}/unprocessedrecords/", 200, "\"Ext__c\"\n", "text/csv");
        using SalesforceClient client = TestClients.Over(routes, time: Time);
        Assert.Equal(WriteOutcomeKind.Created, Assert.Single(await client.BulkUpsertAsync("X__c", "Ext__c", [Row("1", "{}")], TestContext.Current.CancellationToken)).Kind);
        Assert.Equal(2, routes.Count($"POST {Jobs}"));
        Assert.Contains(routes.Seen, s => s.Body == """{"state":"Aborted"}""");
    }

    [Fact]
    public async Task BulkUpsert_UploadLostForGood_WroteNothing()
    {
        RouteTable routes = Job("JobComplete", uploads: false).On($"PUT {Jobs}/{Id}/batches", _ => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        using SalesforceClient client = TestClients.Over(routes, time: Time);
        Assert.Equal(WriteOutcomeKind.Retryable, Assert.Single(await client.BulkUpsertAsync("X__c", "Ext__c", [Row("1", "{}")], TestContext.Current.CancellationToken)).Kind);
        Assert.DoesNotContain(routes.Seen, s => s.Body == """{"state":"UploadComplete"}""");
    }

    [Fact]
    public async Task BulkUpsert_JobCanBeNeitherClosedNorEnded_IsNotWaitedForWithoutEnd()
    {
        int asked = 0;
        RouteTable routes = new RouteTable().Token()
            .On($"POST {Jobs}", 200, $$"""{"id":"{{Id}}","state":"Open","apiVersion":64.0}""")
            .On($"PUT {Jobs}/{Id}/batches", 201, "")
            .On($"PATCH {Jobs}/{Id}", _ => throw new HttpRequestException(HttpRequestError.ResponseEnded))
            .On($"PATCH {Jobs}/{Id}", 400, """[{"errorCode":"INVALIDJOBSTATE","message":"m"}]""")
            .On($"GET {Jobs}/{Id}", _ =>
            {
                Assert.InRange(++asked, 1, 20);
                return new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = new StringContent($$"""{"id":"{{Id}}","state":"Open"}""", Encoding.UTF8, "application/json") };
            });
        using SalesforceClient client = TestClients.Over(routes, o => o.Resilience.MaxRetries = 0, Time);
        Assert.Equal(WriteOutcomeKind.Unknown, Assert.Single(await client.BulkUpsertAsync("X__c", "Ext__c", [Row("1", "{}")], TestContext.Current.CancellationToken)).Kind);
        Assert.InRange(asked, 1, 2);
    }

    [Fact]
    public async Task BulkUpsert_OrgTakesNoCallsWhileTheJobRuns_IsWaitedFor()
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        RouteTable routes = new RouteTable().Token()
            .On($"POST {Jobs}", 200, $$"""{"id":"{{Id}}","state":"Open","apiVersion":64.0}""")
            .On($"PUT {Jobs}/{Id}/batches", 201, "")
            .On($"PATCH {Jobs}/{Id}", 200, $$"""{"id":"{{Id}}","state":"UploadComplete"}""")
            .On($"GET {Jobs}/{Id}", 429, """[{"errorCode":"TOO_MANY_REQUESTS","message":"m"}]""", "application/json", ("Retry-After", "7"))
            .On($"GET {Jobs}/{Id}", 200, $$"""{"id":"{{Id}}","state":"JobComplete"}""")
            .On($"GET {Jobs}/{Id}/successfulResults/", 200, "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"a011s00000DML8YAAX\",\"true\",\"1\"\n", "text/csv")
            .On($"GET {Jobs}/{Id}/failedResults/", 200, "\"sf__Id\",\"sf__Error\",\"Ext__c\"\n", "text/csv")
            .On($"GET {Jobs}/{Id}/unprocessedrecords/", 200, "\"Ext__c\"\n", "text/csv");
        using SalesforceClient client = TestClients.Over(routes, o => o.Resilience.MaxRetries = 0, time);
        Assert.Equal(WriteOutcomeKind.Created, Assert.Single(await client.BulkUpsertAsync("X__c", "Ext__c", [Row("1", "{}")], TestContext.Current.CancellationToken)).Kind);
        Assert.Contains(TimeSpan.FromSeconds(7), time.Waits);
    }

    [Fact]
    public async Task BulkUpsert_JobDies_WhatItDidNotTellIsUnknown()
    {
        RouteTable routes = Job("Failed")
            .On($"GET {Jobs}/{Id}/successfulResults/", 200, "\"sf__Id\",\"sf__Created\",\"Ext__c\"\n\"a011s00000DML8YAAX\",\"true\",\"1\"\n", "text/csv")
            .On($"GET {Jobs}/{Id}/failedResults/", 200, "", "text/csv")
            .On($"GET {Jobs}/{Id}/unprocessedrecords/", 200, "\"Ext__c\"\n\"2\"\n", "text/csv");
        using SalesforceClient client = TestClients.Over(routes, time: Time);
        IReadOnlyList<WriteOutcome> outcomes = await client.BulkUpsertAsync("X__c", "Ext__c", [Row("1", "{}"), Row("2", "{}"), Row("3", "{}")], TestContext.Current.CancellationToken);
        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Retryable, WriteOutcomeKind.Unknown], outcomes.Select(o => o.Kind));
        Assert.Equal(ConnectorErrorCodes.NoOutcome, outcomes[2].Issues[0].Code);
    }

    [Fact]
    public async Task BulkUpsert_WithoutKeyOrWithOneTwice_IsRefusedBeforeAnythingIsSent()
    {
        var routes = new RouteTable();
        using SalesforceClient client = TestClients.Over(routes);
        await Assert.ThrowsAsync<ArgumentException>(() => client.BulkUpsertAsync("X__c", "Ext__c", [new(null, "{}"u8.ToArray())], TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => client.BulkUpsertAsync("X__c", "Ext__c", [Row("a", "{}"), Row("A", "{}")], TestContext.Current.CancellationToken));
        Assert.Empty(routes.Seen);
    }

    [Fact]
    public async Task BulkSink_Many_GoByJobAndAreReadBack()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox, time: new SkippingTimeProvider(TimeSpan.FromSeconds(8)));
        var options = new SalesforceWriteOptions<Customer> { ExternalIdField = "ERP_Id__c", BulkThreshold = 100 };
        var sink = new SalesforceBulkSink<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), options);
        int before = sandbox.Count("Account");
        Customer[] customers = [.. Enumerable.Range(0, 250).Select(i => SinkTests.Make($"Account {i}", i % 2 == 0 ? """, "Phone":"1" """ : ""))];
        // One object comes twice, under two keys.
        WriteRequest<Customer>[] requests = [.. customers.Append(customers[3]).Select(SinkTests.Request)];
        List<KeyedOutcome> outcomes = await sink.WriteAsync(requests.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(requests.Select(r => r.Key).ToHashSet(), outcomes.Select(o => o.Key).ToHashSet());
        Assert.Equal(251, outcomes.Count);
        Assert.Equal(250, outcomes.Count(o => o.Outcome.Kind == WriteOutcomeKind.Created));
        Assert.Equal(1, outcomes.Count(o => o.Outcome.Kind == WriteOutcomeKind.Updated));
        Assert.Equal(before + 250, sandbox.Count("Account"));
        var single = new SalesforceSink<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), options);
        Assert.True((await single.ReadBackAsync(requests[0], TestContext.Current.CancellationToken)).Matches);
        Assert.Contains(sandbox.Requests, r => r.PathAndQuery.EndsWith("/batches", StringComparison.Ordinal));
    }

    private static SalesforceWrite Row(string key, string fields) => new(key, Encoding.UTF8.GetBytes(fields));

    private static RouteTable Job(string end, bool uploads = true)
    {
        RouteTable routes = new RouteTable().Token()
            .On($"POST {Jobs}", 200, $$"""{"id":"{{Id}}","state":"Open","apiVersion":64.0}""")
            .On($"PATCH {Jobs}/{Id}", 200, $$"""{"id":"{{Id}}","state":"UploadComplete"}""")
            .On($"GET {Jobs}/{Id}", 200, $$"""{"id":"{{Id}}","state":"InProgress"}""")
            .On($"GET {Jobs}/{Id}", 200, $$"""{"id":"{{Id}}","state":"{{end}}","errorMessage":"InvalidBatch : x"}""");
        return uploads ? routes.On($"PUT {Jobs}/{Id}/batches", 201, "") : routes;
    }
}
