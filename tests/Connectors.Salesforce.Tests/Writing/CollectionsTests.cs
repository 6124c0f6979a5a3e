using System.Text;
using System.Text.Json;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class CollectionsTests
{
    private const string Upsert = "PATCH /services/data/v64.0/composite/sobjects/Account/ERP_Id__c";

    [Fact]
    public async Task UpsertMany_Request_PutsAttributesFirstAndKeepsNumbersAsWritten()
    {
        RouteTable routes = new RouteTable().Token().On(Upsert, 200, """[{"id":"001dM00003kSQbV","success":true,"errors":[],"created":true}]""");
        using SalesforceClient client = TestClients.Over(routes);
        IReadOnlyList<WriteOutcome> outcomes = await client.UpsertManyAsync("Account", "ERP_Id__c", [Row("A/1", """{"Name":"n","AnnualRevenue":1.10,"attributes":{"type":"Other"},"Parent":{"ERP_Id__c":"P","attributes":{"type":"Account"}}}""")], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            """{"allOrNone":false,"records":[{"attributes":{"type":"Account"},"ERP_Id__c":"A/1","Name":"n","AnnualRevenue":1.10,"Parent":{"attributes":{"type":"Account"},"ERP_Id__c":"P"}}]}""",
            routes.Seen[1].Body);
        Assert.Equal(WriteOutcomeKind.Created, outcomes[0].Kind);
        Assert.Equal("001dM00003kSQbVQAW", outcomes[0].NativeId);
    }

    [Fact]
    public async Task UpsertMany_OneKeyTwice_IsSentInTwoCallsAndBothAreWritten()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        IReadOnlyList<WriteOutcome> outcomes = await client.UpsertManyAsync(
            "Account", "ERP_Id__c", [Row("A", """{"Name":"first"}"""), Row("B", """{"Name":"other"}"""), Row("a", """{"Name":"second"}""")], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Created, WriteOutcomeKind.Updated], outcomes.Select(o => o.Kind));
        Assert.Equal(outcomes[0].NativeId, outcomes[2].NativeId);
        Assert.Contains("second", sandbox.Show("Account", outcomes[0].NativeId!), StringComparison.Ordinal);
        Assert.Equal(2, sandbox.Requests.Count(r => r.Method == "PATCH"));
    }

    [Fact]
    public async Task UpsertMany_SomeRowsFail_EachHasItsOwnOutcome()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        IReadOnlyList<WriteOutcome> outcomes = await client.UpsertManyAsync(
            "Account", "ERP_Id__c",
            [Row("1", """{"Name":"n"}"""), Row("2", $$"""{"Name":"{{new string('x', 300)}}"}"""), Row("3", """{"Name":"n","Parent":{"attributes":{"type":"Account"},"ERP_Id__c":"nobody"}}"""), Row(null, """{"Name":"without a key"}""")],
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Rejected, WriteOutcomeKind.Rejected, WriteOutcomeKind.Created], outcomes.Select(o => o.Kind));
        Assert.Equal("STRING_TOO_LONG", outcomes[1].Issues[0].VendorCode);
        Assert.Equal(IssueKind.NotFound, outcomes[2].Issues[0].Kind);
    }

    [Fact]
    public async Task UpsertMany_AllOrNone_TheInnocentAreNotBlamed()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        int before = sandbox.Count("Account");
        IReadOnlyList<WriteOutcome> outcomes = await client.UpsertManyAsync(
            "Account", "ERP_Id__c", [Row("1", """{"Name":"n"}"""), Row("2", $$"""{"Name":"{{new string('x', 300)}}"}""")], allOrNone: true, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([WriteOutcomeKind.Retryable, WriteOutcomeKind.Rejected], outcomes.Select(o => o.Kind));
        Assert.Equal("ALL_OR_NONE_OPERATION_ROLLED_BACK", outcomes[0].Issues[0].VendorCode);
        Assert.Equal(before, sandbox.Count("Account"));
    }

    [Fact]
    public async Task CreateMany_AnswerLost_IsUnknownAndNotSentAgain()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutAfter, Method = "POST", PathContains = "/composite/sobjects" });
        using SalesforceClient client = TestClients.Over(sandbox);
        int before = sandbox.Count("Account");
        IReadOnlyList<WriteOutcome> outcomes = await client.CreateManyAsync("Account", [Row(null, """{"Name":"n"}"""), Row(null, """{"Name":"m"}""")], cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Unknown, o.Kind));
        Assert.Equal(before + 2, sandbox.Count("Account"));
    }

    [Fact]
    public async Task UpdateGetDelete_Sandbox_GoRound()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        CancellationToken none = TestContext.Current.CancellationToken;
        IReadOnlyList<WriteOutcome> made = await client.CreateManyAsync("Account", [Row(null, """{"Name":"n"}"""), Row(null, """{"Name":"m"}""")], cancellationToken: none);
        string first = made[0].NativeId!;
        string second = made[1].NativeId!;
        IReadOnlyList<WriteOutcome> updated = await client.UpdateManyAsync("Account", [Row(first, """{"Name":"changed"}""")], cancellationToken: none);
        Assert.Equal(WriteOutcomeKind.Updated, updated[0].Kind);
        IReadOnlyList<WriteOutcome> deleted = await client.DeleteManyAsync([second], cancellationToken: none);
        Assert.Equal(WriteOutcomeKind.Deleted, deleted[0].Kind);
        Assert.Equal(WriteOutcomeKind.Unchanged, (await client.DeleteManyAsync([second], cancellationToken: none))[0].Kind);
        IReadOnlyList<SalesforceRecord?> read = await client.GetManyAsync("Account", [second, first], ["Id", "Name"], none);
        Assert.Null(read[0]);
        Assert.Equal("changed", read[1]!.Json.GetProperty("Name").GetString());
    }

    [Fact]
    public async Task UpsertMany_RecordedRefusalWithoutAttributes_IsARejectedRow()
    {
        using JsonDocument envelope = JsonDocument.Parse(SharedFiles.Fixture("x-collections-upsert-json-parser-error.json"));
        RouteTable routes = new RouteTable().Token().On(Upsert, 200, envelope.RootElement.GetProperty("body").GetRawText());
        using SalesforceClient client = TestClients.Over(routes);
        IReadOnlyList<WriteOutcome> outcomes = await client.UpsertManyAsync("Account", "ERP_Id__c", [Row("1", "{}")], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Rejected, Assert.Single(outcomes).Kind);
        Assert.Equal("JSON_PARSER_ERROR", outcomes[0].Issues[0].VendorCode);
    }

    [Fact]
    public async Task UpsertMany_RecordedSuccess_GivesSixteenCreated()
    {
        RouteTable routes = new RouteTable().Token().On("PATCH /services/data/v64.0/composite/sobjects/Contact/Id", 200, Encoding.UTF8.GetString(SharedFiles.Fixture("collections-upsert-16-created.json")));
        using SalesforceClient client = TestClients.Over(routes);
        SalesforceWrite[] rows = [.. Enumerable.Range(0, 16).Select(_ => Row(null, """{"LastName":"n"}"""))];
        IReadOnlyList<WriteOutcome> outcomes = await client.UpsertManyAsync("Contact", "Id", rows, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(16, outcomes.Count);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Created, o.Kind));
    }

    [Theory]
    [InlineData(503, """[{"errorCode":"SERVER_UNAVAILABLE","message":"m"}]""", WriteOutcomeKind.Retryable)]
    [InlineData(403, """[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"m"}]""", WriteOutcomeKind.Retryable)]
    [InlineData(500, """[{"errorCode":"UNKNOWN_EXCEPTION","message":"m"}]""", WriteOutcomeKind.Unknown)]
    [InlineData(200, "[]", WriteOutcomeKind.Unknown)]
    [InlineData(200, """[{"id":"x"}]""", WriteOutcomeKind.Unknown)]
    [InlineData(200, "no json", WriteOutcomeKind.Unknown)]
    public async Task UpsertMany_WholeCallFails_EveryRowHasTheOutcome(int status, string body, WriteOutcomeKind kind)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, status, body), o => o.Resilience.MaxRetries = 0);
        Assert.Equal(kind, Assert.Single(await client.UpsertManyAsync("Account", "ERP_Id__c", [Row("1", "{}")], cancellationToken: TestContext.Current.CancellationToken)).Kind);
    }

    [Fact]
    public async Task UpsertMany_FieldsHoldTheKeyOrTooManyRows_AreRefusedBeforeAnythingIsSent()
    {
        var routes = new RouteTable();
        using SalesforceClient client = TestClients.Over(routes);
        CancellationToken none = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<ArgumentException>(() => client.UpsertManyAsync("Account", "ERP_Id__c", [Row("1", """{"erp_id__c":"2"}""")], cancellationToken: none));
        await Assert.ThrowsAsync<ArgumentException>(() => client.UpsertManyAsync("Account", "ERP_Id__c", [.. Enumerable.Repeat(Row("1", "{}"), 201)], cancellationToken: none));
        await Assert.ThrowsAsync<ArgumentException>(() => client.UpdateManyAsync("Account", [Row("1", "{}")], cancellationToken: none));
        await Assert.ThrowsAsync<ArgumentException>(() => client.CreateManyAsync("Account", [Row("1", "{}")], cancellationToken: none));
        Assert.Empty(routes.Seen);
    }

    private static SalesforceWrite Row(string? key, string fields) => new(key, Encoding.UTF8.GetBytes(fields));
}
