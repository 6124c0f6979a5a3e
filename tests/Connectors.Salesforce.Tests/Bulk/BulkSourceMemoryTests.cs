using System.Globalization;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>The memory of the process is measured, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(BulkSourceMemoryTests), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Reading in bulk holds one page, whatever the number of records. <c>CANONICAL_SALESFORCE_BULK_RUN</c> sets it.</summary>
[Collection(nameof(BulkSourceMemoryTests))]
public sealed class BulkSourceMemoryTests
{
    [Fact]
    public async Task Read_ManyRecords_HoldsOnePageInMemory()
    {
        int records = int.TryParse(Environment.GetEnvironmentVariable("CANONICAL_SALESFORCE_BULK_RUN"), CultureInfo.InvariantCulture, out int asked) ? asked : 60_000;
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options(), time);
        string account = SandboxOrg.SeedAccount(sandbox, "Acme");
        sandbox.SeedGenerated("Contact", records, (i, row) =>
        {
            row["LastName"] = "Generated";
            row["IsDeleted"] = false;
            row["CreatedDate"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(i / 100);
            row["SystemModstamp"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(i / 100);
            row["AccountId"] = account;
            row["Title"] = new string('x', 100);
        });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox, time: time);
        var source = new SalesforceBulkSource<Contact>(client, SalesforceMappings.ContactToContact(), SandboxOrg.Read(sandbox));
        int count = 0;
        long first = 0;
        long most = 0;
        int pages = 0;
        await foreach (Page<SourceItem<Contact>> page in source.ReadAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            count += page.Items.Count(i => i.Value is not null);
            if (++pages % 10 != 0)
                continue;
            long now = GC.GetTotalMemory(forceFullCollection: true);
            if (first == 0)
                first = now;
            most = Math.Max(most, now);
        }

        Assert.Equal(records, count);
        // The first measurement was after 20,000 records; a page with its objects is about 4 MB.
        TestContext.Current.TestOutputHelper?.WriteLine($"{records} records, {most - first} bytes more than after the first 20,000");
        Assert.InRange(most - first, long.MinValue, 12_000_000);
    }
}
