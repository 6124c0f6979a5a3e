using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

public sealed class SalesforceSandboxQueryTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SalesforceTestOrg.StartAsync(SalesforceTestOrg.Options(SalesforceTestOrg.Key), _time);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Query_Values_HaveTheProductsForms()
    {
        JsonElement account = Assert.Single(await _client.RecordsAsync("SELECT Id, AnnualRevenue, NumberOfEmployees, SystemModstamp, IsDeleted, BillingAddress, ShippingAddress, Website FROM Account WHERE BillingCity = 'köln'"));
        Assert.Equal("1.2E7", account.GetProperty("AnnualRevenue").GetRawText());
        Assert.Equal("100", account.GetProperty("NumberOfEmployees").GetRawText());
        Assert.Equal("2026-05-06T12:00:00.000+0000", account.GetProperty("SystemModstamp").GetString());
        Assert.Equal("Köln", account.GetProperty("BillingAddress").GetProperty("city").GetString());
        Assert.Equal(JsonValueKind.Null, account.GetProperty("ShippingAddress").ValueKind);
        Assert.Equal(JsonValueKind.Null, account.GetProperty("Website").ValueKind);
        JsonElement won = (await _client.RecordsAsync("SELECT Amount, CloseDate FROM Opportunity WHERE IsWon = true ORDER BY Amount DESC"))[0];
        Assert.Equal("15000.0", won.GetProperty("Amount").GetRawText());
        Assert.Equal("2026-02-27", won.GetProperty("CloseDate").GetString());
    }

    [Fact]
    public async Task Query_SmallBatch_IsRaisedTo200AndPagesByALocatorThatIsGoodOnce()
    {
        (int status, JsonElement first, _) = await _client.QueryAsync("SELECT Id FROM Account", ("Sforce-Query-Options", "batchSize=1"));
        Assert.Equal(200, status);
        Assert.Equal(200, first.GetProperty("records").GetArrayLength());
        Assert.False(first.GetProperty("done").GetBoolean());
        string next = first.GetProperty("nextRecordsUrl").GetString()!;
        Assert.Equal(200, (await _client.GetAsync(next)).Status);
        (int again, JsonElement error, _) = await _client.GetAsync(next);
        Assert.Equal(400, again);
        Assert.Equal("INVALID_QUERY_LOCATOR", error[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Query_PagesThatRunShort_ComeToTheEndOnlyWhenTheySay()
    {
        SalesforceSandboxOptions options = SalesforceTestOrg.Options(SalesforceTestOrg.Key);
        options.PagesRunShort = true;
        await using SalesforceSandbox sandbox = await SalesforceTestOrg.StartAsync(options);
        using var client = new SalesforceTestClient(sandbox);
        (_, JsonElement page, _) = await client.QueryAsync("SELECT Id FROM Account", ("Sforce-Query-Options", "batchSize=200"));
        var sizes = new List<int> { page.GetProperty("records").GetArrayLength() };
        while (!page.GetProperty("done").GetBoolean())
        {
            (_, page, _) = await client.GetAsync(page.GetProperty("nextRecordsUrl").GetString()!);
            sizes.Add(page.GetProperty("records").GetArrayLength());
        }

        Assert.Equal([200, 100, 0, 151], sizes);
    }

    [Fact]
    public async Task Query_LocatorOfThreeDaysAgo_IsGone()
    {
        (_, JsonElement first, _) = await _client.QueryAsync("SELECT Id FROM Account", ("Sforce-Query-Options", "batchSize=200"));
        _time.Advance(TimeSpan.FromDays(3));
        using var later = new SalesforceTestClient(_sandbox);
        Assert.Equal(400, (await later.GetAsync(first.GetProperty("nextRecordsUrl").GetString()!)).Status);
    }

    [Theory]
    [InlineData("SELECT Nonsense FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT Id, id FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Nonsense", "INVALID_TYPE")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a' AND Site = 'b' OR Site = 'c'", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a' AND NOT", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'O'Reilly'", "MALFORMED_QUERY")]
    [InlineData(@"SELECT Id FROM Account WHERE Name = 'a\x'", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Account WHERE Name = 5", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Account WHERE AnnualRevenue = '5'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate = '2026-01-01'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate > 2026-01-01T00:00:00Z", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE SystemModstamp > 2026-01-01", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Account WHERE Id = 'nonsense'", "INVALID_QUERY_FILTER_OPERATOR")]
    [InlineData("SELECT Id FROM Account WHERE Description = 'x'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Account WHERE Name IN ()", "MALFORMED_QUERY")]
    [InlineData("SELECT Account.Nonsense__r.Name FROM Opportunity", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Account LIMIT 1 OFFSET 3000", "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("SELECT Id FROM Account GROUP BY Site", "MALFORMED_QUERY")]
    public async Task Query_WhatTheProductRefuses_IsRefused(string soql, string code)
    {
        (int status, JsonElement body, _) = await _client.QueryAsync(soql);
        Assert.Equal(400, status);
        Assert.Equal(code, body[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Query_UnknownColumn_DrawsItsPlace()
    {
        (_, JsonElement body, _) = await _client.QueryAsync("SELECT Id, Nonsense FROM Account");
        Assert.StartsWith("\nSELECT Id, Nonsense FROM Account\n           ^\nERROR at Row:1:Column:12\n", body[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name = 'KÜCHE & SÖHNE'", 1)]
    [InlineData("Name LIKE 'account 000_'", 10)]
    [InlineData(@"Name LIKE 'account 000\_'", 0)]
    [InlineData("NOT Name LIKE 'Account%'", 1)]
    [InlineData("(Name = 'Account 0001' OR Name = 'Account 0002') AND Site = null", 2)]
    [InlineData("Site != 'x'", SalesforceTestOrg.Accounts + 1)]
    [InlineData("AnnualRevenue >= 12000000.0", 1)]
    [InlineData("AnnualRevenue < 12000000", 0)]
    [InlineData("SystemModstamp = TODAY", SalesforceTestOrg.Accounts + 1)]
    [InlineData("SystemModstamp < 2026-05-06T14:00:00+02:00", 0)]
    [InlineData("SystemModstamp <= 2026-05-06T12:00:00Z", SalesforceTestOrg.Accounts + 1)]
    [InlineData("Name NOT IN ('Account 0000', 'Küche & Söhne')", SalesforceTestOrg.Accounts - 1)]
    public async Task Query_Where_FindsAsManyAsTheProductWould(string where, int expected) =>
        Assert.Equal(expected, (await _client.QueryAsync($"SELECT COUNT() FROM Account WHERE {where}")).Body.GetProperty("totalSize").GetInt32());

    [Fact]
    public async Task Query_OrgWithOneCurrency_HasNoCurrencyField()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { MultiCurrency = false });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (_, JsonElement error, _) = await client.QueryAsync("SELECT CurrencyIsoCode FROM Account");
        Assert.Equal("INVALID_FIELD", error[0].GetProperty("errorCode").GetString());
        Assert.Equal("EUR", (await client.RecordsAsync("SELECT DefaultCurrencyIsoCode FROM Organization"))[0].GetProperty("DefaultCurrencyIsoCode").GetString());
    }

    [Fact]
    public async Task Query_GzipAccepted_ComesCompressed()
    {
        (int status, JsonElement body, var headers) = await _client.QueryAsync("SELECT Id FROM Account", ("Accept-Encoding", "gzip"));
        Assert.Equal(200, status);
        Assert.Contains("Accept-Encoding", headers.Vary);
        Assert.Equal(SalesforceTestOrg.Accounts + 1, body.GetProperty("records").GetArrayLength());
    }

    [Theory]
    [InlineData("15000", "15000.0")]
    [InlineData("0.5", "0.5")]
    [InlineData("12.50", "12.5")]
    [InlineData("9999999.99", "9999999.99")]
    [InlineData("10000000", "1.0E7")]
    [InlineData("-12345678.9", "-1.23456789E7")]
    [InlineData("0.00012", "1.2E-4")]
    [InlineData("0", "0.0")]
    public async Task Query_Amount_IsWrittenAsJavaWritesDoubles(string seeded, string written)
    {
        string id = _sandbox.Seed("Opportunity", $$"""{"Name":"n","StageName":"Prospecting","CloseDate":"2026-01-01","Amount":{{seeded}}}""");
        Assert.Equal(written, (await _client.RecordsAsync($"SELECT Amount FROM Opportunity WHERE Id = '{id}'"))[0].GetProperty("Amount").GetRawText());
    }
}
