namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The examples of docs/testing-with-sandboxes.md, as they stand there.</summary>
public sealed class SalesforceGuideTests
{
    [Fact]
    public async Task Guide_Examples_DoWhatTheySay()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { CertiniaPsa = true }, clock);
        new SalesforceOrgGenerator(seed: 7) { Accounts = 20 }.Fill(sandbox);
        string account = sandbox.Seed("Account", """{"Name":"Acme","CurrencyIsoCode":"EUR"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);

        sandbox.Faults.Add(SalesforceFault.Unavailable(SalesforceOperation.Query | SalesforceOperation.QueryMore, retryAfterSeconds: 7));
        sandbox.Faults.Seed(1).Add(SalesforceFault.AnswerLost(SalesforceOperation.WriteMany) with { Rate = 0.1, Times = int.MaxValue });
        SalesforceFault.AddAll(sandbox, share: 0.2, seed: 42);
        sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "Contact", Rate = 0.05, Times = int.MaxValue });
        sandbox.Faults.Clear();
        sandbox.RowFaults.Clear();

        using SalesforceSandboxTransaction late = sandbox.BeginTransaction();
        late.Create("Account", """{"Name":"late"}""").Update("Account", account, """{"Site":"s"}""");
        clock.Advance(TimeSpan.FromMinutes(10));
        late.Commit();
        Assert.Contains("\"SystemModstamp\":\"2026-05-06T12:00:00.000+0000\"", sandbox.Show("Account", account), StringComparison.Ordinal);
        string loser = sandbox.Seed("Account", """{"Name":"loser"}""");
        sandbox.Merge("Account", account, loser);
        Assert.Null(sandbox.Show("Account", loser));
        sandbox.Undelete("Account", loser);
        Assert.NotNull(sandbox.Show("Account", loser));
        sandbox.EmptyRecycleBin();

        sandbox.SeedGenerated("pse__Rate_Card_Set__c", 1_000_000, (i, row) => row["Name"] = "Generated");
        Assert.Equal(1_000_001, sandbox.Count("pse__Rate_Card_Set__c"));
        sandbox.TurnChangesIntoGaps(3);
        sandbox.PublishGap("Account", SalesforceGapKind.Overflow);
        sandbox.DeliverEventsTwice = true;
        sandbox.ExpireEvents();
        sandbox.BreakEventStreams();
    }
}
