using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>The connector when the org misbehaves.</summary>
public sealed class FaultTests
{
    private const string Throttled = """[{"message":"x","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""";

    [Fact]
    public async Task Read_EveryKindOfPassingFault_LosesAndRepeatsNothing()
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(900, time);
        sandbox.Faults
            .Add(new SandboxFault { Kind = SandboxFaultKind.Answer, PathContains = "/query?", Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "7" } })
            .Add(new SandboxFault { Kind = SandboxFaultKind.Answer, PathContains = "/query/", Status = 503, Body = """[{"message":"x","errorCode":"SERVER_UNAVAILABLE"}]""", Times = 2 })
            .Add(new SandboxFault { Kind = SandboxFaultKind.CutBefore, PathContains = "/query/", Skip = 1 })
            .Add(new SandboxFault { Kind = SandboxFaultKind.Answer, PathContains = "/query/", Skip = 2, Status = 401, Body = """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""" });
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200, time);
        List<SourceItem<Project>> items = [.. (await new SalesforceOpportunitySource(client, SandboxOrg.Read(sandbox)).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).SelectMany(p => p.Items)];
        Assert.Equal(900, items.Select(i => i.Value!.Id).Distinct().Count());
        Assert.Equal(900, items.Count);
        Assert.Equal(5, sandbox.Faults.Hits);
        Assert.Contains(TimeSpan.FromSeconds(7), time.Waits);
        Assert.Equal(2, sandbox.TokensIssued);
    }

    [Fact]
    public async Task Read_PageArrivedAndTheConnectionBroke_GoesOnBehindTheLastRecord()
    {
        // The locator is used up by the answer that nobody saw: the second try finds it gone.
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(900);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutAfter, PathContains = "/query/", Skip = 1 });
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200);
        List<SourceItem<Project>> items = [.. (await new SalesforceOpportunitySource(client, SandboxOrg.Read(sandbox)).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).SelectMany(p => p.Items)];
        Assert.Equal(900, items.Count);
        Assert.Equal(900, items.Select(i => i.Source.RecordId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, sandbox.Requests.Count(r => r.PathAndQuery.Contains("/query?", StringComparison.Ordinal)));
        Assert.Contains(sandbox.Requests, r => r is { Status: 400 } && r.PathAndQuery.Contains("/query/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Read_AnswersBreakOffInTheMiddle_GoesOnBehindTheLastRecord(int breaks)
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(900);
        int left = breaks;
        using var client = SalesforceClient.Create(
            TestClients.Options(o =>
            {
                o.LoginAddress = sandbox.BaseAddress;
                o.BatchSize = 200;
            }),
            primaryHandler: () => new BreakingHandler(path => path.Contains("/query/", StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0));
        List<SourceItem<Project>> items = [.. (await new SalesforceOpportunitySource(client, SandboxOrg.Read(sandbox)).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).SelectMany(p => p.Items)];
        Assert.Equal(900, items.Count);
        Assert.Equal(900, items.Select(i => i.Source.RecordId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(1 + breaks, sandbox.Requests.Count(r => r.PathAndQuery.Contains("/query?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Read_EveryAnswerBreaksOff_EndsAndSaysSo()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(1);
        using var client = SalesforceClient.Create(
            TestClients.Options(o => o.LoginAddress = sandbox.BaseAddress),
            primaryHandler: () => new BreakingHandler(path => path.Contains("/query", StringComparison.Ordinal)));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => new SalesforceOpportunitySource(client, SandboxOrg.Read(sandbox)).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(SalesforceErrorCodes.AnswerBrokeOff, failed.Code);
        Assert.True(failed.IsTransient);
    }

    [Fact]
    public async Task Query_CursorIsGone_SaysSo()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(450);
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200);
        var failed = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (Page<SalesforceRecord> page in client.QueryAsync(Soql.FromText("SELECT Id FROM Opportunity"), cancellationToken: TestContext.Current.CancellationToken))
                sandbox.ForgetCursors();
        });
        Assert.Equal(SalesforceErrorCodes.CursorGone, failed.Code);
    }

    [Fact]
    public async Task Query_WaitLongerThanTheCallMayTake_EndsAtOnceAndSaysWhenToComeBack()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(1);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, PathContains = "/query?", Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "120" }, Times = 9 });
        using SalesforceClient client = TestClients.Over(sandbox);
        var throttled = await Assert.ThrowsAsync<ThrottledException>(() => client.CountAsync(SoqlBuilder.From("Account", "Id").BuildCount(), TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromSeconds(120), throttled.RetryAfter);
        Assert.Equal(1, sandbox.Faults.Hits);
    }

    [Fact]
    public async Task Query_QuotaUsedUp_IsNotTriedAgain()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(1);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, PathContains = "/query?", Status = 403, Body = Throttled, Times = 9 });
        using SalesforceClient client = TestClients.Over(sandbox);
        var throttled = await Assert.ThrowsAsync<ThrottledException>(() => client.CountAsync(SoqlBuilder.From("Account", "Id").BuildCount(), TestContext.Current.CancellationToken));
        Assert.Equal("REQUEST_LIMIT_EXCEEDED", throttled.VendorCode);
        Assert.Equal(1, sandbox.Faults.Hits);
    }

    [Fact]
    public async Task Upsert_CommittedAndTheConnectionBroke_IsRepeatedAndWritesOneRecord()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutAfter, Method = "PATCH" });
        using SalesforceClient client = TestClients.Over(sandbox);
        int before = sandbox.Count("Account");
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", "E-1", """{"Name":"n"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        // The second try finds what the first one made.
        Assert.Equal(WriteOutcomeKind.Updated, outcome.Kind);
        Assert.Equal(before + 1, sandbox.Count("Account"));
    }

    [Fact]
    public async Task Upsert_ConnectionBreaksEachTime_IsUnknown()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutAfter, Method = "PATCH", Times = 9 });
        using SalesforceClient client = TestClients.Over(sandbox);
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", "E-1", """{"Name":"n"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.NotNull(await client.GetByExternalIdAsync("Account", "ERP_Id__c", "E-1", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Upsert_SeveralRecordsMatch_WritesNothing()
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.CustomFields["Account"] = [new SalesforceSandboxField("Legacy_Id__c", SalesforceSandboxFieldType.Text) { ExternalId = true }];
        await using var sandbox = new SalesforceSandbox(options);
        string first = sandbox.Seed("Account", """{"Name":"a","Legacy_Id__c":"1"}""");
        sandbox.Seed("Account", """{"Name":"b","Legacy_Id__c":"1"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);
        WriteOutcome outcome = await client.UpsertAsync("Account", "Legacy_Id__c", "1", """{"Name":"changed"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal(SalesforceErrorCodes.ExternalIdNotUnique, outcome.Issues[0].Code);
        Assert.DoesNotContain("changed", sandbox.Show("Account", first), StringComparison.Ordinal);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.GetByExternalIdAsync("Account", "Legacy_Id__c", "1", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(SalesforceErrorCodes.ExternalIdNotUnique, failed.Code);
    }
}
