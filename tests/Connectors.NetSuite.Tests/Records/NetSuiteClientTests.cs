using System.Net;
using System.Text;
using System.Text.Json;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

public sealed class NetSuiteClientTests
{
    private static readonly byte[] Acme = """{"companyName":"Acme","subsidiary":{"id":"1"}}"""u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AllVerbs_BothWaysToSignIn_Work(bool tokens)
    {
        await using TestAccount account = await TestAccount.StartAsync(tokens);
        NetSuiteClient client = account.Client;
        CancellationToken ct = TestContext.Current.CancellationToken;

        NetSuiteWriteResult created = await client.CreateAsync("customer", Acme, ct);
        Assert.NotNull(created.Id);
        Assert.Contains(" job ", created.RequestId, StringComparison.Ordinal);
        NetSuiteRecord record = await client.GetAsync("customer", NetSuiteRecordKey.Internal(created.Id), null, ct);
        Assert.Equal("Acme", Member(record, "companyName"));

        await client.UpdateAsync("customer", NetSuiteRecordKey.Internal(created.Id), """{"phone":"1","externalId":"CUST-1"}"""u8.ToArray(), ct);
        NetSuiteRecord byExternalId = await client.GetAsync("customer", NetSuiteRecordKey.External("CUST-1"), ["phone"], ct);
        Assert.Equal(created.Id, byExternalId.Id);
        Assert.Equal("1", Member(byExternalId, "phone"));

        NetSuiteWriteResult first = await client.UpsertAsync("customer", "CUST-2", Acme, ct);
        NetSuiteWriteResult second = await client.UpsertAsync("customer", "CUST-2", Acme, ct);
        Assert.Equal(first.Id, second.Id);
        Assert.Null(await client.FindAsync("customer", NetSuiteRecordKey.External("CUST-3"), null, ct));
        Assert.Equal(2, account.Sandbox.GetRecords("customer").Count);
    }

    [Fact]
    public async Task Write_UnknownField_IsRefusedAndNotDropped()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        byte[] body = """{"companyNane":"Typo","companyName":"Acme","subsidiary":"1"}"""u8.ToArray();
        foreach (Func<Task<NetSuiteWriteResult>> write in (Func<Task<NetSuiteWriteResult>>[])
        [
            () => account.Client.CreateAsync("customer", body, TestContext.Current.CancellationToken),
            () => account.Client.UpsertAsync("customer", "CUST-1", body, TestContext.Current.CancellationToken),
        ])
        {
            NetSuiteException e = await Assert.ThrowsAsync<NetSuiteException>(write);
            Assert.Equal("companyNane", Assert.Single(e.Details).Path);
            Assert.NotNull(e.JobId);
            Assert.NotNull(e.OperationId);
        }

        Assert.Empty(account.Sandbox.GetRecords("customer"));
    }

    [Fact]
    public async Task List_SmallPages_GivesEachIdOnceAndCanGoOn()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.PageSize = 4);
        List<string> expected = [];
        for (int i = 0; i < 11; i++)
            expected.Add(account.Sandbox.AddRecord("customer", Encoding.UTF8.GetString(Acme)));
        List<NetSuiteRecordPage> pages = [];
        await foreach (NetSuiteRecordPage page in account.Client.ListAsync("customer", null, TestContext.Current.CancellationToken))
            pages.Add(page);
        List<string> rest = [];
        await foreach (NetSuiteRecordPage page in account.Client.ListAsync("customer", pages[0].Continuation, TestContext.Current.CancellationToken))
            rest.AddRange(page.Ids);

        Assert.Equal([4, 4, 3], pages.Select(p => p.Ids.Count));
        Assert.Null(pages[^1].Continuation);
        Assert.Equal(expected.Order(StringComparer.Ordinal), pages.SelectMany(p => p.Ids).Order(StringComparer.Ordinal));
        Assert.Equal(pages.Skip(1).SelectMany(p => p.Ids), rest);
    }

    [Fact]
    public async Task List_MoreThanAThousandPages_SaysThatRowsAreMissing()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.PageSize = 1);
        for (int i = 0; i < 1001; i++)
            account.Sandbox.AddRecord("term", """{"name":"T"}""");
        int seen = 0;
        ConnectorException e = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (NetSuiteRecordPage page in account.Client.ListAsync("term", "1:990", TestContext.Current.CancellationToken))
                seen += page.Ids.Count;
        });

        Assert.Equal(10, seen);
        Assert.Equal(NetSuiteErrorCodes.CollectionCapped, e.Code);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("10")]
    [InlineData("0:0")]
    [InlineData("1001:0")]
    [InlineData("10:-5")]
    public async Task List_ForeignContinuation_IsRefused(string continuation)
    {
        await using TestAccount account = await TestAccount.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(async () =>
        {
            await foreach (NetSuiteRecordPage _ in account.Client.ListAsync("customer", continuation, TestContext.Current.CancellationToken))
            {
            }
        });
    }

    [Fact]
    public async Task Call_TokenRevoked_IsRenewedOnceForAll()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        await account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken);
        account.Sandbox.RevokeTokens();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken)));

        Assert.Equal(2, account.Sandbox.Requests.Count(r => r.PathAndQuery.EndsWith("/token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Call_RefusedAgainWithANewToken_FailsAndIsNotRepeated()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.ExpiredToken() with { PathContains = "/record/", Times = 10 });
        AuthenticationFailedException e = await Assert.ThrowsAsync<AuthenticationFailedException>(
            () => account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));

        Assert.Equal(2, account.Calls.Count);
        Assert.Equal("invalid_token", e.VendorCode);
        Assert.NotNull(e.VendorRequestId);
    }

    [Fact]
    public async Task Call_CertificateRefused_FailsOnceAndNamesTheCertificate()
    {
        await using var sandbox = new NetSuiteSandbox();
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        NetSuiteOptions options = TestAccount.Options(sandbox);
        options.Certificate = _ => new ValueTask<NetSuiteCertificateCredential>(new NetSuiteCertificateCredential(sandbox.OAuth2Client.ClientId, "old-certificate", sandbox.OAuth2Client.PrivateKeyPem));
        using NetSuiteClient client = NetSuiteClient.Create(options);
        AuthenticationFailedException e = await Assert.ThrowsAsync<AuthenticationFailedException>(
            () => client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));

        Assert.Contains("old-certificate", e.Message, StringComparison.Ordinal);
        Assert.Equal("invalid_client", e.VendorCode);
        Assert.Single(sandbox.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_OverTheLimit_IsThrottledWhetherMaskedOrNot(bool masked)
    {
        var sandboxOptions = new NetSuiteSandboxOptions { MaskThrottlingAsInvalidLogin = masked };
        await using TestAccount account = await TestAccount.StartAsync(tokens: true, o => o.Resilience.MaxRetries = 0, sandboxOptions);
        await account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken);
        using (account.Sandbox.OccupyCalls(5))
        {
            ThrottledException e = await Assert.ThrowsAsync<ThrottledException>(
                () => account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));
            Assert.Equal(masked ? "INVALID_LOGIN" : "CONCURRENCY_LIMIT_EXCEEDED", e.VendorCode);
        }

        await account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Call_Throttled_IsRetriedUntilThereIsRoom()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.ConcurrencyLimit() with { PathContains = "/record/", Times = 2 });
        await account.Client.UpsertAsync("customer", "CUST-1", Acme, TestContext.Current.CancellationToken);

        Assert.Equal(3, account.Calls.Count);
        Assert.Single(account.Sandbox.GetRecords("customer"));
    }

    [Fact]
    public async Task Call_ThrottledForLong_EndsAtOnceWithTheWait()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.ConcurrencyLimit(TimeSpan.FromHours(1)) with { PathContains = "/record/" });
        ThrottledException e = await Assert.ThrowsAsync<ThrottledException>(() => account.Client.UpsertAsync("customer", "CUST-1", Acme, TestContext.Current.CancellationToken));

        Assert.Equal(TimeSpan.FromHours(1), e.RetryAfter);
        Assert.Single(account.Calls);
    }

    [Fact]
    public async Task Create_AnswerLost_IsNeverSentTwice()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.LostAnswer() with { Method = "POST", PathContains = "/record/" });
        ConnectorException e = await Assert.ThrowsAsync<ConnectorException>(() => account.Client.CreateAsync("customer", Acme, TestContext.Current.CancellationToken));

        Assert.Equal(ConnectorErrorCodes.Unavailable, e.Code);
        Assert.Single(account.Sandbox.GetRecords("customer"));
    }

    [Fact]
    public async Task Upsert_AnswerLost_IsSentAgainAndMakesOneRecord()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.LostAnswer() with { Method = "PUT" });
        NetSuiteWriteResult result = await account.Client.UpsertAsync("customer", "CUST-1", Acme, TestContext.Current.CancellationToken);

        Assert.NotNull(result.Id);
        Assert.Equal(2, account.Calls.Count);
        Assert.Single(account.Sandbox.GetRecords("customer"));
    }

    [Theory]
    [InlineData("""{"access_token":"two words","expires_in":3600}""")]
    [InlineData("""{"access_token":" ","expires_in":3600}""")]
    [InlineData("""{"expires_in":3600}""")]
    public async Task Get_TokenThatCannotStandInAHeader_IsAnUnexpectedAnswerAndNotShown(string answer)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 200, PathContains = "/token", Body = answer });
        ConnectorException e = await Assert.ThrowsAnyAsync<ConnectorException>(() => account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));

        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, e.Code);
        Assert.DoesNotContain("two words", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_PageForPeople_IsNotTakenForARecord()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(NetSuiteSandboxFaults.MaintenancePage() with { PathContains = "/record/", Status = 200 });
        NetSuiteException e = await Assert.ThrowsAsync<NetSuiteException>(() => account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));

        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, e.Code);
        Assert.True(e.IsTransient);
        Assert.Equal(HttpStatusCode.OK, e.StatusCode);
    }

    [Fact]
    public async Task Get_UnknownRecordType_IsAConfigurationError()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        NetSuiteException e = await Assert.ThrowsAsync<NetSuiteException>(() => account.Client.FindAsync("file", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken));

        Assert.Equal(NetSuiteErrorCodes.UnknownRecordType, e.Code);
        Assert.Equal(IssueKind.Configuration, e.Kind);
    }

    [Theory]
    [InlineData("""{"addressBook":{"items":[{"label":"x"}]}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Upsert_SublistOrNoObject_IsRefusedBeforeItIsSent(string body)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => account.Client.UpsertAsync("customer", "CUST-1", Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken));

        Assert.Empty(account.Sandbox.Requests);
    }

    [Fact]
    public async Task Calls_MoreThanAllowedAtOnce_WaitForTheirPlace()
    {
        await using TestAccount account = await TestAccount.StartAsync(configure: o => o.MaxConcurrency = 2, sandboxOptions: new NetSuiteSandboxOptions { ConcurrencyLimit = 2 });
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => account.Client.GetAsync("currency", NetSuiteRecordKey.Internal("1"), null, TestContext.Current.CancellationToken)));

        Assert.DoesNotContain(account.Sandbox.Requests, r => r.Status == 429);
    }

    private static string? Member(NetSuiteRecord record, string name)
    {
        using JsonDocument document = JsonDocument.Parse(record.Utf8Json);
        return document.RootElement.GetProperty(name).GetString();
    }
}
