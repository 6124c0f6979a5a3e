using System.Text.Json;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Expense reports of Certinia PSA with their expenses, by the package's own mapping.</summary>
public sealed class ExpenseSinkTests
{
    private static readonly SalesforceWriteOptions<ExpenseReport> Options = new() { ExternalIdField = "pse__Expense_Report_Reference__c", Lines = [SalesforceLineOptions.Expenses()] };

    [Fact]
    public async Task Upsert_ReportsOfAnotherOrg_AreWrittenOnceWithTheirExpenses()
    {
        await using PackOrg org = await PackOrg.StartAsync(21);
        CancellationToken none = TestContext.Current.CancellationToken;
        List<ExpenseReport> reports = await ReadAsync(org);
        Assert.True(reports.Count > 2);
        int before = org.Sandbox.Count("pse__Expense_Report__c");
        int lines = org.Sandbox.Count("pse__Expense__c");
        var sink = new SalesforceSink<ExpenseReport>(org.Client, CertiniaMappings.ExpenseReport(), org.Read, Options);
        for (int round = 0; round < 2; round++)
        {
            foreach (ExpenseReport report in reports)
            {
                var request = new WriteRequest<ExpenseReport>(report, SinkTests.NextKey());
                WriteOutcome outcome = await sink.UpsertAsync(request, none);
                Assert.True(outcome.Kind == (round == 0 ? WriteOutcomeKind.Created : WriteOutcomeKind.Unchanged), string.Join(' ', outcome.Issues));
                ReadBack back = await sink.ReadBackAsync(request, none);
                Assert.True(back.Matches, string.Join(' ', back.Differences));
            }
        }

        Assert.Equal(before + reports.Count, org.Sandbox.Count("pse__Expense_Report__c"));
        Assert.Equal(lines + reports.Sum(r => r.Lines.Count), org.Sandbox.Count("pse__Expense__c"));
    }

    [Fact]
    public async Task Upsert_OneExpenseIsRefused_NamesItAndWritesNothing()
    {
        await using PackOrg org = await PackOrg.StartAsync(22);
        ExpenseReport report = (await ReadAsync(org)).First(r => r.Lines.Count > 1);
        int before = org.Sandbox.Count("pse__Expense_Report__c");
        org.Sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "pse__Expense__c", Skip = 1, ErrorCode = "FIELD_CUSTOM_VALIDATION_EXCEPTION", Message = "Receipts are needed from 100 on.", Fields = ["pse__Amount__c"] });
        WriteOutcome outcome = await new SalesforceSink<ExpenseReport>(org.Client, CertiniaMappings.ExpenseReport(), org.Read, Options).UpsertAsync(new WriteRequest<ExpenseReport>(report, SinkTests.NextKey()), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        RecordIssue issue = Assert.Single(outcome.Issues);
        Assert.Equal("/lines/1/amount", issue.Path);
        Assert.Equal("pse__Expense_Lines__r[1].pse__Amount__c", issue.VendorPath);
        Assert.Contains("Receipts are needed", issue.Message, StringComparison.Ordinal);
        Assert.Equal(before, org.Sandbox.Count("pse__Expense_Report__c"));
    }

    [Fact]
    public async Task Upsert_ExpenseIsApprovedAndLocked_IsRejectedWithTheTextOfTheOrg()
    {
        await using PackOrg org = await PackOrg.StartAsync(23);
        CancellationToken none = TestContext.Current.CancellationToken;
        ExpenseReport report = (await ReadAsync(org))[0];
        var sink = new SalesforceSink<ExpenseReport>(org.Client, CertiniaMappings.ExpenseReport(), org.Read, Options);
        Assert.Equal(WriteOutcomeKind.Created, (await sink.UpsertAsync(new WriteRequest<ExpenseReport>(report, SinkTests.NextKey()), none)).Kind);
        ExpenseReport approved = report with { State = ExpenseReportState.Approved };
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(new WriteRequest<ExpenseReport>(approved, SinkTests.NextKey()), none)).Kind);
        // What is approved and the same is no change; another text is one.
        Assert.Equal(WriteOutcomeKind.Unchanged, (await sink.UpsertAsync(new WriteRequest<ExpenseReport>(approved, SinkTests.NextKey()), none)).Kind);
        ExpenseReport other = approved with { Lines = [approved.Lines[0] with { Description = "changed" }, .. approved.Lines.Skip(1)] };
        WriteOutcome outcome = await sink.UpsertAsync(new WriteRequest<ExpenseReport>(other, SinkTests.NextKey()), none);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal("FIELD_CUSTOM_VALIDATION_EXCEPTION", outcome.Issues[0].VendorCode);
        Assert.Equal("/lines/0", outcome.Issues[0].Path);
    }

    [Theory]
    [InlineData(null, 50)]
    [InlineData(10, 10)]
    public async Task Write_ManyReports_NoCallStartsMoreTriggersThanTheLimit(int? batchSize, int most)
    {
        await using PackOrg org = await PackOrg.StartAsync(24, accounts: 40);
        List<ExpenseReport> reports = await ReadAsync(org);
        var recorder = new RecordingHandler();
        using var client = SalesforceClient.Create(TestClients.Options(o => o.LoginAddress = org.Sandbox.BaseAddress), new SkippingTimeProvider(TimeSpan.FromSeconds(8)), primaryHandler: () => recorder);
        var sink = new SalesforceBulkSink<ExpenseReport>(client, CertiniaMappings.ExpenseReport(), org.Read, Options with { BatchSize = batchSize });
        List<KeyedOutcome> outcomes = await sink.WriteAsync(reports.Select(r => new WriteRequest<ExpenseReport>(r, SinkTests.NextKey())).ToAsyncEnumerable(), TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(reports.Count, outcomes.Count(o => o.Outcome.Kind == WriteOutcomeKind.Created));
        int[] nodes = [.. recorder.Sent.Where(s => s.Path.EndsWith("/composite/graph", StringComparison.Ordinal)).Select(s =>
        {
            using JsonDocument sent = JsonDocument.Parse(s.Body);
            return sent.RootElement.GetProperty("graphs").EnumerateArray().Sum(g => g.GetProperty("compositeRequest").GetArrayLength());
        })];
        Assert.All(nodes, n => Assert.InRange(n, 2, most));
        Assert.Equal(reports.Count + reports.Sum(r => r.Lines.Count), nodes.Sum());
        Assert.True(nodes.Length >= nodes.Sum() / most);
    }

    // As if they came from another system: with keys that are not of this org.
    private static async Task<List<ExpenseReport>> ReadAsync(PackOrg org)
    {
        var reports = new List<ExpenseReport>();
        await foreach (SourceItem<ExpenseReport> item in new SalesforceObjectSource<ExpenseReport>(org.Client, CertiniaMappings.ExpenseReport(), org.Read).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).Items(TestContext.Current.CancellationToken))
        {
            if (item.Value is { Lines.Count: > 0 } report)
                reports.Add(report);
        }

        return reports;
    }
}
