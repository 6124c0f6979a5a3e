using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>What lies around the calls: sizes, compression, conditions, limits, other formats, and parts of the product that are not there.</summary>
public sealed class SalesforceSandboxHttpTests : IAsyncLifetime
{
    private const string Base = "/services/data/v64.0/";
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;
    private string _account = "";

    public async ValueTask InitializeAsync()
    {
        _sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { ConcurrentLongRequests = 2, SessionLifetime = TimeSpan.FromDays(36_500) }, _time);
        _account = _sandbox.Seed("Account", """{"Name":"Acme"}""");
        await _sandbox.StartAsync(TestContext.Current.CancellationToken);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(15_000, 0, 200)]
    [InlineData(16_500, 0, 414)]
    [InlineData(9_000, 8_000, 431)]
    public async Task Call_AddressAndHeaders_HaveALimitOf16384Bytes(int queryLength, int headerLength, int expected)
    {
        string soql = "SELECT Id FROM Account WHERE Name != '" + new string('x', queryLength - 100) + "'";
        (int status, _, _) = await _client.QueryAsync(soql, ("X-Filler", new string('f', headerLength)));
        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Query_Of100001Characters_IsRefusedWhereverItStands()
    {
        string soql = JsonSerializer.Serialize("SELECT Id FROM Account WHERE Name != '" + new string('x', 100_000) + "'");
        (int status, JsonElement error, _) = await _client.SendAsync(HttpMethod.Post, Base + "jobs/query", $$"""{"operation":"query","query":{{soql}}}""");
        Assert.Equal(400, status);
        Assert.Equal("MALFORMED_QUERY", error[0].GetProperty("errorCode").GetString());
    }

    [Theory]
    [InlineData(true, 201)]
    [InlineData(false, 400)]
    public async Task Write_BodyWithContentEncodingGzip_IsUnpacked(bool isPacked, int expected)
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"Name":"packed"}""");
        using var packed = new MemoryStream();
        if (isPacked)
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(json);
        }
        else
        {
            packed.Write(json);
        }

        using HttpRequestMessage request = await _client.RequestAsync(HttpMethod.Post, Base + "sobjects/Account");
        request.Content = new ByteArrayContent(packed.ToArray()) { Headers = { { "Content-Type", "application/json" }, { "Content-Encoding", "gzip" } } };
        using var http = new HttpClient();
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(isPacked ? 2 : 1, _sandbox.Count("Account"));
    }

    [Fact]
    public async Task Usage_IsToldOnAnswersButNotWithoutABodyAndNotForVersions()
    {
        Assert.True((await _client.GetAsync(Base + "sobjects/Account/describe")).Headers.Contains("Sforce-Limit-Info"));
        Assert.True((await _client.QueryAsync("SELECT Nonsense FROM Account")).Headers.Contains("Sforce-Limit-Info"));
        Assert.False((await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Account/{_account}", """{"Site":"s"}""")).Headers.Contains("Sforce-Limit-Info"));
        Assert.False((await _client.GetAsync("/services/data/")).Headers.Contains("Sforce-Limit-Info"));
    }

    [Fact]
    public async Task Calls_LongOnesAtOnce_ExhaustTheirLimit()
    {
        await _client.GetAsync(Base + "limits");
        _sandbox.Faults.Add(SalesforceFault.SlowAnswer(TimeSpan.FromMinutes(2)) with { Times = 2 });
        Task<(int Status, JsonElement Body, System.Net.Http.Headers.HttpResponseHeaders Headers)>[] slow = [_client.QueryAsync("SELECT Id FROM Account"), _client.QueryAsync("SELECT Id FROM Account")];
        while (_sandbox.Faults.Hits < 2)
            await Task.Yield();
        Assert.Equal(200, (await _client.GetAsync(Base + "limits")).Status);
        _time.Advance(TimeSpan.FromSeconds(21));
        (int status, JsonElement error, _) = await _client.GetAsync(Base + "limits");
        Assert.Equal(403, status);
        Assert.Equal("REQUEST_LIMIT_EXCEEDED", error[0].GetProperty("errorCode").GetString());
        while (!Array.TrueForAll(slow, t => t.IsCompleted))
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(200, (await _client.GetAsync(Base + "limits")).Status);
    }

    [Fact]
    public async Task Account_ETagAndTimes_AreConditions()
    {
        string path = $"{Base}sobjects/Account/{_account}";
        (_, _, var headers) = await _client.GetAsync(path);
        string tag = headers.ETag!.Tag;
        Assert.Equal(304, (await _client.GetAsync(path, ("If-None-Match", tag))).Status);
        Assert.Equal(200, (await _client.GetAsync(path, ("If-Match", tag))).Status);
        Assert.Equal(304, (await _client.GetAsync(path, ("If-Modified-Since", _time.GetUtcNow().ToString("R")))).Status);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Patch, path, """{"Site":"one"}""", ("If-Match", tag))).Status);
        (int status, JsonElement error, _) = await _client.SendAsync(HttpMethod.Patch, path, """{"Site":"two"}""", ("If-Match", tag));
        Assert.Equal(412, status);
        Assert.Equal("PRECONDITION_FAILED", error[0].GetProperty("errorCode").GetString());
        Assert.Equal(200, (await _client.GetAsync(path, ("If-Modified-Since", _time.GetUtcNow().AddSeconds(-1).ToString("R")))).Status);
        // No other object has them.
        string contact = _sandbox.Seed("Contact", """{"LastName":"c"}""");
        Assert.Null((await _client.GetAsync($"{Base}sobjects/Contact/{contact}")).Headers.ETag);
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Contact/{contact}", """{"Title":"t"}""", ("If-Match", "\"nonsense\""))).Status);
    }

    [Fact]
    public async Task Recent_WhatWasLookedAt_IsListedTheNewestFirst()
    {
        string other = _sandbox.Seed("Account", """{"Name":"Beta"}""");
        Assert.Equal(0, (await _client.GetAsync(Base + "recent")).Body.GetArrayLength());
        await _client.RecordsAsync($"SELECT Id FROM Account WHERE Id = '{_account}' FOR VIEW");
        await _client.GetAsync($"{Base}sobjects/Account/{other}", ("Sforce-Mru", "updateMru=true"));
        (_, JsonElement recent, _) = await _client.GetAsync(Base + "recent");
        Assert.Equal(["Beta", "Acme"], recent.EnumerateArray().Select(r => r.GetProperty("Name").GetString()));
        Assert.Equal(1, (await _client.GetAsync(Base + "recent?limit=1")).Body.GetArrayLength());
        (_, JsonElement summary, _) = await _client.GetAsync(Base + "sobjects/Account");
        Assert.Equal(2, summary.GetProperty("recentItems").GetArrayLength());
    }

    [Fact]
    public async Task Error_CallerThatTakesXml_GetsXml()
    {
        using HttpRequestMessage request = await _client.RequestAsync(HttpMethod.Get, Base + "query?q=SELECT+Nonsense+FROM+Account");
        request.Headers.Accept.ParseAdd("application/xml");
        using var http = new HttpClient();
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal("application/xml", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Errors><Error><errorCode>NOT_ACCEPTABLE</errorCode><message>", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Base + "tooling/query")]
    [InlineData(Base + "search")]
    [InlineData(Base + "metadata/deployRequest")]
    [InlineData(Base + "analytics/reports")]
    [InlineData(Base + "sobjects/Account/describe/layouts")]
    [InlineData(Base + "query?explain=SELECT+Id+FROM+Account")]
    [InlineData("/services/apexrest/mine")]
    public async Task Call_PartOfTheProductThatIsNotHere_SaysThatTheSandboxIsTheReason(string path)
    {
        (int status, JsonElement error, _) = await _client.GetAsync(path);
        Assert.Equal(404, status);
        Assert.Contains("The sandbox does not know", error[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Soap_IsRefusedInItsOwnForm()
    {
        using var http = new HttpClient();
        using var body = new StringContent("<x/>", Encoding.UTF8, "text/xml");
        using HttpResponseMessage response = await http.PostAsync(new Uri(_sandbox.BaseAddress, "services/Soap/m/64.0"), body, TestContext.Current.CancellationToken);
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains("<faultstring>The sandbox does not know the SOAP and Metadata APIs", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "This session is not valid for use with the REST API")]
    [InlineData(true, "Connected app is not attached to Agent")]
    public async Task SessionNeverHeals_EachCallAndEachToken_Gets401(bool appNotAttached, string text)
    {
        _sandbox.Faults.Add(SalesforceFault.SessionNeverHeals(appNotAttached: appNotAttached));
        for (int i = 0; i < 3; i++)
        {
            using var fresh = new SalesforceTestClient(_sandbox);
            (int status, JsonElement error, _) = await fresh.GetAsync(Base + "limits");
            Assert.Equal(401, status);
            Assert.Equal(text, error[0].GetProperty("message").GetString());
        }
    }

    [Fact]
    public async Task XmlError_ThoughJsonWasAskedFor_IsXml()
    {
        _sandbox.Faults.Add(SalesforceFault.XmlError(SalesforceOperation.Query));
        await Assert.ThrowsAnyAsync<JsonException>(() => _client.QueryAsync("SELECT Id FROM Account"));
        _sandbox.Faults.Add(SalesforceFault.TooManyLongRequests(SalesforceOperation.Query));
        Assert.Equal(403, (await _client.QueryAsync("SELECT Id FROM Account")).Status);
    }

    [Theory]
    [InlineData("query", """{"operation":"query","query":"SELECT Id FROM Task"}""")]
    [InlineData("ingest", """{"operation":"insert","object":"Task"}""")]
    public async Task BulkJob_ObjectThatBulkDoesNotKnow_IsInvalidEntity(string kind, string json)
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { ObjectsNotInBulk = ["Task"] });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (int status, JsonElement error, _) = await client.SendAsync(HttpMethod.Post, Base + "jobs/" + kind, json);
        Assert.Equal(400, status);
        Assert.Equal("INVALIDENTITY", error[0].GetProperty("errorCode").GetString());
        Assert.EndsWith("is not supported by the Bulk API.", error[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BulkHardDelete_NeedsItsPermission_AndLeavesNothingInTheBin(bool isAllowed)
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { BulkHardDelete = isAllowed });
        string id = sandbox.Seed("Account", """{"Name":"gone"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        if (!isAllowed)
        {
            (int status, JsonElement error, _) = await client.SendAsync(HttpMethod.Post, Base + "jobs/ingest", """{"object":"Account","operation":"hardDelete"}""");
            Assert.Equal(400, status);
            Assert.Equal("FEATURENOTENABLED", error[0].GetProperty("errorCode").GetString());
            return;
        }

        await client.IngestAsync("""{"object":"Account","operation":"hardDelete"}""", $"Id\n{id}\n");
        (_, JsonElement all, _) = await client.GetAsync(Base + "queryAll?q=SELECT+Id+FROM+Account");
        Assert.Equal(0, all.GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task BulkJobs_List_Expiry_AbortAndDelete()
    {
        JsonElement done = await _client.IngestAsync("""{"object":"Account","operation":"insert"}""", "Name\nbulk\n");
        string id = done.GetProperty("id").GetString()!;
        Assert.Equal(200, (await _client.CsvAsync(HttpMethod.Get, $"{Base}jobs/ingest/{id}/successfulResults")).Status);
        (_, JsonElement open, _) = await _client.SendAsync(HttpMethod.Post, Base + "jobs/ingest", """{"object":"Account","operation":"insert","columnDelimiter":"PIPE","lineEnding":"CRLF"}""");
        (_, JsonElement list, _) = await _client.GetAsync(Base + "jobs/ingest?jobType=V2Ingest");
        Assert.Equal([id, open.GetProperty("id").GetString()], list.GetProperty("records").EnumerateArray().Select(j => j.GetProperty("id").GetString()));
        Assert.Equal("V2Ingest", list.GetProperty("records")[0].GetProperty("jobType").GetString());
        Assert.Equal(0, (await _client.GetAsync(Base + "jobs/ingest?jobType=Classic")).Body.GetProperty("records").GetArrayLength());
        string path = $"{Base}jobs/ingest/{open.GetProperty("id").GetString()}";
        Assert.Equal("Aborted", (await _client.SendAsync(HttpMethod.Patch, path, """{"state":"Aborted"}""")).Body.GetProperty("state").GetString());
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await _client.GetAsync(path)).Status);
        _time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(404, (await _client.CsvAsync(HttpMethod.Get, $"{Base}jobs/ingest/{id}/successfulResults")).Status);
    }
}
