using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Pages that are fetched while another is dealt with, and pages that are mapped by several threads.</summary>
public sealed class PagesAheadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_LargePage_KeepsTheOrderAndEachBadRecordInItsPlace()
    {
        const int Records = 1500;
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options());
        for (int i = 0; i < Records; i++)
            sandbox.Seed("Account", i % 7 == 3 ? $$"""{"Name":"{{i}}"}""" : $$"""{"Name":"{{i}}","CurrencyIsoCode":"EUR"}""");
        await sandbox.StartAsync(Cancellation);
        using SalesforceClient client = TestClients.Over(sandbox);

        IReadOnlyList<SourceItem<Customer>> items = Assert.Single(await Source(client, sandbox, 1).ReadAsync(cancellationToken: Cancellation).ToListAsync()).Items;
        Assert.Equal(Records, items.Count);
        Assert.Equal(items.Select(item => item.Source.RecordId).Order(StringComparer.Ordinal), items.Select(item => item.Source.RecordId));
        for (int i = 0; i < Records; i++)
        {
            Assert.Equal(i % 7 != 3, items[i].IsMapped);
            Assert.Equal(("salesforce", "Account", sandbox.OrganizationId), (items[i].Source.System, items[i].Source.ObjectType, items[i].Source.Instance));
            if (items[i].Value is { } customer)
                Assert.Equal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), customer.Name);
            else
                Assert.Contains(items[i].Issues, issue => issue.VendorPath == "CurrencyIsoCode");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    public async Task Read_CallerOfOnePage_HasAsMuchFetchedAsWasSaid(int ahead, int queries)
    {
        await using SalesforceSandbox sandbox = await StartAsync();
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200);
        IAsyncEnumerator<Page<SourceItem<Customer>>> pages = Source(client, sandbox, ahead).ReadAsync(cancellationToken: Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await pages.MoveNextAsync());
        // What is fetched is fetched beside the caller, who waits here for that to be all.
        while (Queries(sandbox) < queries)
            await Task.Yield();
        await pages.DisposeAsync();
        Assert.Equal(queries, Queries(sandbox));
    }

    [Fact]
    public async Task Read_PageThatWaited_IsAsOldAsItWasRead()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
        await using SalesforceSandbox sandbox = await StartAsync(time);
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200, time);
        IAsyncEnumerator<Page<SourceItem<Customer>>> pages = Source(client, sandbox, 2).ReadAsync(cancellationToken: Cancellation).GetAsyncEnumerator(Cancellation);
        await using (pages.ConfigureAwait(true))
        {
            DateTimeOffset start = time.GetUtcNow();
            Assert.True(await pages.MoveNextAsync());
            // The third page is asked for when the second is here.
            while (Queries(sandbox) < 3)
                await Task.Yield();
            time.Advance(TimeSpan.FromMinutes(10));
            Assert.True(await pages.MoveNextAsync());
            Assert.Equal(start, pages.Current.Items[0].Value!.ObservedAt);
        }
    }

    [Fact]
    public async Task Read_ContinuationOfAnyPage_GivesTheRest()
    {
        await using SalesforceSandbox sandbox = await StartAsync();
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200);
        SalesforceObjectSource<Customer> source = Source(client, sandbox, 2);
        List<Page<SourceItem<Customer>>> all = await source.ReadAsync(cancellationToken: Cancellation).ToListAsync();
        Assert.Equal(5, all.Count);
        for (int i = 0; i < all.Count - 1; i++)
        {
            List<Page<SourceItem<Customer>>> rest = await source.ReadAsync(all[i].Continuation, Cancellation).ToListAsync();
            Assert.Equal(Ids(all.Skip(i + 1)), Ids(rest));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(PagingExtensions.MaxPagesAhead + 1)]
    public void PagesAhead_OutOfRange_IsRefused(int ahead) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SalesforceReadOptions { Tenant = "acme", Instance = "x", PagesAhead = ahead });

    private static IEnumerable<string> Ids(IEnumerable<Page<SourceItem<Customer>>> pages) => pages.SelectMany(page => page.Items).Select(item => item.Source.RecordId);

    private static int Queries(SalesforceSandbox sandbox) => sandbox.Requests.Count(request => request.PathAndQuery.Contains("/query", StringComparison.Ordinal));

    private static SalesforceObjectSource<Customer> Source(SalesforceClient client, SalesforceSandbox sandbox, int ahead) =>
        new(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox) with { PagesAhead = ahead });

    private static async Task<SalesforceSandbox> StartAsync(TimeProvider? time = null)
    {
        var sandbox = new SalesforceSandbox(SandboxOrg.Options(), time);
        for (int i = 0; i < 1000; i++)
            SandboxOrg.SeedAccount(sandbox, "Acme");
        await sandbox.StartAsync(Cancellation);
        return sandbox;
    }
}
