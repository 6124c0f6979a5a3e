using Canonical.Model;

using Connectors.Abstractions;

using Faults = Canonical.Testing.SalesforceFault;

namespace Connectors.Salesforce.Tests;

/// <summary>Many headers with their lines.</summary>
public sealed class LineBulkSinkTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_ManyHeaders_GoInCallsOfSeventyFive()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        WriteRequest<Opportunity>[] requests = [.. Enumerable.Range(0, 160).Select(i => org.Request($"O{i}", ("1", i + 1, 10), ("2", 1, 20)))];
        List<KeyedOutcome> outcomes = await org.BulkSink(client).WriteAsync(requests.ToAsyncEnumerable(), None).ToListAsync();
        Assert.Equal(requests.Select(r => r.Key).ToHashSet(), outcomes.Select(o => o.Key).ToHashSet());
        Assert.Equal(160, outcomes.Count(o => o.Outcome.Kind == WriteOutcomeKind.Created));
        Assert.Equal(3, LineSinkTests.Graphs(org));
        Assert.Equal(160, org.Sandbox.Count("Opportunity"));
        Assert.Equal(320, org.Sandbox.Count("OpportunityLineItem"));
        // Once more: nothing to do, nothing sent.
        outcomes = await org.BulkSink(client).WriteAsync(requests.Select(r => r with { Key = SinkTests.NextKey() }).ToAsyncEnumerable(), None).ToListAsync();
        Assert.Equal(160, outcomes.Count(o => o.Outcome.Kind == WriteOutcomeKind.Unchanged));
        Assert.Equal(3, LineSinkTests.Graphs(org));
    }

    [Fact]
    public async Task Write_ManyLines_NoCallHasMoreThanFiveHundredNodes()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        WriteRequest<Opportunity>[] requests = [.. Enumerable.Range(0, 30).Select(i => org.Request($"O{i}", [.. Enumerable.Range(1, 60).Select(l => ($"{l}", 1m, 10m))]))];
        List<KeyedOutcome> outcomes = await org.BulkSink(client).WriteAsync(requests.ToAsyncEnumerable(), None).ToListAsync();
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        // 61 nodes each, so 8 fit.
        Assert.Equal(4, LineSinkTests.Graphs(org));
        Assert.Equal(1800, org.Sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Write_MoreFailThanACallBears_TheHaltedAreNotBlamedAndAreWritten()
    {
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        using SalesforceClient client = org.Client(time: time);
        // The first forty have a line that is refused: after fifteen of them Salesforce halts all that follow.
        WriteRequest<Opportunity>[] requests = [.. Enumerable.Range(0, 75).Select(i => new WriteRequest<Opportunity>(Long(org.Make($"O{i}", ("1", 1, 10)), i < 40), SinkTests.NextKey()))];
        List<KeyedOutcome> outcomes = await org.BulkSink(client).WriteAsync(requests.ToAsyncEnumerable(), None).ToListAsync();
        Assert.Equal(75, outcomes.Select(o => o.Key).Distinct().Count());
        Dictionary<IdempotencyKey, WriteOutcome> told = outcomes.ToDictionary(o => o.Key, o => o.Outcome);
        for (int i = 0; i < 75; i++)
        {
            WriteOutcome outcome = told[requests[i].Key];
            Assert.Equal(i < 40 ? WriteOutcomeKind.Rejected : WriteOutcomeKind.Created, outcome.Kind);
            Assert.Equal(i < 40 ? "STRING_TOO_LONG" : null, outcome.Issues.Count == 0 ? null : outcome.Issues[0].VendorCode);
            Assert.Equal(i < 40 ? "/lines/0/description" : null, outcome.Issues.Count == 0 ? null : outcome.Issues[0].Path);
        }

        Assert.Equal(35, org.Sandbox.Count("Opportunity"));
        Assert.Equal(35, org.Sandbox.Count("OpportunityLineItem"));

        static Opportunity Long(Opportunity made, bool bad) => bad ? made with { Lines = [made.Lines![0] with { Description = new string('x', 300) }] } : made;
    }

    [Fact]
    public async Task Write_OneExternalIdTwice_GoesOneAfterTheOther()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        WriteRequest<Opportunity>[] requests = [org.Request("A", ("1", 1, 10)), org.Request("A", ("1", 2, 10)), org.Request("B", ("1", 1, 10))];
        List<KeyedOutcome> outcomes = await org.BulkSink(client).WriteAsync(requests.ToAsyncEnumerable(), None).ToListAsync();
        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Updated, WriteOutcomeKind.Created], requests.Select(r => outcomes.Single(o => o.Key == r.Key).Outcome.Kind));
        Assert.Equal(2, org.Sandbox.Count("Opportunity"));
    }

    [Fact]
    public async Task Write_RefusedByTheMappingOrTheLines_HasItsOutcomeTheOthersToo()
    {
        await using LinesOrg org = await LinesOrg.StartAsync();
        using SalesforceClient client = org.Client();
        WriteRequest<Opportunity>[] requests = [org.Request("A", ("1", 1, 10), ("1", 1, 10)), org.Request("B", ("1", 1, 10))];
        List<KeyedOutcome> outcomes = await org.BulkSink(client).WriteAsync(requests.ToAsyncEnumerable(), None).ToListAsync();
        Assert.Equal([WriteOutcomeKind.Rejected, WriteOutcomeKind.Created], requests.Select(r => outcomes.Single(o => o.Key == r.Key).Outcome.Kind));
        await Assert.ThrowsAsync<ArgumentException>(() => org.BulkSink(client).WriteAsync(new[] { requests[0], requests[0] }.ToAsyncEnumerable(), None).ToListAsync());
    }

    [Fact]
    public async Task Write_FaultsOfEveryKind_EndsWithBothSidesEqualAndNothingTwice()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("CANONICAL_SEED"), System.Globalization.CultureInfo.InvariantCulture, out int given) ? given : new Random().Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using LinesOrg org = await LinesOrg.StartAsync(time);
        var random = new Random(seed);
        using SalesforceClient client = org.Client(o => o.Resilience.CircuitMinimumThroughput = 1_000_000, time);
        SalesforceBulkSink<Opportunity> sink = org.BulkSink(client);
        var wanted = new Dictionary<string, Opportunity>(StringComparer.Ordinal);
        int rounds = 0;
        for (int version = 0; version < 3; version++)
        {
            org.Sandbox.Faults.Clear();
            org.Sandbox.RowFaults.Clear();
            Faults.AddAll(org.Sandbox, 0.42, seed + version);
            for (int i = 0; i < 150; i++)
            {
                (string, decimal, decimal)[] lines = [.. Enumerable.Range(1, 6).Where(_ => random.Next(3) > 0).Select(l => ($"{l}", (decimal)random.Next(1, 9), 10m))];
                wanted[$"O{i}"] = org.Make($"O{i}", lines);
            }

            List<WriteRequest<Opportunity>> open = [.. wanted.Values.Select(o => new WriteRequest<Opportunity>(o, SinkTests.NextKey()))];
            while (open.Count > 0)
            {
                Assert.InRange(++rounds, 1, 500);
                var settled = new HashSet<IdempotencyKey>();
                int count = 0;
                try
                {
                    await foreach (KeyedOutcome outcome in sink.WriteAsync(open.ToAsyncEnumerable(), None))
                    {
                        count++;
                        Assert.NotEqual(WriteOutcomeKind.Rejected, outcome.Outcome.Kind);
                        if (outcome.Outcome.TookEffect)
                            settled.Add(outcome.Key);
                    }

                    Assert.Equal(open.Count, count);
                }
                catch (ConnectorException)
                {
                    // A host comes back later.
                }

                open = [.. open.Where(o => !settled.Contains(o.Key)).Select(o => o with { Key = SinkTests.NextKey() })];
                time.Advance(TimeSpan.FromSeconds(10));
            }
        }

        Assert.True(org.Sandbox.Faults.Hits > 10);
        org.Sandbox.Faults.Clear();
        org.Sandbox.RowFaults.Clear();
        Assert.Equal(150, org.Sandbox.Count("Opportunity"));
        Assert.Equal(wanted.Values.Sum(o => o.Lines!.Count), org.Sandbox.Count("OpportunityLineItem"));
        SalesforceSink<Opportunity> single = org.Sink(client);
        foreach (Opportunity one in wanted.Values)
            Assert.True((await single.ReadBackAsync(new WriteRequest<Opportunity>(one, SinkTests.NextKey()), None)).Matches);
    }
}
