using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class LockTests
{
    private static readonly SalesforceWriteOptions<Customer> Options = new() { ExternalIdField = "ERP_Id__c" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_RowsMeetALock_AreSentAgainAfterAWait(bool byJob)
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0, time);
        sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "Account", Skip = 3, Times = 4 });
        using SalesforceClient client = TestClients.Over(sandbox, time: time);
        int before = sandbox.Count("Account");
        List<KeyedOutcome> outcomes = await WriteAsync(client, sandbox, byJob ? Options with { BulkThreshold = 10 } : Options, 30);
        Assert.Equal(30, outcomes.Count);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        Assert.Equal(before + 30, sandbox.Count("Account"));
        Assert.Equal(4, sandbox.RowFaults.Hits);
        Assert.Contains(time.Waits, w => w >= TimeSpan.FromSeconds(0.5) && w <= TimeSpan.FromSeconds(1.5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_OlderStateOfARecordMeetsALock_IsNotSentOverTheNewerOne(bool byJob)
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0, time);
        sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "Account" });
        using SalesforceClient client = TestClients.Over(sandbox, time: time);
        var sink = new SalesforceBulkSink<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), byJob ? Options with { BulkThreshold = 2 } : Options);
        WriteRequest<Customer>[] requests = [SinkTests.Request(SinkTests.Make("A", """, "Phone":"1" """)), SinkTests.Request(SinkTests.Make("A", """, "Phone":"2" """))];
        List<KeyedOutcome> outcomes = await sink.WriteAsync(requests.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(requests.Select(r => r.Key), outcomes.Select(o => o.Key));
        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Updated], outcomes.Select(o => o.Outcome.Kind));
        Assert.Equal(1, sandbox.RowFaults.Hits);
        using var shown = System.Text.Json.JsonDocument.Parse(sandbox.Show("Account", outcomes[0].Outcome.NativeId!)!);
        Assert.Equal("2", shown.RootElement.GetProperty("Phone").GetString());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(1, 2)]
    public async Task Write_LockStays_IsTriedAsOftenAsSaidAndHandedBack(int retries, int tries)
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0, time);
        sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "Account", Times = int.MaxValue });
        using SalesforceClient client = TestClients.Over(sandbox, time: time);
        List<KeyedOutcome> outcomes = await WriteAsync(client, sandbox, Options with { LockRetries = retries }, 3);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Retryable, o.Outcome.Kind));
        Assert.Equal(3, outcomes.Count);
        Assert.Equal(3 * tries, sandbox.RowFaults.Hits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_LockInsideTheErrorOfATrigger_CountsToo(bool byJob)
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0, time);
        sandbox.RowFaults.Add(new SalesforceRowFault
        {
            ObjectName = "Account",
            ErrorCode = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            Message = "dlrs_AccountTrigger: execution of AfterInsert\n\ncaused by: System.DmlException: Update failed. First exception on row 0; first error: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record: []",
            Times = 2,
        });
        using SalesforceClient client = TestClients.Over(sandbox, time: time);
        List<KeyedOutcome> outcomes = await WriteAsync(client, sandbox, byJob ? Options with { BulkThreshold = 4 } : Options, 6);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        Assert.Equal(2, sandbox.RowFaults.Hits);
    }

    [Fact]
    public async Task Write_ErrorOfATriggerWithoutALock_IsNotSentAgain()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.RowFaults.Add(new SalesforceRowFault { ErrorCode = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", Message = "MyTrigger: execution of AfterInsert caused by: System.NullPointerException", Times = int.MaxValue });
        using SalesforceClient client = TestClients.Over(sandbox);
        List<KeyedOutcome> outcomes = await WriteAsync(client, sandbox, Options, 2);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Rejected, o.Outcome.Kind));
        Assert.Equal(2, sandbox.RowFaults.Hits);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", false)]
    [InlineData("Industry", false)]
    public async Task Write_ByJob_RowsOfOneParentStandTogether(string? field, bool sorted)
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0, time);
        var references = new KeptReferences();
        string[] parents = [.. Enumerable.Range(0, 5).Select(i => SandboxOrg.SeedAccount(sandbox, $"Parent {i}"))];
        CanonicalId[] ids = [.. parents.Select(p => references.Know(SandboxOrg.Tenant, "customer", sandbox.OrganizationId, p))];
        var recorder = new RecordingHandler();
        using var client = SalesforceClient.Create(TestClients.Options(o => o.LoginAddress = sandbox.BaseAddress), time, primaryHandler: () => recorder);
        var sink = new SalesforceBulkSink<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox) with { References = references }, Options with { BulkThreshold = 10, ParentField = field });
        WriteRequest<Customer>[] requests = [.. Enumerable.Range(0, 10).Select(i => SinkTests.Request(SinkTests.Make($"Child {i}") with { Parent = new Reference<Customer>(ids[i % 5]) }))];
        List<KeyedOutcome> outcomes = await sink.WriteAsync(requests.ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        string[] lines = recorder.Sent.Single(s => s.Method == "PUT").Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int column = Array.IndexOf(lines[0].Split(','), "ParentId");
        string[] told = [.. lines[1..].Select(l => l.Split(',')[column])];
        Assert.Equal(sorted ? told.Order(StringComparer.Ordinal) : Enumerable.Range(0, 10).Select(i => parents[i % 5]), told);
    }

    [Fact]
    public void Options_OutsideOfTheLimits_AreRefused()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        var org = new SalesforceReadOptions { Tenant = "acme", Instance = "org" };
        Assert.Throws<ArgumentException>(() => new SalesforceBulkSink<Customer>(client, SalesforceMappings.AccountToCustomer(), org, Options with { LockRetries = 11 }));
        Assert.Throws<ArgumentException>(() => new SalesforceBulkSink<Customer>(client, SalesforceMappings.AccountToCustomer(), org, Options with { ParentField = "no name" }));
    }

    private static Task<List<KeyedOutcome>> WriteAsync(SalesforceClient client, SalesforceSandbox sandbox, SalesforceWriteOptions<Customer> options, int count)
    {
        var sink = new SalesforceBulkSink<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), options);
        return sink.WriteAsync(Enumerable.Range(0, count).Select(i => SinkTests.Request(SinkTests.Make($"Account {i}"))).ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();
    }
}
