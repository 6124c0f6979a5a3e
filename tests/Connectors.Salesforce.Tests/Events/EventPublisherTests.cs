using System.Text;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Publishing over the Pub/Sub API of the sandbox.</summary>
public sealed class EventPublisherTests : IAsyncLifetime
{
    private EventOrg _org = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _org = await EventOrg.StartAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Publish_Events_ArriveAsTheyWereSent()
    {
        IReadOnlyList<SalesforcePublishOutcome> outcomes = await _org.Publisher().PublishAsync(EventOrg.Topic,
        [
            EventOrg.New("e-1", """{"Number__c":"S-1","Amount__c":12.5,"Parcels__c":3.0,"Shipped_On__c":"2026-05-05","Arrives_At__c":"2026-05-07T16:30:00+02:00","Express__c":false,"Note__c":"Grüße"}"""),
            EventOrg.New("e-2", """{"Number__c":null,"CreatedDate":"2026-01-01T00:00:00Z","CreatedById":"005000000000001AAA"}"""),
        ], Cancellation);
        await using var listener = new EventListener(_org.Feed().ListenAsync(null, Cancellation).GetAsyncEnumerator(Cancellation));
        List<SalesforceEvent> events = await listener.TakeAsync(2);

        Assert.Equal(["e-1", "e-2"], outcomes.Select(static o => o.Id));
        Assert.All(outcomes, static o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        Assert.Equal(["e-1", "e-2"], events.Select(static e => e.Id));
        Assert.Equal(outcomes.Select(static o => o.Outcome.NativeId), events.Select(static e => e.ReplayId));
        Assert.Equal(
            $$"""{"CreatedDate":"2026-05-06T12:00:00.000+0000","CreatedById":"{{events[0].CreatedById}}","Number__c":"S-1","Amount__c":12.5,"Parcels__c":3,"Shipped_On__c":"2026-05-05","Arrives_At__c":"2026-05-07T14:30:00.000+0000","Express__c":false,"Note__c":"Grüße"}""",
            Encoding.UTF8.GetString(events[0].Json.Span));
        Assert.StartsWith("005", events[0].CreatedById, StringComparison.Ordinal);
        Assert.Equal((new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "005000000000001AAA"), (events[1].CreatedAt!.Value, events[1].CreatedById));
    }

    [Theory]
    [InlineData("""{"Number":"S-1"}""", "Number", "'Number__c' may be meant")]
    [InlineData("""{"number__c":"S-1"}""", "number__c", "'Number__c' may be meant")]
    [InlineData("""{"Number__c":7}""", "Number__c", "a text")]
    [InlineData("""{"Amount__c":"7"}""", "Amount__c", "a number")]
    [InlineData("""{"Amount__c":0.12345678901234567891}""", "Amount__c", "more digits")]
    [InlineData("""{"Amount__c":1e999}""", "Amount__c", "beyond")]
    [InlineData("""{"Parcels__c":1.5}""", "Parcels__c", "a whole number")]
    [InlineData("""{"Parcels__c":3000000000}""", "Parcels__c", "32 bits")]
    [InlineData("""{"Shipped_On__c":"05/06/2026"}""", "Shipped_On__c", "2026-03-08")]
    [InlineData("""{"Arrives_At__c":"tomorrow"}""", "Arrives_At__c", "an instant")]
    [InlineData("""{"Express__c":"yes"}""", "Express__c", "true or false")]
    [InlineData("""{"Number__c":"a","Number__c":"b"}""", null, "a name of its own")]
    [InlineData("""{"Number__c":"\ud800"}""", null, "not Unicode")]
    [InlineData("""{"\ud800":"a"}""", null, "not Unicode")]
    [InlineData("""[1]""", null, "JSON object")]
    [InlineData("""{""", null, "JSON object")]
    public async Task Publish_EventThatDoesNotFit_IsRejectedAndNamesTheField(string json, string? field, string words)
    {
        WriteOutcome outcome = await _org.Publisher().PublishAsync(EventOrg.Event, EventOrg.New("e-1", json), Cancellation);

        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        RecordIssue issue = Assert.Single(outcome.Issues);
        Assert.Equal((SalesforceErrorCodes.EventRefused, IssueKind.Validation, field), (issue.Code, issue.Kind, issue.VendorPath));
        Assert.Contains(words, issue.Message, StringComparison.Ordinal);
        Assert.Empty(_org.Sandbox.EventIds(EventOrg.Topic));
    }

    [Fact]
    public async Task Publish_RequiredFieldMissing_IsRejectedBesideAllOtherFaults()
    {
        WriteOutcome outcome = await _org.Publisher().PublishAsync("Customer_Changed__e", EventOrg.New("e-1", """{"Name__c":1,"Nonsense":2}"""), Cancellation);

        Assert.Equal(["Nonsense", "Number__c", "Name__c"], outcome.Issues.Select(static i => i.VendorPath));
        Assert.Contains("is missing", outcome.Issues[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_TooLargeEvent_IsRejectedAndTheOthersGoOut()
    {
        string note = new('n', SalesforceEventPublisher.MaxEventBytes);
        IReadOnlyList<SalesforcePublishOutcome> outcomes = await _org.Publisher().PublishAsync(EventOrg.Event,
        [
            EventOrg.New("e-1", """{"Number__c":"1"}"""), EventOrg.New("e-2", $$"""{"Note__c":"{{note}}"}"""), EventOrg.New("e-3", """{"Number__c":"3"}"""),
        ], Cancellation);

        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Rejected, WriteOutcomeKind.Created], outcomes.Select(static o => o.Outcome.Kind));
        Assert.Equal(["e-1", "e-3"], _org.Sandbox.EventIds(EventOrg.Topic));
    }

    [Fact]
    public async Task Publish_MoreThanOneCallTakes_GoesInSeveralInOrder()
    {
        SalesforceNewEvent[] many = [.. Enumerable.Range(0, 450).Select(static i => EventOrg.New($"e-{i}", """{"Number__c":"n"}"""))];
        string long900 = new('n', 900_000);
        SalesforceNewEvent[] large = [.. Enumerable.Range(0, 5).Select(i => EventOrg.New($"l-{i}", $$"""{"Note__c":"{{long900}}"}"""))];
        SalesforceEventPublisher publisher = _org.Publisher();
        IReadOnlyList<SalesforcePublishOutcome> outcomes = [.. await publisher.PublishAsync(EventOrg.Event, many, Cancellation), .. await publisher.PublishAsync(EventOrg.Event, large, Cancellation)];

        Assert.All(outcomes, static o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        Assert.Equal(many.Concat(large).Select(static e => e.Id), _org.Sandbox.EventIds(EventOrg.Topic));
    }

    [Fact]
    public async Task Publish_SalesforceRefusesOneEvent_TheOthersArePublished()
    {
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.EventRefused() with { Skip = 1 });
        IReadOnlyList<SalesforcePublishOutcome> outcomes = await _org.Publisher().PublishAsync(EventOrg.Event, Three(), Cancellation);

        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Retryable, WriteOutcomeKind.Created], outcomes.Select(static o => o.Outcome.Kind));
        Assert.Equal("PUBLISH", Assert.Single(outcomes[1].Outcome.Issues).VendorCode);
        Assert.Equal(["e-1", "e-3"], _org.Sandbox.EventIds(EventOrg.Topic));
    }

    [Fact]
    public async Task Publish_TextIsTooLongForTheField_IsNotPublishedAndItsTextIsNotShown()
    {
        WriteOutcome outcome = await _org.Publisher().PublishAsync(EventOrg.Event, EventOrg.New("e-1", """{"Number__c":"this number is far too long"}"""), Cancellation);

        Assert.Equal(WriteOutcomeKind.Retryable, outcome.Kind);
        Assert.DoesNotContain("far too long", Assert.Single(outcome.Issues).Message, StringComparison.Ordinal);
        Assert.Empty(_org.Sandbox.EventIds(EventOrg.Topic));
    }

    [Fact]
    public async Task Publish_AnswerSaysNothingOfOneEvent_ItIsUnknown()
    {
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.ResultMissing());
        IReadOnlyList<SalesforcePublishOutcome> outcomes = await _org.Publisher().PublishAsync(EventOrg.Event, Three(), Cancellation);

        Assert.Equal([WriteOutcomeKind.Unknown, WriteOutcomeKind.Created, WriteOutcomeKind.Created], outcomes.Select(static o => o.Outcome.Kind));
        Assert.Equal(ConnectorErrorCodes.NoOutcome, Assert.Single(outcomes[0].Outcome.Issues).Code);
    }

    [Fact]
    public async Task Publish_AnswerIsLost_IsUnknownAndNeverSentAgain()
    {
        SalesforceEventPublisher publisher = _org.Publisher();
        await publisher.PublishAsync(EventOrg.Event, EventOrg.New("e-0", """{"Number__c":"0"}"""), Cancellation);
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.AnswerLost());
        SalesforceNewEvent[] many = [.. Enumerable.Range(1, 250).Select(static i => EventOrg.New($"e-{i}", """{"Number__c":"n"}"""))];
        IReadOnlyList<SalesforcePublishOutcome> outcomes = await publisher.PublishAsync(EventOrg.Event, many, Cancellation);

        // The first call holds 200; those behind are not sent over the heads of those in doubt.
        Assert.Equal(200, outcomes.Count(static o => o.Outcome.Kind == WriteOutcomeKind.Unknown));
        Assert.All(outcomes.Take(200), static o => Assert.Equal((SalesforceErrorCodes.UnknownOutcome, IssueKind.UnknownOutcome), (o.Outcome.Issues[0].Code, o.Outcome.Issues[0].Kind)));
        Assert.All(outcomes.Skip(200), static o => Assert.Equal(WriteOutcomeKind.Retryable, o.Outcome.Kind));
        Assert.Equal(201, _org.Sandbox.EventIds(EventOrg.Topic).Count);
        Assert.Equal(201, _org.Sandbox.EventIds(EventOrg.Topic).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Publish_NoAnswerInTime_IsUnknown()
    {
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.NoAnswer());
        Task<WriteOutcome> publishing = _org.Publisher(static o => o with { Timeout = TimeSpan.FromMinutes(30) }).PublishAsync(EventOrg.Event, EventOrg.New("e-1", """{"Number__c":"1"}"""), Cancellation);
        while (_org.Sandbox.EventIds(EventOrg.Topic).Count == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(2), Cancellation);
        WriteOutcome outcome = await _org.WhileTimeGoesOnAsync(publishing, TimeSpan.FromMinutes(31));

        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.Single(_org.Sandbox.EventIds(EventOrg.Topic));
    }

    [Fact]
    public async Task Publish_SessionEnded_IsRenewedAndPublishedOnce()
    {
        SalesforceEventPublisher publisher = _org.Publisher();
        await publisher.PublishAsync(EventOrg.Event, EventOrg.New("e-1", """{"Number__c":"1"}"""), Cancellation);
        _org.Sandbox.ExpireSessions();
        WriteOutcome outcome = await publisher.PublishAsync(EventOrg.Event, EventOrg.New("e-2", """{"Number__c":"2"}"""), Cancellation);

        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        Assert.Equal(["e-1", "e-2"], _org.Sandbox.EventIds(EventOrg.Topic));
    }

    [Theory]
    [InlineData(8, null, WriteOutcomeKind.Retryable, ConnectorErrorCodes.Throttled)]
    [InlineData(16, "service.auth.error", WriteOutcomeKind.Retryable, ConnectorErrorCodes.Unauthorized)]
    [InlineData(7, null, WriteOutcomeKind.Rejected, SalesforceErrorCodes.PublishingRefused)]
    [InlineData(14, "service.unavailable", WriteOutcomeKind.Unknown, SalesforceErrorCodes.UnknownOutcome)]
    [InlineData(13, null, WriteOutcomeKind.Unknown, SalesforceErrorCodes.UnknownOutcome)]
    public async Task Publish_CallFails_IsTheOutcomeOfItsEvents(int status, string? code, WriteOutcomeKind kind, string expected)
    {
        SalesforceEventPublisher publisher = _org.Publisher();
        await publisher.PublishAsync(EventOrg.Event, EventOrg.New("e-0", """{"Number__c":"0"}"""), Cancellation);
        _org.Sandbox.EventFaults.Add(SalesforceEventFault.Status(SalesforceEventCall.Publish, status, code) with { Times = 9 });
        IReadOnlyList<SalesforcePublishOutcome> outcomes = await publisher.PublishAsync(EventOrg.Event, Three(), Cancellation);

        Assert.All(outcomes, o => Assert.Equal((kind, expected), (o.Outcome.Kind, o.Outcome.Issues[0].Code)));
        Assert.Equal(status == 16 ? 2 : 1, _org.Sandbox.EventFaults.Hits);
    }

    [Fact]
    public async Task Publish_EventWasChangedMeanwhile_TakesTheNewSchema()
    {
        SalesforceEventPublisher publisher = _org.Publisher();
        await publisher.PublishAsync(EventOrg.Event, EventOrg.New("e-1", """{"Number__c":"1"}"""), Cancellation);
        _org.Sandbox.HideField(EventOrg.Event, "Note__c");
        IReadOnlyList<SalesforcePublishOutcome> outcomes = await publisher.PublishAsync(EventOrg.Event, [EventOrg.New("e-2", """{"Number__c":"2"}"""), EventOrg.New("e-3", """{"Note__c":"3"}""")], Cancellation);
        _org.Sandbox.RetireEventSchemas();
        WriteOutcome last = await publisher.PublishAsync(EventOrg.Event, EventOrg.New("e-4", """{"Number__c":"4"}"""), Cancellation);

        Assert.Equal([WriteOutcomeKind.Created, WriteOutcomeKind.Rejected], outcomes.Select(static o => o.Outcome.Kind));
        Assert.Equal(WriteOutcomeKind.Created, last.Kind);
        Assert.Equal(["e-1", "e-2", "e-4"], _org.Sandbox.EventIds(EventOrg.Topic));
    }

    [Fact]
    public async Task Publish_TopicIsNotThere_IsAnErrorBeforeAnythingIsSent()
    {
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => _org.Publisher().PublishAsync("Nothing__e", Three(), Cancellation));

        Assert.Equal((SalesforceErrorCodes.PublishingRefused, "sfdc.platform.eventbus.grpc.topic.not.found"), (refused.Code, refused.VendorCode));
    }

    [Fact]
    public async Task Publish_ApiCannotBeReached_IsTransientAndNothingWasSent()
    {
        // Nobody listens there: the port was the sandbox's own until it closed.
        Uri closed;
        await using (EventOrg other = await EventOrg.StartAsync())
            closed = other.Sandbox.PubSubAddress;
        SalesforceEventPublisher publisher = _org.Publisher(o => o with { Address = closed });
        var away = await Assert.ThrowsAsync<ConnectorException>(() => _org.WhileTimeGoesOnAsync(publisher.PublishAsync(EventOrg.Event, Three(), Cancellation), TimeSpan.FromSeconds(5)));

        Assert.Equal((ConnectorErrorCodes.Unavailable, true), (away.Code, away.IsTransient));
        Assert.True(Assert.IsType<GrpcFault>(away.InnerException).IsNotSent);
    }

    [Fact]
    public async Task Publish_TwoEventsOfOneId_AreRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _org.Publisher().PublishAsync(EventOrg.Event, [EventOrg.New("e", "{}"), EventOrg.New("e", "{}")], Cancellation));

    [Fact]
    public async Task Publish_RandomFaults_AccountsCloseAndNothingIsPublishedTwice()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        SalesforceEventPublisher publisher = _org.Publisher();
        await publisher.PublishAsync(EventOrg.Event, EventOrg.New("warm", "{}"), Cancellation);
        _org.Sandbox.EventFaults.Seed(Seed)
            .Add(SalesforceEventFault.AnswerLost() with { Rate = 0.2, Times = int.MaxValue })
            .Add(SalesforceEventFault.ConnectionCut(SalesforceEventCall.Publish) with { Rate = 0.1, Times = int.MaxValue })
            .Add(SalesforceEventFault.LimitExceeded(SalesforceEventCall.Publish) with { Rate = 0.1, Times = int.MaxValue })
            .Add(SalesforceEventFault.EventRefused() with { Rate = 0.05, Times = int.MaxValue })
            .Add(SalesforceEventFault.ResultMissing() with { Rate = 0.05, Times = int.MaxValue });
        var all = new List<SalesforcePublishOutcome>();
        int sent = 0;
        for (int run = 0; run < 60; run++)
        {
            SalesforceNewEvent[] events = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => EventOrg.New($"r-{sent++}", random.Next(10) == 0 ? """{"Nonsense":1}""" : """{"Number__c":"n"}"""))];
            IReadOnlyList<SalesforcePublishOutcome> outcomes = await publisher.PublishAsync(EventOrg.Event, events, Cancellation);
            Assert.Equal(events.Select(static e => e.Id), outcomes.Select(static o => o.Id));
            all.AddRange(outcomes);
        }

        IReadOnlyList<string> published = _org.Sandbox.EventIds(EventOrg.Topic);
        Assert.Equal(published.Count, published.Distinct(StringComparer.Ordinal).Count());
        var there = published.ToHashSet(StringComparer.Ordinal);
        Assert.Equal(sent, all.Count);
        Assert.All(all.Where(static o => o.Outcome.Kind == WriteOutcomeKind.Created), o => Assert.Contains(o.Id, there));
        Assert.All(all.Where(static o => o.Outcome.Kind is WriteOutcomeKind.Rejected or WriteOutcomeKind.Retryable), o => Assert.DoesNotContain(o.Id, there));
        Assert.All(Enum.GetValues<WriteOutcomeKind>().Where(static k => k is WriteOutcomeKind.Created or WriteOutcomeKind.Rejected or WriteOutcomeKind.Retryable or WriteOutcomeKind.Unknown), k => Assert.Contains(all, o => o.Outcome.Kind == k));
    }

    private static SalesforceNewEvent[] Three() => [.. Enumerable.Range(1, 3).Select(static i => EventOrg.New($"e-{i}", $$"""{"Number__c":"{{i}}"}"""))];
}
