using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

public sealed class SyncRunDoubtTests : SyncRunFixture
{
    [Fact]
    public async Task Run_AnswerLostButApplied_IsFoundByReadingBack()
    {
        Erp.NextAppliesButAnswerIsLost("A");

        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1, 1), (report.Applied, report.Posts, report.ReadBacks));
        Assert.Equal("100", (await PostingsAsync())[0].TargetId);
        Assert.Equal(0, (await RunAsync(TestCustomers.Item("A", "Alpha"))).Posts);
        Assert.Single(Erp.Effects);
    }

    [Fact]
    public async Task Run_AnswerLostAndAbsent_WaitsReadsBackAndSendsTheSameKey()
    {
        Erp.Next("A", FakeErp.Unknown());
        SyncReport first = await RunAsync(TestCustomers.Item("A", "Alpha"));
        SyncReport early = await RunAsync(TestCustomers.Item("A", "Alpha"));
        Clock.Advance(SyncRunOptions<TestCustomer>.DefaultDoubtWait);
        SyncReport late = await RunAsync(TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1, 1), (first.InDoubt, first.Posts, first.ReadBacks));
        Assert.Equal((1, 0, 1), (early.InDoubt, early.Posts, early.ReadBacks));
        Assert.Equal((1, 1, 1), (late.Created, late.Posts, late.ReadBacks));
        Posting posting = Assert.Single(await PostingsAsync());
        Assert.Equal((PostingState.Applied, 2), (posting.State, posting.Attempts));
        Assert.Equal(posting.Key, Assert.Single(Erp.Effects));
    }

    [Fact]
    public async Task Run_InDoubtAndTheTargetCannotBeRead_SendsNothing()
    {
        Erp.NextAppliesButAnswerIsLost("A").CanBeRead = false;
        Assert.Equal(1, (await RunAsync(TestCustomers.Item("A", "Alpha"))).InDoubt);
        Clock.Advance(Hours);
        Assert.Equal((1, 0), ((await RunAsync(TestCustomers.Item("A", "Alpha 2"))).InDoubt, Erp.Calls - 1));

        Erp.CanBeRead = true;
        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha 2"));

        Assert.Equal((1, 1), (report.Updated, report.Posts));
        Assert.Equal([1, 2], (await PostingsAsync()).Select(posting => posting.Sequence));
        Assert.Equal(2, Erp.Effects.Distinct().Count());
    }

    [Fact]
    public async Task Run_NewerVersionOfAnAbsentDoubt_SendsOnlyTheNewer()
    {
        Erp.Next("A", FakeErp.Unknown());
        await RunAsync(TestCustomers.Item("A", "Alpha"));
        Clock.Advance(Hours);

        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha 2"));

        Assert.Equal(1, report.Created);
        Assert.Equal([PostingState.Superseded, PostingState.Applied], (await PostingsAsync()).Select(posting => posting.State));
        Assert.Single(Erp.Effects);
    }

    [Fact]
    public async Task Run_OlderStateAtTheTarget_CountsAsNotApplied()
    {
        await RunAsync(TestCustomers.Item("A", "Alpha"));
        Erp.Next("A", FakeErp.Unknown());
        await RunAsync(TestCustomers.Item("A", "Alpha 2"));
        Clock.Advance(Hours);

        Assert.Equal(1, (await RunAsync(TestCustomers.Item("A", "Alpha 2"))).Updated);
        Assert.Equal("Alpha 2", Erp.Names["A"]);
    }

    [Theory]
    [InlineData(IssueKind.Transient)]
    [InlineData(IssueKind.UnknownOutcome)]
    public async Task Run_SinkThrowsThatItDoesNotKnow_IsInDoubtAndTheRunGoesOn(IssueKind kind)
    {
        Erp.CanBeRead = false;
        Erp.Next("A", _ => throw new ConnectorException("CON1002", kind, "The connection broke."));

        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"));

        Assert.Equal((1, 1), (report.InDoubt, report.Created));
    }

    [Fact]
    public async Task Run_SinkThrowsThrottled_IsDeferred()
    {
        Erp.Next("A", _ => throw new ThrottledException("Too many calls.", TimeSpan.FromMinutes(1)));

        SyncReport report = await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"));

        Assert.Equal((2, 1), (report.Deferred, report.Posts));
        Assert.Equal(PostingState.Pending, (await PostingsAsync())[0].State);
    }

    [Theory]
    [InlineData(IssueKind.Authentication)]
    [InlineData(IssueKind.Configuration)]
    public async Task Run_CredentialsOrSettingsRefused_EndsTheRunAndLeavesThePostingPending(IssueKind kind)
    {
        Erp.Next("A", _ => throw new ConnectorException("CON1006", kind, "Refused."));

        await Assert.ThrowsAsync<ConnectorException>(() => RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta")));

        Assert.Equal(PostingState.Pending, Assert.Single(await PostingsAsync()).State);
        Assert.Equal(2, (await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"))).Created);
    }

    [Fact]
    public async Task Run_DefectInTheSink_IsInDoubtAndThrown()
    {
        Erp.Next("A", _ => throw new InvalidOperationException("a defect"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(TestCustomers.Item("A", "Alpha")));

        Assert.Equal(PostingState.InDoubt, Assert.Single(await PostingsAsync()).State);
    }

    [Fact]
    public async Task Run_CancelledWithinTheCall_IsInDoubt()
    {
        using var cancellation = new CancellationTokenSource();
        Erp.Next("A", _ =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        });
        var run = new SyncRun<TestCustomer>(Erp, Store, Options(), Clock);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(new[] { TestCustomers.Item("A", "Alpha") }.ToAsyncEnumerable(), cancellationToken: cancellation.Token));

        Assert.Equal(PostingState.InDoubt, Assert.Single(await PostingsAsync()).State);
    }

    [Fact]
    public async Task Run_CancelledAfterTheTargetAnswered_RecordsTheOutcome()
    {
        using var cancellation = new CancellationTokenSource();
        Erp.Next("A", _ =>
        {
            cancellation.Cancel();
            return null;
        });
        var run = new SyncRun<TestCustomer>(Erp, Store, Options(), Clock);
        SourceItem<TestCustomer>[] items = [TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta")];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(items.ToAsyncEnumerable(), cancellationToken: cancellation.Token));

        Assert.Equal(PostingState.Applied, Assert.Single(await PostingsAsync()).State);
    }

    [Fact]
    public async Task Run_SlowerThanItsLease_IsInDoubtAndReadBack()
    {
        Erp.Next("A", _ =>
        {
            // While we wait for the answer, somebody else looks into the lane and finds the lease over.
            Clock.Advance(Hours);
            Store.Postings.AcceptAsync(
                new PostingRequest { Lane = LaneOf("A"), Subject = TestCustomers.Id("A"), Operation = Canonical.Model.PostingOperation.Upsert, Fingerprint = TestCustomers.Item("A", "Alpha").Value!.ComputeFingerprint(), Payload = default },
                Cancellation).GetAwaiter().GetResult();
            return null;
        });

        SyncReport slow = await RunAsync(TestCustomers.Item("A", "Alpha"));
        SyncReport next = await RunAsync(TestCustomers.Item("A", "Alpha"));

        Assert.Equal((1, 1), (slow.InDoubt, slow.ByCode[SyncErrorCodes.LeaseLost]));
        Assert.Equal((1, 0, 1), (next.Applied, next.Posts, next.ReadBacks));
        Assert.Single(Erp.Effects);
    }

    [Fact]
    public async Task Resume_PostingThatAnotherRunEndedMeanwhile_IsPassedOver()
    {
        Erp.Next("A", FakeErp.Retryable()).Next("B", FakeErp.Retryable());
        await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"));
        IdempotencyKey other = Assert.Single(await PostingsAsync(), posting => posting.Lane == LaneOf("B")).Key;
        Clock.Advance(Hours);
        Erp.Next("A", _ =>
        {
            PostingLease lease = Store.Postings.TryBeginSendAsync(other, Hours, Cancellation).GetAwaiter().GetResult()!.Value;
            Assert.True(Store.Postings.CompleteAsync(lease, PostingOutcome.Applied("7"), Cancellation).GetAwaiter().GetResult());
            return null;
        });

        SyncReport report = await new SyncRun<TestCustomer>(Erp, Store, Options(), Clock).ResumeAsync(cancellationToken: Cancellation);

        Assert.Equal((1, 1, 0), (report.Read, report.Created, report.InDoubt));
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task Resume_PendingAndDoubts_AreEndedWithoutTheSource()
    {
        Erp.Next("A", FakeErp.Retryable()).Next("B", FakeErp.Unknown()).NextAppliesButAnswerIsLost("C").CanBeRead = false;
        await RunAsync(TestCustomers.Item("A", "Alpha"), TestCustomers.Item("B", "Beta"), TestCustomers.Item("C", "Gamma"), TestCustomers.Item("D", "Delta"));
        Erp.CanBeRead = true;
        Clock.Advance(Hours);
        var run = new SyncRun<TestCustomer>(Erp, Store, Options(), Clock);

        SyncReport report = await run.ResumeAsync(cancellationToken: Cancellation);
        SyncReport nothing = await run.ResumeAsync(cancellationToken: Cancellation);

        Assert.Equal((3, 2, 1, 2), (report.Read, report.Created, report.Applied, report.Posts));
        Assert.Equal(0, nothing.Read);
        Assert.Equal(new Dictionary<string, string> { ["A"] = "Alpha", ["B"] = "Beta", ["C"] = "Gamma", ["D"] = "Delta" }, Erp.Names.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary());
        Assert.Equal(4, Erp.Effects.Distinct().Count());
        Assert.Equal(4, Erp.Effects.Count);
    }
}
