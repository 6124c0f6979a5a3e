using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>Every fault that can be asked for, seen by a caller.</summary>
public sealed class SalesforceSandboxFaultTests : IAsyncLifetime
{
    private const string Base = "/services/data/v64.0/";
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        SalesforceSandboxOptions options = SalesforceTestOrg.Options(SalesforceTestOrg.Key);
        // The clock runs ahead while an answer is slow, and a session shall outlive that.
        options.SessionLifetime = TimeSpan.FromDays(36_500);
        _sandbox = await SalesforceTestOrg.StartAsync(options, _time);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Answers_OfTheProduct_ComeOnceAndForTheirOperationsOnly()
    {
        (SandboxFault Fault, int Status, string Code)[] faults =
        [
            (SalesforceFault.ExpiredSession(SalesforceOperation.Query), 401, "INVALID_SESSION_ID"),
            (SalesforceFault.QuotaExceeded(SalesforceOperation.Query), 403, "REQUEST_LIMIT_EXCEEDED"),
            (SalesforceFault.Unavailable(SalesforceOperation.Query), 503, "SERVER_UNAVAILABLE"),
            (SalesforceFault.RowLocked(SalesforceOperation.Query), 400, "UNABLE_TO_LOCK_ROW"),
            (SalesforceFault.Answer(SalesforceOperation.Query, 400, "QUERY_TIMEOUT", "Your query request was running for too long."), 400, "QUERY_TIMEOUT"),
        ];
        foreach ((SandboxFault fault, int status, string code) in faults)
        {
            _sandbox.Faults.Add(fault);
            Assert.Equal(200, (await _client.GetAsync(Base + "limits")).Status);
            (int actual, JsonElement error, var headers) = await _client.QueryAsync("SELECT Id FROM Account LIMIT 1");
            Assert.Equal(status, actual);
            Assert.Equal(code, error[0].GetProperty("errorCode").GetString());
            Assert.Null(headers.RetryAfter);
            Assert.Equal(200, (await _client.QueryAsync("SELECT Id FROM Account LIMIT 1")).Status);
        }

        Assert.Equal(SalesforceFixture.Read("error-401-invalid-session.json").GetRawText().Trim(), SalesforceFault.ExpiredSession().Body);
    }

    [Fact]
    public async Task Unavailable_WithRetryAfter_SaysSo()
    {
        _sandbox.Faults.Add(SalesforceFault.Unavailable(SalesforceOperation.Describe, retryAfterSeconds: 7));
        (int status, _, var headers) = await _client.GetAsync(Base + "sobjects/Account/describe");
        Assert.Equal(503, status);
        Assert.Equal(TimeSpan.FromSeconds(7), headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task AnswerLost_OnAWrite_TookEffect()
    {
        _sandbox.Faults.Add(SalesforceFault.AnswerLost());
        int before = _sandbox.Count("Account");
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", """{"Name":"n"}"""));
        Assert.Equal(before + 1, _sandbox.Count("Account"));
    }

    [Fact]
    public async Task TimeoutAfterCommit_CallerGivesUp_TookEffect()
    {
        // The token comes before the fault.
        await _client.GetAsync(Base + "limits");
        _sandbox.Faults.Add(SalesforceFault.TimeoutAfterCommit());
        int before = _sandbox.Count("Account");
        using HttpRequestMessage request = await _client.RequestAsync(HttpMethod.Post, Base + "sobjects/Account");
        request.Content = new StringContent("""{"Name":"n"}""", System.Text.Encoding.UTF8, "application/json");
        using var http = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<HttpResponseMessage> answer = http.SendAsync(request, patience.Token);
        while (_sandbox.Count("Account") == before)
            await Task.Yield();
        Assert.False(answer.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task SlowAnswer_WaitsForTheClockOfTheSandbox()
    {
        await _client.GetAsync(Base + "limits");
        _sandbox.Faults.Add(SalesforceFault.SlowAnswer(TimeSpan.FromMinutes(2)));
        Task<(int Status, JsonElement Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> answer = _client.QueryAsync("SELECT Id FROM Account LIMIT 1");
        while (_sandbox.Faults.Hits == 0)
            await Task.Yield();
        Assert.False(answer.IsCompleted);
        while (!answer.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(200, (await answer).Status);
    }

    [Fact]
    public async Task TruncatedBody_LoudOrQuiet_IsNotWhole()
    {
        _sandbox.Faults.Add(SalesforceFault.TruncatedBody());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.QueryAsync("SELECT Id FROM Account"));
        _sandbox.Faults.Add(SalesforceFault.TruncatedBody(SalesforceOperation.Query, quietly: true));
        await Assert.ThrowsAnyAsync<JsonException>(() => _client.QueryAsync("SELECT Id FROM Account"));
        Assert.Equal(200, (await _client.QueryAsync("SELECT Id FROM Account")).Status);
    }

    [Fact]
    public async Task DeliveredTwice_OnACreate_MakesTwoRecords()
    {
        await _client.GetAsync(Base + "limits");
        _sandbox.Faults.Add(SalesforceFault.DeliveredTwice());
        int before = _sandbox.Count("Account");
        Assert.Equal(201, (await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", """{"Name":"n"}""")).Status);
        Assert.Equal(before + 2, _sandbox.Count("Account"));
        // An upsert by a key is done twice and makes one.
        _sandbox.Faults.Add(SalesforceFault.DeliveredTwice());
        Assert.Equal(200, (await _client.SendAsync(HttpMethod.Patch, Base + "sobjects/Account/ERP_Id__c/once", """{"Name":"n"}""")).Status);
        Assert.Equal(before + 3, _sandbox.Count("Account"));
    }

    [Fact]
    public async Task CursorGone_HitsTheNextPageOnly()
    {
        _sandbox.Faults.Add(SalesforceFault.CursorGone());
        (int status, JsonElement page, _) = await _client.QueryAsync("SELECT Id FROM Account", ("Sforce-Query-Options", "batchSize=200"));
        Assert.Equal(200, status);
        (int gone, JsonElement error, _) = await _client.GetAsync(page.GetProperty("nextRecordsUrl").GetString()!);
        Assert.Equal(400, gone);
        Assert.Equal("INVALID_QUERY_LOCATOR", error[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task HtmlPage_IsNotJson()
    {
        _sandbox.Faults.Add(SalesforceFault.HtmlPage(SalesforceOperation.Query));
        await Assert.ThrowsAnyAsync<JsonException>(() => _client.QueryAsync("SELECT Id FROM Account"));
    }

    [Fact]
    public async Task Rate_SameSeed_HitsTheSameCalls()
    {
        var runs = new List<string>();
        for (int run = 0; run < 2; run++)
        {
            _sandbox.Faults.Clear();
            _sandbox.Faults.Seed(42).Add(SalesforceFault.Unavailable(SalesforceOperation.Query) with { Rate = 0.2, Times = int.MaxValue });
            var statuses = new List<int>();
            for (int i = 0; i < 200; i++)
                statuses.Add((await _client.QueryAsync("SELECT Id FROM Account LIMIT 1")).Status);
            Assert.InRange(statuses.Count(s => s == 503), 20, 60);
            runs.Add(string.Join(',', statuses));
        }

        Assert.Equal(runs[0], runs[1]);
    }

    [Theory]
    [InlineData("GET", "/services/data/v64.0/query?q=SELECT+Id+FROM+Account+LIMIT+1")]
    [InlineData("PATCH", "/services/data/v64.0/sobjects/Account/ERP_Id__c/1")]
    [InlineData("PATCH", "/services/data/v64.0/composite/sobjects/Account/ERP_Id__c")]
    [InlineData("GET", "/services/data/v64.0/limits")]
    public async Task AddAll_WhateverTheCall_MeetsTheShareThatWasAskedFor(string method, string path)
    {
        await _client.GetAsync(Base + "limits");
        SalesforceFault.AddAll(_sandbox, 0.2, seed: 5);
        for (int i = 0; i < 500; i++)
        {
            try
            {
                await _client.SendAsync(new HttpMethod(method), path, method == "PATCH" ? """{"Name":"n","records":[]}""" : null);
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or IOException)
            {
                // One of the faults.
            }
        }

        // A fifth of 500 calls, give or take four standard deviations.
        Assert.InRange(_sandbox.Faults.Hits, 64, 136);
    }

    [Theory]
    [InlineData("GET", "/services/data/v64.0/query?q=x", SalesforceOperation.Query)]
    [InlineData("GET", "/services/data/v64.0/query/0r8-2000", SalesforceOperation.QueryMore)]
    [InlineData("PATCH", "/services/data/v64.0/sobjects/Account/ERP_Id__c/1", SalesforceOperation.Write)]
    [InlineData("GET", "/services/data/v64.0/sobjects/Account/updated/?start=x", SalesforceOperation.Replication)]
    [InlineData("PATCH", "/services/data/v64.0/composite/sobjects/Account/Id", SalesforceOperation.WriteMany)]
    [InlineData("PUT", "/services/data/v64.0/jobs/ingest/750/batches", SalesforceOperation.BulkIngest)]
    [InlineData("GET", "/services/data/v64.0/jobs/query/750/results", SalesforceOperation.BulkQueryResults)]
    [InlineData("POST", "/services/oauth2/token", SalesforceOperation.Token)]
    public async Task Operation_OfACall_IsWhatItIsAbout(string method, string path, SalesforceOperation operation)
    {
        await _client.GetAsync(Base + "limits");
        _sandbox.Faults.Add(SalesforceFault.Unavailable(SalesforceOperation.All & ~operation) with { Times = int.MaxValue });
        _sandbox.Faults.Add(SalesforceFault.Answer(operation, 418, "HIT", "hit"));
        (int status, _, _) = await _client.SendAsync(new HttpMethod(method), path);
        Assert.Equal(418, status);
    }
}
