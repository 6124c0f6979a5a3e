using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

public sealed class SyncRunOutcomeTests : SyncRunFixture
{
    [Fact]
    public async Task Run_NewRecord_CreatesLinksAndCounts()
    {
        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1, 1), (report.Read, report.Created, report.Posts));
        Assert.Equal("Alpha", Erp.Names["A"]);
        SyncItemResult result = Assert.Single(Results);
        Assert.Equal((SyncOutcome.Created, TestCustomers.Id("A"), "100"), (result.Outcome, result.Subject, result.NativeId));
        Assert.Equal(Erp.Effects, [result.Key!.Value]);
        Assert.Equal(TestCustomers.Id("A"), (await Store.Crosswalk.FindAsync(new EntityKey("acme", "customer", "fakeerp", "1", "100"), Cancellation))?.CanonicalId);
        Assert.Equal(TestCustomers.Id("A"), (await Store.Crosswalk.FindAsync(new EntityKey("acme", "customer", "salesforce", "00D01", "A"), Cancellation))?.CanonicalId);
    }

    [Fact]
    public async Task Run_SecondTime_PostsNothing()
    {
        SourceItem<TestCustomer>[] items = [TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta")];
        await RunAsync(items);

        SyncReport again = await RunAsync(items);

        Assert.Equal((2, 2, 0, 0), (again.Read, again.Unchanged, again.Posts, again.ReadBacks));
        Assert.Equal(2, Erp.Calls);
    }

    [Fact]
    public async Task Run_Change_UpdatesUnderANewKey()
    {
        await RunAsync(TestCustomers.Item("A", "Alpha"));

        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha 2"));

        Assert.Equal(1, report.Updated);
        Assert.Equal("Alpha 2", Erp.Names["A"]);
        Assert.Equal(2, Erp.Effects.Distinct().Count());
    }

    [Fact]
    public async Task Run_SameRecordTwiceInOneRun_PostsOnce()
    {
        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1, 1), (report.Created, report.Unchanged, report.Posts));
    }

    [Fact]
    public async Task Run_Unmapped_IsRefusedWithItsReasons()
    {
        RecordIssue issue = TestCustomers.Issue("MAP2001", IssueKind.Validation, "the currency is missing") with { Path = "/defaultCurrency", Remedy = "Set the currency." };

        SyncReport report = await RunAsync(TestCustomers.Unmapped("A", issue));

        Assert.Equal((1, 1, 0), (report.Read, report.Refused, report.Posts));
        Assert.Equal(1, report.ByCode[SyncErrorCodes.NotMapped]);
        DeadLetter letter = Assert.Single(await LettersAsync());
        Assert.Equal((SyncErrorCodes.NotMapped, DeadLetterStage.Map, IssueKind.Validation), (letter.Entry.Code, letter.Entry.Stage, letter.Entry.Kind));
        Assert.Equal([issue], letter.Entry.Issues);
        Assert.Equal((TestCustomers.Id("A"), "customer/1.0.0", "salesforce/00D01/Account/A"), (letter.Entry.Subject!.Value, letter.Entry.Contract, letter.Entry.PayloadReference));
        Assert.Equal([issue], Assert.Single(Results).Issues);
    }

    [Fact]
    public async Task Run_UnmappedWithoutReason_SaysThatNoneWasGiven()
    {
        await RunAsync(TestCustomers.Unmapped("A"));

        Assert.Equal(SyncErrorCodes.NotMapped, Assert.Single(Assert.Single(await LettersAsync()).Entry.Issues).Code);
    }

    [Fact]
    public async Task Run_RefusedThenMended_ClosesTheLetter()
    {
        await RunAsync(TestCustomers.Unmapped("A", TestCustomers.Issue("MAP2001", IssueKind.Validation)));
        await RunAsync(TestCustomers.Unmapped("A", TestCustomers.Issue("MAP2001", IssueKind.Validation)));
        Assert.Equal(2, Assert.Single(await LettersAsync()).Attempts);

        await RunAsync(TestCustomers.Item("A", "Alpha"));

        Assert.Empty(await LettersAsync());
        Assert.Single(await LettersAsync(DeadLetterState.Resolved));
    }

    [Fact]
    public async Task Run_Rejected_IsNotSentAgainUntilItChangesOrIsAskedFor()
    {
        Erp.Next("A", FakeErp.Rejected("the subsidiary is unknown"));
        SyncReport first = await RunAsync(TestCustomers.Item("A", "Alpha"));
        SyncReport second = await RunAsync(TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1), (first.Rejected, first.Posts));
        Assert.Equal((1, 0), (second.Rejected, second.Posts));
        Assert.Equal("the subsidiary is unknown", Assert.Single(Assert.Single(Results).Issues).Message);
        DeadLetter letter = Assert.Single(await LettersAsync());
        Assert.Equal((DeadLetterStage.Write, SyncErrorCodes.RejectedByTarget), (letter.Entry.Stage, letter.Entry.Code));
        Assert.Equal(64, letter.Entry.PayloadHash?.Length);

        SyncReport third = await RunAsync(Options(resendRejected: true), TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1), (third.Created, third.Posts));
        Assert.Equal(letter.Entry.PostingKey, Assert.Single(Erp.Effects));
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Run_RejectedThenChanged_SendsTheChange()
    {
        Erp.Next("A", FakeErp.Rejected());
        await RunAsync(TestCustomers.Item("A", "Alpha"));

        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha 2"));

        Assert.Equal(1, report.Created);
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Run_Retryable_WaitsAndKeepsItsKey()
    {
        Erp.Next("A", FakeErp.Retryable(TimeSpan.FromMinutes(10)));
        SyncReport first = await RunAsync(TestCustomers.Item("A", "Alpha"));
        DateTimeOffset? due = Assert.Single(Results).NotBefore;
        SyncReport early = await RunAsync(TestCustomers.Item("A", "Alpha"));
        Clock.Advance(TimeSpan.FromMinutes(10));
        SyncReport late = await RunAsync(TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1), (first.Deferred, first.Posts));
        Assert.Equal(Clock.GetUtcNow(), due);
        Assert.Equal((1, 0), (early.Deferred, early.Posts));
        Assert.Equal((1, 1), (late.Created, late.Posts));
        Assert.Equal((1, 2), (Assert.Single(await PostingsAsync()).Sequence, Assert.Single(await PostingsAsync()).Attempts));
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Run_RetryableWithoutAWait_WaitsLongerEachTime()
    {
        var waits = new List<TimeSpan>();
        for (int attempt = 0; attempt < 12; attempt++)
        {
            Erp.Next("A", FakeErp.Retryable());
            await RunAsync(TestCustomers.Item("A", "Alpha"));
            waits.Add(Assert.Single(Results).NotBefore!.Value - Clock.GetUtcNow());
            Clock.Advance(waits[^1]);
        }

        Assert.InRange(waits[0], SyncRunOptions<TestCustomer>.DefaultRetryDelay / 2, SyncRunOptions<TestCustomer>.DefaultRetryDelay);
        Assert.Equal(waits[0] * 2, waits[1]);
        Assert.Equal(waits.Order(), waits);
        Assert.InRange(waits[^1], SyncRunOptions<TestCustomer>.DefaultMaxRetryDelay / 2, SyncRunOptions<TestCustomer>.DefaultMaxRetryDelay);
    }

    [Fact]
    public async Task Run_Throttled_PausesTheTargetForTheRest()
    {
        Erp.Next("A", FakeErp.Retryable(TimeSpan.FromMinutes(1), IssueKind.Throttled));

        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"), TestCustomers.Item("C", "Gamma"));

        Assert.Equal((3, 1), (report.Deferred, report.Posts));
        Assert.Equal(2, report.ByCode[SyncErrorCodes.TargetPaused]);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, (await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"), TestCustomers.Item("C", "Gamma"))).Created);
    }

    [Fact]
    public async Task Run_NewerVersionOfADeferredRecord_ReplacesIt()
    {
        Erp.Next("A", FakeErp.Retryable(TimeSpan.FromMinutes(10)));
        await RunAsync(TestCustomers.Item("A", "Alpha"));

        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha 2"));

        Assert.Equal(1, report.Created);
        Assert.Equal([PostingState.Superseded, PostingState.Applied], (await PostingsAsync()).Select(posting => posting.State));
        Assert.Single(Erp.Effects);
    }

    [Fact]
    public async Task Run_TargetRecordOfAnother_IsAppliedAndLeavesALetterForAPerson()
    {
        Erp.OnlyNativeId = "100";
        await RunAsync(TestCustomers.Item("A", "Alpha"));

        SyncReport report = await RunAsync(TestCustomers.Item("B", "Beta"));
        await RunAsync(TestCustomers.Item("B", "Beta"));

        Assert.Equal(1, report.Created);
        Assert.Equal(1, report.ByCode[SyncErrorCodes.TargetRecordShared]);
        Assert.Equal(DeadLetterStage.Link, Assert.Single(await LettersAsync()).Entry.Stage);
        Assert.Equal(TestCustomers.Id("A"), (await Store.Crosswalk.FindAsync(new EntityKey("acme", "customer", "fakeerp", "1", "100"), Cancellation))?.CanonicalId);
    }

    [Fact]
    public async Task Run_TargetRecordOfAnotherAndARefusalBetween_KeepsTheLetter()
    {
        Erp.OnlyNativeId = "100";
        await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"));
        await RunAsync(TestCustomers.Unmapped("B"));
        Assert.Equal(DeadLetterStage.Map, Assert.Single(await LettersAsync()).Entry.Stage);

        await RunAsync(TestCustomers.Item("B", "Beta"));

        Assert.Equal(SyncOutcome.Unchanged, Assert.Single(Results).Outcome);
        Assert.Equal(DeadLetterStage.Link, Assert.Single(await LettersAsync()).Entry.Stage);
    }

    [Fact]
    public async Task Run_Progress_TellsEachItemInOrder()
    {
        await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Unmapped("B"), TestCustomers.Item("A", "Alpha"));

        Assert.Equal(["A", "B", "A"], Results.Select(result => result.Source.RecordId));
        Assert.Equal([SyncOutcome.Created, SyncOutcome.Refused, SyncOutcome.Unchanged], Results.Select(result => result.Outcome));
    }

    [Fact]
    public async Task Run_Source_ReadsEveryPage()
    {
        var source = new PagedSource([TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta")], [], [TestCustomers.Item("C", "Gamma")]);

        SyncReport report = await new SyncRun<TestCustomer>(Erp, Store, Options(), Clock).RunAsync(source, cancellationToken: Cancellation);

        Assert.Equal(3, report.Created);
    }

    [Theory]
    [InlineData("netsuite")]
    [InlineData("/1")]
    [InlineData("netsuite/")]
    public void Run_TargetWithoutInstance_Throws(string target) =>
        Assert.Throws<ArgumentException>(() => new SyncRun<TestCustomer>(new NamedSink(target), Store, Options()));

    private sealed class PagedSource(params SourceItem<TestCustomer>[][] pages) : ISource<TestCustomer>
    {
        public async IAsyncEnumerable<Page<SourceItem<TestCustomer>>> ReadAsync(
            string? continuation = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (SourceItem<TestCustomer>[] page in pages)
            {
                await Task.Yield();
                yield return new Page<SourceItem<TestCustomer>>(page, page == pages[^1] ? null : "next");
            }
        }
    }

    private sealed class NamedSink(string target) : ISink<TestCustomer>
    {
        public string Target => target;

        public Task<WriteOutcome> UpsertAsync(WriteRequest<TestCustomer> request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ReadBack> ReadBackAsync(WriteRequest<TestCustomer> request, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
