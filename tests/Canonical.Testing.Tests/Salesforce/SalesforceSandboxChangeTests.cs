using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>What a reader of changes meets: late commits, deletions, merges, purges.</summary>
public sealed class SalesforceSandboxChangeTests : IAsyncLifetime
{
    private const string Base = "/services/data/v64.0/";
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = new SalesforceSandbox(timeProvider: _time);
        await _sandbox.StartAsync(TestContext.Current.CancellationToken);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Transaction_CommittedLate_ShowsAnOlderStampThanWhatWasReadBefore()
    {
        string locked = _sandbox.Seed("Account", """{"Name":"locked"}""");
        using SalesforceSandboxTransaction late = _sandbox.BeginTransaction();
        late.Create("Account", """{"Name":"late"}""").Update("Account", locked, """{"Site":"s"}""");
        _time.Advance(TimeSpan.FromMinutes(3));
        await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", """{"Name":"prompt"}""");
        string seen = (await _client.RecordsAsync("SELECT MAX(SystemModstamp) m FROM Account"))[0].GetProperty("m").GetString()!;
        Assert.Empty(await _client.RecordsAsync("SELECT Id FROM Account WHERE Name = 'late'"));
        (_, JsonElement refused, _) = await _client.SendAsync(HttpMethod.Patch, Base + "sobjects/Account/" + locked, """{"Site":"mine"}""");
        Assert.Equal("UNABLE_TO_LOCK_ROW", refused[0].GetProperty("errorCode").GetString());
        Assert.Equal("2026-05-06T12:00:00.000+0000", (await UpdatedAsync("2026-05-06T11:00:00Z", "2026-05-06T12:03:00Z")).GetProperty("latestDateCovered").GetString());

        late.Commit();
        JsonElement arrived = Assert.Single(await _client.RecordsAsync("SELECT SystemModstamp FROM Account WHERE Name = 'late'"));
        Assert.Equal("2026-05-06T12:00:00.000+0000", arrived.GetProperty("SystemModstamp").GetString());
        Assert.True(string.CompareOrdinal(arrived.GetProperty("SystemModstamp").GetString(), seen) < 0);
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Patch, Base + "sobjects/Account/" + locked, """{"Site":"mine"}""")).Status);
        Assert.Equal("2026-05-06T12:03:00.000+0000", (await UpdatedAsync("2026-05-06T11:00:00Z", "2026-05-06T12:03:00Z")).GetProperty("latestDateCovered").GetString());
    }

    [Fact]
    public async Task Answer_Date_IsByTheClockOfTheSandbox()
    {
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(_time.GetUtcNow(), (await _client.GetAsync(Base + "limits")).Headers.Date);
        _sandbox.Faults.Add(SalesforceFault.DeliveredTwice(SalesforceOperation.Other));
        Assert.Equal(_time.GetUtcNow(), (await _client.GetAsync(Base + "limits")).Headers.Date);
        _sandbox.Faults.Add(SalesforceFault.Unavailable());
        Assert.Equal(_time.GetUtcNow(), (await _client.GetAsync(Base + "limits")).Headers.Date);
    }

    [Fact]
    public void Transaction_PartIsRefused_DoesNothing()
    {
        using SalesforceSandboxTransaction transaction = _sandbox.BeginTransaction();
        transaction.Create("Account", """{"Name":"a"}""").Create("Account", """{"Site":"no name"}""");
        Assert.Contains("REQUIRED_FIELD_MISSING", Assert.Throws<InvalidOperationException>(transaction.Commit).Message, StringComparison.Ordinal);
        Assert.Equal(0, _sandbox.Count("Account"));
    }

    [Fact]
    public async Task Replication_Answers_HaveTheRecordedShape()
    {
        string id = _sandbox.Seed("Account", """{"Name":"a"}""");
        string kept = _sandbox.Seed("Account", """{"Name":"b"}""");
        _time.Advance(TimeSpan.FromSeconds(30));
        await _client.SendAsync(HttpMethod.Delete, Base + "sobjects/Account/" + id);
        _time.Advance(TimeSpan.FromMinutes(2));
        JsonElement updated = await UpdatedAsync("2026-05-06T12:00:00%2B00:00", "2026-05-06T12:02:00%2B00:00");
        Assert.Equal(SalesforceFixture.Shape(SalesforceFixture.Read("getupdated.json")), SalesforceFixture.Shape(updated));
        Assert.Equal([kept], updated.GetProperty("ids").EnumerateArray().Select(i => i.GetString()!));
        (_, JsonElement deleted, _) = await _client.GetAsync(Base + "sobjects/Account/deleted/?start=2026-05-06T12:00:00Z&end=2026-05-06T12:02:00Z");
        Assert.Equal(SalesforceFixture.Shape(SalesforceFixture.Read("getdeleted.json")), SalesforceFixture.Shape(deleted));
        Assert.Equal("2026-05-06T12:00:30.000+0000", deleted.GetProperty("deletedRecords")[0].GetProperty("deletedDate").GetString());
        _sandbox.EmptyRecycleBin();
        (_, deleted, _) = await _client.GetAsync(Base + "sobjects/Account/deleted/?start=2026-05-06T12:00:00Z&end=2026-05-06T12:02:00Z");
        Assert.Equal(0, deleted.GetProperty("deletedRecords").GetArrayLength());
        Assert.Equal("2026-05-06T12:02:00.000+0000", deleted.GetProperty("earliestDateAvailable").GetString());
        Assert.Empty((await _client.GetAsync(Base + "queryAll?q=SELECT+Id+FROM+Account+WHERE+IsDeleted=true")).Body.GetProperty("records").EnumerateArray());
    }

    [Theory]
    [InlineData("2026-04-01T00:00:00Z", "2026-05-06T12:00:00Z")]
    [InlineData("2026-05-06T12:00:00Z", "2026-05-06T12:00:59Z")]
    public async Task Replication_BadSpan_IsRefused(string start, string end) =>
        Assert.Equal("INVALID_REPLICATION_DATE", (await UpdatedAsync(start, end))[0].GetProperty("errorCode").GetString());

    [Fact]
    public async Task Merge_Losers_AreFoundByQueryAllWithTheirWinner()
    {
        string winner = _sandbox.Seed("Account", """{"Name":"winner"}""");
        string loser = _sandbox.Seed("Account", """{"Name":"loser"}""");
        _sandbox.Seed("Contact", $$"""{"LastName":"child","AccountId":"{{loser}}"}""");
        _time.Advance(TimeSpan.FromMinutes(1));
        _sandbox.Merge("Account", winner, loser);
        Assert.Equal(winner, (await _client.RecordsAsync("SELECT AccountId FROM Contact"))[0].GetProperty("AccountId").GetString());
        Assert.Single(await _client.RecordsAsync("SELECT Id FROM Account"));
        (_, JsonElement all, _) = await _client.GetAsync(Base + "queryAll?q=" + Uri.EscapeDataString("SELECT Id, IsDeleted, MasterRecordId FROM Account WHERE IsDeleted = true"));
        JsonElement record = Assert.Single(all.GetProperty("records").EnumerateArray());
        Assert.Equal(loser, record.GetProperty("Id").GetString());
        Assert.Equal(winner, record.GetProperty("MasterRecordId").GetString());
        (int status, JsonElement gone, _) = await _client.GetAsync(Base + "sobjects/Account/" + loser);
        Assert.Equal(404, status);
        Assert.Equal("ENTITY_IS_DELETED", gone[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Delete_Header_TakesItsLinesAndUndeleteBringsItBack()
    {
        string account = _sandbox.Seed("Account", """{"Name":"a"}""");
        string opportunity = _sandbox.Seed("Opportunity", $$"""{"Name":"o","AccountId":"{{account}}","StageName":"Prospecting","CloseDate":"2026-01-01"}""");
        await _client.SendAsync(HttpMethod.Post, Base + "sobjects/OpportunityLineItem", $$"""{"OpportunityId":"{{opportunity}}","Quantity":3,"UnitPrice":2.5}""");
        JsonElement read = (await _client.RecordsAsync("SELECT Amount, HasOpportunityLineItem, (SELECT TotalPrice FROM OpportunityLineItems) FROM Opportunity"))[0];
        Assert.Equal(7.5m, read.GetProperty("Amount").GetDecimal());
        Assert.True(read.GetProperty("HasOpportunityLineItem").GetBoolean());
        // With lines the amount is theirs.
        await _client.SendAsync(HttpMethod.Patch, Base + "sobjects/Opportunity/" + opportunity, """{"Amount":1}""");
        Assert.Equal(7.5m, (await _client.RecordsAsync("SELECT Amount FROM Opportunity"))[0].GetProperty("Amount").GetDecimal());
        await _client.SendAsync(HttpMethod.Delete, Base + "sobjects/Account/" + account);
        Assert.Equal(0, _sandbox.Count("Opportunity"));
        Assert.Equal(0, _sandbox.Count("OpportunityLineItem"));
        _sandbox.Undelete("Account", account);
        Assert.Equal(1, _sandbox.Count("Opportunity"));
        Assert.Equal(1, _sandbox.Count("OpportunityLineItem"));
    }

    [Fact]
    public async Task Write_UnmodifiedSince_GoesBySeconds()
    {
        string id = _sandbox.Seed("Account", """{"Name":"a"}""");
        _time.Advance(TimeSpan.FromMinutes(1));
        await _client.SendAsync(HttpMethod.Patch, Base + "sobjects/Account/" + id, """{"Site":"theirs"}""");
        (int status, JsonElement error, _) = await _client.SendAsync(HttpMethod.Patch, Base + "sobjects/Account/" + id, """{"Site":"mine"}""", ("If-Unmodified-Since", "Wed, 06 May 2026 12:00:00 GMT"));
        Assert.Equal(412, status);
        Assert.Equal("PRECONDITION_FAILED", error[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Describe_IfModifiedSince_Gives304UntilAFieldChanges()
    {
        (string, string) since = ("If-Modified-Since", "Wed, 06 May 2026 12:00:00 GMT");
        Assert.Equal(304, (await _client.GetAsync(Base + "sobjects/Account/describe", since)).Status);
        _time.Advance(TimeSpan.FromMinutes(1));
        _sandbox.HideField("Account", "Site");
        (int status, JsonElement account, _) = await _client.GetAsync(Base + "sobjects/Account/describe", since);
        Assert.Equal(200, status);
        Assert.DoesNotContain(account.GetProperty("fields").EnumerateArray(), f => f.GetProperty("name").GetString() == "Site");
    }

    private async Task<JsonElement> UpdatedAsync(string start, string end) => (await _client.GetAsync($"{Base}sobjects/Account/updated/?start={start}&end={end}")).Body;

    [Fact]
    public async Task Deleted_After15Days_IsNoLongerInTheBinButStillTold()
    {
        string id = _sandbox.Seed("Account", """{"Name":"gone"}""");
        await _client.SendAsync(HttpMethod.Delete, $"/services/data/v64.0/sobjects/Account/{id}");
        _time.Advance(TimeSpan.FromDays(14));
        Assert.Equal(1, await CountAsync());
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await CountAsync());
        string start = Uri.EscapeDataString(_time.GetUtcNow().AddDays(-16).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        string end = Uri.EscapeDataString(_time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        using var later = new SalesforceTestClient(_sandbox);
        (_, JsonElement deleted, _) = await later.GetAsync($"/services/data/v64.0/sobjects/Account/deleted/?start={start}&end={end}");
        Assert.Equal(id, deleted.GetProperty("deletedRecords")[0].GetProperty("id").GetString());

        async Task<int> CountAsync()
        {
            using var client = new SalesforceTestClient(_sandbox);
            return (await client.GetAsync($"/services/data/v64.0/queryAll?q=SELECT+Id+FROM+Account+WHERE+Id='{id}'")).Body.GetProperty("totalSize").GetInt32();
        }
    }

    [Fact]
    public async Task Purged_GeneratedRecord_DoesNotComeBack()
    {
        await using var sandbox = new SalesforceSandbox(timeProvider: _time);
        sandbox.SeedGenerated("Contact", 5, (i, row) => row["LastName"] = $"c{i}");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        string id = (await client.RecordsAsync("SELECT Id FROM Contact WHERE LastName = 'c2'"))[0].GetProperty("Id").GetString()!;
        await client.SendAsync(HttpMethod.Delete, "/services/data/v64.0/sobjects/Contact/" + id);
        sandbox.EmptyRecycleBin();
        Assert.Equal(["c0", "c1", "c3", "c4"], (await client.RecordsAsync("SELECT LastName FROM Contact")).Select(r => r.GetProperty("LastName").GetString()));
        Assert.Equal(4, sandbox.Count("Contact"));
        Assert.Null(sandbox.Show("Contact", id));
        Assert.Equal(404, (await client.GetAsync("/services/data/v64.0/sobjects/Contact/" + id)).Status);
    }

    [Fact]
    public async Task Platform_RestampsAndChangesSilently_AsReadersOfChangesFear()
    {
        string id = _sandbox.Seed("Account", """{"Name":"n","Site":"old"}""");
        DateTimeOffset before = await StampAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        _sandbox.ChangeSilently("Account", id, """{"Site":"new"}""");
        Assert.Equal(before, await StampAsync());
        Assert.Contains("\"Site\":\"new\"", _sandbox.Show("Account", id), StringComparison.Ordinal);
        Assert.True(_sandbox.RestampAll("Account") > 0);
        Assert.Equal(before.AddMinutes(5), await StampAsync());
        Assert.Throws<ArgumentException>(() => _sandbox.ChangeSilently("Account", id, """{"Nonsense":1}"""));

        async Task<DateTimeOffset> StampAsync() =>
            DateTimeOffset.ParseExact((await _client.RecordsAsync($"SELECT SystemModstamp FROM Account WHERE Id = '{id}'"))[0].GetProperty("SystemModstamp").GetString()!, "yyyy-MM-dd'T'HH:mm:ss.fffzzz", System.Globalization.CultureInfo.InvariantCulture);
    }
}
