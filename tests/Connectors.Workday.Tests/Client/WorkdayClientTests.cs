using System.Diagnostics.Metrics;
using System.Text;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Workday.Tests;

public sealed class WorkdayClientTests
{
    [Fact]
    public async Task ReadWorkers_SeveralPages_GivesEveryWorkerOnceInOrder()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 25);

        List<WorkersPage> pages = await TestTenant.ReadAsync(tenant.Client(), new WorkersQuery { PageSize = 10 });

        Assert.Equal([10, 10, 5], pages.Select(page => page.Workers.Count));
        Assert.Equal(Enumerable.Range(1, 25).Select(TestTenant.Wid), pages.SelectMany(page => page.Workers).Select(worker => worker.Wid));
        Assert.Equal([1L, 2L, 3L], pages.Select(page => page.Page));
        Assert.All(pages, page => Assert.Equal(25, page.TotalResults));
        Assert.Null(pages[^1].Continuation);
        Assert.Empty(tenant.Sandbox.SchemaViolations);
    }

    [Fact]
    public async Task ReadWorkers_NoWorkers_IsOneEmptyPage()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();

        WorkersPage page = Assert.Single(await TestTenant.ReadAsync(tenant.Client()));

        Assert.Empty(page.Workers);
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task ReadWorkers_SurfacesTheTokensAndTheRequestId()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 2);

        List<WorkersPage> pages = await TestTenant.ReadAsync(tenant.Client(), new WorkersQuery { PageSize = 1 });

        // The first token went to the server's time.
        Assert.Equal([WorkdaySandbox.InitialTokens - 2, WorkdaySandbox.InitialTokens - 3], pages.Select(page => page.RateLimitTokensRemaining!.Value));
        Assert.All(pages, page => Assert.Equal(32, page.VendorRequestId!.Length));
    }

    [Fact]
    public async Task ReadWorkers_TenantChangesMeanwhile_SetStandsStill()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 20);
        // Entered long after the snapshot, as seen by the sandbox's clock.
        tenant.Sandbox.BeforePage = page => tenant.Sandbox.Add(TestTenant.Worker(100 + (int)page) with { EnteredAt = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero) });

        List<WorkersPage> pages = await TestTenant.ReadAsync(tenant.Client(), new WorkersQuery { PageSize = 7 });

        Assert.Equal(20, pages.Sum(page => page.Workers.Count));
    }

    [Fact]
    public async Task ReadWorkers_SetMovesAllTheSame_SaysSoInsteadOfLosingWorkers()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 20);
        tenant.Sandbox.BeforePage = page =>
        {
            // Back-dated into the snapshot: what a server that does not honour the pin would show.
            if (page == 2)
                tenant.Sandbox.Add(TestTenant.Worker(500));
        };

        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() => TestTenant.ReadAsync(tenant.Client(), new WorkersQuery { PageSize = 7 }));

        Assert.Equal(WorkdayErrorCodes.SnapshotMoved, failure.Code);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task ReadWorkers_FromContinuation_GoesOnInTheSameSnapshot()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 9);
        var query = new WorkersQuery { PageSize = 4 };
        WorkersPage first = (await TestTenant.ReadAsync(tenant.Client(), query))[0];
        int before = tenant.Sandbox.Requests.Count;

        List<WorkersPage> rest = await TestTenant.ReadAsync(tenant.Client(), query, first.Continuation);

        Assert.Equal(Enumerable.Range(5, 5).Select(TestTenant.Wid), rest.SelectMany(page => page.Workers).Select(worker => worker.Wid));
        // Two pages and no new server time: the pin is in the continuation.
        Assert.Equal(2, tenant.Sandbox.Requests.Count - before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wdy1;x;y")]
    [InlineData("kan1;0;1;2;3")]
    public async Task ReadWorkers_ForeignContinuation_IsRefused(string continuation)
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);

        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() => TestTenant.ReadAsync(tenant.Client(), continuation: continuation));

        Assert.Equal(WorkdayErrorCodes.BadContinuation, failure.Code);
    }

    [Fact]
    public async Task ReadWorkers_ContinuationOfAnotherQuery_IsRefused()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 9);
        string? continuation = (await TestTenant.ReadAsync(tenant.Client(), new WorkersQuery { PageSize = 4 }))[0].Continuation;

        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() => TestTenant.ReadAsync(tenant.Client(), new WorkersQuery { PageSize = 3 }, continuation));

        Assert.Equal(WorkdayErrorCodes.BadContinuation, failure.Code);
    }

    [Fact]
    public async Task ReadWorkers_WrongPassword_IsOneCallAndNoMore()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);

        AuthenticationFailedException failure = await Assert.ThrowsAsync<AuthenticationFailedException>(() => TestTenant.ReadAsync(tenant.Client(password: "wrong")));

        Assert.Single(tenant.Sandbox.Requests);
        Assert.Equal("Client.authenticationError", failure.VendorCode);
        Assert.NotNull(failure.VendorRequestId);
        Assert.DoesNotContain("wrong password", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadWorkers_MissingPermission_IsOneCallAlthoughTheCodeSaysServer()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.DenyTasks = true;

        WorkdayFaultException failure = await Assert.ThrowsAsync<WorkdayFaultException>(() => TestTenant.ReadAsync(tenant.Client()));

        Assert.Single(tenant.Sandbox.Requests);
        Assert.Equal(WorkdayErrorCodes.NotAuthorized, failure.Code);
    }

    [Fact]
    public async Task ReadWorkers_ProcessingFault_IsTriedAgain()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.Faults.Add(new SandboxFault
        {
            Kind = SandboxFaultKind.Answer,
            Status = 500,
            ContentType = "text/xml",
            Body = Xml.Fault("<faultcode>SOAP-ENV:Server.processingError</faultcode><faultstring>Processing error occurred. Try later.</faultstring>"),
            Times = 2,
        });

        List<WorkersPage> pages = await TestTenant.ReadAsync(tenant.Client());

        Assert.Single(Assert.Single(pages).Workers);
        Assert.Equal(4, tenant.Sandbox.Requests.Count);
    }

    [Fact]
    public async Task ReadWorkers_ProcessingFaultWithoutEnd_IsTheFaultInTheEnd()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.Faults.Add(new SandboxFault
        {
            Kind = SandboxFaultKind.Answer,
            Status = 500,
            ContentType = "text/xml",
            Body = Xml.Fault("<faultcode>SOAP-ENV:Server.processingError</faultcode><faultstring>Processing error occurred. Try later.</faultstring>"),
            Times = 100,
        });

        WorkdayFaultException failure = await Assert.ThrowsAsync<WorkdayFaultException>(() => TestTenant.ReadAsync(tenant.Client()));

        Assert.Equal(WorkdayErrorCodes.ProcessingFault, failure.Code);
        Assert.Equal(1 + ResilienceOptions.DefaultMaxRetries, tenant.Sandbox.Requests.Count);
    }

    [Fact]
    public async Task ReadWorkers_MaintenancePage_IsTriedAgain()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 503, ContentType = "text/html", Body = "<html>Down for maintenance</html>", Times = 1 });

        Assert.Single(Assert.Single(await TestTenant.ReadAsync(tenant.Client())).Workers);
    }

    [Fact]
    public async Task ReadWorkers_MaintenancePageWith200_IsTransientAndNoAnswer()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 200, ContentType = "text/html", Body = "<html>Down for maintenance</html>", Times = 100 });

        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() => TestTenant.ReadAsync(tenant.Client()));

        Assert.Equal(WorkdayErrorCodes.NotSoap, failure.Code);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task ReadWorkers_ConnectionCut_IsTriedAgain()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 3);
        tenant.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.CutAfter, Skip = 1, Times = 2 });

        Assert.Equal(3, Assert.Single(await TestTenant.ReadAsync(tenant.Client())).Workers.Count);
    }

    [Fact]
    public async Task ReadWorkers_AnswerCutInTheMiddle_IsFetchedAgain()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 3);
        string half = Xml.Workers("<wd:Worker><wd:Worker_Reference><wd:ID wd:type=\"WID\">00000000000000000000000000000001</wd:ID></wd:Worker_Reference></wd:Worker>");
        tenant.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 200, ContentType = "text/xml", Body = half[..^60], Skip = 1, Times = 1 });

        WorkersPage page = Assert.Single(await TestTenant.ReadAsync(tenant.Client()));

        Assert.Equal(Enumerable.Range(1, 3).Select(TestTenant.Wid), page.Workers.Select(worker => worker.Wid));
    }

    [Fact]
    public async Task ReadWorkers_ThrottledLong_EndsAtOnceWithTheWait()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "3600" }, Times = 100 });

        ThrottledException failure = await Assert.ThrowsAsync<ThrottledException>(() => TestTenant.ReadAsync(tenant.Client()));

        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.Single(tenant.Sandbox.Requests);
    }

    [Fact]
    public async Task ReadWorkers_WrongTenant_IsAConfigurationError()
    {
        await using TestTenant tenant = await TestTenant.StartAsync();

        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() => TestTenant.ReadAsync(tenant.Client(configure: options => options.Tenant = "other")));

        Assert.Equal(WorkdayErrorCodes.WrongServiceOrVersion, failure.Code);
        Assert.Equal(IssueKind.Configuration, failure.Kind);
    }

    [Fact]
    public async Task ReadWorkers_CountsWithoutData_SaysSo()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        const string Results = "<wd:Response_Results><wd:Total_Results>5</wd:Total_Results><wd:Total_Pages>1</wd:Total_Pages><wd:Page_Results>5</wd:Page_Results><wd:Page>1</wd:Page></wd:Response_Results>";
        tenant.Sandbox.Faults.Add(new SandboxFault
        {
            Kind = SandboxFaultKind.Answer,
            Status = 200,
            ContentType = "text/xml",
            Body = Xml.Workers("", Results).Replace("<wd:Response_Data></wd:Response_Data>", "", StringComparison.Ordinal),
            Skip = 1,
        });

        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() => TestTenant.ReadAsync(tenant.Client()));

        Assert.Equal(WorkdayErrorCodes.ResultsWithoutData, failure.Code);
    }

    [Fact]
    public async Task ReadWorkers_ByKeys_GivesThoseAndPassesOverUnknownOnes()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 5);
        var query = new WorkersQuery { Workers = [new WorkerKey(WorkerKey.WidType, TestTenant.Wid(2)), new WorkerKey("Employee_ID", "21004"), new WorkerKey("Employee_ID", "nobody")] };

        WorkersPage page = Assert.Single(await TestTenant.ReadAsync(tenant.Client(), query));

        Assert.Equal([TestTenant.Wid(2), TestTenant.Wid(4)], page.Workers.Select(worker => worker.Wid));
        Assert.Empty(tenant.Sandbox.SchemaViolations);
    }

    [Fact]
    public async Task ReadWorkers_EmployeeAndContingentWithOneNumber_AreTwoWorkers()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.Add(TestTenant.Worker(1) with { Wid = TestTenant.Wid(77), IsContingent = true, TerminationDate = new DateOnly(2021, 12, 31) });

        WorkersPage page = Assert.Single(await TestTenant.ReadAsync(tenant.Client()));

        Assert.Equal(["Employee_ID=21001", "Contingent_Worker_ID=21001"], page.Workers.Select(worker => worker.AlternateKey.ToString()));
        Assert.Equal(2, page.Workers.Select(worker => worker.Wid).Distinct().Count());
    }

    [Fact]
    public async Task ReadWorkers_Records_HoldNoPrivateAddressAndNoBirthday()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);

        WorkersPage page = Assert.Single(await TestTenant.ReadAsync(tenant.Client()));

        string json = Encoding.UTF8.GetString(page.Workers[0].Utf8Json.Span);
        Assert.Contains("worker1@acme.example", json, StringComparison.Ordinal);
        Assert.DoesNotContain("home.example", json, StringComparison.Ordinal);
        Assert.DoesNotContain("1980", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadWorkers_Bearer_NeedsNoCredentialAndRenewsOnce()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        tenant.Sandbox.BearerToken = "good";
        tenant.Sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, Status = 401, Body = """{"error":"invalid_token"}""", Times = 1 });
        var tokens = new TestTenant.TokenSequence("stale", "good");

        Assert.Single(Assert.Single(await TestTenant.ReadAsync(tenant.BearerClient(tokens))).Workers);
        Assert.Equal(2, tokens.Calls);
    }

    [Fact]
    public async Task ReadWorkers_AsksForTheCredentialAtEachCall()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 3);
        var credential = new TestTenant.FixedCredential(new WorkdayCredential(TestTenant.User, TestTenant.Password));
        using WorkdayClient client = WorkdayClient.Create(tenant.Options(), credential);

        await TestTenant.ReadAsync(client, new WorkersQuery { PageSize = 1 });

        Assert.Equal(4, credential.Calls);
    }

    [Fact]
    public async Task ReadWorkers_AnswerThatStalls_EndsWhenThePageTakesTooLong()
    {
        var time = new ManualTimeProvider();
        using var stalled = new StalledHandler();
        using var http = new HttpClient(stalled);
        var options = new WorkdayOptions { Host = new Uri("http://127.0.0.1:1/"), Tenant = TestTenant.Tenant };
        using var client = new WorkdayClient(http, options, new TestTenant.FixedCredential(new WorkdayCredential(TestTenant.User, TestTenant.Password)), time);

        Task<List<WorkersPage>> reading = TestTenant.ReadAsync(client);
        await stalled.Reading;
        time.Advance(WorkdayOptions.DefaultPageTimeout);
        ConnectorException failure = await Assert.ThrowsAsync<ConnectorException>(() => reading);

        Assert.Equal(ConnectorErrorCodes.TimedOut, failure.Code);
    }

    [Fact]
    public async Task ReadWorkers_ReportsTheTokensAsAGauge()
    {
        await using TestTenant tenant = await TestTenant.StartAsync(workers: 1);
        var seen = new System.Collections.Concurrent.ConcurrentQueue<(double Value, string? Tenant)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == WorkdayTelemetry.Name && instrument.Name == WorkdayTelemetry.TokensInstrument)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => seen.Enqueue((value, tags[0].Value as string)));
        listener.Start();

        await TestTenant.ReadAsync(tenant.Client());

        Assert.Contains((WorkdaySandbox.InitialTokens - 1d, TestTenant.Tenant), seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task ReadWorkers_PageSizeOutOfRange_Throws(int size)
    {
        await using TestTenant tenant = await TestTenant.StartAsync();
        WorkdayClient client = tenant.Client();

        Assert.Throws<ArgumentOutOfRangeException>(() => client.ReadWorkersAsync(new WorkersQuery { PageSize = size }, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("https://services1.myworkday.com/", "acme/../x", "v44.0")]
    [InlineData("https://services1.myworkday.com/", "", "v44.0")]
    [InlineData("https://services1.myworkday.com/", "acme", "44")]
    [InlineData("https://services1.myworkday.com/", "acme", "v44.0/x")]
    [InlineData(null, "acme", "v44.0")]
    public void Create_UnusableOptions_Throws(string? host, string tenant, string version)
    {
        var options = new WorkdayOptions { Host = host is null ? null : new Uri(host), Tenant = tenant, Version = version };

        Assert.Throws<ArgumentException>(() => WorkdayClient.Create(options, new TestTenant.TokenSequence("x")));
    }

    [Fact]
    public void Create_PlainHttpBeyondLoopback_IsRefused()
    {
        var options = new WorkdayOptions { Host = new Uri("http://services1.myworkday.com/"), Tenant = "acme" };

        ConnectorException failure = Assert.Throws<ConnectorException>(() => WorkdayClient.Create(options, new TestTenant.TokenSequence("x")));

        Assert.Equal(ConnectorErrorCodes.InsecureAddress, failure.Code);
    }
}
