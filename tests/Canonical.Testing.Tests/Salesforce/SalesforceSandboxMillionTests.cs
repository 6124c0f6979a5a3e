using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>Measures the memory of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>A million rows that nobody stores.</summary>
[Collection(typeof(MeasuredAlone))]
public sealed class SalesforceSandboxMillionTests
{
    private const string Jobs = "/services/data/v64.0/jobs/";

    [Fact]
    public async Task Query_AMillionGeneratedRows_StreamInConstantMemory()
    {
        const int count = 1_000_000;
        await using var sandbox = new SalesforceSandbox();
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        sandbox.SeedGenerated("Contact", count, (i, row) =>
        {
            row["LastName"] = "Generated";
            row["SystemModstamp"] = start.AddSeconds(i / 100);
        });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (_, JsonElement job, _) = await client.SendAsync(HttpMethod.Post, Jobs + "query", """{"operation":"query","query":"SELECT Id, SystemModstamp FROM Contact"}""");
        string path = Jobs + "query/" + job.GetProperty("id").GetString();
        Assert.Equal(count, (await client.FinishAsync(path)).GetProperty("numberRecordsProcessed").GetInt32());
        using var http = new HttpClient();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        int rows = 0;
        string? locator = null;
        do
        {
            using HttpRequestMessage request = await client.RequestAsync(HttpMethod.Get, $"{path}/results?maxRecords=400000" + (locator is null ? "" : "&locator=" + locator));
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            locator = response.Headers.GetValues("Sforce-Locator").Single();
            await using Stream body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            byte[] buffer = new byte[64 * 1024];
            rows--;
            for (int n; (n = await body.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
                rows += buffer.AsSpan(0, n).Count((byte)'\n');
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        while (locator != "null");
        Assert.Equal(count, rows);
        Assert.True(most < 16 * 1024 * 1024, string.Create(CultureInfo.InvariantCulture, $"{most} bytes are held"));
    }
}
