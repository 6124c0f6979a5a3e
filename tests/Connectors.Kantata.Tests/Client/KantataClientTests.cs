using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Kantata.Tests;

public sealed class KantataClientTests
{
    [Fact]
    public async Task ReadTimeEntries_SeveralPages_GivesEveryEntryOnceByCreation()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int id in Enumerable.Range(1, 25).Reverse())
            account.AddTimeEntry(id);

        List<Page<KantataRecord>> pages = await TestAccount.ReadAsync(token => account.Client(pageSize: 10).ReadTimeEntriesAsync(cancellationToken: token));

        Assert.Equal([10, 10, 5], pages.Select(page => page.Items.Count));
        Assert.Equal(Enumerable.Range(1, 25).Select(Text), Ids(pages));
        Assert.Null(pages[^1].Continuation);
    }

    [Fact]
    public async Task ReadWorkspaces_ServerGivesTheFirstPageAgainAndAgain_EndsWithAnError()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(new SandboxFault
        {
            Kind = SandboxFaultKind.Answer,
            Status = 200,
            Times = 20,
            Body = """{"count":7,"meta":{"count":7,"page_count":4,"page_number":1,"page_size":2},"results":[{"key":"workspaces","id":"1"}],"workspaces":{"1":{"id":"1","price_in_cents":null}}}""",
        });

        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(() => TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(cancellationToken: token)));

        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, thrown.Code);
        Assert.Equal(2, account.Sandbox.Faults.Hits);
    }

    [Fact]
    public async Task ReadTimeEntries_EmptyAccount_IsOneEmptyPage()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        Page<KantataRecord> page = Assert.Single(await TestAccount.ReadAsync(token => account.Client().ReadTimeEntriesAsync(cancellationToken: token)));

        Assert.Empty(page.Items);
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task ReadWorkspaces_ServerTakesASmallerSize_LosesNothing()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int id in Enumerable.Range(1, 7))
            account.AddWorkspace(id);
        // A server that takes two rows whatever it is asked for, and says so.
        foreach (int page in Enumerable.Range(1, 4))
        {
            string[] ids = [.. Enumerable.Range(((page - 1) * 2) + 1, page == 4 ? 1 : 2).Select(Text)];
            string results = string.Join(',', ids.Select(id => "{\"key\":\"workspaces\",\"id\":\"" + id + "\"}"));
            string map = string.Join(',', ids.Select(id => "\"" + id + "\":{\"id\":\"" + id + "\",\"price_in_cents\":null}"));
            account.Sandbox.Faults.Add(new SandboxFault
            {
                Kind = SandboxFaultKind.Answer,
                Status = 200,
                PathContains = $"&page={page}",
                Body = "{\"count\":7,\"meta\":{\"count\":7,\"page_count\":4,\"page_number\":" + Text(page) + ",\"page_size\":2},\"results\":[" + results + "],\"workspaces\":{" + map + "}}",
            });
        }

        List<Page<KantataRecord>> pages = await TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(cancellationToken: token));

        Assert.Equal(Enumerable.Range(1, 7).Select(Text), Ids(pages));
    }

    [Fact]
    public async Task ReadTimeEntries_NewAndTouchedMeanwhile_LosesAndRepeatsNothing()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int id in Enumerable.Range(1, 12))
            account.AddTimeEntry(id);
        account.Sandbox.BeforeList = (_, page) =>
        {
            if (page == 2)
                account.AddTimeEntry(13, more: """{"updated_at":"2030-01-01T00:00:00Z"}""");
        };

        List<Page<KantataRecord>> pages = await TestAccount.ReadAsync(token => account.Client(pageSize: 5).ReadTimeEntriesAsync(cancellationToken: token));

        Assert.Equal(Enumerable.Range(1, 13).Select(Text), Ids(pages));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReadTimeEntries_DeletedMeanwhile_LosesAndRepeatsNothing(int atPage)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int id in Enumerable.Range(1, 15))
            account.AddTimeEntry(id);
        bool done = false;
        account.Sandbox.BeforeList = (_, page) =>
        {
            if (page != atPage || done)
                return;
            done = true;
            account.Sandbox.Remove("time_entries", "2");
            account.Sandbox.Remove("time_entries", "4");
        };

        List<Page<KantataRecord>> pages = await TestAccount.ReadAsync(token => account.Client(pageSize: 5).ReadTimeEntriesAsync(cancellationToken: token));

        List<string> ids = [.. Ids(pages)];
        Assert.Equal(Enumerable.Range(1, 15).Select(Text).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ReadTimeEntries_MoreDeletedThanAPage_SaysSo()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int id in Enumerable.Range(1, 12))
            account.AddTimeEntry(id);
        account.Sandbox.BeforeList = (_, page) =>
        {
            if (page != 2)
                return;
            foreach (int id in Enumerable.Range(1, 4))
                account.Sandbox.Remove("time_entries", Text(id));
        };

        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() => TestAccount.ReadAsync(token => account.Client(pageSize: 4).ReadTimeEntriesAsync(cancellationToken: token)));

        Assert.Equal(KantataErrorCodes.ListMoved, failure.Code);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task ReadTimeEntries_FromContinuation_GoesOnBehindThePage()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int id in Enumerable.Range(1, 9))
            account.AddTimeEntry(id);
        string? continuation = (await TestAccount.ReadAsync(token => account.Client(pageSize: 4).ReadTimeEntriesAsync(cancellationToken: token)))[0].Continuation;
        account.Sandbox.Remove("time_entries", "1");

        List<Page<KantataRecord>> rest = await TestAccount.ReadAsync(token => account.Client(pageSize: 4).ReadTimeEntriesAsync(continuation: continuation, cancellationToken: token));

        Assert.Equal(["5", "6", "7", "8", "9"], Ids(rest));
    }

    [Fact]
    public async Task ReadTimeEntries_ContinuationOfAnotherQuery_IsRefused()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int id in Enumerable.Range(1, 9))
            account.AddTimeEntry(id);
        string? continuation = (await TestAccount.ReadAsync(token => account.Client(pageSize: 4).ReadTimeEntriesAsync(cancellationToken: token)))[0].Continuation;

        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() =>
            TestAccount.ReadAsync(token => account.Client(pageSize: 4).ReadTimeEntriesAsync(new TimeEntriesQuery { WorkspaceId = "1" }, continuation, cancellationToken: token)));

        Assert.Equal(KantataErrorCodes.BadContinuation, failure.Code);
    }

    [Fact]
    public async Task ReadWorkspaces_ManyIds_AreAskedForInPortionsAndOnce()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        foreach (int id in Enumerable.Range(1, 250))
            account.AddWorkspace(id);

        List<Page<KantataRecord>> pages = await TestAccount.ReadAsync(token => account.Client(pageSize: 20).ReadWorkspacesAsync(
            new WorkspacesQuery { Ids = [.. Enumerable.Range(1, 250).Select(Text), "999"] }, cancellationToken: token));

        Assert.Equal([200, 50], pages.Select(page => page.Items.Count));
        Assert.Equal(250, Ids(pages).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, account.Sandbox.Requests.Count);
    }

    [Fact]
    public async Task ReadWorkspaces_ArchivedOnes_AreThereUnlessLeftOut()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1).AddWorkspace(2, """{"archived":true}""");

        Assert.Equal(["1", "2"], Ids(await TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(cancellationToken: token))));
        Assert.Equal(["1"], Ids(await TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(new WorkspacesQuery { IncludeArchived = false }, cancellationToken: token))));
    }

    [Fact]
    public async Task ReadTimeEntries_Filters_AreUnderstoodByTheServer()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddTimeEntry(1).AddTimeEntry(2, more: """{"workspace_id":"2","date_performed":"2026-02-01"}""").AddTimeEntry(3, more: """{"updated_at":"2027-01-01T00:00:00+05:30"}""");

        Assert.Equal(["2"], Ids(await TestAccount.ReadAsync(token => account.Client().ReadTimeEntriesAsync(new TimeEntriesQuery { WorkspaceId = "2" }, cancellationToken: token))));
        Assert.Equal(["2"], Ids(await TestAccount.ReadAsync(token => account.Client().ReadTimeEntriesAsync(new TimeEntriesQuery { PerformedFrom = new DateOnly(2026, 1, 31), PerformedThrough = new DateOnly(2026, 2, 1) }, cancellationToken: token))));
        Assert.Equal(["3"], Ids(await TestAccount.ReadAsync(token => account.Client().ReadTimeEntriesAsync(new TimeEntriesQuery { UpdatedAfter = new DateTimeOffset(2026, 12, 31, 18, 29, 0, TimeSpan.Zero) }, cancellationToken: token))));
        Assert.Throws<ArgumentException>(() => account.Client().ReadTimeEntriesAsync(new TimeEntriesQuery { PerformedFrom = new DateOnly(2026, 1, 31) }, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_RevokedToken_IsRefusedCredentials()
    {
        await using TestAccount account = await TestAccount.StartAsync();

        AuthenticationFailedException failure = await Assert.ThrowsAsync<AuthenticationFailedException>(() => TestAccount.ReadAsync(token => account.Client(token: "revoked").ReadWorkspacesAsync(cancellationToken: token)));

        Assert.Equal("oauth", failure.VendorCode);
        Assert.StartsWith("sandbox-", failure.VendorRequestId, StringComparison.Ordinal);
        Assert.DoesNotContain("revoked-", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"status":400,"error":"malformed JSON detected, x"}""", KantataErrorCodes.BadRequest, IssueKind.Configuration)]
    [InlineData(403, """{"errors":[{"type":"system","message":"no"}]}""", KantataErrorCodes.Forbidden, IssueKind.Configuration)]
    [InlineData(404, """{"errors":[{"type":"system","message":"Not found"}]}""", KantataErrorCodes.NotFound, IssueKind.NotFound)]
    [InlineData(422, """{"errors":[{"type":"validation","message":"Please give your project a title","field":"title"}]}""", KantataErrorCodes.Validation, IssueKind.Validation)]
    [InlineData(302, "", ConnectorErrorCodes.UnexpectedResponse, IssueKind.Configuration)]
    public async Task Read_Refused_IsOneCallAndSaysWhy(int status, string body, string code, IssueKind kind)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = status, Body = body, Times = 100 });

        KantataRequestException failure = await Assert.ThrowsAsync<KantataRequestException>(() => TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(cancellationToken: token)));

        Assert.Equal((code, kind, status), (failure.Code, failure.Kind, (int)failure.StatusCode!.Value));
        Assert.Single(account.Sandbox.Requests);
        if (status == 422)
        {
            Assert.Equal("title", Assert.Single(failure.Errors).Field);
            Assert.Contains("title", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(500)]
    public async Task Read_Unavailable_IsTriedAgain(int status)
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1);
        account.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = status, ContentType = "text/html", Body = "<html>", Times = 2 });

        Assert.Equal(["1"], Ids(await TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(cancellationToken: token))));
        Assert.Equal(3, account.Sandbox.Requests.Count);
    }

    [Fact]
    public async Task Read_UnavailableWithoutEnd_IsTransient()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 503, Times = 100 });

        KantataRequestException failure = await Assert.ThrowsAsync<KantataRequestException>(() => TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(cancellationToken: token)));

        Assert.Equal(KantataErrorCodes.Unavailable, failure.Code);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task Read_ThrottledLong_EndsAtOnceWithTheWait()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "900" }, Times = 100 });

        ThrottledException failure = await Assert.ThrowsAsync<ThrottledException>(() => TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(cancellationToken: token)));

        Assert.Equal(TimeSpan.FromMinutes(15), failure.RetryAfter);
    }

    [Fact]
    public async Task Read_ConnectionCut_IsTriedAgain()
    {
        await using TestAccount account = await TestAccount.StartAsync();
        account.AddWorkspace(1);
        account.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutAfter });

        Assert.Equal(["1"], Ids(await TestAccount.ReadAsync(token => account.Client().ReadWorkspacesAsync(cancellationToken: token))));
    }

    [Theory]
    [InlineData(2, 3, true)]
    [InlineData(3, 3, false)]
    public async Task Read_AnswerCutInTheMiddle_IsAskedForThreeTimes(int broken, int calls, bool read)
    {
        using var handler = new BodyHandler(broken, """{"count":0,"results":[],"workspaces":{}}""");
        using var http = new HttpClient(handler);
        var options = new KantataOptions { Account = "1", Resilience = new ResilienceOptions { RetryDelay = TimeSpan.FromMilliseconds(1) } };
        using var client = new KantataClient(http, options);

        if (read)
            Assert.Single(await TestAccount.ReadAsync(token => client.ReadWorkspacesAsync(cancellationToken: token)));
        else
            Assert.Equal(KantataErrorCodes.Unavailable, (await Assert.ThrowsAsync<ConnectorException>(() => TestAccount.ReadAsync(token => client.ReadWorkspacesAsync(cancellationToken: token)))).Code);

        Assert.Equal(calls, handler.Calls);
    }

    [Fact]
    public async Task Read_AnswerThatStalls_EndsWhenItTakesTooLong()
    {
        var time = new ManualTimeProvider();
        using var handler = new BodyHandler(0, "") { Stalls = true };
        using var http = new HttpClient(handler);
        var options = new KantataOptions { Account = "1" };
        using var client = new KantataClient(http, options, time);

        Task<List<Page<KantataRecord>>> reading = TestAccount.ReadAsync(token => client.ReadWorkspacesAsync(cancellationToken: token));
        await handler.Reading;
        time.Advance(options.Resilience.AttemptTimeout);

        Assert.Equal(ConnectorErrorCodes.TimedOut, (await Assert.ThrowsAsync<ConnectorException>(() => reading)).Code);
    }

    [Theory]
    [InlineData(0, "x")]
    [InlineData(201, "x")]
    [InlineData(200, "")]
    public void Create_UnusableOptions_Throws(int pageSize, string account) =>
        Assert.Throws<ArgumentException>(() => KantataClient.Create(new KantataOptions { PageSize = pageSize, Account = account }, new TestAccount.FixedToken("x")));

    [Fact]
    public void Create_PlainHttpBeyondLoopback_IsRefused()
    {
        ConnectorException failure = Assert.Throws<ConnectorException>(() =>
            KantataClient.Create(new KantataOptions { BaseAddress = new Uri("http://api.mavenlink.com/api/v1/"), Account = "x" }, new TestAccount.FixedToken("x")));

        Assert.Equal(ConnectorErrorCodes.InsecureAddress, failure.Code);
    }

    private static IEnumerable<string> Ids(IEnumerable<Page<KantataRecord>> pages) => pages.SelectMany(page => page.Items).Select(record => record.Id);

    private static string Text(int id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
