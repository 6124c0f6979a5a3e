using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>Bulk API 2.0: ingest with its three result files, query with its locators.</summary>
public sealed class SalesforceSandboxBulkTests : IAsyncLifetime
{
    private const string Jobs = "/services/data/v64.0/jobs/";
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SalesforceTestOrg.StartAsync(SalesforceTestOrg.Options(SalesforceTestOrg.Key));
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Ingest_Upsert_AccountsForEveryRow()
    {
        _sandbox.Seed("Account", """{"Name":"old","ERP_Id__c":"B","Site":"before","Fax":"1"}""");
        JsonElement job = await _client.IngestAsync(
            """{"object":"Account","operation":"upsert","externalIdFieldName":"ERP_Id__c","contentType":"CSV","lineEnding":"LF"}""",
            "ERP_Id__c,Name,Site,Fax,Parent.ERP_Id__c\nA,\"one, \"\"two\"\"\nthree\",,,\nB,new,,#N/A,A\nC,,,,\nD,child,,,none\n");
        Assert.Equal("JobComplete", job.GetProperty("state").GetString());
        Assert.Equal(4, job.GetProperty("numberRecordsProcessed").GetInt32());
        Assert.Equal(2, job.GetProperty("numberRecordsFailed").GetInt32());
        string path = Jobs + "ingest/" + job.GetProperty("id").GetString();
        (_, string ok, _) = await _client.CsvAsync(HttpMethod.Get, path + "/successfulResults/");
        string a = (await _client.RecordsAsync("SELECT Id FROM Account WHERE ERP_Id__c = 'A'"))[0].GetProperty("Id").GetString()!;
        JsonElement b = (await _client.RecordsAsync("SELECT Id, Name, Site, Fax, ParentId FROM Account WHERE ERP_Id__c = 'B'"))[0];
        Assert.Equal($"\"sf__Id\",\"sf__Created\",\"ERP_Id__c\",\"Name\",\"Site\",\"Fax\",\"Parent.ERP_Id__c\"\n\"{a}\",\"true\",\"A\",\"one, \"\"two\"\"\nthree\",\"\",\"\",\"\"\n\"{b.GetProperty("Id").GetString()}\",\"false\",\"B\",\"new\",\"\",\"#N/A\",\"A\"\n", ok);
        // Empty left the site alone, #N/A emptied the fax.
        Assert.Equal("before", b.GetProperty("Site").GetString());
        Assert.Equal(JsonValueKind.Null, b.GetProperty("Fax").ValueKind);
        Assert.Equal(a, b.GetProperty("ParentId").GetString());
        (_, string failed, _) = await _client.CsvAsync(HttpMethod.Get, path + "/failedResults/");
        Assert.Contains("\"\",\"REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name--\",\"C\"", failed, StringComparison.Ordinal);
        Assert.Contains("\"\",\"INVALID_FIELD:Foreign key external ID: none not found for field ERP_Id__c in entity Account:--\",\"D\"", failed, StringComparison.Ordinal);
        (_, string unprocessed, _) = await _client.CsvAsync(HttpMethod.Get, path + "/unprocessedrecords/");
        Assert.Equal("\"ERP_Id__c\",\"Name\",\"Site\",\"Fax\",\"Parent.ERP_Id__c\"\n", unprocessed);
    }

    [Fact]
    public async Task Ingest_Results_AreNotInTheOrderOfTheUpload()
    {
        JsonElement job = await _client.IngestAsync("""{"object":"Account","operation":"insert"}""", "Name\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"row {i}\n")));
        (_, string ok, _) = await _client.CsvAsync(HttpMethod.Get, Jobs + "ingest/" + job.GetProperty("id").GetString() + "/successfulResults");
        string[] names = [.. ok.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[2])];
        Assert.Equal(10, names.Distinct(StringComparer.Ordinal).Count());
        Assert.NotEqual(names.Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [InlineData("""{"object":"Account","operation":"insert"}""", "Name,Nonsense\na,b\n", "InvalidBatch : Field name not found : Nonsense")]
    [InlineData("""{"object":"Account","operation":"insert"}""", "Name\r\na\r\n", "InvalidBatch : LineEnding is invalid on user data. Current LineEnding setting is LF")]
    [InlineData("""{"object":"Account","operation":"update"}""", "Name\na\n", "InvalidBatch : Field name not found : Id")]
    public async Task Ingest_WholeJobIsBad_FailsAndLeavesAllRowsUnprocessed(string jobJson, string csv, string message)
    {
        JsonElement job = await _client.IngestAsync(jobJson, csv);
        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.Equal(message, job.GetProperty("errorMessage").GetString());
        (_, string rows, _) = await _client.CsvAsync(HttpMethod.Get, Jobs + "ingest/" + job.GetProperty("id").GetString() + "/unprocessedrecords");
        Assert.Equal(2, rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Ingest_QuotesAndDelimitersAndLocks_AreThoseOfTheJob()
    {
        _sandbox.RowFaults.Add(new SalesforceRowFault { Skip = 1 });
        JsonElement job = await _client.IngestAsync("""{"object":"Account","operation":"insert","lineEnding":"CRLF","columnDelimiter":"SEMICOLON"}""", "Name;NumberOfEmployees\r\n\"a;b\";5\r\nlocked;1\r\n\"bad\" quote;1\r\nno number;x\r\n");
        (_, string failed, _) = await _client.CsvAsync(HttpMethod.Get, Jobs + "ingest/" + job.GetProperty("id").GetString() + "/failedResults");
        string[] lines = failed.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal(["InvalidBatch", "INVALID_TYPE_ON_FIELD_IN_RECORD", "UNABLE_TO_LOCK_ROW"], lines.Skip(1).Select(l => l.Split('"')[3].Split(':')[0]).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Single(await _client.RecordsAsync("SELECT Id FROM Account WHERE Name = 'a;b' AND NumberOfEmployees = 5"));
    }

    [Fact]
    public async Task Ingest_AbortedBetweenBatches_LeavesTheRestUnprocessed()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { BulkBatchRows = 2, BulkPolls = 0 });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (_, JsonElement job, _) = await client.SendAsync(HttpMethod.Post, Jobs + "ingest", """{"object":"Account","operation":"insert"}""");
        string path = Jobs + "ingest/" + job.GetProperty("id").GetString();
        await client.CsvAsync(HttpMethod.Put, path + "/batches", "Name\na\nb\nc\nd\ne\n");
        await client.SendAsync(HttpMethod.Patch, path, """{"state":"UploadComplete"}""");
        await client.GetAsync(path);
        (_, JsonElement half, _) = await client.GetAsync(path);
        Assert.Equal("InProgress", half.GetProperty("state").GetString());
        Assert.Equal(2, half.GetProperty("numberRecordsProcessed").GetInt32());
        await client.SendAsync(HttpMethod.Patch, path, """{"state":"Aborted"}""");
        Assert.Equal(2, sandbox.Count("Account"));
        Assert.Equal("\"Name\"\n\"c\"\n\"e\"\n\"d\"\n", (await client.CsvAsync(HttpMethod.Get, path + "/unprocessedrecords")).Body);
    }

    [Fact]
    public async Task Ingest_BatchesBeyondTheDaysAllowance_AreInNoFile()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { BulkBatchRows = 2, DailyBulkBatches = 1 });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        JsonElement job = await client.IngestAsync("""{"object":"Account","operation":"insert"}""", "Name\na\nb\nc\n");
        Assert.Equal("JobComplete", job.GetProperty("state").GetString());
        string path = Jobs + "ingest/" + job.GetProperty("id").GetString();
        int rows = 0;
        foreach (string kind in (string[])["successfulResults", "failedResults", "unprocessedrecords"])
            rows += (await client.CsvAsync(HttpMethod.Get, $"{path}/{kind}")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;
        Assert.Equal(2, rows);
        Assert.Equal(2, sandbox.Count("Account"));
    }

    [Fact]
    public async Task Ingest_States_GoAsTheProductsDo()
    {
        (_, JsonElement job, _) = await _client.SendAsync(HttpMethod.Post, Jobs + "ingest", """{"object":"Account","operation":"insert"}""");
        string path = Jobs + "ingest/" + job.GetProperty("id").GetString();
        Assert.Equal("Open", job.GetProperty("state").GetString());
        Assert.Equal("INVALIDJOBSTATE", (await _client.SendAsync(HttpMethod.Patch, path, """{"state":"UploadComplete"}""")).Body[0].GetProperty("errorCode").GetString());
        Assert.Equal(201, (await _client.CsvAsync(HttpMethod.Put, path + "/batches", "Name\na\n")).Status);
        Assert.Equal(400, (await _client.CsvAsync(HttpMethod.Put, path + "/batches", "Name\nb\n")).Status);
        Assert.Equal(400, (await _client.CsvAsync(HttpMethod.Get, path + "/successfulResults")).Status);
        var states = new List<string?> { (await _client.SendAsync(HttpMethod.Patch, path, """{"state":"UploadComplete"}""")).Body.GetProperty("state").GetString() };
        for (int i = 0; i < 3; i++)
            states.Add((await _client.GetAsync(path)).Body.GetProperty("state").GetString());
        Assert.Equal("UploadComplete InProgress InProgress JobComplete", string.Join(' ', states));
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await _client.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Query_Job_HasTheRecordedShapeAndPagesUntilTheWordNull()
    {
        (int status, JsonElement job, _) = await _client.SendAsync(HttpMethod.Post, Jobs + "query", """{"operation":"queryAll","query":"SELECT Id, Name, Account.Name, Amount, IsWon, SystemModstamp FROM Opportunity WHERE Amount > 1 ORDER BY Name"}""");
        Assert.Equal(200, status);
        Assert.Equal("UploadComplete", job.GetProperty("state").GetString());
        Assert.Equal("64.0", job.GetProperty("apiVersion").GetRawText());
        Assert.Equal(SalesforceFixture.Names(SalesforceFixture.Read("bulk2-query-job-created.json")), SalesforceFixture.Names(job));
        string path = Jobs + "query/" + job.GetProperty("id").GetString();
        JsonElement done = await _client.FinishAsync(path);
        Assert.Equal(2, done.GetProperty("numberRecordsProcessed").GetInt32());
        (_, string first, var headers) = await _client.CsvAsync(HttpMethod.Get, path + "/results?maxRecords=1");
        string locator = headers.GetValues("Sforce-Locator").Single();
        Assert.NotEqual("null", locator);
        Assert.Equal("1", headers.GetValues("Sforce-NumberOfRecords").Single());
        (_, string second, headers) = await _client.CsvAsync(HttpMethod.Get, $"{path}/results?maxRecords=1&locator={locator}");
        Assert.Equal("null", headers.GetValues("Sforce-Locator").Single());
        Assert.StartsWith("\"Id\",\"Name\",\"Account.Name\",\"Amount\",\"IsWon\",\"SystemModstamp\"\n", first, StringComparison.Ordinal);
        Assert.Contains("\"Won large\",\"Küche & Söhne\",\"15000.0\",\"true\",\"20", first, StringComparison.Ordinal);
        Assert.StartsWith("\"Id\",\"Name\"", second, StringComparison.Ordinal);
        Assert.Contains("\"Won without account\",\"\",\"12.5\"", second, StringComparison.Ordinal);
        Assert.EndsWith(".000Z\"\n", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT COUNT(Id) FROM Account")]
    [InlineData("SELECT Name FROM Account GROUP BY Name")]
    [InlineData("SELECT Id FROM Account OFFSET 5")]
    [InlineData("SELECT Id, (SELECT Id FROM Contacts) FROM Account")]
    [InlineData("SELECT BillingAddress FROM Account")]
    [InlineData("SELECT FIELDS(STANDARD) FROM Account")]
    [InlineData("SELECT Nonsense FROM Account")]
    public async Task Query_WhatBulkCannot_IsRefusedAtOnce(string soql) =>
        Assert.Equal(400, (await _client.SendAsync(HttpMethod.Post, Jobs + "query", $$"""{"operation":"query","query":"{{soql}}"}""")).Status);

    [Fact]
    public async Task Generated_Rows_CanBeQueriedReadAndWritten()
    {
        await using var sandbox = new SalesforceSandbox();
        sandbox.SeedGenerated("Account", 5000, (i, row) =>
        {
            row["Name"] = string.Create(CultureInfo.InvariantCulture, $"Account {i:D5}");
            row["NumberOfEmployees"] = i;
        });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        string id = (await client.RecordsAsync("SELECT Id FROM Account WHERE NumberOfEmployees = 4321"))[0].GetProperty("Id").GetString()!;
        Assert.Equal(204, (await client.SendAsync(HttpMethod.Patch, "/services/data/v64.0/sobjects/Account/" + id, """{"Site":"written"}""")).Status);
        Assert.Equal("Account 04321", (await client.RecordsAsync("SELECT Name FROM Account WHERE Site = 'written'"))[0].GetProperty("Name").GetString());
        Assert.Equal(5000, (await client.QueryAsync("SELECT COUNT() FROM Account")).Body.GetProperty("totalSize").GetInt32());
        Assert.Equal(204, (await client.SendAsync(HttpMethod.Delete, "/services/data/v64.0/sobjects/Account/" + id)).Status);
        Assert.Equal(4999, (await client.QueryAsync("SELECT COUNT() FROM Account")).Body.GetProperty("totalSize").GetInt32());
    }
}
