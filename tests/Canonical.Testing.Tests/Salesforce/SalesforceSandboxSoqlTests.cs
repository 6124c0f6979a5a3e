using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>What SOQL is evaluated to, beyond the plain queries of <see cref="SalesforceSandboxQueryTests"/>.</summary>
public sealed class SalesforceSandboxSoqlTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;
    private string _acme = "";

    public async ValueTask InitializeAsync()
    {
        _sandbox = new SalesforceSandbox(
            new SalesforceSandboxOptions
            {
                MinimumPageSize = 2,
                ChildPageSize = 2,
                CustomObjects = { new SalesforceSandboxObject("Region__c", "a77", [new("Name", SalesforceSandboxFieldType.Text), new("Parent__c", SalesforceSandboxFieldType.Reference) { ReferenceTo = "Region__c", RelationshipName = "Parent__r", ChildRelationshipName = "Regions__r" }]) },
                CustomFields =
                {
                    ["Account"] =
                    [
                        new("Region__c", SalesforceSandboxFieldType.Reference) { ReferenceTo = "Region__c", RelationshipName = "Region__r", ChildRelationshipName = "Accounts__r" },
                        new("Region_Name__c", SalesforceSandboxFieldType.Text) { FormulaPath = "Region__r.Name" },
                        new("Tags__c", SalesforceSandboxFieldType.MultiPicklist),
                    ],
                },
            },
            _time);
        string north = _sandbox.Seed("Region__c", """{"Name":"North"}""");
        string harz = _sandbox.Seed("Region__c", $$"""{"Name":"Harz","Parent__c":"{{north}}"}""");
        _acme = _sandbox.Seed("Account", $$"""{"Name":"Acme","Industry":"Banking","Region__c":"{{harz}}","Tags__c":"a;b;c","AnnualRevenue":300,"NumberOfEmployees":7,"CurrencyIsoCode":"EUR"}""");
        string beta = _sandbox.Seed("Account", """{"Name":"beta","Industry":"Energy","AnnualRevenue":100.5,"CurrencyIsoCode":"USD"}""");
        _sandbox.Seed("Account", """{"Name":"Gamma","Industry":"Energy","AnnualRevenue":400,"CurrencyIsoCode":"EUR"}""");
        _sandbox.Seed("Account", """{"Name":"Delta"}""");
        for (int i = 0; i < 5; i++)
            _sandbox.Seed("Contact", $$"""{"LastName":"A{{i}}","AccountId":"{{_acme}}"}""");
        _sandbox.Seed("Contact", $$"""{"LastName":"B0","AccountId":"{{beta}}"}""");
        _sandbox.Seed("Opportunity", $$"""{"Name":"o1","AccountId":"{{_acme}}","StageName":"Closed Won","CloseDate":"2026-05-06","Amount":1}""");
        _sandbox.Seed("Opportunity", $$"""{"Name":"o2","AccountId":"{{beta}}","StageName":"Prospecting","CloseDate":"2026-04-30","Amount":2}""");
        _sandbox.Seed("Opportunity", """{"Name":"o3","StageName":"Prospecting","CloseDate":"2025-12-31"}""");
        await _sandbox.StartAsync(TestContext.Current.CancellationToken);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("CloseDate = TODAY", "o1")]
    [InlineData("CloseDate = LAST_MONTH", "o2")]
    [InlineData("CloseDate = LAST_N_DAYS:6", "o1,o2")]
    [InlineData("CloseDate = THIS_WEEK", "o1")]
    [InlineData("CloseDate = LAST_WEEK", "o2")]
    [InlineData("CloseDate = THIS_QUARTER", "o1,o2")]
    [InlineData("CloseDate = LAST_YEAR", "o3")]
    [InlineData("CloseDate = N_YEARS_AGO:1", "o3")]
    [InlineData("CloseDate < THIS_YEAR", "o3")]
    [InlineData("CloseDate >= THIS_FISCAL_YEAR", "o1,o2")]
    [InlineData("CloseDate = LAST_N_MONTHS:1", "o2")]
    [InlineData("CALENDAR_YEAR(CloseDate) = 2025", "o3")]
    [InlineData("CALENDAR_MONTH(CloseDate) IN (4, 5) AND NOT IsWon = true", "o2")]
    [InlineData("Account.Name LIKE 'AC%'", "o1")]
    [InlineData("Account.Region__r.Parent__r.Name = 'north'", "o1")]
    [InlineData("AccountId = null", "o3")]
    [InlineData("AccountId IN (SELECT Id FROM Account WHERE Industry = 'Energy')", "o2")]
    [InlineData("AccountId NOT IN (SELECT Id FROM Account WHERE Industry = 'Energy')", "o1,o3")]
    [InlineData("Amount IN (1, 2) AND (Name = 'o2' OR Name = 'o3')", "o2")]
    public async Task Where_Conditions_FindWhatTheProductWould(string where, string names) =>
        Assert.Equal(names, string.Join(',', (await _client.RecordsAsync($"SELECT Name FROM Opportunity WHERE {where} ORDER BY Name")).Select(r => r.GetProperty("Name").GetString())));

    [Theory]
    [InlineData("ORDER BY Industry NULLS LAST, Name DESC", "Acme,Gamma,beta,Delta")]
    [InlineData("ORDER BY Industry DESC NULLS LAST, Name", "beta,Gamma,Acme,Delta")]
    [InlineData("ORDER BY Industry, Name LIMIT 3 OFFSET 1", "Acme,beta,Gamma")]
    [InlineData("ORDER BY Region__r.Parent__r.Name DESC NULLS LAST LIMIT 1", "Acme")]
    [InlineData("WHERE Tags__c INCLUDES ('c;a', 'x')", "Acme")]
    [InlineData("WHERE Region_Name__c = 'harz'", "Acme")]
    public async Task OrderLimitOffset_GiveTheProductsOrder(string rest, string names) =>
        Assert.Equal(names, string.Join(',', (await _client.RecordsAsync($"SELECT Name FROM Account {rest}")).Select(r => r.GetProperty("Name").GetString())));

    [Fact]
    public async Task Where_IdOf15Characters_IsTheSameAsOf18()
    {
        Assert.Single(await _client.RecordsAsync($"SELECT Id FROM Account WHERE Id = '{_acme[..15]}'"));
        Assert.Equal(5, (await _client.RecordsAsync($"SELECT Id FROM Contact WHERE AccountId IN ('{_acme[..15]}')")).Length);
        // Fifteen characters are case-sensitive.
        Assert.Empty(await _client.RecordsAsync($"SELECT Id FROM Account WHERE Id = '{_acme[..15].ToUpperInvariant()}'"));
    }

    [Fact]
    public async Task Aggregates_Grouped_HaveTheRecordedShape()
    {
        (_, JsonElement answer, _) = await _client.QueryAsync("SELECT Industry, SUM(AnnualRevenue), COUNT(Id) n FROM Account GROUP BY Industry ORDER BY SUM(AnnualRevenue) DESC NULLS LAST");
        JsonElement[] groups = [.. answer.GetProperty("records").EnumerateArray()];
        Assert.Equal("""{"attributes":{"type":"AggregateResult"},"Industry":"Energy","expr0":500.5,"n":2}""", groups[0].GetRawText());
        Assert.Equal("""{"attributes":{"type":"AggregateResult"},"Industry":"Banking","expr0":300.0,"n":1}""", groups[1].GetRawText());
        Assert.Equal("""{"attributes":{"type":"AggregateResult"},"Industry":null,"expr0":null,"n":1}""", groups[2].GetRawText());
        JsonElement recorded = SalesforceFixture.Read("query-aggregate-null-group.json");
        Assert.Equal(SalesforceFixture.Names(recorded), SalesforceFixture.Names(answer));
        Assert.Equal(SalesforceFixture.Names(recorded.GetProperty("records")[0])[..1], SalesforceFixture.Names(groups[0])[..1]);
        Assert.Equal(recorded.GetProperty("records")[0].GetProperty("attributes").ToString().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), groups[0].GetProperty("attributes").GetRawText());
    }

    [Theory]
    [InlineData("SELECT MAX(CloseDate), MIN(Name) first, AVG(Amount), COUNT_DISTINCT(StageName) FROM Opportunity", """{"attributes":{"type":"AggregateResult"},"expr0":"2026-05-06","first":"o1","expr1":1.5,"expr2":2}""")]
    [InlineData("SELECT COUNT(Amount) FROM Opportunity WHERE Name = 'none'", """{"attributes":{"type":"AggregateResult"},"expr0":0}""")]
    [InlineData("SELECT CALENDAR_YEAR(CloseDate) y, COUNT(Id) FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate) HAVING COUNT(Id) > 1", """{"attributes":{"type":"AggregateResult"},"y":2026,"expr0":2}""")]
    public async Task Aggregates_OneRecord_IsAsExpected(string soql, string expected) => Assert.Equal(expected, Assert.Single(await _client.RecordsAsync(soql)).GetRawText());

    [Fact]
    public async Task Sum_RecordsOfSeveralCurrencies_IsInTheOrgsOwn()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { ConversionRates = { ["USD"] = 1.25m } });
        sandbox.Seed("Opportunity", """{"Name":"a","StageName":"Closed Won","CloseDate":"2026-01-01","Amount":100,"CurrencyIsoCode":"EUR"}""");
        sandbox.Seed("Opportunity", """{"Name":"b","StageName":"Closed Won","CloseDate":"2026-01-01","Amount":100,"CurrencyIsoCode":"USD"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        Assert.Equal(180m, (await client.RecordsAsync("SELECT SUM(Amount) s FROM Opportunity"))[0].GetProperty("s").GetDecimal());
    }

    [Fact]
    public async Task Children_MoreThanAPage_HaveACursorThatDiesWhenTheParentsGoOn()
    {
        const string soql = "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account ORDER BY Name";
        (_, JsonElement first, _) = await _client.QueryAsync(soql, ("Sforce-Query-Options", "batchSize=2"));
        Assert.False(first.GetProperty("done").GetBoolean());
        JsonElement contacts = first.GetProperty("records")[0].GetProperty("Contacts");
        Assert.Equal(5, contacts.GetProperty("totalSize").GetInt32());
        Assert.False(contacts.GetProperty("done").GetBoolean());
        (int status, JsonElement more, _) = await _client.GetAsync(contacts.GetProperty("nextRecordsUrl").GetString()!);
        Assert.Equal(200, status);
        Assert.Equal(["A2", "A3"], more.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("LastName").GetString()));

        Assert.Equal(200, (await _client.GetAsync(first.GetProperty("nextRecordsUrl").GetString()!)).Status);
        (int gone, JsonElement error, _) = await _client.GetAsync(more.GetProperty("nextRecordsUrl").GetString()!);
        Assert.Equal(400, gone);
        Assert.Equal("INVALID_QUERY_LOCATOR", error[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Formula_ParentChanged_ShowsTheNewValueUnderTheOldStamp()
    {
        JsonElement before = (await _client.RecordsAsync("SELECT Region_Name__c, SystemModstamp, Region__c FROM Account WHERE Name = 'Acme'"))[0];
        _time.Advance(TimeSpan.FromMinutes(5));
        await _client.SendAsync(HttpMethod.Patch, "/services/data/v64.0/sobjects/Region__c/" + before.GetProperty("Region__c").GetString(), """{"Name":"Harz West"}""");
        JsonElement after = (await _client.RecordsAsync("SELECT Region_Name__c, SystemModstamp FROM Account WHERE Name = 'Acme'"))[0];
        Assert.Equal("Harz West", after.GetProperty("Region_Name__c").GetString());
        Assert.Equal(before.GetProperty("SystemModstamp").GetString(), after.GetProperty("SystemModstamp").GetString());
    }

    [Theory]
    [InlineData("SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY")]
    [InlineData("SELECT Name x FROM Account", "MALFORMED_QUERY")]
    [InlineData("SELECT COUNT(), Id FROM Account", "MALFORMED_QUERY")]
    [InlineData("SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Account WHERE SUM(AnnualRevenue) > 1", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Account WHERE Id = '00100000000000'", "INVALID_QUERY_FILTER_OPERATOR")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Account OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("SELECT Id, (SELECT Id FROM Nonsense) FROM Account", "INVALID_TYPE")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate = '2026-01-01'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE CreatedDate = 2026-01-01", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_DAYS", "INVALID_FIELD")]
    public async Task Query_WhatTheProductRefuses_HasItsCode(string soql, string code)
    {
        (int status, JsonElement error, _) = await _client.QueryAsync(soql);
        Assert.Equal(400, status);
        Assert.Equal(code, error[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Query_FieldsAll_BringsEveryFieldButHiddenOnes()
    {
        _sandbox.HideField("Account", "Site");
        JsonElement account = (await _client.RecordsAsync("SELECT FIELDS(ALL) FROM Account WHERE Name = 'Acme' LIMIT 200"))[0];
        Assert.Equal("Acme", account.GetProperty("Name").GetString());
        Assert.False(account.TryGetProperty("Site", out _));
        (_, JsonElement error, _) = await _client.QueryAsync("SELECT Site FROM Account");
        Assert.Equal("INVALID_FIELD", error[0].GetProperty("errorCode").GetString());
        _sandbox.HideField("Account", "Site", hidden: false);
        Assert.Equal(200, (await _client.QueryAsync("SELECT Site FROM Account")).Status);
    }
}
