using System.Globalization;
using System.Net;

using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class ChangeSourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadChanges_Random_EveryChangeArrivesWhateverBreaks()
    {
        int seed = Environment.GetEnvironmentVariable("CANONICAL_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"CANONICAL_SEED={seed}");
        var random = new Random(seed);
        for (int run = 0; run < 40; run++)
        {
            using var org = new ChangingOrg { PageSize = random.Next(1, 7) };
            using SalesforceClient client = Client(org);
            SalesforceChangeSource<Customer> source = Source(client);
            var seen = new Dictionary<string, (string? Name, bool Deleted)>(StringComparer.Ordinal);
            ChangeCursor? cursor = null;
            for (int step = 0; step < 30; step++)
            {
                for (int writes = random.Next(12); writes > 0; writes--)
                {
                    org.Write(random.Next(25), $"N{random.Next(1000)}", random.Next(8) == 0, TimeSpan.FromSeconds(random.Next(3) == 0 ? random.Next(600) : 0));
                    if (random.Next(3) == 0)
                        org.Now += TimeSpan.FromSeconds(random.Next(90));
                }

                // One in three pages breaks, one in four callers leaves before the end, and some restart the process.
                org.Fault = _ => random.Next(9) == 0 ? ChangingOrg.Json("""[{"errorCode":"INVALID_QUERY_LOCATOR","message":"gone"}]""", HttpStatusCode.BadRequest)
                    : random.Next(12) == 0 ? ChangingOrg.Json("""[{"errorCode":"QUERY_TIMEOUT","message":"too long"}]""", HttpStatusCode.BadRequest) : null;
                cursor = await ReadAsync(source, cursor, seen, leave: () => random.Next(6) == 0);
                if (random.Next(4) == 0)
                    source = Source(client);
                org.Now += TimeSpan.FromSeconds(random.Next(1, 900));
            }

            // All transactions have ended, and the overlap has passed over them.
            org.Fault = static _ => null;
            org.Now += TimeSpan.FromMinutes(11);
            cursor = await ReadAsync(source, cursor, seen, leave: static () => false);

            Dictionary<string, (string Name, bool Deleted, DateTimeOffset Stamp)> rows = org.Rows();
            foreach ((string id, (string name, bool deleted, _)) in rows)
            {
                // Deleted before the first reading: nobody was told of it, and nobody needs to be.
                if (!seen.TryGetValue(id, out var last))
                    Assert.True(deleted, $"{id} did not arrive; run {run}, seed {seed}");
                else if (deleted)
                    Assert.True(last.Deleted, $"{id} is deleted and did not come so; run {run}, seed {seed}");
                else
                    Assert.True((last.Name, last.Deleted) == (name, false), $"{id} arrived as '{last.Name}' and is '{name}'; run {run}, seed {seed}");
            }
        }
    }

    [Fact]
    public async Task ReadChanges_NothingNew_AsksAgainAndDeliversNothingTwice()
    {
        using var org = new ChangingOrg();
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        for (int i = 0; i < 12; i++)
            org.Write(i, "Acme");
        org.Now += TimeSpan.FromSeconds(30);

        List<ChangePage<Customer>> first = await source.ReadChangesAsync(null, Cancellation).ToListAsync();
        org.Now += TimeSpan.FromMinutes(2);
        List<ChangePage<Customer>> second = await source.ReadChangesAsync(first[^1].Cursor, Cancellation).ToListAsync();

        Assert.Equal(12, first.Sum(p => p.Items.Count));
        Assert.All(first.SelectMany(p => p.Items), c => Assert.Equal((ChangeKind.Upserted, true), (c.Kind, c.Item.IsMapped)));
        Assert.Empty(Assert.Single(second).Items);
        // A restarted process does not remember, and asks for the overlap once more.
        Assert.Equal(12, (await Source(client).ReadChangesAsync(first[^1].Cursor, Cancellation).ToListAsync()).Sum(p => p.Items.Count));
        // Nor does going back to an older cursor leave anything out: the rest of that window, and what its overlap brings again.
        string[] again = [.. (await source.ReadChangesAsync(first[0].Cursor, Cancellation).ToListAsync()).SelectMany(p => p.Items).Select(c => c.Item.Source.RecordId)];
        Assert.Subset(again.ToHashSet(StringComparer.Ordinal), first.Skip(1).SelectMany(p => p.Items).Select(c => c.Item.Source.RecordId).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReadChanges_CommitBehindAStampThatWasRead_Arrives()
    {
        using var org = new ChangingOrg();
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        org.Write(1, "Late", commitsAfter: TimeSpan.FromMinutes(9));
        org.Now += TimeSpan.FromSeconds(10);
        org.Write(2, "Early");
        org.Now += TimeSpan.FromMinutes(1);
        List<ChangePage<Customer>> first = await source.ReadChangesAsync(null, Cancellation).ToListAsync();
        org.Now += TimeSpan.FromMinutes(10);

        List<ChangePage<Customer>> second = await source.ReadChangesAsync(first[^1].Cursor, Cancellation).ToListAsync();

        Assert.Equal("Early", Assert.Single(first.SelectMany(p => p.Items)).Item.Value!.Name);
        Assert.Equal("Late", Assert.Single(second.SelectMany(p => p.Items)).Item.Value!.Name);
    }

    /// <summary>Found by the random run with seed 279849138: a window that was begun before a restart and then cut was followed by one that did not reach back.</summary>
    [Fact]
    public async Task ReadChanges_WindowResumedAfterARestartAndCut_LateCommitOfItsFirstPartArrives()
    {
        using var org = new ChangingOrg { PageSize = 2 };
        using SalesforceClient client = Client(org);
        org.Write(1, "Late", commitsAfter: TimeSpan.FromMinutes(9));
        for (int i = 2; i < 8; i++)
        {
            org.Now += TimeSpan.FromSeconds(10);
            org.Write(i, "Early");
        }

        org.Now += TimeSpan.FromSeconds(30);
        ChangeCursor cursor = (await Source(client).ReadChangesAsync(null, Cancellation).FirstAsync(Cancellation)).Cursor;
        org.Now += TimeSpan.FromMinutes(20);
        int queries = 0;
        org.Fault = _ => queries++ == 0 ? ChangingOrg.Json("""[{"errorCode":"QUERY_TIMEOUT","message":"too long"}]""", HttpStatusCode.BadRequest) : null;

        List<ChangePage<Customer>> rest = await Source(client).ReadChangesAsync(cursor, Cancellation).ToListAsync();

        Assert.Contains(rest.SelectMany(p => p.Items), c => c.Item.Value?.Name == "Late");
    }

    [Fact]
    public async Task ReadChanges_DeletionsThatSalesforceForgot_IsAnErrorThatNamesTheWayOut()
    {
        using var org = new ChangingOrg();
        using SalesforceClient client = Client(org);
        org.Write(1, "Acme");
        org.Now += TimeSpan.FromMinutes(1);
        ChangeCursor cursor = (await Source(client).ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromDays(2);
        org.DeletionsSince = org.Now - TimeSpan.FromDays(1);
        var purged = await Assert.ThrowsAsync<ConnectorException>(() => Source(client).ReadChangesAsync(cursor, Cancellation).ToListAsync());
        org.DeletionsSince = DateTimeOffset.MinValue;
        org.Now += TimeSpan.FromDays(30);
        var tooOld = await Assert.ThrowsAsync<ConnectorException>(() => Source(client).ReadChangesAsync(cursor, Cancellation).ToListAsync());

        Assert.Equal((SalesforceErrorCodes.DeletionsMissed, SalesforceErrorCodes.DeletionsMissed), (purged.Code, tooOld.Code));
        Assert.Contains("without a cursor", tooOld.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadChanges_FullRefreshDue_ReadsEveryRecordAgainAndGoesOnWhereItWasLeft()
    {
        using var org = new ChangingOrg { PageSize = 4 };
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client, new SalesforceChangeOptions { FullRefreshEvery = TimeSpan.FromHours(1) });
        for (int i = 0; i < 10; i++)
            org.Write(i, "Acme");
        org.Now += TimeSpan.FromMinutes(30);
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromHours(1);

        var seen = new List<string>();
        await foreach (ChangePage<Customer> page in source.ReadChangesAsync(cursor, Cancellation))
        {
            seen.AddRange(page.Items.Select(c => c.Item.Source.RecordId));
            cursor = page.Cursor;
            break;
        }

        Assert.Equal(4, seen.Count);
        await foreach (ChangePage<Customer> page in Source(client, new SalesforceChangeOptions { FullRefreshEvery = TimeSpan.FromHours(1) }).ReadChangesAsync(cursor, Cancellation))
        {
            seen.AddRange(page.Items.Select(c => c.Item.Source.RecordId));
            cursor = page.Cursor;
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(ChangingOrg.Id), seen.Order(StringComparer.Ordinal));
        Assert.Equal(10, seen.Distinct(StringComparer.Ordinal).Count());
        org.Now += TimeSpan.FromMinutes(20);
        Assert.Empty(Assert.Single(await source.ReadChangesAsync(cursor, Cancellation).ToListAsync()).Items);
    }

    [Fact]
    public async Task ReadChanges_QueryThatAlwaysTakesTooLong_Ends()
    {
        using var org = new ChangingOrg();
        using SalesforceClient client = Client(org);
        org.Write(1, "Acme");
        org.Now += TimeSpan.FromMinutes(1);
        org.Fault = static _ => ChangingOrg.Json("""[{"errorCode":"QUERY_TIMEOUT","message":"too long"}]""", HttpStatusCode.BadRequest);

        var thrown = await Assert.ThrowsAsync<ConnectorException>(() => Source(client).ReadChangesAsync(null, Cancellation).ToListAsync());

        Assert.Equal("QUERY_TIMEOUT", thrown.VendorCode);
        Assert.True(thrown.IsTransient);
    }

    [Fact]
    public async Task ReadChanges_TwoReadingsAtOnceOrAStrangeCursor_AreRefused()
    {
        using var org = new ChangingOrg { PageSize = 1 };
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        org.Write(1, "Acme");
        org.Write(2, "Acme");
        org.Now += TimeSpan.FromMinutes(1);
        await using IAsyncEnumerator<ChangePage<Customer>> first = source.ReadChangesAsync(null, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await first.MoveNextAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => source.ReadChangesAsync(null, Cancellation).ToListAsync());
        var strange = await Assert.ThrowsAsync<ConnectorException>(() => Source(client).ReadChangesAsync(new ChangeCursor("salesforce/Account", 1, "{}"u8), Cancellation).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.CursorRefused, strange.Code);
        Assert.Throws<ArgumentException>(() => Source(client, new SalesforceChangeOptions { Overlap = TimeSpan.FromSeconds(-1) }));
    }

    private static async Task<ChangeCursor?> ReadAsync(SalesforceChangeSource<Customer> source, ChangeCursor? cursor, Dictionary<string, (string? Name, bool Deleted)> seen, Func<bool> leave)
    {
        try
        {
            await foreach (ChangePage<Customer> page in source.ReadChangesAsync(cursor, Cancellation))
            {
                // Left before the page was dealt with: its cursor is not kept.
                if (leave())
                    return cursor;
                foreach (RecordChange<Customer> change in page.Items)
                    seen[change.Item.Source.RecordId] = (change.Item.Value?.Name, change.Kind == ChangeKind.Deleted);
                cursor = ChangeCursor.Parse(page.Cursor.ToString());
            }
        }
        catch (ConnectorException e) when (e.IsTransient)
        {
            // The run ends, and the next one goes on from the last cursor that was kept.
        }

        return cursor;
    }

    private static SalesforceClient Client(ChangingOrg org) => SalesforceClient.Create(TestClients.Options(o => o.Resilience.MaxRetries = 0), primaryHandler: () => new Unowned(org));

    private static SalesforceChangeSource<Customer> Source(SalesforceClient client, SalesforceChangeOptions? options = null)
    {
        var read = new SalesforceReadOptions { Tenant = "acme", Instance = "00Dx0000000BV7zEAG" };
        return new SalesforceChangeSource<Customer>(client, SalesforceMappings.AccountToCustomer(singleCurrency: false), read, options);
    }

    // The client frees its handlers; the org lives on.
    private sealed class Unowned(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _inner.SendAsync(request, cancellationToken);
    }
}
