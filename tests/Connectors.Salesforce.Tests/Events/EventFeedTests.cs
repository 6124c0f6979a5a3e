using System.Text;
using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Platform events over the Pub/Sub API of the sandbox.</summary>
public sealed class EventFeedTests : IAsyncLifetime
{
    private EventOrg _org = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _org = await EventOrg.StartAsync(static o => o.EventChannels["Logistics__chn"] = [EventOrg.Event, "Customer_Changed__e"]);

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Listen_EventPublishedByRest_ComesWithItsFieldsAsRestWritesThem()
    {
        await _org.CreateAsync(EventOrg.Event, """{"Number__c":"S-1","Amount__c":12.5,"Parcels__c":3,"Shipped_On__c":"2026-05-05","Arrives_At__c":"2026-05-07T14:30:00Z","Express__c":true,"Note__c":"Grüße"}""");
        await using EventListener listener = Listen();
        SalesforceEvent item = Assert.Single(await listener.TakeAsync(1));

        Assert.Equal(EventOrg.Event, item.Name);
        Assert.Equal(
            $$"""{"CreatedDate":"2026-05-06T12:00:00.000+0000","CreatedById":"{{item.CreatedById}}","Number__c":"S-1","Amount__c":12.5,"Parcels__c":3,"Shipped_On__c":"2026-05-05","Arrives_At__c":"2026-05-07T14:30:00.000+0000","Express__c":true,"Note__c":"Grüße"}""",
            Encoding.UTF8.GetString(item.Json.Span));
        Assert.Equal(_org.Time.GetUtcNow(), item.CreatedAt);
        Assert.StartsWith("005", item.CreatedById, StringComparison.Ordinal);
        Assert.True(Guid.TryParse(item.Id, out _));
        Assert.Null(item.Issue);
        Assert.NotEmpty(item.ReplayId);
        Assert.NotEmpty(item.SchemaId);
    }

    [Fact]
    public async Task Listen_EmptyFields_AreNull()
    {
        await _org.CreateAsync(EventOrg.Event, """{"Number__c":"S-1"}""");
        await using EventListener listener = Listen();
        using JsonDocument json = JsonDocument.Parse(Assert.Single(await listener.TakeAsync(1)).Json);

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("Amount__c").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("Arrives_At__c").ValueKind);
    }

    [Fact]
    public async Task Listen_FromNow_LeavesOutWhatWasBefore()
    {
        await _org.PublishByRestAsync("before 1", "before 2");
        await using EventListener listener = Listen(options: static o => o with { Start = SalesforceEventStart.Latest });
        Task<List<SalesforceEvent>> next = listener.TakeAsync(1);
        // Until the subscription stands, what is published is before it.
        for (int i = 0; !next.IsCompleted; i++)
        {
            await _org.PublishByRestAsync($"after {i}");
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(5), Cancellation));
        }

        Assert.All(await next, static e => Assert.StartsWith("after", EventOrg.Number(e), StringComparison.Ordinal));
        Assert.Empty(listener.Gaps);
    }

    [Fact]
    public async Task Listen_FromACursor_GoesOnBehindIt()
    {
        ChangeCursor cursor;
        await _org.PublishByRestAsync("1");
        await using (EventListener listener = Listen())
        {
            Assert.Equal(["1"], await listener.NumbersAsync(1));
            cursor = listener.Cursor;
        }

        await _org.PublishByRestAsync("2", "3");
        await using EventListener again = Listen(cursor);

        Assert.Equal(["2", "3"], await again.NumbersAsync(2));
    }

    [Fact]
    public async Task Listen_StreamsBreakInAllWays_NothingIsMissingAndNothingComesTwice()
    {
        await using EventListener listener = Listen();
        for (int i = 0; i < 4; i++)
        {
            await _org.PublishByRestAsync($"a{i}");
            Assert.Equal([$"a{i}"], await listener.NumbersAsync(1));
            _org.Sandbox.BreakEventStreams();
            await _org.PublishByRestAsync($"b{i}");
            Assert.Equal([$"b{i}"], await _org.WhileTimeGoesOnAsync(listener.NumbersAsync(1), TimeSpan.FromSeconds(1)));
            _org.Sandbox.EventFaults.Add(SalesforceEventFault.ConnectionCut(SalesforceEventCall.Answer));
            await _org.PublishByRestAsync($"c{i}");
            Assert.Equal([$"c{i}"], await _org.WhileTimeGoesOnAsync(listener.NumbersAsync(1), TimeSpan.FromSeconds(1)));
        }

        Assert.Equal(4, _org.Sandbox.EventFaults.Hits);
    }

    [Fact]
    public async Task Listen_EventsAreDeliveredTwice_EachComesOnce()
    {
        _org.Sandbox.DeliverEventsTwice = true;
        await _org.PublishByRestAsync("1", "2", "3");
        await using EventListener listener = Listen();

        Assert.Equal(["1", "2", "3"], await listener.NumbersAsync(3));
        await _org.PublishByRestAsync("4");
        Assert.Equal(["4"], await listener.NumbersAsync(1));
    }

    [Fact]
    public async Task Listen_SlowCaller_NoMoreThanAPageIsAskedFor()
    {
        string[] numbers = [.. Enumerable.Range(0, 20).Select(static i => $"{i}")];
        await _org.PublishByRestAsync(numbers);
        await using EventListener listener = Listen(options: static o => o with { PageSize = 3 });
        var seen = new List<string>();
        while (seen.Count < 20)
        {
            SalesforceEventPage page = await listener.NextAsync();
            Assert.InRange(page.Items.Count, 1, 3);
            seen.AddRange(page.Items.Select(EventOrg.Number));
        }

        Assert.Equal(numbers, seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Listen_ReplayIdIsLost_TellsTheGapAndGoesOnWithWhatIsKept(bool isCorrupted)
    {
        ChangeCursor cursor = await CursorBehindAsync("before");
        await _org.PublishByRestAsync("lost");
        if (isCorrupted)
            cursor = (EventState.FromCursor(cursor, "salesforce" + EventOrg.Topic) with { ReplayId = [1, 2, 3] }).ToCursor("salesforce" + EventOrg.Topic);
        else
            _org.Time.Advance(TimeSpan.FromHours(80));
        await _org.PublishByRestAsync("kept");
        await using EventListener listener = Listen(cursor);
        SalesforceEventPage first = await listener.NextAsync();
        ChangeCursor told = listener.Cursor;
        string[] numbers = await listener.NumbersAsync(isCorrupted ? 3 : 1);

        Assert.Empty(first.Items);
        Assert.Equal(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero), first.Gap!.Since);
        Assert.EndsWith(isCorrupted ? "replayid.corrupted" : "replayid.validation.failed", first.Gap.Reason, StringComparison.Ordinal);
        Assert.Equal(isCorrupted ? ["before", "lost", "kept"] : ["kept"], numbers);
        // Once told, it is not told again.
        await using EventListener again = Listen(told);
        Assert.Equal(numbers, await again.NumbersAsync(numbers.Length));
        Assert.Empty(again.Gaps);
    }

    [Fact]
    public async Task Listen_CursorOfAGapThatIsOlderThanEventsAreKept_TellsAGapAgain()
    {
        ChangeCursor cursor = await CursorBehindAsync("before");
        _org.Sandbox.ExpireEvents();
        await using (EventListener listener = Listen(cursor))
        {
            await listener.NextAsync();
            cursor = listener.Cursor;
        }

        _org.Time.Advance(TimeSpan.FromHours(73));
        await _org.PublishByRestAsync("kept");
        await using EventListener again = Listen(cursor);
        Assert.Equal(["kept"], await again.NumbersAsync(1));
        Assert.Single(again.Gaps);
    }

    [Fact]
    public async Task Listen_ReplayIdIsLostAndTheOptionsSayToEnd_Ends()
    {
        ChangeCursor cursor = await CursorBehindAsync("before");
        _org.Sandbox.ExpireEvents();
        await using EventListener listener = Listen(cursor, static o => o with { ThrowOnGap = true });
        var lost = await Assert.ThrowsAsync<ConnectorException>(listener.NextAsync);

        Assert.Equal((SalesforceErrorCodes.EventsLost, IssueKind.Configuration), (lost.Code, lost.Kind));
        Assert.False(lost.IsTransient);
    }

    [Fact]
    public async Task Listen_FromNowAndTheStreamBreaksBeforeItsFirstAnswer_TellsTheGap()
    {
        await using EventListener listener = Listen(options: static o => o with { Start = SalesforceEventStart.Latest });
        Task<SalesforceEventPage> next = listener.NextAsync();
        while (_org.Sandbox.EventSubscriptions == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(2), Cancellation);
        while (!next.IsCompleted)
        {
            _org.Sandbox.BreakEventStreams();
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(5), Cancellation));
        }

        Assert.Equal("the subscription broke before it had a place", (await next).Gap!.Reason);
    }

    [Fact]
    public async Task Listen_SchemaIsNotToBeHad_TheEventComesWithTheReasonAndItsBytes()
    {
        await _org.PublishByRestAsync("1");
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.Status(SalesforceEventCall.GetSchema, 5, "schema.not.found"));
        await using EventListener listener = Listen();
        SalesforceEvent item = Assert.Single(await listener.TakeAsync(1));
        await _org.PublishByRestAsync("2");

        Assert.Equal(SalesforceErrorCodes.EventUnreadable, item.Issue!.Code);
        Assert.True(item.Json.IsEmpty);
        Assert.False(item.Payload.IsEmpty);
        Assert.Equal(["2"], await listener.NumbersAsync(1));
    }

    [Fact]
    public async Task Listen_SchemaCannotBeFetchedForAWhile_NothingIsLost()
    {
        await _org.PublishByRestAsync("1", "2");
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.Unavailable(SalesforceEventCall.GetSchema) with { Times = 2 });
        await using EventListener listener = Listen();

        Assert.Equal(["1", "2"], await _org.WhileTimeGoesOnAsync(listener.NumbersAsync(2), TimeSpan.FromSeconds(1)));
        Assert.Equal(2, _org.Sandbox.EventFaults.Hits);
    }

    [Fact]
    public async Task Listen_SessionEnds_IsRenewedAtOnce()
    {
        await using EventListener listener = Listen();
        await _org.PublishByRestAsync("1");
        await listener.TakeAsync(1);
        _org.Sandbox.ExpireSessions();
        _org.Sandbox.BreakEventStreams();
        await _org.PublishByRestAsync("2");

        Assert.Equal(["2"], await listener.NumbersAsync(1));
    }

    [Fact]
    public async Task Listen_TokenIsRefusedAgainAndAgain_Ends()
    {
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.Status(SalesforceEventCall.Subscribe, 16, "service.auth.error") with { Times = 9 });
        await using EventListener listener = Listen();

        await Assert.ThrowsAsync<AuthenticationFailedException>(listener.NextAsync);
        Assert.Equal(2, _org.Sandbox.EventFaults.Hits);
    }

    [Theory]
    [InlineData(8, "subscription.limit.exceeded")]
    [InlineData(3, "concurrent.client.limit.exceeded")]
    [InlineData(14, "service.unavailable")]
    [InlineData(13, null)]
    [InlineData(2, null)]
    public async Task Listen_FaultThatPasses_IsWaitedOut(int status, string? code)
    {
        await _org.PublishByRestAsync("1");
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.Status(SalesforceEventCall.Subscribe, status, code) with { Times = 3 });
        await using EventListener listener = Listen();

        Assert.Equal(["1"], await _org.WhileTimeGoesOnAsync(listener.NumbersAsync(1), TimeSpan.FromSeconds(10)));
        Assert.Equal(3, _org.Sandbox.EventFaults.Hits);
    }

    [Theory]
    [InlineData(3, "subscription.fetch.requested.events.invalid")]
    [InlineData(5, "topic.not.found")]
    [InlineData(7, null)]
    [InlineData(12, null)]
    public async Task Listen_FaultThatNeverPasses_EndsAndNamesTheWayOut(int status, string? code)
    {
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.Status(SalesforceEventCall.Subscribe, status, code) with { Times = 9 });
        await using EventListener listener = Listen();
        var refused = await Assert.ThrowsAsync<ConnectorException>(listener.NextAsync);

        Assert.Equal((SalesforceErrorCodes.SubscriptionRefused, IssueKind.Configuration), (refused.Code, refused.Kind));
        Assert.Contains("read access", refused.Message, StringComparison.Ordinal);
        Assert.Equal("rpc-fault", refused.VendorRequestId);
        Assert.Equal(1, _org.Sandbox.EventFaults.Hits);
    }

    [Fact]
    public async Task Listen_PageOfAProxy_EndsWhenItStays()
    {
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.HtmlPage(SalesforceEventCall.Subscribe, 200) with { Times = 9 });
        await using EventListener listener = Listen();
        var strange = await Assert.ThrowsAsync<ConnectorException>(() => _org.WhileTimeGoesOnAsync(listener.NextAsync(), TimeSpan.FromSeconds(10)));

        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, strange.Code);
        Assert.Equal(4, _org.Sandbox.EventFaults.Hits);
    }

    [Fact]
    public async Task Listen_UnknownEvent_IsRefused()
    {
        SalesforceEventFeed feed = _org.Feed("Nothing__e");
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => feed.ListenAsync(null, Cancellation).ToListAsync());

        Assert.Equal("sfdc.platform.eventbus.grpc.topic.not.found", refused.VendorCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/data/AccountChangeEvent")]
    [InlineData("/event/a/b")]
    public void Create_NoTopicOfEvents_IsRefused(string topic) => Assert.Throws<ArgumentException>(() => _org.Feed(topic));

    [Fact]
    public async Task Listen_CursorOfAnotherTopic_IsRefused()
    {
        ChangeCursor cursor = await CursorBehindAsync("1");
        SalesforceEventFeed feed = _org.Feed("Customer_Changed__e");
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => feed.ListenAsync(cursor, Cancellation).ToListAsync());

        Assert.Equal(ConnectorErrorCodes.CursorRefused, refused.Code);
    }

    [Fact]
    public async Task Listen_NothingHappens_TheCursorMovesWithTheSignsOfLife()
    {
        await _org.PublishByRestAsync("1");
        // The sandbox's sign of life comes in time however slow this machine is.
        await using EventListener listener = Listen(options: static o => o with { Silence = TimeSpan.FromHours(1) });
        await listener.TakeAsync(1);
        ChangeCursor before = listener.Cursor;
        // A sign of life does not tell when: the cursor stays behind the clock by the longest silence, so the first ones do not move it.
        while (listener.Cursor.Equals(before))
            Assert.Empty((await _org.WhileTimeGoesOnAsync(listener.NextAsync(), TimeSpan.FromSeconds(135))).Items);
        await _org.PublishByRestAsync("2");

        Assert.Equal(["2"], await listener.NumbersAsync(1));
        Assert.Empty(listener.Gaps);
    }

    [Fact]
    public async Task Listen_Channel_CarriesItsEventsInOrder()
    {
        await _org.PublishByRestAsync("1");
        await _org.CreateAsync("Customer_Changed__e", """{"Number__c":"C-1"}""");
        await using EventListener listener = Listen(topic: "/event/Logistics__chn");

        Assert.Equal([EventOrg.Event, "Customer_Changed__e"], (await listener.TakeAsync(2)).Select(static e => e.Name));
    }

    [Fact]
    public async Task MappedListen_Event_BecomesACanonicalObject()
    {
        MappingDocument mapping = MappingDocument.Parse("""
            {
              "$schema": "https://schemas.canonical-sdk.org/mapping/1.0.0",
              "mapping": "test.customer-changed", "version": "1.0.0", "title": "Customer_Changed__e to Customer",
              "source": { "system": "salesforce", "object": "Customer_Changed__e", "key": "Number__c", "version": "EventUuid", "created": "CreatedDate" },
              "target": "customer/1.0.0",
              "lenses": [
                { "id": "status", "kind": "default", "target": "status", "value": "active", "loss": "An event says nothing of it." },
                { "id": "kind", "kind": "default", "target": "kind", "value": "organization", "loss": "An event says nothing of it." },
                { "id": "number", "kind": "field", "source": "Number__c", "target": "customerNumber", "convert": "text" },
                { "id": "name", "kind": "field", "source": "Name__c", "target": "name", "convert": "text", "required": "toCanonical" },
                { "id": "currency", "kind": "field", "source": "Currency__c", "target": "defaultCurrency", "convert": "upper" }
              ]
            }
            """u8);
        await _org.CreateAsync("Customer_Changed__e", """{"Number__c":"C-1","Name__c":"Acme","Currency__c":"EUR"}""");
        await _org.PublishByRestAsync("of another kind");
        await _org.CreateAsync("Customer_Changed__e", """{"Number__c":"C-2"}""");
        SalesforceMappedEventFeed<Customer> feed = _org.Own(new SalesforceMappedEventFeed<Customer>(
            _org.Client, mapping, SandboxOrg.Read(_org.Sandbox), "/event/Logistics__chn", new SalesforcePlatformEventOptions { Address = _org.Sandbox.PubSubAddress, Start = SalesforceEventStart.Earliest }));
        var items = new List<SalesforceEventItem<Customer>>();
        await foreach (SalesforceMappedEventPage<Customer> page in feed.ListenAsync(null, Cancellation))
        {
            items.AddRange(page.Items);
            if (items.Count == 2)
                break;
        }

        Assert.Equal("Acme", items[0].Item.Value!.Name);
        Assert.Equal(_org.Time.GetUtcNow(), items[0].Item.Value!.SourceCreatedAt);
        Assert.Equal((items[0].Event.Id, "Customer_Changed__e"), (items[0].Item.Source.RecordId, items[0].Item.Source.ObjectType));
        Assert.Equal(items[0].Event.Id, Assert.Single(items[0].Item.Value!.SourceRefs).Version);
        Assert.False(items[1].Item.IsMapped);
        Assert.NotEmpty(items[1].Item.Issues);
    }

    [Fact]
    public void MappedCreate_MappingOfARecord_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new SalesforceMappedEventFeed<Customer>(_org.Client, SalesforceMappings.AccountToCustomer(), SandboxOrg.Read(_org.Sandbox)));

    private async Task<ChangeCursor> CursorBehindAsync(string number)
    {
        await _org.PublishByRestAsync(number);
        await using EventListener listener = Listen();
        await listener.TakeAsync(1);
        return listener.Cursor;
    }

    private EventListener Listen(ChangeCursor? since = null, Func<SalesforcePlatformEventOptions, SalesforcePlatformEventOptions>? options = null, string topic = EventOrg.Event) =>
        new(_org.Feed(topic, options).ListenAsync(since, Cancellation).GetAsyncEnumerator(Cancellation));
}
