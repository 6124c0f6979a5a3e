using System.Globalization;

using Canonical.Testing;

namespace Connectors.Salesforce.Tests;

/// <summary>Lists of values that no address holds: PostHog's 431, split here.</summary>
public sealed class QueryInTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QueryIn_MoreIdsThanAnAddressHolds_FindsEachRecordOnce()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        List<string> ids = [.. Enumerable.Range(0, 1500).Select(i => SandboxOrg.SeedAccount(sandbox, $"Account {i}"))];
        using SalesforceClient client = TestClients.Over(sandbox, o => o.BatchSize = 200);
        // Twice, and in both lengths.
        IEnumerable<SoqlValue> values = ids.Concat(ids.Select(static id => id[..15])).Concat(ids).Append("001000000000000AAA").Select(static id => SoqlValue.From(id));
        var found = new List<string>();
        await foreach (SalesforceRecord record in client.QueryInAsync(SoqlBuilder.From("Account", "Id").Where(SoqlCondition.NotEqual("Name", "Account 7")), "Id", values, cancellationToken: Cancellation))
            found.Add(record.Id!);
        Assert.Equal(ids.Where((_, i) => i != 7).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.All(sandbox.Requests, r => Assert.InRange(r.PathAndQuery.Length, 0, SalesforceAddress.MaxTargetBytes));
        Assert.InRange(sandbox.Requests.Count(r => r.PathAndQuery.Contains("/query?", StringComparison.Ordinal)), 2, 10);
    }

    [Fact]
    public async Task QueryIn_TextsThatDifferInCaseAlone_FindARecordOnceEvenAtTheEdgeOfAPart()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        var names = new List<string>();
        for (int i = 0; i < 300; i++)
        {
            names.Add(string.Create(CultureInfo.InvariantCulture, $"Ümläut {new string('x', 30)} {i:D4}"));
            SandboxOrg.SeedAccount(sandbox, names[^1]);
        }

        IEnumerable<SoqlValue> values = names.Concat(names.Select(static n => n.ToUpperInvariant())).Select(static n => SoqlValue.From(n));
        int found = 0;
        await foreach (SalesforceRecord _ in client.QueryInAsync(SoqlBuilder.From("Account", "Id"), "Name", values, cancellationToken: Cancellation))
            found++;
        Assert.Equal(300, found);
        Assert.True(sandbox.Requests.Count(r => r.PathAndQuery.Contains("/query?", StringComparison.Ordinal)) > 1);
    }

    [Fact]
    public async Task QueryIn_NoValues_AsksNobody()
    {
        var routes = new RouteTable();
        using SalesforceClient client = TestClients.Over(routes);
        Assert.Empty(await client.QueryInAsync(SoqlBuilder.From("Account", "Id"), "Id", [], cancellationToken: Cancellation).ToListAsync());
        Assert.Empty(routes.Seen);
    }

    [Fact]
    public void QueryIn_LimitOrNoName_IsRefusedAtOnce()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        Assert.Throws<ArgumentException>(() => client.QueryInAsync(SoqlBuilder.From("Account", "Id").Limit(5), "Id", ["x"], cancellationToken: Cancellation));
        Assert.Throws<ArgumentException>(() => client.QueryInAsync(SoqlBuilder.From("Account", "Id"), "Id)", ["x"], cancellationToken: Cancellation));
    }

    [Fact]
    public void Split_ValuesOfEverySize_FillThePartsAndLoseNone()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int run = 0; run < 200; run++)
        {
            SoqlValue[] values = [.. Enumerable.Range(0, random.Next(60)).Select(i => SoqlValue.From(new string((char)random.Next(0x20, 0x300), random.Next(40)) + i.ToString(CultureInfo.InvariantCulture)))];
            int room = random.Next(1, 2000);
            List<List<SoqlValue>> parts = [.. SoqlLists.Split(values, room)];
            Assert.Equal(values.Select(v => v.Text).Order(StringComparer.Ordinal), parts.SelectMany(p => p).Select(v => v.Text).Order(StringComparer.Ordinal));
            // Only a value that is too long by itself may break the room.
            Assert.All(parts, p => Assert.True(p.Count == 1 || p.Sum(v => Uri.EscapeDataString(v.Text).Length + 3) <= room));
        }
    }
}
