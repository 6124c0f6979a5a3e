using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

public sealed class SalesforceSandboxRecordTests : IAsyncLifetime
{
    private const string Base = "/services/data/v64.0/sobjects/";
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, 700, TimeSpan.Zero));
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

    [Theory]
    [InlineData("A%2FB%231%3Fx%25%20%C3%BC", "A/B#1?x% ü")]
    [InlineData("A+B", "A+B")]
    public async Task Upsert_EncodedValue_StaysOneSegment(string segment, string value)
    {
        (int created, JsonElement body, var headers) = await _client.SendAsync(HttpMethod.Patch, $"{Base}Account/ERP_Id__c/{segment}", """{"Name":"n"}""");
        Assert.Equal(201, created);
        Assert.True(body.GetProperty("created").GetBoolean());
        Assert.Equal($"{Base}Account/{body.GetProperty("id").GetString()}", headers.Location!.ToString());
        (int updated, JsonElement again, _) = await _client.SendAsync(HttpMethod.Patch, $"{Base}Account/ERP_Id__c/{segment}", """{"Site":"s"}""");
        Assert.Equal(200, updated);
        Assert.Equal(body.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        using JsonDocument shown = JsonDocument.Parse(_sandbox.Show("Account", body.GetProperty("id").GetString()!)!);
        Assert.Equal(value, shown.RootElement.GetProperty("ERP_Id__c").GetString());
        Assert.Equal("s", shown.RootElement.GetProperty("Site").GetString());
    }

    [Fact]
    public async Task Upsert_ValueOfSeveralRecords_Gives300AndWritesNothing()
    {
        (int status, JsonElement body, _) = await _client.SendAsync(HttpMethod.Patch, Base + "Account/Legacy_Id__c/twice", """{"Name":"changed"}""");
        Assert.Equal(300, status);
        Assert.Equal(2, body.GetArrayLength());
        Assert.All(body.EnumerateArray(), url => Assert.StartsWith(Base + "Account/001", url.GetString(), StringComparison.Ordinal));
        Assert.Empty(await _client.RecordsAsync("SELECT Id FROM Account WHERE Name = 'changed'"));
    }

    [Theory]
    [InlineData("Account/Nonsense__c/1", """{"Name":"n"}""", 404, "NOT_FOUND")]
    [InlineData("Account/AccountNumber/1", """{"Name":"n"}""", 404, "NOT_FOUND")]
    [InlineData("Nonsense/ERP_Id__c/1", """{"Name":"n"}""", 404, "NOT_FOUND")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":"n","ERP_Id__c":"1"}""", 400, "INVALID_FIELD")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":"n","Id":"001dM00000000010AA"}""", 400, "INVALID_FIELD")]
    [InlineData("Account/ERP_Id__c/1", """{"Site":"without a name"}""", 400, "REQUIRED_FIELD_MISSING")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":"n","Nonsense":1}""", 400, "INVALID_FIELD")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":"n","SystemModstamp":"2026-01-01T00:00:00Z"}""", 400, "INVALID_FIELD_FOR_INSERT_UPDATE")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":"n","BillingAddress":{"city":"x"}}""", 400, "INVALID_FIELD_FOR_INSERT_UPDATE")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":7}""", 400, "JSON_PARSER_ERROR")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":"n","ParentId":"001000000000000AAA"}""", 400, "INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":"n","ParentId":"nonsense"}""", 400, "MALFORMED_ID")]
    [InlineData("Account/ERP_Id__c/1", """{"Name":""", 400, "JSON_PARSER_ERROR")]
    [InlineData("Account/ERP_Id__c/1?updateOnly=true", """{"Name":"n"}""", 404, "NOT_FOUND")]
    public async Task Upsert_WhatTheProductRefuses_IsRefused(string path, string json, int status, string code)
    {
        (int actual, JsonElement body, _) = await _client.SendAsync(HttpMethod.Patch, Base + path, json);
        Assert.Equal(status, actual);
        Assert.Equal(code, body[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Write_Values_AreKeptAsTheProductKeepsThem()
    {
        (int status, JsonElement body, _) = await _client.SendAsync(HttpMethod.Post, Base + "Contact", """{"LastName":"  Müller ","Email":"Eva.Mueller@Example.COM","Title":"","Birthdate":"1980-02-29"}""");
        Assert.Equal(201, status);
        string id = body.GetProperty("id").GetString()!;
        (_, JsonElement contact, _) = await _client.GetAsync($"{Base}Contact/{id[..15]}?fields=LastName,Email,Title,Birthdate,CreatedDate");
        Assert.Equal(id, contact.GetProperty("Id").GetString());
        Assert.Equal("Müller", contact.GetProperty("LastName").GetString());
        Assert.Equal("eva.mueller@example.com", contact.GetProperty("Email").GetString());
        Assert.Equal(JsonValueKind.Null, contact.GetProperty("Title").ValueKind);
        Assert.Equal("1980-02-29", contact.GetProperty("Birthdate").GetString());
        Assert.Equal("2026-05-06T12:00:00.000+0000", contact.GetProperty("CreatedDate").GetString());
    }

    [Fact]
    public async Task Write_UniqueValueOfAnotherRecord_IsRefusedWithItsField()
    {
        await _client.SendAsync(HttpMethod.Post, Base + "Account", """{"Name":"a","ERP_Id__c":"abc"}""");
        (int status, JsonElement body, _) = await _client.SendAsync(HttpMethod.Post, Base + "Account", """{"Name":"b","ERP_Id__c":"ABC"}""");
        Assert.Equal(400, status);
        Assert.Equal("DUPLICATE_VALUE", body[0].GetProperty("errorCode").GetString());
        Assert.Equal("ERP_Id__c", body[0].GetProperty("fields")[0].GetString());
    }

    [Fact]
    public async Task Call_SessionEndedOrUnusedForTwoHours_Gives401()
    {
        Assert.Equal(200, (await _client.GetAsync("/services/data/v64.0/limits")).Status);
        _time.Advance(TimeSpan.FromMinutes(119));
        Assert.Equal(200, (await _client.GetAsync("/services/data/v64.0/limits")).Status);
        _time.Advance(TimeSpan.FromHours(2));
        (int status, JsonElement body, _) = await _client.GetAsync("/services/data/v64.0/limits");
        Assert.Equal(401, status);
        Assert.Equal("INVALID_SESSION_ID", body[0].GetProperty("errorCode").GetString());
        using var other = new SalesforceTestClient(_sandbox);
        Assert.Equal(200, (await other.GetAsync("/services/data/v64.0/limits")).Status);
        _sandbox.ExpireSessions();
        Assert.Equal(401, (await other.GetAsync("/services/data/v64.0/limits")).Status);
    }

    [Fact]
    public async Task Call_QuotaUsedUp_Gives403WithItsCode()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { DailyApiRequests = 1 });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (int first, _, var headers) = await client.GetAsync("/services/data/v64.0/limits");
        Assert.Equal(200, first);
        Assert.Equal("api-usage=1/1", headers.GetValues("Sforce-Limit-Info").Single());
        (int second, JsonElement body, _) = await client.GetAsync("/services/data/v64.0/limits");
        Assert.Equal(403, second);
        Assert.Equal("REQUEST_LIMIT_EXCEEDED", body[0].GetProperty("errorCode").GetString());
    }

    [Theory]
    [InlineData("GET", "/services/data/v67.0/limits", 404, "NOT_FOUND")]
    [InlineData("GET", "/services/data/v30.0/limits", 410, "UNSUPPORTED_API_VERSION")]
    [InlineData("GET", "/services/data/v64.0/nonsense", 404, "NOT_FOUND")]
    [InlineData("PUT", "/services/data/v64.0/sobjects/Account/001000000000000AAA", 405, "METHOD_NOT_ALLOWED")]
    public async Task Call_WhatIsNotThere_IsRefused(string method, string path, int status, string code)
    {
        (int actual, JsonElement body, _) = await _client.SendAsync(new HttpMethod(method), path);
        Assert.Equal(status, actual);
        Assert.Equal(code, body[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Versions_WithoutToken_AreListedAsInTheRecording()
    {
        using var http = new HttpClient { BaseAddress = _sandbox.BaseAddress };
        using JsonDocument versions = JsonDocument.Parse(await http.GetStringAsync(new Uri("services/data", UriKind.Relative), TestContext.Current.CancellationToken));
        JsonElement last = versions.RootElement[versions.RootElement.GetArrayLength() - 1];
        Assert.Equal("66.0", last.GetProperty("version").GetString());
        Assert.Equal("Spring '26", last.GetProperty("label").GetString());
        Assert.Equal("/services/data/v66.0", last.GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("001i000002C8QTI", "001i000002C8QTIAA3")]
    [InlineData("001I000002C8QTIAA3", null)]
    public void Seed_GivenId_IsBroughtTo18Characters(string given, string? expected)
    {
        string seeded = _sandbox.Seed("Account", $$"""{"Id":"{{given}}","Name":"n","CurrencyIsoCode":"EUR"}""");
        // The check characters win over the case of the others.
        Assert.Equal(expected ?? "001i000002C8QTIAA3", seeded);
    }
}
