using System.Text.Json;

namespace Canonical.Model.Tests;

public sealed class EventDetectionTests
{
    public static TheoryData<string> TypeNames => new(CanonicalEventTypes.All.Select(t => t.Name));

    [Fact]
    public void All_CoversTheStateChangesOfTheField_EachOnce()
    {
        Assert.Equal(
            [
                "opportunity.won", "project.created", "project.changed", "contract.signed", "contract-amendment.signed", "assignment.changed",
                "time-entry.submitted", "time-entry.approved", "time-entry.rejected", "time-entry.corrected",
                "expense-report.submitted", "expense-report.approved", "expense-report.rejected", "expense-report.corrected",
                "milestone.completed", "billing-event.held", "billing-event.released", "invoice.posted", "invoice.voided",
                "payment.applied", "revenue-event.recognized", "accounting-period.closed",
            ],
            CanonicalEventTypes.All.Select(t => $"{t.ObjectName}.{t.Change}"));
        Assert.All(CanonicalEventTypes.All, t => Assert.True(CanonicalEventTypes.TryGet(t.Name, out var found) && ReferenceEquals(t, found)));
        Assert.False(CanonicalEventTypes.TryGet("org.canonical-sdk.nothing.happened.v1", out _));
    }

    // A trigger on a member or a value that the contract does not have would never fire.
    [Theory]
    [MemberData(nameof(TypeNames))]
    public void Triggers_MembersAndValues_AreThoseOfTheContract(string name)
    {
        Assert.True(CanonicalEventTypes.TryGet(name, out var type));
        using var contract = JsonDocument.Parse(CanonicalContracts.Get(type.ObjectName).Utf8Json);
        var properties = contract.RootElement.GetProperty("properties");
        foreach (var trigger in type.Triggers)
        {
            if (trigger.Member.Length > 0) Check(trigger.Member, [.. trigger.From, .. trigger.To]);
            if (trigger.ConditionMember is { } condition) Check(condition, trigger.ConditionValues);
            Assert.All(trigger.Facts, f => Check(f, []));
        }

        void Check(string member, IReadOnlyList<string> values)
        {
            Assert.True(properties.TryGetProperty(member, out var property), $"{type.ObjectName} has no member {member}");
            if (values.Count == 0) return;
            var definition = property.TryGetProperty("$ref", out var reference) && reference.GetString() is ['#', '/', .. var pointer]
                ? pointer.Split('/').Aggregate(contract.RootElement, (e, p) => e.GetProperty(p))
                : property;
            var known = (definition.TryGetProperty("enum", out var closed) ? closed : definition.GetProperty("x-canonical-open-enum")).EnumerateArray().Select(v => v.GetString()!).ToArray();
            Assert.Empty(values.Except(known));
        }
    }

    [Theory]
    [InlineData(null, TimeEntryState.Draft, "")]
    [InlineData(null, TimeEntryState.Approved, "approved")]
    [InlineData(null, TimeEntryState.Billed, "approved")]
    [InlineData(TimeEntryState.Draft, TimeEntryState.Submitted, "submitted")]
    [InlineData(TimeEntryState.Submitted, TimeEntryState.Submitted, "")]
    [InlineData(TimeEntryState.Submitted, TimeEntryState.Approved, "approved")]
    [InlineData(TimeEntryState.Submitted, TimeEntryState.Locked, "approved")]
    [InlineData(TimeEntryState.Submitted, TimeEntryState.Rejected, "rejected")]
    [InlineData(TimeEntryState.Approved, TimeEntryState.Locked, "")]
    [InlineData(TimeEntryState.Approved, TimeEntryState.Billed, "")]
    [InlineData(TimeEntryState.Rejected, TimeEntryState.Submitted, "submitted")]
    public void Detect_StateOfTime_RaisesWhatTheTransitionMeans(TimeEntryState? before, TimeEntryState after, string expected)
    {
        var raised = EventDetection.Detect(before is { } state ? EventSamples.TimeEntry(state) : null, EventSamples.TimeEntry(after));

        Assert.Equal(expected, string.Join(' ', raised.Select(t => t.Change)));
    }

    [Fact]
    public void Detect_ApprovedTimeIsRevised_RaisesCorrected()
    {
        var before = EventSamples.TimeEntry();

        Assert.Equal([CanonicalEventTypes.TimeEntryCorrected], EventDetection.Detect(before, before with { Duration = Quantity.FromHours(before.Duration.Value + 1) }));
        Assert.Empty(EventDetection.Detect(before, before with { Duration = new(before.Duration.Value * 1.000m, before.Duration.Unit) }));
        Assert.Empty(EventDetection.Detect(before, before with { NotesInternal = "x", ObservedAt = before.ObservedAt.AddDays(1) }));
        var draft = EventSamples.TimeEntry(TimeEntryState.Draft);
        Assert.Empty(EventDetection.Detect(draft, draft with { Billable = !draft.Billable }));
    }

    [Fact]
    public void Detect_ReversingEntry_RaisesApprovedAndCorrected()
    {
        var entry = EventSamples.TimeEntry();
        var reversing = entry with { Id = CanonicalId.Derive("acme", "time-entry", "kantata", "4711", "another"), Reverses = new(entry.Id), Duration = new(-entry.Duration.Value, entry.Duration.Unit) };

        Assert.Equal([CanonicalEventTypes.TimeEntryApproved, CanonicalEventTypes.TimeEntryCorrected], EventDetection.Detect(null, reversing));
    }

    [Fact]
    public void Detect_Project_RaisesCreatedOnceAndChangedByFingerprint()
    {
        var project = EventSamples.Project();

        Assert.Equal([CanonicalEventTypes.ProjectCreated], EventDetection.Detect(null, project));
        Assert.Empty(EventDetection.Detect(project, project with { ObservedAt = project.ObservedAt.AddDays(1) }));
        Assert.Equal([CanonicalEventTypes.ProjectChanged], EventDetection.Detect(project, project with { Name = project.Name + " 2" }));
    }

    [Fact]
    public void Detect_TypesOfATenant_AreRaisedByTheirTriggers()
    {
        var drafted = new CanonicalEventType("time-entry", "drafted", "A tenant waits for drafts.", new EventTrigger { Kind = EventTriggerKind.Becomes, Member = "state", To = ["draft"] });

        Assert.Equal([drafted], EventDetection.Detect(EventSamples.TimeEntry(), EventSamples.TimeEntry(TimeEntryState.Draft), [drafted]));
    }

    [Fact]
    public void Detect_TwoObjects_Throws()
    {
        var entry = EventSamples.TimeEntry();

        Assert.Throws<ArgumentException>(() => EventDetection.Detect(entry with { Id = CanonicalId.Derive("acme", "time-entry", "kantata", "4711", "another") }, entry));
    }

    [Fact]
    public void Detect_SameStates_IsPure()
    {
        var (before, after) = (EventSamples.TimeEntry(TimeEntryState.Submitted), EventSamples.TimeEntry());

        Assert.Equal(EventDetection.Detect(before, after), EventDetection.Detect(before, after));
        Assert.Equal(
            CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, after, EventSamples.Context),
            CanonicalEvent.Create(CanonicalEventTypes.TimeEntryApproved, after, EventSamples.Context));
    }

    // CANONICAL_UPDATE_DOCS=1 writes the table.
    [Fact]
    public void Docs_Catalogue_IsThatOfTheCode()
    {
        var path = Path.Combine(Shared.Root, "docs", "events.md");
        var rows = CanonicalEventTypes.All.Select(t => $"| `{t.Name}` | {string.Join("; or ", t.Triggers)} | {t.Description} |");
        var table = "| type | raised when | means |\n|---|---|---|\n" + string.Join('\n', rows) + "\n";
        var page = File.ReadAllText(path);
        const string mark = "equal to CanonicalEventTypes.All -->\n";
        var start = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        var end = page.IndexOf("\nTriggers are data", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("CANONICAL_UPDATE_DOCS") == "1") File.WriteAllText(path, page = page[..start] + table + page[end..]);

        Assert.Contains(mark + table + "\n", page, StringComparison.Ordinal);
    }

    // 1.1 and 1.10 are one amount, but two codes.
    [Fact]
    public void Detect_CodeThatLooksLikeANumber_IsComparedAsText()
    {
        var before = EventSamples.TimeEntry() with { WorkType = "1.1" };

        Assert.Equal([CanonicalEventTypes.TimeEntryCorrected], EventDetection.Detect(before, before with { WorkType = "1.10" }));
    }

    [Fact]
    public void Detect_AllocationInAnotherSpelling_IsNotApplied()
    {
        Assert.True(Payment.TryRead(Examples.Read("payment", "valid", "minimal.json"), out var payment, out var report), report.ToString());
        var allocation = new PaymentAllocation { AllocationId = "1", Kind = PaymentAllocationKind.OnAccount, Amount = new(10.0m, payment.Currency), AppliedOn = Dated.Day(11, 21) };
        var before = payment with { Allocations = [allocation] };
        var after = payment with { Allocations = [allocation with { Amount = new(10.00m, payment.Currency) }] };
        Assert.Equal(before, after);

        Assert.Empty(EventDetection.Detect(before, after));
        Assert.Equal([CanonicalEventTypes.PaymentApplied], EventDetection.Detect(before, payment with { Allocations = [allocation, allocation with { AllocationId = "2" }] }));
    }
}
