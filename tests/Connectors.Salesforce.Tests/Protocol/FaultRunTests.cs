using System.Globalization;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>
/// A fifth of all calls and rows fail, in every way that the sandbox knows, while other writers begin transactions early and commit them late: at the end source, canonical set and target are equal, and nothing was written twice.
/// <c>CANONICAL_SALESFORCE_FAULT_RUN</c> sets the number of records.
/// </summary>
public sealed class FaultRunTests
{
    private const int MaxAttempts = 2000;
    private const int Rounds = 4;
    private readonly SkippingTimeProvider _time = new(TimeSpan.FromSeconds(8));
    private readonly Dictionary<CanonicalId, Customer> _canonical = [];
    private readonly HashSet<CanonicalId> _deleted = [];
    private int _interruptions;

    [Fact]
    public async Task Run_AFifthOfAllCallsFail_EndsWithAllSidesEqualAndNothingTwice()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("CANONICAL_SALESFORCE_FAULT_RUN"), CultureInfo.InvariantCulture, out int asked) ? asked : 3000;
        int seed = new Random().Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}, {count} records");
        var random = new Random(seed);
        await using var source = new SalesforceSandbox(Options(), _time);
        await using var target = new SalesforceSandbox(Options(), _time);
        List<string> ids = [.. Enumerable.Range(0, count).Select(i => SandboxOrg.SeedAccount(source, $"Account {i}"))];
        await source.StartAsync(TestContext.Current.CancellationToken);
        await target.StartAsync(TestContext.Current.CancellationToken);
        Canonical.Testing.SalesforceFault.AddAll(source, 0.2, seed);
        Canonical.Testing.SalesforceFault.AddAll(target, 0.2, seed + 1);
        using SalesforceClient from = Client(source);
        using SalesforceClient to = Client(target);
        var changes = new SalesforceChangeSource<Customer>(from, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(source));
        var write = new SalesforceWriteOptions<Customer> { ExternalIdField = "ERP_Id__c", BatchSize = 20, BulkThreshold = int.MaxValue };
        var bulk = new SalesforceBulkSink<Customer>(to, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(target), write);
        var jobs = new SalesforceBulkSink<Customer>(to, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(target), write with { BulkThreshold = 100 });
        var single = new SalesforceSink<Customer>(to, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(target), write);

        ChangeCursor? cursor = null;
        for (int round = 0; round < Rounds; round++)
        {
            // They take their stamp now, and what they write is seen only after the reading.
            using SalesforceSandboxTransaction late = source.BeginTransaction();
            for (int i = 0; i < 20; i++)
                late.Create("Account", $$"""{"Name":"Late {{round}}/{{i}}","CurrencyIsoCode":"EUR"}""");
            for (int i = 0; i < 10; i++)
                late.Update("Account", Take(ids, random), $$"""{"Phone":"late {{round}}/{{i}}"}""");
            late.Delete("Account", Take(ids, random));
            _time.Advance(TimeSpan.FromMinutes(2));
            cursor = await ReadAsync(changes, cursor);
            await WriteAsync(round % 2 == 0 ? bulk : jobs, single);
            late.Commit();
            _time.Advance(TimeSpan.FromMinutes(2));
        }

        cursor = await ReadAsync(changes, cursor);
        await WriteAsync(bulk, single);

        source.Faults.Clear();
        target.Faults.Clear();
        Dictionary<CanonicalId, string> expected = [];
        await foreach (SourceItem<Customer> item in new SalesforceObjectSource<Customer>(from, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(source)).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).Items(TestContext.Current.CancellationToken))
            expected.Add(item.Value!.Id, Describe(item.Value));
        List<SalesforceRecord> written = [];
        await foreach (SalesforceRecord record in to.QueryAsync(SoqlBuilder.From("Account", "Id", "Name", "Phone", "ERP_Id__c").Build(), cancellationToken: TestContext.Current.CancellationToken).Items(TestContext.Current.CancellationToken))
            written.Add(record);
        TestContext.Current.TestOutputHelper?.WriteLine($"{source.Faults.Hits + target.Faults.Hits} faults in {source.Requests.Count + target.Requests.Count} calls, {target.RowFaults.Hits} rows, {_interruptions} runs broken off");
        Assert.True((source.Faults.Hits + target.Faults.Hits) * 10 > source.Requests.Count + target.Requests.Count);
        Assert.Equal(count + (Rounds * 19), expected.Count);
        Assert.Equal(expected.OrderBy(e => e.Key), _canonical.Select(e => KeyValuePair.Create(e.Key, Describe(e.Value))).OrderBy(e => e.Key));
        Assert.Equal(expected.Count, written.Count);
        Assert.Equal(
            expected.OrderBy(e => e.Key),
            written.Select(r => KeyValuePair.Create(CanonicalId.Parse(SalesforceAnswers.Text(r.Json, "ERP_Id__c")!), $"{SalesforceAnswers.Text(r.Json, "Name")}|{SalesforceAnswers.Text(r.Json, "Phone")}")).OrderBy(e => e.Key));
    }

    private readonly HashSet<CanonicalId> _dirty = [];

    private async Task<ChangeCursor?> ReadAsync(SalesforceChangeSource<Customer> changes, ChangeCursor? cursor)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await foreach (ChangePage<Customer> page in changes.ReadChangesAsync(cursor, TestContext.Current.CancellationToken))
                {
                    foreach (RecordChange<Customer> change in page.Items)
                        Apply(change);
                    cursor = page.Cursor;
                }

                return cursor;
            }
            catch (ConnectorException) when (attempt < MaxAttempts)
            {
                // A host comes back later with what it has kept.
                _interruptions++;
                _time.Advance(TimeSpan.FromSeconds(10));
            }
        }
    }

    private void Apply(RecordChange<Customer> change)
    {
        CanonicalId id = CanonicalId.Derive(SandboxOrg.Tenant, "customer", SalesforceClient.SystemName, change.Item.Source.Instance, change.Item.Source.RecordId);
        if (change.Kind == ChangeKind.Deleted)
        {
            if (_canonical.Remove(id))
                _deleted.Add(id);
            _dirty.Remove(id);
            return;
        }

        Assert.Empty(change.Item.Issues);
        _canonical[id] = change.Item.Value!;
        _dirty.Add(id);
    }

    private async Task WriteAsync(SalesforceBulkSink<Customer> bulk, SalesforceSink<Customer> single)
    {
        Dictionary<IdempotencyKey, CanonicalId> open = _dirty.ToDictionary(_ => SinkTests.NextKey());
        for (int attempt = 0; open.Count > 0; attempt++)
        {
            Assert.InRange(attempt, 0, MaxAttempts);
            try
            {
                var requests = open.Select(e => new WriteRequest<Customer>(_canonical[e.Value], e.Key)).ToList();
                int told = 0;
                await foreach (KeyedOutcome outcome in bulk.WriteAsync(requests.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
                {
                    told++;
                    Assert.True(outcome.Outcome.Kind != WriteOutcomeKind.Rejected, outcome.Outcome.Issues.Count > 0 ? outcome.Outcome.Issues[0].Message : "");
                    if (outcome.Outcome.TookEffect)
                        Assert.True(open.Remove(outcome.Key));
                }

                Assert.Equal(requests.Count, told);
            }
            catch (ConnectorException)
            {
                _interruptions++;
            }

            _time.Advance(TimeSpan.FromSeconds(10));
        }

        _dirty.Clear();
        foreach (CanonicalId id in _deleted)
            await DeleteAsync(single, id);
        _deleted.Clear();
    }

    private async Task DeleteAsync(SalesforceSink<Customer> single, CanonicalId id)
    {
        Customer gone = SinkTests.Make("gone") with { Id = id };
        for (int attempt = 0; ; attempt++)
        {
            Assert.InRange(attempt, 0, MaxAttempts);
            try
            {
                ReadBack back = await single.ReadBackAsync(SinkTests.Request(gone), TestContext.Current.CancellationToken);
                if (!back.Found || (await single.DeleteAsync(back.NativeId!, TestContext.Current.CancellationToken)).TookEffect)
                    return;
            }
            catch (ConnectorException)
            {
                _interruptions++;
            }
        }
    }

    // Each id once: who updates a record and who deletes it do not meet.
    private static string Take(List<string> ids, Random random)
    {
        int at = random.Next(ids.Count);
        string id = ids[at];
        ids.RemoveAt(at);
        return id;
    }

    private static string Describe(Customer customer) => $"{customer.Name}|{customer.Phones?.FirstOrDefault(p => p.Kind == PhoneKind.Main)?.Number}";

    private static SalesforceSandboxOptions Options()
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.DailyApiRequests = 10_000_000;
        return options;
    }

    private SalesforceClient Client(SalesforceSandbox sandbox) => SalesforceClient.Create(
        TestClients.Options(o =>
        {
            o.LoginAddress = sandbox.BaseAddress;
            // The smallest pages that Salesforce gives, so that there are many calls to go wrong.
            o.BatchSize = 200;
            o.Resilience.CircuitMinimumThroughput = 1_000_000;
        }),
        _time,
        primaryHandler: () => new ClockHandler(_time));
}
