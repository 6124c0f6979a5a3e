using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Faults = Canonical.Testing.SalesforceFault;

namespace Connectors.Salesforce.Tests;

/// <summary>The promises of every connector, kept by what writes headers with lines and timecards, and by what reads in bulk.</summary>
public sealed class WritingConformanceTests
{
    private readonly SkippingTimeProvider _time = new(TimeSpan.FromSeconds(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sink_OpportunitiesWithLines_KeepsItsPromises()
    {
        await using LinesOrg org = await LinesOrg.StartAsync(_time);
        using SalesforceClient client = Client(org.Sandbox);
        Opportunity bad = org.Make("Refused", ("1", 1, 10), ("2", 1, 10));
        await ConnectorConformance.CheckSinkAsync(
            new SinkConformance<Opportunity>
            {
                Open = () => org.Sink(client),
                Make = number => Lines(org, number),
                // A header and its two lines: all or none shows in the count.
                CountRecords = _ => Task.FromResult(Count(org)),
                LoseAnswers = () => org.Sandbox.Faults.During(Faults.AnswerLost() with { Times = int.MaxValue }),
                TurnAway = () => org.Sandbox.Faults.During(Faults.Unavailable(SalesforceOperation.Writes) with { Times = int.MaxValue }),
                Refused = new WriteRequest<Opportunity>(bad with { Lines = [bad.Lines![0], bad.Lines[1] with { Description = new string('x', 300) }] }, SinkTests.NextKey()),
            },
            Cancellation);
    }

    [Fact]
    public async Task BulkSink_OpportunitiesWithLines_KeepsItsPromises()
    {
        await using LinesOrg org = await LinesOrg.StartAsync(_time);
        using SalesforceClient client = Client(org.Sandbox);
        await ConnectorConformance.CheckBulkSinkAsync(
            new BulkSinkConformance<Opportunity>
            {
                Open = () => org.BulkSink(client),
                Make = number => Lines(org, number),
                CountRecords = _ => Task.FromResult(Count(org)),
                Requests = 100,
                Faults = AllFaults(org.Sandbox),
            },
            Cancellation);
    }

    [Fact]
    public async Task Sink_Timecards_KeepsItsPromises()
    {
        await using var org = await TimecardOrg.StartAsync(_time);
        using SalesforceClient client = Client(org.Sandbox);
        WriteRequest<TimeEntry> bad = org.Request(10_000, new DateOnly(2030, 1, 7), 8);
        await ConnectorConformance.CheckSinkAsync(
            new SinkConformance<TimeEntry>
            {
                Open = () => org.Sink(client),
                Make = org.Week,
                CountRecords = _ => Task.FromResult(org.Cards),
                LoseAnswers = () => org.Sandbox.Faults.During(Faults.AnswerLost() with { Times = int.MaxValue }),
                TurnAway = () => org.Sandbox.Faults.During(Faults.Unavailable(SalesforceOperation.Writes) with { Times = int.MaxValue }),
                Refused = bad with { Value = bad.Value with { NotesExternal = new string('x', 300) } },
            },
            Cancellation);
    }

    [Fact]
    public async Task BulkSink_Timecards_KeepsItsPromises()
    {
        await using var org = await TimecardOrg.StartAsync(_time);
        using SalesforceClient client = Client(org.Sandbox);
        await ConnectorConformance.CheckBulkSinkAsync(
            new BulkSinkConformance<TimeEntry>
            {
                Open = () => org.Sink(client),
                // One entry a week, so that records can be counted.
                Make = org.Week,
                CountRecords = _ => Task.FromResult(org.Cards),
                Requests = 120,
                Faults = AllFaults(org.Sandbox),
            },
            Cancellation);
    }

    [Fact]
    public async Task BulkSource_Accounts_KeepsItsPromises()
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.DailyApiRequests = 10_000_000;
        await using var sandbox = new SalesforceSandbox(options, _time);
        await sandbox.StartAsync(Cancellation);
        List<string> ids = [.. Enumerable.Range(0, 12).Select(i => SandboxOrg.SeedAccount(sandbox, $"Account {i}", i == 7 ? "" : ""","CurrencyIsoCode":"EUR" """))];
        await ConnectorConformance.CheckSourceAsync(
            new SourceConformance<Customer>
            {
                Open = () => new SalesforceBulkSource<Customer>(TestClients.Over(sandbox, time: _time), SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox), pageSize: 5),
                Records = ids,
                // Calls are not counted: one answer of a bulk job streams as many pages as it has rows for.
                BadRecords = [ids[7]],
            },
            Cancellation);
    }

    private static WriteRequest<Opportunity> Lines(LinesOrg org, int number)
    {
        Opportunity made = org.Make($"O{number}", ("1", 1 + (number % 5), 10), ("2", 1, 20.5m));
        return new WriteRequest<Opportunity>(made, new IdempotencyKey(made.Id.Value));
    }

    private static int Count(LinesOrg org)
    {
        int headers = org.Sandbox.Count("Opportunity");
        Assert.Equal(headers * 2, org.Sandbox.Count("OpportunityLineItem"));
        return headers;
    }

    private static Dictionary<string, Func<IDisposable>> AllFaults(SalesforceSandbox sandbox) => new()
    {
        ["answers of writes lost"] = () => sandbox.Faults.During(Faults.AnswerLost() with { Times = int.MaxValue }),
        ["every second answer lost"] = () => sandbox.Faults.During(Faults.AnswerLost() with { Rate = 0.5, Times = int.MaxValue }),
        ["calls cut before they arrive"] = () => sandbox.Faults.During(Faults.ConnectionCut(SalesforceOperation.Writes) with { Rate = 0.5, Times = int.MaxValue }),
        ["503"] = () => sandbox.Faults.During(Faults.Unavailable(SalesforceOperation.Writes) with { Times = int.MaxValue }),
        ["sessions end"] = () => sandbox.Faults.During(Faults.ExpiredSession() with { Rate = 0.3, Times = int.MaxValue }),
        ["delivered twice"] = () => sandbox.Faults.During(Faults.DeliveredTwice() with { Times = int.MaxValue }),
        ["half of the answers"] = () => sandbox.Faults.During(Faults.TruncatedBody() with { Rate = 0.5, Times = int.MaxValue }),
        ["rows locked"] = () =>
        {
            sandbox.RowFaults.Add(new SalesforceRowFault { Rate = 0.1, Times = int.MaxValue });
            return new End(sandbox.RowFaults.Clear);
        },
    };

    private SalesforceClient Client(SalesforceSandbox sandbox) => TestClients.Over(sandbox, o => o.Resilience.CircuitMinimumThroughput = 1_000_000, _time);

    private sealed class End(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
