using System.Text.RegularExpressions;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The examples of the Salesforce part of docs/testing-with-sandboxes.md, as they stand there.</summary>
public sealed partial class SalesforceGuideTests
{
    [Fact]
    public async Task Guide_Examples_DoWhatTheySay()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { CertiniaPsa = true }, clock);
        new SalesforceOrgGenerator(seed: 7) { Accounts = 200, Service = true }.Fill(sandbox);
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
        sandbox.RestampAll("Account");
        sandbox.ChangeSilently("Account", account, """{"Site":"unseen"}""");
        Assert.Contains("\"Site\":\"unseen\"", sandbox.Show("Account", account), StringComparison.Ordinal);

        int sets = sandbox.Count("pse__Rate_Card_Set__c");
        sandbox.SeedGenerated("pse__Rate_Card_Set__c", 1_000_000, (i, row) => row["Name"] = "Generated");
        Assert.Equal(sets + 1_000_000, sandbox.Count("pse__Rate_Card_Set__c"));
        sandbox.TurnChangesIntoGaps(3);
        sandbox.PublishGap("Account", SalesforceGapKind.Overflow);
        sandbox.DeliverEventsTwice = true;
        sandbox.ExpireEvents();
        sandbox.BreakEventStreams();
    }

    [Fact]
    public async Task Guide_OrgOfYourOwn_HasItsRules()
    {
        var options = new SalesforceSandboxOptions
        {
            PersonAccounts = true,
            RecordTypes = { ["Opportunity"] = [new("New_Business") { IsDefault = true }, new("Renewal")] },
            CustomObjects = { new SalesforceSandboxObject("Visit__c", "a01", [new("Name", SalesforceSandboxFieldType.Text)]) },
            CustomFields =
            {
                ["Account"] = [new("ERP_Id__c", SalesforceSandboxFieldType.Text) { ExternalId = true, Unique = true }],
                ["Contact"] = [new("Region__c", SalesforceSandboxFieldType.Text) { FormulaPath = "Account.BillingCountry" }],
            },
        };
        await using var org = new SalesforceSandbox(options);
        org.Rules.Add(new SalesforceValidationRule("Opportunity", "Amount > 1000000 AND NextStep = null", "Large deals need a next step.") { Field = "NextStep" });
        org.Rules.Add(new SalesforceDuplicateRule("Account", "Name", "BillingCity"));
        string account = org.Seed("Account", """{"LastName":"Müller","BillingCountry":"DE"}""");
        string contact = org.Seed("Contact", $$"""{"LastName":"c","AccountId":"{{account}}"}""");
        Assert.Contains("\"Region__c\":\"DE\"", org.Show("Contact", contact), StringComparison.Ordinal);
    }

    [Fact]
    public void Guide_EachLineOfCode_StandsInTheseTests()
    {
        string root = Repository.Root();
        string guide = File.ReadAllText(Path.Combine(root, "docs", "testing-with-sandboxes.md"));
        guide = guide[guide.IndexOf("## Salesforce", StringComparison.Ordinal)..];
        HashSet<string> tested = [.. File.ReadAllLines(Path.Combine(root, "tests", "Canonical.Testing.Tests", "Salesforce", "SalesforceGuideTests.cs")).Select(Normal)];
        string[] lines = [.. Blocks().Matches(guide).SelectMany(m => m.Groups["code"].Value.Split('\n')).Select(Normal).Where(l => l.Length > 0)];
        Assert.True(lines.Length > 30, $"Only {lines.Length} lines of code were found in the guide.");
        Assert.DoesNotContain(lines, l => !tested.Contains(l));

        // Without the comment at the end, which the guide has, and the token, which it has not.
        static string Normal(string line) => line.Split("  // ")[0].Replace("(TestContext.Current.CancellationToken)", "()", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex("```csharp\\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();
}
