using System.Text.Json;

using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

using Faults = Canonical.Testing.SalesforceFault;

namespace Connectors.Salesforce.Tests;

/// <summary>Days into weeks.</summary>
public sealed class TimecardSinkTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private static readonly DateOnly Monday = new(2026, 5, 4);
    private static readonly CertiniaTimecardOptions Options = TimecardOrg.Options;

    [Fact]
    public async Task Write_AWeek_IsOneTimecardAndEachEntryHasItsOutcome()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry>[] requests = [.. Enumerable.Range(0, 5).Select(d => org.Request(Monday.AddDays(d), 8 - (d * 0.25m), $"day {d}"))];
        List<KeyedOutcome> outcomes = await org.WriteAsync(requests);
        Assert.Equal(requests.Select(r => r.Key).ToHashSet(), outcomes.Select(o => o.Key).ToHashSet());
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        JsonElement card = org.Show(Assert.Single(outcomes.Select(o => o.Outcome.NativeId).Distinct())!);
        Assert.Equal("2026-05-04", card.GetProperty("pse__Start_Date__c").GetString());
        Assert.Equal("2026-05-10", card.GetProperty("pse__End_Date__c").GetString());
        Assert.Equal(7.75m, card.GetProperty("pse__Tuesday_Hours__c").GetDecimal());
        Assert.Equal("day 4", card.GetProperty("pse__Friday_Notes__c").GetString());
        Assert.Equal(JsonValueKind.Null, card.GetProperty("pse__Saturday_Hours__c").ValueKind);
        Assert.Equal(37.5m, card.GetProperty("pse__Total_Hours__c").GetDecimal());
        Assert.Equal(org.Assignment, card.GetProperty("pse__Assignment__c").GetString());
        Assert.Equal(org.Resource, card.GetProperty("pse__Resource__c").GetString());
        Assert.True(card.GetProperty("pse__Billable__c").GetBoolean());
        // Approval is a process of its own.
        Assert.Equal(JsonValueKind.Null, card.GetProperty("pse__Status__c").ValueKind);
        foreach (WriteRequest<TimeEntry> request in requests)
            Assert.True((await org.Sink().ReadBackAsync(request, None)).Matches);
    }

    [Fact]
    public async Task Write_Again_WritesNothing()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry>[] requests = [.. Enumerable.Range(0, 5).Select(d => org.Request(Monday.AddDays(d), 8))];
        await org.WriteAsync(requests);
        int calls = org.Writes;
        List<KeyedOutcome> outcomes = await org.WriteAsync(requests);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Unchanged, o.Outcome.Kind));
        Assert.Equal(calls, org.Writes);
        Assert.Equal(1, org.Cards);
    }

    [Fact]
    public async Task Write_OneDay_LeavesTheOthersAlone()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        await org.WriteAsync(org.Request(Monday, 8, "m"), org.Request(Monday.AddDays(1), 7, "t"));
        List<KeyedOutcome> outcomes = await org.WriteAsync(org.Request(Monday.AddDays(2), 6));
        Assert.Equal(WriteOutcomeKind.Updated, outcomes[0].Outcome.Kind);
        JsonElement card = org.Show(outcomes[0].Outcome.NativeId!);
        Assert.Equal(8, card.GetProperty("pse__Monday_Hours__c").GetDecimal());
        Assert.Equal("t", card.GetProperty("pse__Tuesday_Notes__c").GetString());
        Assert.Equal(6, card.GetProperty("pse__Wednesday_Hours__c").GetDecimal());
        Assert.Equal(1, org.Cards);
    }

    [Fact]
    public async Task Write_EntryIsDeleted_ItsDayIsZeroAndNothingIsMadeForIt()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        string id = (await org.WriteAsync(org.Request(Monday, 8, "m"), org.Request(Monday.AddDays(1), 7, "t")))[0].Outcome.NativeId!;
        Assert.Equal(WriteOutcomeKind.Updated, (await org.WriteAsync(Deleted(org.Request(Monday, 8, "m"))))[0].Outcome.Kind);
        JsonElement card = org.Show(id);
        Assert.Equal(0, card.GetProperty("pse__Monday_Hours__c").GetDecimal());
        Assert.Equal(JsonValueKind.Null, card.GetProperty("pse__Monday_Notes__c").ValueKind);
        Assert.Equal(7, card.GetProperty("pse__Tuesday_Hours__c").GetDecimal());
        // A week that is not there stays so.
        Assert.Equal(WriteOutcomeKind.Unchanged, (await org.WriteAsync(Deleted(org.Request(Monday.AddDays(70), 8))))[0].Outcome.Kind);
        Assert.Equal(1, org.Cards);

        static WriteRequest<TimeEntry> Deleted(WriteRequest<TimeEntry> request) => request with
        {
            Value = request.Value with { Status = RecordStatus.Deleted, Deleted = new Deletion { Kind = DeletionKind.Hard, At = request.Value.ObservedAt, DetectedBy = DeletionDetectedBy.Event } },
        };
    }

    [Theory]
    [InlineData(DayOfWeek.Monday, "2026-05-04")]
    [InlineData(DayOfWeek.Sunday, "2026-05-10")]
    [InlineData(DayOfWeek.Saturday, "2026-05-09")]
    public async Task Write_WeekStartOfTheOrg_DecidesTheWeek(DayOfWeek start, string expected)
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        // A Sunday.
        List<KeyedOutcome> outcomes = await org.WriteAsync(Options with { WeekStart = start }, org.Request(Monday.AddDays(6), 3));
        JsonElement card = org.Show(outcomes[0].Outcome.NativeId!);
        Assert.Equal(expected, card.GetProperty("pse__Start_Date__c").GetString());
        Assert.Equal(3, card.GetProperty("pse__Sunday_Hours__c").GetDecimal());
    }

    [Fact]
    public async Task Write_TwoEntriesOfADay_AreRejectedWithTheWayOutOrAddedUp()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry>[] requests = [org.Request(Monday, 3, "a"), org.Request(Monday, 4.5m, "b"), org.Request(Monday.AddDays(7), 1)];
        List<KeyedOutcome> outcomes = await org.WriteAsync(requests);
        Assert.Equal([WriteOutcomeKind.Rejected, WriteOutcomeKind.Rejected, WriteOutcomeKind.Created], requests.Select(r => outcomes.Single(o => o.Key == r.Key).Outcome.Kind));
        RecordIssue issue = outcomes.First(o => o.Outcome.Kind == WriteOutcomeKind.Rejected).Outcome.Issues[0];
        Assert.Equal(SalesforceErrorCodes.TimecardUnfit, issue.Code);
        Assert.Contains(nameof(CertiniaTimecardOptions.SumEntriesOfADay), issue.Remedy, StringComparison.Ordinal);
        outcomes = await org.WriteAsync(Options with { SumEntriesOfADay = true }, requests);
        Assert.All(outcomes, o => Assert.True(o.Outcome.TookEffect));
        JsonElement card = org.Show(outcomes.Single(o => o.Key == requests[0].Key).Outcome.NativeId!);
        Assert.Equal(7.5m, card.GetProperty("pse__Monday_Hours__c").GetDecimal());
        Assert.Equal("a; b", card.GetProperty("pse__Monday_Notes__c").GetString());
        // Twice the same call: the sum is not added to itself.
        outcomes = await org.WriteAsync(Options with { SumEntriesOfADay = true }, requests);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Unchanged, o.Outcome.Kind));
    }

    [Fact]
    public async Task Write_EntriesOfATimecardDisagree_AreRejectedOrHaveLines()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry> free = org.Request(Monday.AddDays(1), 4);
        WriteRequest<TimeEntry>[] requests = [org.Request(Monday, 3), free with { Value = free.Value with { Billable = false } }];
        List<KeyedOutcome> outcomes = await org.WriteAsync(requests);
        Assert.All(outcomes, o => Assert.Equal("/billable", Assert.Single(o.Outcome.Issues).Path));
        Assert.Equal(0, org.Cards);
        outcomes = await org.WriteAsync(Options with { Line = e => e.Billable ? "billable" : null }, requests);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        Assert.Equal(2, org.Cards);
    }

    [Fact]
    public async Task Write_ApprovedTimecard_IsLockedUnlessTheAuditIsTold()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry> first = org.Request(Monday, 8);
        string id = (await org.WriteAsync(first))[0].Outcome.NativeId!;
        using SalesforceClient client = org.Client();
        await client.UpdateManyAsync("pse__Timecard_Header__c", [new(id, """{"pse__Status__c":"Approved","pse__Approved__c":true,"pse__Submitted__c":true}"""u8.ToArray())], cancellationToken: None);
        // What is so already needs no key to the lock.
        Assert.Equal(WriteOutcomeKind.Unchanged, (await org.WriteAsync(first))[0].Outcome.Kind);
        int calls = org.Writes;
        WriteOutcome outcome = (await org.WriteAsync(org.Request(Monday, 7)))[0].Outcome;
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal(SalesforceErrorCodes.TimecardLocked, outcome.Issues[0].Code);
        Assert.Equal(IssueKind.BusinessRule, outcome.Issues[0].Kind);
        Assert.Equal("/duration", outcome.Issues[0].Path);
        Assert.Equal(calls, org.Writes);
        outcome = (await org.WriteAsync(Options with { AuditNote = "corrected by payroll" }, org.Request(Monday, 7)))[0].Outcome;
        Assert.Equal(WriteOutcomeKind.Updated, outcome.Kind);
        JsonElement card = org.Show(id);
        Assert.Equal(7, card.GetProperty("pse__Monday_Hours__c").GetDecimal());
        Assert.Equal("corrected by payroll", card.GetProperty("pse__Audit_Notes__c").GetString());
        Assert.Equal("Approved", card.GetProperty("pse__Status__c").GetString());
    }

    [Fact]
    public async Task Write_AuditNoteAndTimecardIsNotApproved_IsNotUsed()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        CertiniaTimecardOptions options = Options with { AuditNote = "x" };
        await org.WriteAsync(options, org.Request(Monday, 8));
        string id = (await org.WriteAsync(options, org.Request(Monday, 7)))[0].Outcome.NativeId!;
        Assert.Equal(JsonValueKind.Null, org.Show(id).GetProperty("pse__Audit_Notes__c").ValueKind);
        Assert.False(org.Show(id).GetProperty("pse__Admin_Global_Edit__c").GetBoolean());
    }

    [Theory]
    [InlineData(TimeEntryState.Draft, "Saved", false, false)]
    [InlineData(TimeEntryState.Submitted, "Submitted", true, false)]
    [InlineData(TimeEntryState.Approved, "Approved", true, true)]
    [InlineData(TimeEntryState.Rejected, "Rejected", false, false)]
    public async Task Write_StatusWhenAsked_AgreesWithItsCheckBoxes(TimeEntryState state, string status, bool submitted, bool approved)
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry> request = org.Request(Monday, 8);
        List<KeyedOutcome> outcomes = await org.WriteAsync(Options with { WriteStatus = true }, request with { Value = request.Value with { State = state } });
        JsonElement card = org.Show(outcomes[0].Outcome.NativeId!);
        Assert.Equal(status, card.GetProperty("pse__Status__c").GetString());
        Assert.Equal(submitted, card.GetProperty("pse__Submitted__c").GetBoolean());
        Assert.Equal(approved, card.GetProperty("pse__Approved__c").GetBoolean());
    }

    [Fact]
    public async Task Write_HoursAndMinutes_AreExactOrRejected()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry> minutes = org.Request(Monday, 0);
        WriteRequest<TimeEntry> third = org.Request(Monday.AddDays(7), 0);
        List<KeyedOutcome> outcomes = await org.WriteAsync(
            minutes with { Value = minutes.Value with { Duration = Quantity.FromMinutes(90) } },
            third with { Value = third.Value with { Duration = Quantity.FromHours(1.333m) } });
        Dictionary<IdempotencyKey, WriteOutcome> told = outcomes.ToDictionary(o => o.Key, o => o.Outcome);
        Assert.Equal(1.5m, org.Show(told[minutes.Key].NativeId!).GetProperty("pse__Monday_Hours__c").GetDecimal());
        Assert.Equal("/duration", Assert.Single(told[third.Key].Issues).Path);
    }

    [Fact]
    public async Task Write_EntryThatCameFromTheseTimecards_IsRejected()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry> request = org.Request(Monday, 8);
        TimeEntry own = request.Value with { SourceRefs = [new SourceRef { System = SalesforceClient.SystemName, Instance = org.Sandbox.OrganizationId, ObjectType = "pse__Timecard__c", RecordId = "a0X-1" }] };
        WriteOutcome outcome = (await org.WriteAsync(request with { Value = own }))[0].Outcome;
        Assert.Equal(SalesforceErrorCodes.TimecardUnfit, Assert.Single(outcome.Issues).Code);
        Assert.Equal(0, org.Cards);
    }

    [Fact]
    public async Task Write_ManyTimecards_GoInCallsOfFifty()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry>[] requests = [.. Enumerable.Range(0, 120).SelectMany(w => new[] { org.Request(Monday.AddDays(7 * w), 8), org.Request(Monday.AddDays((7 * w) + 2), 7) })];
        int before = org.Writes;
        List<KeyedOutcome> outcomes = await org.WriteAsync(requests);
        Assert.Equal(240, outcomes.Select(o => o.Key).Distinct().Count());
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Created, o.Outcome.Kind));
        Assert.Equal(3, org.Writes - before);
        Assert.Equal(120, org.Cards);
    }

    [Fact]
    public async Task Write_WeekIsCutByTheNumberOfEntries_SumsGoOn()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        // 5000 are held at once: the same Monday comes at both ends.
        List<WriteRequest<TimeEntry>> requests = [org.Request(Monday, 1)];
        requests.AddRange(Enumerable.Range(1, 4999).Select(w => org.Request(Monday.AddDays(7 * (w % 300) + 7), 0.01m)));
        requests.Add(org.Request(Monday, 2));
        List<KeyedOutcome> outcomes = await org.WriteAsync(Options with { SumEntriesOfADay = true, BatchSize = 200 }, [.. requests]);
        Assert.Equal(5001, outcomes.Count);
        Assert.All(outcomes, o => Assert.True(o.Outcome.TookEffect));
        Assert.Equal(3, org.Show(outcomes.Single(o => o.Key == requests[0].Key).Outcome.NativeId!).GetProperty("pse__Monday_Hours__c").GetDecimal());
    }

    [Fact]
    public async Task Write_FirstPartOfACutWeekWasRefused_ItsHoursAreNotInTheSum()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        org.Sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "pse__Timecard_Header__c", ErrorCode = "FIELD_CUSTOM_VALIDATION_EXCEPTION", Message = "no" });
        List<WriteRequest<TimeEntry>> requests = [org.Request(Monday, 1)];
        requests.AddRange(Enumerable.Range(1, 4999).Select(w => org.Request(Monday.AddDays(7 * (w % 300) + 7), 0.01m)));
        requests.Add(org.Request(Monday, 2));
        List<KeyedOutcome> outcomes = await org.WriteAsync(Options with { SumEntriesOfADay = true, BatchSize = 200 }, [.. requests]);
        Assert.Equal(WriteOutcomeKind.Rejected, outcomes.Single(o => o.Key == requests[0].Key).Outcome.Kind);
        Assert.Equal(2, org.Show(outcomes.Single(o => o.Key == requests[^1].Key).Outcome.NativeId!).GetProperty("pse__Monday_Hours__c").GetDecimal());
    }

    [Fact]
    public async Task Write_PartsOfACutWeekDisagree_TheLaterOneDoesNotOverwriteTheEarlier()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        List<WriteRequest<TimeEntry>> requests = [org.Request(Monday, 1)];
        requests.AddRange(Enumerable.Range(1, 4999).Select(w => org.Request(Monday.AddDays(7 * (w % 300) + 7), 0.01m)));
        WriteRequest<TimeEntry> free = org.Request(Monday.AddDays(1), 2);
        requests.Add(free with { Value = free.Value with { Billable = false } });
        List<KeyedOutcome> outcomes = await org.WriteAsync(Options with { SumEntriesOfADay = true, BatchSize = 200 }, [.. requests]);
        WriteOutcome late = outcomes.Single(o => o.Key == free.Key).Outcome;
        Assert.Equal((WriteOutcomeKind.Rejected, "/billable"), (late.Kind, late.Issues[0].Path));
        Assert.True(org.Show(outcomes.Single(o => o.Key == requests[0].Key).Outcome.NativeId!).GetProperty("pse__Billable__c").GetBoolean());
    }

    [Fact]
    public async Task Write_DayWhoseWeekLeavesTheCalendar_IsRejectedAndTheOthersAreWritten()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        WriteRequest<TimeEntry>[] requests = [org.Request(Monday, 8), org.Request(DateOnly.MaxValue, 8), org.Request(DateOnly.MinValue, 8)];
        List<KeyedOutcome> outcomes = await org.WriteAsync(Options with { WeekStart = DayOfWeek.Sunday }, requests);
        Assert.Equal(3, outcomes.Count);
        Assert.Equal(WriteOutcomeKind.Created, outcomes.Single(o => o.Key == requests[0].Key).Outcome.Kind);
        Assert.All(outcomes.Where(o => o.Key != requests[0].Key), o => Assert.Equal((WriteOutcomeKind.Rejected, "/workDate"), (o.Outcome.Kind, o.Outcome.Issues[0].Path)));
    }

    [Fact]
    public async Task Write_AnswerLostAfterTheCommit_IsFoundAndNotWrittenTwice()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        org.Sandbox.Faults.Add(Faults.AnswerLost(SalesforceOperation.WriteMany));
        List<KeyedOutcome> outcomes = await org.WriteAsync(Options, o => o.Resilience.MaxRetries = 0, org.Request(Monday, 8), org.Request(Monday.AddDays(1), 7));
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Applied, o.Outcome.Kind));
        Assert.Equal(1, org.Cards);
        Assert.Equal(1, org.Sandbox.Faults.Hits);
    }

    [Fact]
    public async Task Upsert_CallerTimesOutAfterTheCommit_IsFoundAndNotWrittenTwice()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        var time = new ExpiringTimeProvider();
        org.Sandbox.Faults.Add(Faults.TimeoutAfterCommit(SalesforceOperation.WriteMany));
        using SalesforceClient client = TestClients.Over(org.Sandbox, o => o.Resilience.MaxRetries = 0, time);
        Task<WriteOutcome> writing = org.Sink(client).UpsertAsync(org.Request(Monday, 8), None);
        while (org.Cards == 0)
            await Task.Yield();
        time.ExpireTries();
        Assert.Equal(WriteOutcomeKind.Applied, (await writing).Kind);
        Assert.Equal(1, org.Cards);
    }

    [Fact]
    public async Task Write_CallIsLost_IsUnknownForEachEntry()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        org.Sandbox.Faults.Add(Faults.ConnectionCut(SalesforceOperation.WriteMany));
        List<KeyedOutcome> outcomes = await org.WriteAsync(Options, o => o.Resilience.MaxRetries = 0, org.Request(Monday, 8), org.Request(Monday.AddDays(1), 7));
        Assert.Equal(2, outcomes.Count);
        Assert.All(outcomes, o => Assert.Equal(WriteOutcomeKind.Unknown, o.Outcome.Kind));
        Assert.Equal(0, org.Cards);
    }

    [Theory]
    [InlineData(2, WriteOutcomeKind.Created)]
    [InlineData(int.MaxValue, WriteOutcomeKind.Retryable)]
    public async Task Write_TimecardIsLockedByATransaction_IsSentAgain(int times, WriteOutcomeKind expected)
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        org.Sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "pse__Timecard_Header__c", Times = times });
        List<KeyedOutcome> outcomes = await org.WriteAsync(org.Request(Monday, 8));
        Assert.Equal(expected, outcomes[0].Outcome.Kind);
    }

    [Fact]
    public async Task Write_OneTimecardIsRefused_TheOthersAreWrittenAndTheTextIsShown()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        org.Sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "pse__Timecard_Header__c", Skip = 1, ErrorCode = "FIELD_CUSTOM_VALIDATION_EXCEPTION", Message = "The project is closed for time: ask its manager." });
        WriteRequest<TimeEntry>[] requests = [org.Request(Monday, 8), org.Request(Monday.AddDays(7), 8), org.Request(Monday.AddDays(8), 8)];
        List<KeyedOutcome> outcomes = await org.WriteAsync(requests);
        Dictionary<IdempotencyKey, WriteOutcome> told = outcomes.ToDictionary(o => o.Key, o => o.Outcome);
        Assert.Equal(WriteOutcomeKind.Created, told[requests[0].Key].Kind);
        Assert.All(requests[1..], r => Assert.Contains("closed for time: ask", Assert.Single(told[r.Key].Issues).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upsert_ReadBack_ComparesTheDayOfTheEntry()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        CertiniaTimecardSink sink = org.Sink();
        WriteRequest<TimeEntry> monday = org.Request(Monday, 8, "m");
        Assert.False((await sink.ReadBackAsync(monday, None)).Found);
        Assert.Equal(WriteOutcomeKind.Created, (await sink.UpsertAsync(monday, None)).Kind);
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(org.Request(Monday.AddDays(1), 4), None)).Kind);
        Assert.True((await sink.ReadBackAsync(monday, None)).Matches);
        Assert.Equal(["/duration", "/notesExternal"], (await sink.ReadBackAsync(org.Request(Monday, 7, "other"), None)).Differences);
        Assert.Equal($"salesforce/{org.Sandbox.OrganizationId}", sink.Target);
    }

    [Fact]
    public async Task Upsert_FieldIsHidden_IsAnExceptionAboutTheSetUp()
    {
        await using TimecardOrg org = await TimecardOrg.StartAsync();
        org.Sandbox.HideField("pse__Timecard_Header__c", "pse__Billable__c");
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => org.Sink().UpsertAsync(org.Request(Monday, 8), None));
        Assert.Equal(IssueKind.Configuration, failed.Kind);
    }

    [Fact]
    public void Options_OutsideOfTheLimits_AreRefused()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        var read = new SalesforceReadOptions { Tenant = "acme", Instance = "org" };
        foreach (CertiniaTimecardOptions bad in (CertiniaTimecardOptions[])[Options with { BatchSize = 201 }, Options with { LockRetries = -1 }, Options with { AuditNote = " " }, Options with { WeekStart = (DayOfWeek)7 }, Options with { Mapping = CertiniaMappings.TimecardDay() }])
            Assert.Throws<ArgumentException>(() => new CertiniaTimecardSink(client, read, bad));
    }
}
