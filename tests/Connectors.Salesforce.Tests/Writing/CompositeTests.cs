using System.Text;
using System.Text.Json;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class CompositeTests
{
    private const string Composite = "POST /services/data/v64.0/composite";
    private static readonly byte[] Named = """{"Name":"n"}"""u8.ToArray();

    [Fact]
    public async Task Composite_ReferencesBetweenCalls_AreResolved()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        IReadOnlyList<SalesforceSubresponse> answers = await client.CompositeAsync(
            [
                SalesforceSubrequest.Create("NewAccount", "Account", Named),
                SalesforceSubrequest.Create("NewContact", "Contact", """{"LastName":"l","AccountId":"@{NewAccount.id}"}"""u8.ToArray()),
                SalesforceSubrequest.Get("Found", "Contact", "@{NewContact.id}", "AccountId"),
            ],
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Created, WriteOutcomeKind.Unchanged], answers.Select(a => a.Outcome.Kind));
        Assert.Equal(answers[0].Outcome.NativeId, answers[2].Body.GetProperty("AccountId").GetString());
    }

    [Fact]
    public async Task Composite_AllOrNone_TheInnocentAreNotBlamed()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        int before = sandbox.Count("Account");
        IReadOnlyList<SalesforceSubresponse> answers = await client.CompositeAsync(
            [SalesforceSubrequest.Upsert("Good", "Account", "ERP_Id__c", "A/1", Named), SalesforceSubrequest.Create("Bad", "Contact", """{"FirstName":"f"}"""u8.ToArray())],
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(answers[0].IsBystander);
        Assert.Equal(WriteOutcomeKind.Retryable, answers[0].Outcome.Kind);
        Assert.False(answers[1].IsBystander);
        Assert.Equal("REQUIRED_FIELD_MISSING", answers[1].Outcome.Issues[0].VendorCode);
        Assert.Equal(before, sandbox.Count("Account"));
    }

    [Fact]
    public async Task Graph_AnswerHoldsWhatIsNoGraph_TheOthersKeepTheirOutcomes()
    {
        RouteTable routes = new RouteTable().Token().On(Composite + "/graph", 200, """{"graphs":[7,null,{"graphId":"g","isSuccessful":true,"graphResponse":{"compositeResponse":[{"referenceId":"A","httpStatusCode":201,"body":{"id":"001000000000001AAA","success":true}}]}}]}""");
        using SalesforceClient client = TestClients.Over(routes);
        SalesforceGraphResult result = Assert.Single(await client.GraphAsync([new SalesforceGraph("g", [SalesforceSubrequest.Create("A", "Account", Named)])], TestContext.Current.CancellationToken));
        Assert.Equal((true, WriteOutcomeKind.Created), (result.IsSuccessful, result.Responses[0].Outcome.Kind));
    }

    [Fact]
    public async Task Composite_RecordedRollback_FindsTheCulprit()
    {
        RouteTable routes = new RouteTable().Token().On(Composite, 200, Encoding.UTF8.GetString(SharedFiles.Fixture("composite-allornone-rolled-back.json")));
        using SalesforceClient client = TestClients.Over(routes);
        byte[] payment = """{"Invoice__r":{"Invoice_External_Id__c":"0116"}}"""u8.ToArray();
        IReadOnlyList<SalesforceSubresponse> answers = await client.CompositeAsync(
            [SalesforceSubrequest.Create("NewPayment1", "Payment__c", payment), SalesforceSubrequest.Create("NewPayment2", "Payment__c", payment)], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(answers[0].IsBystander);
        Assert.Equal(WriteOutcomeKind.Rejected, answers[1].Outcome.Kind);
        Assert.Equal(IssueKind.NotFound, answers[1].Outcome.Issues[0].Kind);
    }

    [Fact]
    public async Task Composite_AnswerLost_UpsertsAreSentAgainAndCreatesAreUnknown()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutAfter, PathContains = "/composite", Times = 2 });
        using SalesforceClient client = TestClients.Over(sandbox, o => o.Resilience.MaxRetries = 1);
        CancellationToken none = TestContext.Current.CancellationToken;
        IReadOnlyList<SalesforceSubresponse> created = await client.CompositeAsync([SalesforceSubrequest.Create("A", "Account", Named)], cancellationToken: none);
        Assert.Equal(WriteOutcomeKind.Unknown, created[0].Outcome.Kind);
        int before = sandbox.Count("Account");
        IReadOnlyList<SalesforceSubresponse> upserted = await client.CompositeAsync([SalesforceSubrequest.Upsert("A", "Account", "ERP_Id__c", "E", Named)], cancellationToken: none);
        Assert.Equal(WriteOutcomeKind.Updated, upserted[0].Outcome.Kind);
        Assert.Equal(before + 1, sandbox.Count("Account"));
    }

    [Fact]
    public async Task Graph_OneFails_TheOtherIsDone()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        int before = sandbox.Count("Account");
        IReadOnlyList<SalesforceGraphResult> results = await client.GraphAsync(
            [
                new("bad", [SalesforceSubrequest.Create("a", "Account", Named), SalesforceSubrequest.Create("c", "Contact", "{}"u8.ToArray())]),
                new("good", [SalesforceSubrequest.Create("a", "Account", Named), SalesforceSubrequest.Create("c", "Contact", """{"LastName":"l","AccountId":"@{a.id}"}"""u8.ToArray())]),
            ],
            TestContext.Current.CancellationToken);
        Assert.Equal([false, true], results.Select(r => r.IsSuccessful));
        Assert.True(results[0].Responses[0].IsBystander);
        Assert.Equal(WriteOutcomeKind.Created, results[1].Responses[1].Outcome.Kind);
        Assert.Equal(before + 1, sandbox.Count("Account"));
    }

    [Fact]
    public async Task Graph_RecordedAnswer_IsRead()
    {
        using JsonDocument envelope = JsonDocument.Parse(SharedFiles.Fixture("x-composite-graph.json"));
        RouteTable routes = new RouteTable().Token().On("POST /services/data/v64.0/composite/graph", 200, envelope.RootElement.GetProperty("body").GetRawText());
        using SalesforceClient client = TestClients.Over(routes);
        IReadOnlyList<SalesforceGraphResult> results = await client.GraphAsync(
            [new("test1", [SalesforceSubrequest.Create("newAccount", "Account", """{"Name":"Test Account Composite"}"""u8.ToArray())])], TestContext.Current.CancellationToken);
        Assert.True(Assert.Single(results).IsSuccessful);
        Assert.Equal(WriteOutcomeKind.Created, results[0].Responses[0].Outcome.Kind);
        Assert.Equal("""{"graphs":[{"graphId":"test1","compositeRequest":[{"method":"POST","url":"/services/data/v64.0/sobjects/Account","referenceId":"newAccount","body":{"Name":"Test Account Composite"}}]}]}""", routes.Seen[1].Body);
    }

    [Fact]
    public async Task Composite_AnswerWithoutOneOfTheCalls_IsUnknownForIt()
    {
        RouteTable routes = new RouteTable().Token().On(Composite, 200, """{"compositeResponse":[]}""");
        using SalesforceClient client = TestClients.Over(routes);
        IReadOnlyList<SalesforceSubresponse> answers = await client.CompositeAsync([SalesforceSubrequest.Create("A", "Account", Named)], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Unknown, answers[0].Outcome.Kind);
    }

    [Theory]
    [InlineData("x/../y")]
    [InlineData("@{a.id}/../../x")]
    [InlineData("@{a id}")]
    [InlineData("")]
    public void Subrequest_IdThatIsNone_IsRefused(string id) => Assert.Throws<ArgumentException>(() => SalesforceSubrequest.Delete("A", "Account", id));

    [Fact]
    public async Task Composite_OneNameTwice_IsRefused()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        await Assert.ThrowsAsync<ArgumentException>(() => client.CompositeAsync(
            [SalesforceSubrequest.Create("A", "Account", Named), SalesforceSubrequest.Create("a", "Account", Named)], cancellationToken: TestContext.Current.CancellationToken));
    }
}
