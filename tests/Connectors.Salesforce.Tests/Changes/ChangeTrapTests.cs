using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Where incremental readers lose records or never end: protocols/salesforce.md §1.3 QUERY_TIMEOUT, §1.5.</summary>
public sealed partial class ChangeTrapTests
{
    private static readonly SalesforceReadOptions Read = new() { Tenant = "acme", Instance = "00Dx0000000BV7zEAG" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, "QUERY_TIMEOUT")]
    [InlineData(10, "QUERY_TIMEOUT")]
    [InlineData(29, "REQUEST_RUNNING_TOO_LONG")]
    [InlineData(180, "QUERY_TIMEOUT")]
    public async Task QueryTimeout_WindowsThatFitAreShorterThanTheOverlap_EveryRecordArrivesOnceAndTheReadingEnds(int fitsMinutes, string code)
    {
        using var org = new ChangingOrg { PageSize = 50 };
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        org.Now += TimeSpan.FromMinutes(1);
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        for (int i = 0; i < 500; i++)
        {
            org.Write(i, $"N{i}");
            org.Now += TimeSpan.FromMinutes(1);
        }

        int asked = 0;
        org.Fault = soql =>
        {
            // Some tries for each window that fits, and not a search from the whole for each of them.
            Assert.InRange(++asked, 0, 5 * 500 / fitsMinutes + 60);
            Match window = WindowPattern().Match(soql);
            return window.Success && Time(window, "to") - Time(window, "from") > TimeSpan.FromMinutes(fitsMinutes) ? Refuse(code) : null;
        };
        List<ChangePage<Customer>> pages = await source.ReadChangesAsync(cursor, Cancellation).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"N{i}"), pages.SelectMany(p => p.Items).Select(c => c.Item.Value!.Name));

        // What commits behind the end is found, although the windows in between did not reach back.
        org.Fault = static _ => null;
        org.Write(900, "late", commitsAfter: TimeSpan.FromMinutes(9));
        org.Now += TimeSpan.FromMinutes(1);
        cursor = (await source.ReadChangesAsync(pages[^1].Cursor, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromMinutes(9);
        Assert.Contains((await source.ReadChangesAsync(cursor, Cancellation).ToListAsync()).SelectMany(p => p.Items), c => c.Item.Value!.Name == "late");
    }

    [Fact]
    public async Task Deletions_CoveredByLessThanASecondMore_AreNotAskedForWithoutEnd()
    {
        using var org = new ChangingOrg();
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        org.Now += TimeSpan.FromMinutes(1);
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromHours(1);
        org.Deletions.Clear();
        org.DeletionFault = () =>
        {
            (DateTimeOffset start, DateTimeOffset end) = org.Deletions[^1];
            Assert.InRange(org.Deletions.Count, 1, 50);
            return end - start > TimeSpan.FromMinutes(40)
                ? ChangingOrg.Json("""[{"errorCode":"EXCEEDED_ID_LIMIT","message":"exceeded max number of ids"}]""", HttpStatusCode.BadRequest)
                : ChangingOrg.Json(string.Create(CultureInfo.InvariantCulture, $$"""{"deletedRecords":[],"earliestDateAvailable":"2020-01-01T00:00:00.000+0000","latestDateCovered":"{{start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}}.500+0000"}"""));
        };
        Assert.NotEmpty(await source.ReadChangesAsync(cursor, Cancellation).ToListAsync());
        Assert.Equal(2, org.Deletions.Count);
    }

    [Fact]
    public async Task QueryTimeout_FirstReadingOfAll_IsReadInParts()
    {
        using var org = new ChangingOrg { PageSize = 50 };
        using SalesforceClient client = Client(org);
        for (int i = 0; i < 200; i++)
        {
            org.Write(i, $"N{i}");
            org.Now += TimeSpan.FromHours(1);
        }

        // Whatever holds more than twenty records takes too long.
        org.Fault = soql => BelowPattern().Match(soql) is { Success: true } match
            && org.Rows().Values.Count(r => r.Stamp < Time(match, "to") && (!WindowPattern().IsMatch(soql) || r.Stamp >= Time(WindowPattern().Match(soql), "from"))) > 20 ? Refuse("QUERY_TIMEOUT") : null;
        Assert.Equal(200, (await Source(client).ReadChangesAsync(null, Cancellation).ToListAsync()).SelectMany(p => p.Items).Select(c => c.Item.Source.RecordId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task OwnTimeOut_ShorterThanSalesforces_CutsTheWindowToo()
    {
        using var org = new ChangingOrg { PageSize = 50 };
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        for (int i = 0; i < 100; i++)
        {
            org.Write(i, $"N{i}");
            org.Now += TimeSpan.FromMinutes(1);
        }

        org.Fault = soql => WindowPattern().Match(soql) is { Success: true } window && Time(window, "to") - Time(window, "from") > TimeSpan.FromMinutes(30)
            ? throw new ConnectorException(ConnectorErrorCodes.TimedOut, IssueKind.Transient, "no answer in time") : null;
        Assert.Equal(100, (await source.ReadChangesAsync(cursor, Cancellation).ToListAsync()).Sum(p => p.Items.Count));
    }

    [Fact]
    public async Task OwnTimeOut_NobodyEverAnswers_EndsSoon()
    {
        using var org = new ChangingOrg();
        using SalesforceClient client = Client(org);
        int asked = 0;
        org.Fault = _ =>
        {
            asked++;
            throw new ConnectorException(ConnectorErrorCodes.TimedOut, IssueKind.Transient, "no answer in time");
        };
        Assert.Equal(ConnectorErrorCodes.TimedOut, (await Assert.ThrowsAsync<ConnectorException>(() => Source(client).ReadChangesAsync(null, Cancellation).ToListAsync())).Code);
        Assert.InRange(asked, 2, 7);
    }

    [Fact]
    public async Task EqualStamps_OverManyPagesAndLostCursors_ComeOnceEach()
    {
        using var org = new ChangingOrg { PageSize = 7 };
        using SalesforceClient client = Client(org);
        // A bulk load: one stamp for all.
        for (int i = 0; i < 200; i++)
            org.Write(i, $"N{i}");
        org.Now += TimeSpan.FromMinutes(1);
        int page = 0;
        org.Fault = _ => ++page % 3 == 0 ? Refuse("INVALID_QUERY_LOCATOR") : null;
        List<string> ids = [.. (await Source(client).ReadChangesAsync(null, Cancellation).ToListAsync()).SelectMany(p => p.Items).Select(c => c.Item.Source.RecordId)];
        Assert.Equal(Enumerable.Range(0, 200).Select(ChangingOrg.Id).Order(StringComparer.Ordinal), ids);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(40)]
    public async Task OurClock_WrongByMinutes_ChangesNothing(int minutes)
    {
        using var org = new ChangingOrg();
        using var client = SalesforceClient.Create(TestClients.Options(o => o.Resilience.MaxRetries = 0), new ManualTimeProvider(org.Now + TimeSpan.FromMinutes(minutes)), primaryHandler: () => new Unowned(org));
        SalesforceChangeSource<Customer> source = Source(client);
        org.Write(1, "a");
        org.Now += TimeSpan.FromMinutes(1);
        List<ChangePage<Customer>> first = await source.ReadChangesAsync(null, Cancellation).ToListAsync();
        Assert.Equal("a", Assert.Single(first.SelectMany(p => p.Items)).Item.Value!.Name);
        org.Write(2, "b");
        org.Now += TimeSpan.FromMinutes(1);
        Assert.Equal("b", Assert.Single((await source.ReadChangesAsync(first[^1].Cursor, Cancellation).ToListAsync()).SelectMany(p => p.Items)).Item.Value!.Name);
        Assert.Contains($"SystemModstamp < {org.Now - SalesforceChangeOptions.DefaultSafety:yyyy-MM-dd'T'HH:mm:ss'Z'}", org.Queries[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleted_CoveredTimeLagsForHours_TheNextQuestionBeginsThere()
    {
        using var org = new ChangingOrg { Lag = TimeSpan.FromHours(3) };
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        DateTimeOffset begun = org.Now;
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromHours(1);
        cursor = (await source.ReadChangesAsync(cursor, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromHours(5);
        DateTimeOffset end = org.Now;
        cursor = (await source.ReadChangesAsync(cursor, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromHours(1);
        await source.ReadChangesAsync(cursor, Cancellation).ToListAsync();
        // Covered before the start: the start stays. Covered later: that is the start, and not the end that was asked for.
        Assert.Equal([begun - SalesforceChangeOptions.DefaultSafety, begun - SalesforceChangeOptions.DefaultSafety, end - TimeSpan.FromHours(3)], org.Deletions.Select(d => d.Start));
    }

    [Fact]
    public async Task Deleted_MoreThanTheIdLimit_IsAskedForInSmallerSpansAndNoneIsLost()
    {
        using var org = new ChangingOrg { MostDeletions = 10, Lag = TimeSpan.Zero };
        using SalesforceClient client = Client(org);
        // Without the recycle bin, so that getDeleted alone tells them.
        SalesforceChangeSource<Customer> source = Source(client, new SalesforceChangeOptions { HasRecycleBin = false });
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        for (int i = 0; i < 100; i++)
        {
            org.Write(i, "gone", deleted: true);
            org.Now += TimeSpan.FromMinutes(2);
        }

        List<ChangePage<Customer>> pages = await source.ReadChangesAsync(cursor, Cancellation).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(ChangingOrg.Id), pages.SelectMany(p => p.Items).Where(c => c.Kind == ChangeKind.Deleted).Select(c => c.Item.Source.RecordId).Distinct(StringComparer.Ordinal));
        Assert.All(pages.Where(p => p.Items.Count > 0), p => Assert.InRange(p.Items.Count, 1, 10));
    }

    [Fact]
    public async Task Deleted_MoreThanTheIdLimitInAMinute_EndsAndSaysSo()
    {
        using var org = new ChangingOrg { MostDeletions = 10, Lag = TimeSpan.Zero };
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromMinutes(1);
        for (int i = 0; i < 100; i++)
            org.Write(i, "gone", deleted: true);
        org.Now += TimeSpan.FromMinutes(10);
        Assert.Equal("EXCEEDED_ID_LIMIT", (await Assert.ThrowsAsync<ConnectorException>(() => source.ReadChangesAsync(cursor, Cancellation).ToListAsync())).VendorCode);
        Assert.InRange(org.Deletions.Count, 2, 20);
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(16, true)]
    public async Task Deleted_LastReadingLongerAgoThanFifteenDays_IsSaidBeforeADeletionIsMissed(int days, bool missed)
    {
        using var org = new ChangingOrg();
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromDays(days);
        if (missed)
            Assert.Equal(SalesforceErrorCodes.DeletionsMissed, (await Assert.ThrowsAsync<ConnectorException>(() => source.ReadChangesAsync(cursor, Cancellation).ToListAsync())).Code);
        else
            await source.ReadChangesAsync(cursor, Cancellation).ToListAsync();
        Assert.Equal(missed ? 0 : 1, org.Deletions.Count);
    }

    [Fact]
    public async Task Deleted_LogWasPurgedBehindOurStart_IsTheSameErrorWithTheSameWayOut()
    {
        using var org = new ChangingOrg { DeletionFault = static () => Refuse("INVALID_REPLICATION_DATE") };
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        org.Now += TimeSpan.FromHours(1);
        var missed = await Assert.ThrowsAsync<ConnectorException>(() => source.ReadChangesAsync(cursor, Cancellation).ToListAsync());
        Assert.Equal((SalesforceErrorCodes.DeletionsMissed, "INVALID_REPLICATION_DATE"), (missed.Code, missed.VendorCode));
    }

    [Fact]
    public async Task Deleted_SpanOfAMinute_IsNotAskedForBeforeItIsLongEnough()
    {
        using var org = new ChangingOrg();
        using SalesforceClient client = Client(org);
        SalesforceChangeSource<Customer> source = Source(client);
        // The reading ends on a full minute, five seconds ago.
        org.Now += SalesforceChangeOptions.DefaultSafety;
        ChangeCursor cursor = (await source.ReadChangesAsync(null, Cancellation).ToListAsync())[^1].Cursor;
        for (int i = 0; i < 8; i++)
        {
            org.Now += TimeSpan.FromSeconds(31);
            cursor = (await source.ReadChangesAsync(cursor, Cancellation).ToListAsync())[^1].Cursor;
        }

        Assert.NotEmpty(org.Deletions);
        // Salesforce cuts the seconds off.
        Assert.All(org.Deletions, d => Assert.True(Minute(d.End) - Minute(d.Start) > 1));
        static long Minute(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute;
    }

    [Theory]
    [InlineData("LastModifiedDate")]
    [InlineData("CreatedDate")]
    public async Task ObjectWithoutSystemModstampAndRecycleBin_IsReadByTheFieldThatItHas(string field)
    {
        using var org = new ChangingOrg { StampField = field, PageSize = 3 };
        using SalesforceClient client = Client(org);
        MappingDocument mapping = MappingDocument.Parse("""
            {"$schema":"https://schemas.canonical-sdk.org/mapping/1.0.0","mapping":"t.account","version":"1.0.0","title":"t","source":{"system":"salesforce","object":"Account","key":"Id"},"target":"customer/1.0.0",
            "lenses":[{"id":"name","kind":"field","source":"Name","target":"name","convert":"text"},
            {"id":"kind","kind":"default","target":"kind","value":"organization","loss":"Not written back."},{"id":"currency","kind":"constant","target":"defaultCurrency","value":"EUR"}]}
            """u8);
        var source = new SalesforceChangeSource<Customer>(client, mapping, Read, new SalesforceChangeOptions { StampField = field, HasRecycleBin = false, AskForDeletions = false, FullRefreshEvery = TimeSpan.FromMinutes(1) });
        for (int i = 0; i < 10; i++)
            org.Write(i, $"N{i}");
        org.Now += TimeSpan.FromMinutes(1);
        List<ChangePage<Customer>> pages = await source.ReadChangesAsync(null, Cancellation).ToListAsync();
        Assert.Equal(10, pages.Sum(p => p.Items.Count));
        org.Write(3, "changed");
        org.Now += TimeSpan.FromMinutes(2);
        pages = await source.ReadChangesAsync(pages[^1].Cursor, Cancellation).ToListAsync();
        Assert.Contains(pages.SelectMany(p => p.Items), c => c.Item.Value!.Name == "changed");
        Assert.All(org.Queries, q => Assert.DoesNotContain("SystemModstamp", q, StringComparison.Ordinal));
        Assert.All(org.Queries, q => Assert.DoesNotContain("IsDeleted", q, StringComparison.Ordinal));
        Assert.Empty(org.Deletions);
        Assert.Throws<ArgumentException>(() => new SalesforceChangeSource<Customer>(client, mapping, Read, new SalesforceChangeOptions { StampField = "x FROM User" }));
    }

    [Fact]
    public async Task MergedAndHardDeleted_Sandbox_ComeAsDeletedAndTheWinnerStays()
    {
        // The org's clock and ours are one: the web server writes the machine's time into its answers.
        var time = new ShiftedTime();
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options(), time);
        string winner = SandboxOrg.SeedAccount(sandbox, "winner"), loser = SandboxOrg.SeedAccount(sandbox, "loser"), gone = SandboxOrg.SeedAccount(sandbox, "gone");
        await sandbox.StartAsync(Cancellation);
        using var client = SalesforceClient.Create(TestClients.Options(o => o.LoginAddress = sandbox.BaseAddress), time, primaryHandler: () => new ClockHandler(time));
        var source = new SalesforceChangeSource<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox));
        time.Shift += TimeSpan.FromMinutes(1);
        List<ChangePage<Customer>> pages = await source.ReadChangesAsync(null, Cancellation).ToListAsync();
        Assert.Equal(3, pages.Sum(p => p.Items.Count));

        time.Shift += TimeSpan.FromMinutes(1);
        sandbox.Merge("Account", winner, loser);
        Assert.Equal(WriteOutcomeKind.Deleted, (await client.DeleteManyAsync([gone], cancellationToken: Cancellation))[0].Kind);
        time.Shift += TimeSpan.FromMinutes(3);
        pages = await source.ReadChangesAsync(pages[^1].Cursor, Cancellation).ToListAsync();
        Assert.Equal(new[] { loser, gone }.Order(StringComparer.Ordinal), pages.SelectMany(p => p.Items).Where(c => c.Kind == ChangeKind.Deleted).Select(c => c.Item.Source.RecordId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(pages.SelectMany(p => p.Items), c => c.Kind == ChangeKind.Deleted && c.Item.Source.RecordId == winner);
        // The bin tells into which account: who refers to the one that is gone means that one.
        Customer merged = pages.SelectMany(p => p.Items).First(c => c.Item.Source.RecordId == loser && c.Item.Value is not null).Item.Value!;
        Assert.Equal((RecordStatus.Merged, CanonicalId.Derive(SandboxOrg.Tenant, "customer", "salesforce", sandbox.OrganizationId, winner)), (merged.Status, merged.MergedInto!.Value.Id));
        Assert.Equal(RecordStatus.Deleted, pages.SelectMany(p => p.Items).First(c => c.Item.Source.RecordId == gone && c.Item.Value is not null).Item.Value!.Status);
    }

    [Fact]
    public async Task KeysetReading_QueryTimeout_IsReadOnInPartsWithoutLossOrRepeat()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        for (int i = 0; i < 1234; i++)
            SandboxOrg.SeedAccount(sandbox, $"Account {i}");
        // Too long for any query that is not limited to a thousand.
        var refused = 0;
        using var client = SalesforceClient.Create(
            TestClients.Options(o => o.LoginAddress = sandbox.BaseAddress),
            primaryHandler: () => new Refusing(uri => uri.Contains("/query?", StringComparison.Ordinal) && !uri.EndsWith("LIMIT%201000", StringComparison.Ordinal) && !uri.EndsWith("LIMIT%20200", StringComparison.Ordinal) && ++refused > 0));
        var source = new SalesforceObjectSource<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox));
        List<Page<SourceItem<Customer>>> pages = await source.ReadAsync(cancellationToken: Cancellation).ToListAsync();
        Assert.Equal(sandbox.Count("Account"), pages.Sum(p => p.Items.Count));
        Assert.Equal(sandbox.Count("Account"), pages.SelectMany(p => p.Items).Select(i => i.Source.RecordId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(pages.SkipLast(1), p => Assert.NotNull(p.Continuation));
        Assert.Null(pages[^1].Continuation);
        Assert.Equal(3, refused);
    }

    [Fact]
    public async Task KeysetReading_EveryQueryTakesTooLong_EndsAndSaysSo()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        int asked = 0;
        using var client = SalesforceClient.Create(TestClients.Options(o => o.LoginAddress = sandbox.BaseAddress), primaryHandler: () => new Refusing(uri => uri.Contains("/query?", StringComparison.Ordinal) && ++asked > 0));
        var source = new SalesforceObjectSource<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(sandbox));
        Assert.Equal("QUERY_TIMEOUT", (await Assert.ThrowsAsync<ConnectorException>(() => source.ReadAsync(cancellationToken: Cancellation).ToListAsync())).VendorCode);
        Assert.Equal(5, asked);
    }

    private static HttpResponseMessage Refuse(string code) => ChangingOrg.Json($$"""[{"errorCode":"{{code}}","message":"m"}]""", HttpStatusCode.BadRequest);

    private static DateTimeOffset Time(Match match, string group) => DateTimeOffset.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static SalesforceClient Client(ChangingOrg org) => SalesforceClient.Create(TestClients.Options(o => o.Resilience.MaxRetries = 0), primaryHandler: () => new Unowned(org));

    private static SalesforceChangeSource<Customer> Source(SalesforceClient client, SalesforceChangeOptions? options = null) => new(client, SalesforceMappings.AccountToCustomer(), Read, options);

    [GeneratedRegex(@"SystemModstamp < (?<to>[0-9TZ:\-]+).*SystemModstamp >=? (?<from>[0-9TZ:\-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WindowPattern();

    [GeneratedRegex(@"SystemModstamp < (?<to>[0-9TZ:\-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BelowPattern();

    private sealed class Unowned(HttpMessageHandler inner) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _inner = new(inner, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _inner.SendAsync(request, cancellationToken);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }

    private sealed class Refusing(Func<string, bool> refuses) : DelegatingHandler(ConnectorHttp.CreatePrimaryHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            refuses(request.RequestUri!.PathAndQuery) ? Task.FromResult(Refuse("QUERY_TIMEOUT")) : base.SendAsync(request, cancellationToken);
    }
}
