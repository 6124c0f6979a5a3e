using System.Text;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>The feed over the Pub/Sub API of the sandbox.</summary>
public sealed class ChangeFeedTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private readonly List<IDisposable> _owned = [];
    private SalesforceSandbox _sandbox = null!;
    private SalesforceClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.SessionLifetime = TimeSpan.FromDays(30);
        _sandbox = new SalesforceSandbox(options, _time);
        await _sandbox.StartAsync(Cancellation);
        // The caller's clock stands still unless a test moves it; the sandbox's moves with the tests.
        _client = TestClients.Over(_sandbox, time: _time);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable owned in _owned)
            owned.Dispose();
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Listen_CreateUpdateDelete_ArriveOnceAndEqualWhatTheChangeSourceGives()
    {
        await using Listener listener = await ListenAsync();
        string first = await CreateAsync("Acme");
        RecordChange<Customer> created = Assert.Single(await listener.TakeAsync(1));
        _time.Advance(TimeSpan.FromSeconds(30));
        await UpdateAsync(first, """{"Name":"Acme 2"}""");
        RecordChange<Customer> updated = Assert.Single(await listener.TakeAsync(1));
        string second = await CreateAsync("Zweite");
        RecordChange<Customer> other = Assert.Single(await listener.TakeAsync(1));
        _time.Advance(TimeSpan.FromSeconds(30));
        await DeleteAsync(first);
        RecordChange<Customer> deleted = Assert.Single(await listener.TakeAsync(1));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(("Acme", "Acme 2", "Zweite"), (created.Item.Value!.Name, updated.Item.Value!.Name, other.Item.Value!.Name));
        Assert.Equal((ChangeKind.Upserted, ChangeKind.Upserted, ChangeKind.Deleted), (created.Kind, updated.Kind, deleted.Kind));
        Assert.Equal(first, deleted.Item.Source.RecordId);
        // A window of the change source sees deleted records too when it is not the first.
        ChangeState state = new() { From = _time.GetUtcNow() - TimeSpan.FromHours(1), To = _time.GetUtcNow(), DeletedThrough = _time.GetUtcNow(), RefreshedAt = _time.GetUtcNow() };
        List<ChangePage<Customer>> pages = await new SalesforceChangeSource<Customer>(_client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(_sandbox)).ReadChangesAsync(state.ToCursor("salesforce/Account"), Cancellation).ToListAsync();
        Dictionary<string, RecordChange<Customer>> polled = pages.SelectMany(static p => p.Items).ToDictionary(static c => c.Item.Source.RecordId, StringComparer.Ordinal);
        Assert.Equal(2, polled.Count);
        AssertSame(polled[first], deleted);
        AssertSame(polled[second], other);
    }

    [Fact]
    public async Task Listen_FromACursor_GoesOnBehindIt()
    {
        ChangeCursor cursor;
        await using (Listener listener = await ListenAsync())
        {
            await CreateAsync("Before");
            await listener.TakeAsync(1);
            cursor = ChangeCursor.Parse(listener.Cursor.ToString());
        }

        await CreateAsync("While nobody listens 1");
        await CreateAsync("While nobody listens 2");
        await using Listener again = await ListenAsync(cursor);
        List<RecordChange<Customer>> changes = await again.TakeAsync(2);

        Assert.Equal(["While nobody listens 1", "While nobody listens 2"], changes.Select(static c => c.Item.Value!.Name));
    }

    [Fact]
    public async Task Listen_StreamsBreak_NothingIsMissingAndNothingComesTwice()
    {
        await using Listener listener = await ListenAsync();
        for (int i = 0; i < 5; i++)
        {
            await CreateAsync($"A{i}");
            Assert.Equal($"A{i}", Assert.Single(await listener.TakeAsync(1)).Item.Value!.Name);
            _sandbox.BreakEventStreams();
            await CreateAsync($"B{i}");
            Assert.Equal($"B{i}", Assert.Single(await listener.TakeAsync(1)).Item.Value!.Name);
        }
    }

    [Fact]
    public async Task Listen_EventsAreDeliveredTwice_EachChangeComesOnce()
    {
        _sandbox.DeliverEventsTwice = true;
        await using Listener listener = await ListenAsync();
        for (int i = 0; i < 6; i++)
            await CreateAsync($"N{i}");
        List<RecordChange<Customer>> changes = await listener.TakeAsync(6);
        await CreateAsync("Last");
        changes.AddRange(await listener.TakeAsync(1));

        Assert.Equal(["N0", "N1", "N2", "N3", "N4", "N5", "Last"], changes.Select(static c => c.Item.Value!.Name));
    }

    [Fact]
    public async Task Listen_RecordsCannotBeReadForAWhile_TheyComeAfterwards()
    {
        await using Listener listener = await ListenAsync();
        // More faults than one call is tried, so that the subscription is made again with what was not given yet.
        _sandbox.Faults.Add(new SandboxFault { Kind = SandboxFaultKind.Answer, PathContains = "/queryAll", Status = 503, Times = 5 });
        await CreateAsync("Acme");

        Assert.Equal("Acme", Assert.Single(await listener.TakeAsync(1)).Item.Value!.Name);
    }

    [Fact]
    public async Task Listen_BeforeTheFirstEvent_TheFirstCursorLosesNothing()
    {
        ChangeCursor cursor;
        await using (Listener listener = await ListenAsync())
            cursor = listener.Cursor;
        await CreateAsync("Acme");
        await using Listener again = await ListenAsync(cursor);

        Assert.Contains(await again.TakeAsync(1), static c => c.Item.Value!.Name == "Acme");
    }

    [Fact]
    public async Task Listen_Gaps_RecordsAreRead()
    {
        await using Listener listener = await ListenAsync();
        _sandbox.TurnChangesIntoGaps(2);
        string id = await CreateAsync("Gap");
        RecordChange<Customer> created = Assert.Single(await listener.TakeAsync(1));
        await DeleteAsync(id);
        RecordChange<Customer> deleted = Assert.Single(await listener.TakeAsync(1));

        Assert.Equal(("Gap", ChangeKind.Upserted), (created.Item.Value!.Name, created.Kind));
        Assert.Equal((id, ChangeKind.Deleted), (deleted.Item.Source.RecordId, deleted.Kind));
    }

    [Fact]
    public async Task Listen_Overflow_ReadsTheObjectAndGoesOn()
    {
        await using Listener listener = await ListenAsync();
        // Seeds make no events: as if too many had changed at once.
        var ids = new List<string>();
        for (int i = 0; i < 7; i++)
            ids.Add(SandboxOrg.SeedAccount(_sandbox, $"Seed {i}"));
        _sandbox.PublishGap("Account", SalesforceGapKind.Overflow);
        List<RecordChange<Customer>> changes = await listener.TakeAsync(7);
        await CreateAsync("After");

        Assert.Equal(ids.Order(StringComparer.Ordinal), changes.Select(static c => c.Item.Source.RecordId).Order(StringComparer.Ordinal));
        Assert.Equal("After", Assert.Single(await listener.TakeAsync(1)).Item.Value!.Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Listen_ReplayIdIsLost_ReadsWhatWasMissedAndGoesOn(bool isCorrupted)
    {
        ChangeCursor cursor;
        string deleted;
        await using (Listener listener = await ListenAsync())
        {
            deleted = await CreateAsync("Before");
            await listener.TakeAsync(1);
            cursor = listener.Cursor;
        }

        _time.Advance(TimeSpan.FromHours(80));
        await CreateAsync("Missed");
        await DeleteAsync(deleted);
        _time.Advance(TimeSpan.FromMinutes(20));
        _sandbox.ExpireEvents();
        if (isCorrupted)
            cursor = (EventState.FromCursor(cursor, "salesforce/Account/events") with { ReplayId = [1, 2, 3] }).ToCursor("salesforce/Account/events");
        await using Listener again = await ListenAsync(cursor);
        List<RecordChange<Customer>> changes = await again.TakeAtLeastAsync(static seen => seen.Any(static c => c.Kind == ChangeKind.Deleted) && seen.Any(static c => c.Item.Value?.Name == "Missed"));
        await CreateAsync("After");
        changes = await again.TakeAtLeastAsync(static seen => seen.Any(static c => c.Item.Value?.Name == "After"));

        Assert.Contains(changes, static c => c.Item.Value?.Name == "After");
    }

    [Fact]
    public async Task Listen_NobodyTakesPages_NoMoreThanAPageIsAskedForAndNothingIsLost()
    {
        await using Listener listener = await ListenAsync(options: o => o with { PageSize = 3 });
        for (int i = 0; i < 20; i++)
            await CreateAsync($"N{i:D2}");
        List<RecordChange<Customer>> changes = await listener.TakeAsync(20);

        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"N{i:D2}"), changes.Select(static c => c.Item.Value!.Name));
        Assert.InRange(listener.LargestPage, 1, 3);
    }

    [Fact]
    public async Task Listen_OwnChanges_AreLeftOut()
    {
        string user = await OwnUserAsync();
        await using Listener listener = await ListenAsync(options: o => o with { OwnUserId = user });
        using SalesforceClient other = TestClients.Over(_sandbox, o => o.ClientName = "Somebody", _time);
        await CreateAsync("Own");
        await CreateAsync("Other", other);

        Assert.Equal("Other", Assert.Single(await listener.TakeAsync(1)).Item.Value!.Name);
    }

    [Fact]
    public async Task Listen_OnlyWhenChanged_LeavesOtherUpdatesOut()
    {
        await using Listener listener = await ListenAsync(options: static o => o with { OnlyWhenChanged = ["Name", "BillingAddress"] });
        string id = await CreateAsync("Acme");
        await listener.TakeAsync(1);
        await UpdateAsync(id, """{"Site":"elsewhere"}""");
        await UpdateAsync(id, """{"BillingCity":"Köln"}""");
        List<RecordChange<Customer>> moved = await listener.TakeAsync(1);
        await CreateAsync("End");

        Assert.Equal(id, Assert.Single(moved).Item.Source.RecordId);
        Assert.Equal("End", Assert.Single(await listener.TakeAsync(1)).Item.Value!.Name);
    }

    [Fact]
    public async Task Listen_SessionEnds_IsRenewed()
    {
        await using Listener listener = await ListenAsync();
        await CreateAsync("Before");
        await listener.TakeAsync(1);
        _sandbox.ExpireSessions();
        _sandbox.BreakEventStreams();
        await CreateAsync("After");

        Assert.Equal("After", Assert.Single(await listener.TakeAsync(1)).Item.Value!.Name);
    }

    [Fact]
    public async Task Listen_NothingHappens_TheCursorMovesWithTheSignsOfLife()
    {
        // The sandbox's sign of life comes in time however slow this machine is.
        await using Listener listener = await ListenAsync(options: static o => o with { Silence = TimeSpan.FromHours(1) });
        await CreateAsync("Acme");
        await listener.TakeAsync(1);
        ChangeCursor before = listener.Cursor;
        // A sign of life does not tell when: the cursor stays behind the clock by the longest silence, so the first ones do not move it.
        while (listener.Cursor.Equals(before))
        {
            Task<ChangePage<Customer>> next = listener.NextAsync();
            // The clock goes on until the sandbox, which waits on a thread of its own, has seen it.
            while (!next.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(135));
                await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(5), Cancellation));
            }

            Assert.Empty((await next).Items);
        }

        await CreateAsync("After");
        Assert.Equal("After", Assert.Single(await listener.TakeAsync(1)).Item.Value!.Name);
    }

    [Fact]
    public async Task Listen_NoSignOfLife_SubscribesAgain()
    {
        var time = new ManualTimeProvider(_time.GetUtcNow());
        using SalesforceClient client = TestClients.Over(_sandbox, time: time);
        // The sandbox's clock stands still, so it sends none.
        using var feed = new SalesforceChangeFeed<Customer>(client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(_sandbox), new SalesforceEventOptions { Address = _sandbox.PubSubAddress });
        await using var listener = new Listener(feed.ListenAsync(null, Cancellation).GetAsyncEnumerator(Cancellation));
        await listener.NextAsync();
        Task<List<RecordChange<Customer>>> first = listener.TakeAsync(1);
        await CreateAsync("Before", client);
        await first;
        int asked = _sandbox.Requests.Count(IsSession);
        Task<List<RecordChange<Customer>>> next = listener.TakeAsync(1);
        int subscriptions = _sandbox.EventSubscriptions;
        while (_sandbox.EventSubscriptions < subscriptions + 3)
        {
            time.Advance(TimeSpan.FromSeconds(301));
            await Task.Delay(TimeSpan.FromMilliseconds(5), Cancellation);
        }

        await CreateAsync("After");
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(61));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation));
        }

        Assert.Contains(await next, static c => c.Item.Value!.Name == "After");
        // One session for all of them.
        Assert.Equal(asked, _sandbox.Requests.Count(IsSession));

        static bool IsSession(SandboxRequest request) => request.PathAndQuery.EndsWith("/limits", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_UnknownChannel_IsAnErrorThatNamesTheWayOut()
    {
        SalesforceChangeFeed<Customer> feed = Feed(static o => o with { Topic = "/data/Nothing__chn" });
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => feed.ListenAsync(null, Cancellation).ToListAsync());

        Assert.Equal(SalesforceErrorCodes.SubscriptionRefused, refused.Code);
        Assert.Equal("sfdc.platform.eventbus.grpc.topic.not.found", refused.VendorCode);
    }

    [Fact]
    public async Task Listen_CursorOfAnotherSource_IsRefused()
    {
        SalesforceChangeFeed<Customer> feed = Feed();
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => feed.ListenAsync(new ChangeCursor("salesforce/Account", 1, "{}"u8), Cancellation).ToListAsync());

        Assert.Equal(ConnectorErrorCodes.CursorRefused, refused.Code);
    }

    [Fact]
    public async Task Listen_Cancelled_EndsWhileItWaits()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using IAsyncEnumerator<ChangePage<Customer>> pages = Feed().ListenAsync(null, ending.Token).GetAsyncEnumerator(ending.Token);
        await pages.MoveNextAsync();
        Task<bool> waiting = pages.MoveNextAsync().AsTask();
        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static void AssertSame(RecordChange<Customer> expected, RecordChange<Customer> actual)
    {
        Assert.Equal((expected.Kind, expected.ChangedAt, expected.Item.Source), (actual.Kind, actual.ChangedAt, actual.Item.Source));
        // Read at another time; everything else is the same.
        Assert.Equal(expected.Item.Value, actual.Item.Value! with { ObservedAt = expected.Item.Value!.ObservedAt });
    }

    private SalesforceChangeFeed<Customer> Feed(Func<SalesforceEventOptions, SalesforceEventOptions>? options = null)
    {
        var given = new SalesforceEventOptions { Address = _sandbox.PubSubAddress };
        var feed = new SalesforceChangeFeed<Customer>(_client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(_sandbox), options?.Invoke(given) ?? given);
        _owned.Add(feed);
        return feed;
    }

    private async Task<Listener> ListenAsync(ChangeCursor? since = null, Func<SalesforceEventOptions, SalesforceEventOptions>? options = null)
    {
        var listener = new Listener(Feed(options).ListenAsync(since, Cancellation).GetAsyncEnumerator(Cancellation));
        // The first page without a cursor is empty and says where the listening begins.
        if (since is null)
            Assert.Empty((await listener.NextAsync()).Items);
        return listener;
    }

    private async Task<string> CreateAsync(string name, SalesforceClient? client = null) =>
        (await (client ?? _client).UpsertAsync("Account", "ERP_Id__c", name, Encoding.UTF8.GetBytes($$"""{"Name":"{{name}}","CurrencyIsoCode":"EUR"}"""), Cancellation)).NativeId!;

    private Task UpdateAsync(string id, string fields) => SendAsync(HttpMethod.Patch, id, fields);

    private Task DeleteAsync(string id) => SendAsync(HttpMethod.Delete, id, null);

    private async Task SendAsync(HttpMethod method, string id, string? fields)
    {
        using HttpRequestMessage request = _client.NewRequest(method, $"/services/data/v64.0/sobjects/Account/{id}");
        if (fields is not null)
            request.Content = new StringContent(fields, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _client.SendAsync(request, "test", Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task<string> OwnUserAsync()
    {
        string id = await CreateAsync("Whose");
        SalesforceRecord? record = await _client.GetAsync("Account", id, ["LastModifiedById"], Cancellation);
        // Out of the first minute of the listening.
        _time.Advance(TimeSpan.FromMinutes(5));
        return record!.Json.GetProperty("LastModifiedById").GetString()!;
    }

    private sealed class Listener(IAsyncEnumerator<ChangePage<Customer>> pages) : IAsyncDisposable
    {
        private readonly List<RecordChange<Customer>> _seen = [];

        public ChangeCursor Cursor { get; private set; } = null!;

        public int LargestPage { get; private set; }

        public async Task<ChangePage<Customer>> NextAsync()
        {
            Assert.True(await pages.MoveNextAsync());
            Cursor = pages.Current.Cursor;
            LargestPage = Math.Max(LargestPage, pages.Current.Items.Count);
            _seen.AddRange(pages.Current.Items);
            return pages.Current;
        }

        /// <summary>As many changes as asked for; pages are whole, so more is a failure of the caller's count.</summary>
        public async Task<List<RecordChange<Customer>>> TakeAsync(int count)
        {
            var changes = new List<RecordChange<Customer>>();
            while (changes.Count < count)
                changes.AddRange((await NextAsync()).Items);
            return changes;
        }

        public async Task<List<RecordChange<Customer>>> TakeAtLeastAsync(Func<List<RecordChange<Customer>>, bool> enough)
        {
            while (!enough(_seen))
                await NextAsync();
            return _seen;
        }

        public ValueTask DisposeAsync() => pages.DisposeAsync();
    }
}
