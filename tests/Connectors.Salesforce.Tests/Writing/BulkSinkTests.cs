using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class BulkSinkTests
{
    private static readonly SalesforceWriteOptions<Customer> Options = new() { ExternalIdField = "ERP_Id__c" };

    [Fact]
    public async Task Write_MoreThanOneCallHolds_EachHasOneOutcome()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        int before = sandbox.Count("Account");
        WriteRequest<Customer>[] requests = [.. Enumerable.Range(0, 450).Select(i => SinkTests.Request(SinkTests.Make($"Account {i}")))];
        List<KeyedOutcome> outcomes = await Sink(client, sandbox).WriteAsync(requests.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(requests.Select(r => r.Key).ToHashSet(), outcomes.Select(o => o.Key).ToHashSet());
        Assert.Equal(450, outcomes.Count(o => o.Outcome.Kind == WriteOutcomeKind.Created));
        Assert.Equal(before + 450, sandbox.Count("Account"));
        Assert.Equal(3, sandbox.Requests.Count(r => r.Method == "PATCH"));
    }

    [Fact]
    public async Task Write_AnswersLostUntilTheEnd_WhatArrivedIsFoundAndNothingIsWrittenTwice()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutAfter, Method = "PATCH", Times = 1 });
        using SalesforceClient client = TestClients.Over(sandbox, o => o.Resilience.MaxRetries = 0);
        int before = sandbox.Count("Account");
        WriteRequest<Customer>[] requests = [.. Enumerable.Range(0, 300).Select(i => SinkTests.Request(SinkTests.Make($"Account {i}")))];
        List<KeyedOutcome> outcomes = await Sink(client, sandbox).WriteAsync(requests.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(200, outcomes.Count(o => o.Outcome.Kind == WriteOutcomeKind.Applied));
        Assert.Equal(100, outcomes.Count(o => o.Outcome.Kind == WriteOutcomeKind.Created));
        Assert.All(outcomes, o => Assert.NotNull(o.Outcome.NativeId));
        Assert.Equal(before + 300, sandbox.Count("Account"));
    }

    [Fact]
    public async Task Write_CallLostBeforeItArrived_IsUnknownUntilSomebodyLooksAgain()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutBefore, Method = "PATCH", Times = 1 });
        using SalesforceClient client = TestClients.Over(sandbox, o => o.Resilience.MaxRetries = 0);
        KeyedOutcome outcome = Assert.Single(await Sink(client, sandbox).WriteAsync(new[] { SinkTests.Request(SinkTests.Make("A")) }.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Outcome.Kind);
    }

    [Fact]
    public async Task Write_SomeRowsAreRefused_TheOthersAreWritten()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.RowFaults.Add(new SalesforceRowFault { ErrorCode = "UNABLE_TO_LOCK_ROW", Times = 2, Skip = 1 });
        using SalesforceClient client = TestClients.Over(sandbox);
        WriteRequest<Customer>[] requests =
        [
            SinkTests.Request(SinkTests.Make("A")), SinkTests.Request(SinkTests.Make("B")), SinkTests.Request(SinkTests.Make("C")),
            SinkTests.Request(SinkTests.Make("D", $", \"Phone\":\"{new string('x', 60)}\"")),
        ];
        List<KeyedOutcome> outcomes = await Sink(client, sandbox, Options with { LockRetries = 0 }).WriteAsync(requests.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(
            [WriteOutcomeKind.Created, WriteOutcomeKind.Retryable, WriteOutcomeKind.Retryable, WriteOutcomeKind.Rejected],
            requests.Select(r => outcomes.Single(o => o.Key == r.Key).Outcome.Kind));
    }

    [Fact]
    public async Task Write_OneKeyTwice_IsRefused()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        WriteRequest<Customer> request = SinkTests.Request(SinkTests.Make("A"));
        var sink = new SalesforceBulkSink<Customer>(client, SalesforceMappings.AccountToCustomer(), new SalesforceReadOptions { Tenant = "acme", Instance = "org" }, Options);
        await Assert.ThrowsAsync<ArgumentException>(() => sink.WriteAsync(new[] { request, request }.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync());
    }

    [Fact]
    public void Connector_ObjectWithAndWithoutWriting_SaysWhatItCan()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        Connector connector = SalesforceConnector.Create(client, new SalesforceReadOptions { Tenant = "acme", Instance = "org" }, objects => objects
            .Add(SalesforceMappings.AccountToCustomer(), Options)
            .Add<Project>(SalesforceMappings.OpportunityToProject(), where: SoqlCondition.Equal("IsWon", true), events: new SalesforceEventOptions()));
        ConnectorRoles read = ConnectorRoles.ReadAll | ConnectorRoles.ReadOne | ConnectorRoles.ReadChanges;
        Assert.Equal(
            [("Account", read | ConnectorRoles.Upsert | ConnectorRoles.Patch | ConnectorRoles.Delete | ConnectorRoles.WriteBulk), ("Opportunity", read | ConnectorRoles.Listen)],
            connector.Capabilities.Select(c => (c.VendorObject, c.Roles)));
        Assert.True(connector.TryGet(out IBulkSink<Customer>? _));
        Assert.False(connector.TryGet(out ISink<Project>? _));
        Assert.True(connector.TryGet(out IChangeFeed<Project>? _));
        Assert.False(connector.TryGet(out IChangeFeed<Customer>? _));
    }

    [Fact]
    public async Task Source_AllAndOne_AreTheSameObject()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(3);
        using SalesforceClient client = TestClients.Over(sandbox);
        var source = new SalesforceObjectSource<Project>(client, SalesforceMappings.OpportunityToProject(), SandboxOrg.Read(sandbox));
        List<SourceItem<Project>> all = await source.ReadAsync(cancellationToken: TestContext.Current.CancellationToken).Items(TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(3, all.Count);
        SourceItem<Project>? one = await source.ReadOneAsync(all[1].Source.RecordId, TestContext.Current.CancellationToken);
        Assert.Equal(all[1].Value!.Id, one!.Value!.Id);
        Assert.Equal(all[1].Value!.Name, one.Value.Name);
        Assert.Null(await source.ReadOneAsync("006000000000001AAA", TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => source.ReadOneAsync("x' OR Id != '", TestContext.Current.CancellationToken));
    }

    private static SalesforceBulkSink<Customer> Sink(SalesforceClient client, SalesforceSandbox sandbox, SalesforceWriteOptions<Customer>? options = null) => new(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), options ?? Options);
}
