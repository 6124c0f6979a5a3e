using System.Text;

using Canonical.Model;

namespace Canonical.Sync.Tests;

/// <summary>What every ledger must do.</summary>
public abstract class PostingLedgerContract : StoreContract
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IPostingLedger Ledger => Store.Postings;

    [Fact]
    public async Task Accept_FirstChange_IsNumberOneAndPending()
    {
        PostingAcceptance acceptance = await Ledger.AcceptAsync(Change("A"), Cancellation);

        Assert.Equal(PostingDecision.New, acceptance.Decision);
        Posting posting = acceptance.Posting;
        Assert.Equal(1, posting.Sequence);
        Assert.Equal(PostingState.Pending, posting.State);
        Assert.Equal(0, posting.Attempts);
        Assert.Equal(Lane, posting.Lane);
        Assert.Equal(Print("A"), posting.Fingerprint);
        Assert.Equal(Clock.GetUtcNow(), posting.AcceptedAt);
        Assert.Equal("""{"name":"A"}""", Encoding.UTF8.GetString(posting.Payload.Span));
        Assert.Equal(IdempotencyKey.Derive(new PostingIdentity(Entity, 1, PostingOperation.Upsert, "netsuite/1234567", "erp.customer")), posting.Key);
    }

    [Fact]
    public async Task Accept_SameChangeAgainBeforeItIsSent_ResumesWithTheSameKey()
    {
        PostingAcceptance first = await Ledger.AcceptAsync(Change("A"), Cancellation);

        PostingAcceptance second = await Ledger.AcceptAsync(Change("A"), Cancellation);

        Assert.Equal(PostingDecision.Resume, second.Decision);
        Assert.Equal(first.Posting.Key, second.Posting.Key);
        Assert.Single(await ToListAsync(Ledger.ListAsync(cancellationToken: Cancellation)));
    }

    [Fact]
    public async Task Accept_SameChangeAfterItWasApplied_IsUnchanged()
    {
        Posting posting = await ApplyAsync("A", "77");

        PostingAcceptance again = await Ledger.AcceptAsync(Change("A"), Cancellation);

        Assert.Equal(PostingDecision.Unchanged, again.Decision);
        Assert.Equal(posting.Key, again.Posting.Key);
        Assert.Equal("77", again.Posting.TargetId);
        Assert.Equal(PostingState.Applied, again.Posting.State);
    }

    [Fact]
    public async Task Accept_BackAndForth_PostsEachTimeUnderANewKey()
    {
        Posting first = await ApplyAsync("A", "77");
        Posting second = await ApplyAsync("B", "77");
        Posting third = await ApplyAsync("A", "77");

        Assert.Equal([1, 2, 3], [first.Sequence, second.Sequence, third.Sequence]);
        Assert.Equal(3, new[] { first.Key, second.Key, third.Key }.Distinct().Count());
    }

    [Fact]
    public async Task Accept_NewerChangeBeforeTheOlderIsSent_SupersedesIt()
    {
        PostingAcceptance older = await Ledger.AcceptAsync(Change("A"), Cancellation);

        PostingAcceptance newer = await Ledger.AcceptAsync(Change("B"), Cancellation);

        Assert.Equal(PostingDecision.New, newer.Decision);
        Assert.Equal(2, newer.Posting.Sequence);
        Posting superseded = await GetAsync(older.Posting.Key);
        Assert.Equal(PostingState.Superseded, superseded.State);
        Assert.True(superseded.Payload.IsEmpty);
        Assert.Null(await Ledger.TryBeginSendAsync(older.Posting.Key, Lease, Cancellation));
    }

    [Fact]
    public async Task Accept_BackToWhatIsInEffectBeforeTheChangeIsSent_IsUnchangedAndSupersedesTheChange()
    {
        Posting effective = await ApplyAsync("A", "77");
        PostingAcceptance waiting = await Ledger.AcceptAsync(Change("B"), Cancellation);

        PostingAcceptance back = await Ledger.AcceptAsync(Change("A"), Cancellation);

        Assert.Equal(PostingDecision.Unchanged, back.Decision);
        Assert.Equal(effective.Key, back.Posting.Key);
        Assert.Equal(PostingState.Superseded, (await GetAsync(waiting.Posting.Key)).State);
    }

    [Fact]
    public async Task Accept_WhileSending_SaysInFlightForAnyContent()
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;
        await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation);

        Assert.Equal(PostingDecision.InFlight, (await Ledger.AcceptAsync(Change("A"), Cancellation)).Decision);
        Assert.Equal(PostingDecision.InFlight, (await Ledger.AcceptAsync(Change("B"), Cancellation)).Decision);
    }

    [Fact]
    public async Task Accept_AfterTheLeaseRanOut_PutsThePostingInDoubt()
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;
        await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation);
        Clock.Advance(Lease);

        PostingAcceptance acceptance = await Ledger.AcceptAsync(Change("B"), Cancellation);

        Assert.Equal(PostingDecision.InDoubt, acceptance.Decision);
        Assert.Equal(posting.Key, acceptance.Posting.Key);
        Assert.Equal(PostingState.InDoubt, acceptance.Posting.State);
        Assert.Equal(PostingState.InDoubt, (await GetAsync(posting.Key)).State);
    }

    [Fact]
    public async Task Accept_AfterRejection_SaysSoForTheSameAndTakesTheNew()
    {
        Posting posting = await RejectAsync("A");

        Assert.Equal(PostingDecision.StillRejected, (await Ledger.AcceptAsync(Change("A"), Cancellation)).Decision);
        PostingAcceptance mended = await Ledger.AcceptAsync(Change("B"), Cancellation);

        Assert.Equal(PostingDecision.New, mended.Decision);
        Assert.Equal(2, mended.Posting.Sequence);
        Assert.Equal(PostingState.Rejected, (await GetAsync(posting.Key)).State);
    }

    [Fact]
    public async Task Accept_RejectedChangeTakenBack_IsUnchanged()
    {
        await ApplyAsync("A", "77");
        await RejectAsync("B");

        Assert.Equal(PostingDecision.Unchanged, (await Ledger.AcceptAsync(Change("A"), Cancellation)).Decision);
    }

    [Fact]
    public async Task Accept_SameContentUnderAnotherOperation_IsNew()
    {
        await ApplyAsync("A", "77");

        PostingAcceptance reversal = await Ledger.AcceptAsync(Change("A") with { Operation = PostingOperation.Reverse }, Cancellation);
        await SendAsync(reversal.Posting, PostingOutcome.Applied("77"));
        PostingAcceptance again = await Ledger.AcceptAsync(Change("A"), Cancellation);

        Assert.Equal(PostingDecision.New, reversal.Decision);
        Assert.Equal(PostingDecision.New, again.Decision);
        Assert.Equal(3, again.Posting.Sequence);
    }

    [Fact]
    public async Task Accept_ContractOfANewVersion_DoesNotPostHistoryAgain()
    {
        await ApplyAsync("A", "77");
        Fingerprint underNewVersion = Fingerprint.Compute(ContractId.Parse("customer/1.1.0"), """{"name":"A"}"""u8);

        PostingAcceptance acceptance = await Ledger.AcceptAsync(Change("A") with { Fingerprint = underNewVersion, EarlierFingerprints = [Print("A")] }, Cancellation);

        Assert.Equal(PostingDecision.Unchanged, acceptance.Decision);
    }

    [Fact]
    public async Task Accept_OtherLanes_AreNumberedOnTheirOwn()
    {
        await ApplyAsync("A", "77");
        PostingLane[] lanes =
        [
            LaneOf("001B"),
            Lane with { Target = "netsuite/7654321" },
            Lane with { Purpose = "erp.billing-address" },
            new(new EntityKey("other", "customer", "salesforce", "00D01", "001A"), Lane.Target, Lane.Purpose),
            new(new EntityKey("acme", "customer", "salesforce", "00D01", "001A", "line 1"), Lane.Target, Lane.Purpose),
            new(new EntityKey("acme", "customer", "salesforce", "00D01", "001a"), Lane.Target, Lane.Purpose),
        ];
        foreach (PostingLane lane in lanes)
        {
            PostingAcceptance acceptance = await Ledger.AcceptAsync(Change("A", lane), Cancellation);
            Assert.Equal(PostingDecision.New, acceptance.Decision);
            Assert.Equal(1, acceptance.Posting.Sequence);
            Assert.Equal(lane, acceptance.Posting.Lane);
        }

        List<Posting> all = await ToListAsync(Ledger.ListAsync(cancellationToken: Cancellation));
        Assert.Equal(7, all.Select(posting => posting.Key).Distinct().Count());
    }

    [Fact]
    public async Task Accept_ManyAtOnce_MakesOnePosting()
    {
        PostingAcceptance[] acceptances = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Ledger.AcceptAsync(Change("A"), Cancellation), Cancellation)));

        Assert.Single(acceptances, acceptance => acceptance.Decision == PostingDecision.New);
        Assert.Single(acceptances.Select(acceptance => acceptance.Posting.Key).Distinct());
    }

    [Fact]
    public async Task TryBeginSend_ManyAtOnce_GivesOneLease()
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;

        PostingLease?[] leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation), Cancellation)));

        PostingLease lease = Assert.Single(leases, lease => lease is not null)!.Value;
        Assert.Equal(new PostingLease(posting.Key, 1, Clock.GetUtcNow() + Lease), lease);
        Posting sending = await GetAsync(posting.Key);
        Assert.Equal((PostingState.Sending, 1, lease.Until), (sending.State, sending.Attempts, sending.LeaseUntil));
    }

    [Fact]
    public async Task TryBeginSend_BeforeItsTime_GivesNone()
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;
        await SendAsync(posting, PostingOutcome.Retry(Clock.GetUtcNow() + TimeSpan.FromMinutes(5), "CON1001"));

        Assert.Null(await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation));
        Clock.Advance(TimeSpan.FromMinutes(5));
        PostingLease? lease = await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation);

        Assert.Equal(2, lease?.Token);
    }

    [Fact]
    public async Task TryBeginSend_UnknownKey_GivesNone() =>
        Assert.Null(await Ledger.TryBeginSendAsync(new IdempotencyKey(Id("nobody").Value), Lease, Cancellation));

    [Fact]
    public async Task Complete_Applied_KeepsTheTargetIdAndForgetsThePayload()
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;

        await SendAsync(posting, PostingOutcome.Applied("77", "req-1"));

        Posting applied = await GetAsync(posting.Key);
        Assert.Equal((PostingState.Applied, "77", "req-1"), (applied.State, applied.TargetId, applied.VendorRequestId));
        Assert.Null(applied.LeaseUntil);
        Assert.True(applied.Payload.IsEmpty);
    }

    [Fact]
    public async Task Complete_Rejected_KeepsTheCodeAndThePayload()
    {
        Posting rejected = await GetAsync((await RejectAsync("A")).Key);

        Assert.Equal("NSU1234", rejected.LastErrorCode);
        Assert.Equal("""{"name":"A"}""", Encoding.UTF8.GetString(rejected.Payload.Span));
    }

    [Fact]
    public async Task Complete_UnderALostLease_IsNotRecorded()
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;
        PostingLease slow = (await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation))!.Value;
        Clock.Advance(Lease);
        await Ledger.AcceptAsync(Change("A"), Cancellation);

        Assert.False(await Ledger.CompleteAsync(slow, PostingOutcome.Applied("77"), Cancellation));
        Assert.Equal(PostingState.InDoubt, (await GetAsync(posting.Key)).State);

        // Somebody else found that it had no effect and sends it again: the slow one must not end that sending either.
        Assert.True(await Ledger.ResolveAsync(posting.Key, PostingOutcome.Retry(null), Cancellation));
        PostingLease fast = (await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation))!.Value;
        Assert.False(await Ledger.CompleteAsync(slow, PostingOutcome.Applied("77"), Cancellation));
        Assert.True(await Ledger.CompleteAsync(fast, PostingOutcome.Applied("78"), Cancellation));
        Assert.Equal("78", (await GetAsync(posting.Key)).TargetId);
    }

    [Fact]
    public async Task Complete_LateButNobodyMinded_IsRecorded()
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;
        PostingLease lease = (await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation))!.Value;
        Clock.Advance(Lease * 2);

        Assert.True(await Ledger.CompleteAsync(lease, PostingOutcome.Applied("77"), Cancellation));
    }

    [Fact]
    public async Task Complete_Twice_IsRecordedOnce()
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;
        PostingLease lease = (await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation))!.Value;

        Assert.True(await Ledger.CompleteAsync(lease, PostingOutcome.Applied("77"), Cancellation));
        Assert.False(await Ledger.CompleteAsync(lease, PostingOutcome.Rejected("NSU1234"), Cancellation));
        Assert.Equal(PostingState.Applied, (await GetAsync(posting.Key)).State);
    }

    [Theory]
    [InlineData("applied", PostingState.Applied, PostingDecision.Unchanged)]
    [InlineData("rejected", PostingState.Rejected, PostingDecision.StillRejected)]
    [InlineData("absent", PostingState.Pending, PostingDecision.Resume)]
    public async Task Resolve_InDoubt_EndsTheDoubt(string found, PostingState state, PostingDecision next)
    {
        Posting posting = (await Ledger.AcceptAsync(Change("A"), Cancellation)).Posting;
        await SendAsync(posting, PostingOutcome.InDoubt("SYN1012"));
        Assert.Equal(PostingDecision.InDoubt, (await Ledger.AcceptAsync(Change("B"), Cancellation)).Decision);
        PostingOutcome outcome = found switch
        {
            "applied" => PostingOutcome.Applied("77"),
            "rejected" => PostingOutcome.Rejected("NSU1234"),
            _ => PostingOutcome.Retry(null),
        };

        Assert.True(await Ledger.ResolveAsync(posting.Key, outcome, Cancellation));

        Assert.Equal(state, (await GetAsync(posting.Key)).State);
        PostingAcceptance again = await Ledger.AcceptAsync(Change("A"), Cancellation);
        Assert.Equal((next, posting.Key), (again.Decision, again.Posting.Key));
        Assert.False(await Ledger.ResolveAsync(posting.Key, outcome, Cancellation));
    }

    [Fact]
    public async Task Resolve_WithADoubt_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.ResolveAsync(new IdempotencyKey(Id("x").Value), PostingOutcome.InDoubt("SYN1012"), Cancellation));

    [Fact]
    public async Task Reopen_Rejected_SendsAgainUnderTheSameKey()
    {
        Posting posting = await RejectAsync("A");

        Assert.True(await Ledger.ReopenAsync(posting.Key, Cancellation));
        Assert.False(await Ledger.ReopenAsync(posting.Key, Cancellation));

        PostingAcceptance again = await Ledger.AcceptAsync(Change("A"), Cancellation);
        Assert.Equal((PostingDecision.Resume, posting.Key), (again.Decision, again.Posting.Key));
        Assert.Equal(2, (await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation))?.Token);
    }

    [Fact]
    public async Task Reopen_WhenALaterPostingTookItsPlace_IsRefused()
    {
        Posting posting = await RejectAsync("A");
        await ApplyAsync("B", "77");

        Assert.False(await Ledger.ReopenAsync(posting.Key, Cancellation));
    }

    [Fact]
    public async Task List_Filters_NarrowAndKeepTheOrder()
    {
        for (int number = 0; number < 600; number++)
            await Ledger.AcceptAsync(Change("A", LaneOf($"R{number:D4}")), Cancellation);
        await ApplyAsync("A", "77");

        List<Posting> pending = await ToListAsync(Ledger.ListAsync(new PostingFilter { State = PostingState.Pending }, Cancellation));
        List<Posting> one = await ToListAsync(Ledger.ListAsync(new PostingFilter { Subject = CanonicalId.Derive(Entity), Target = Lane.Target, Purpose = Lane.Purpose, Tenant = "acme" }, Cancellation));
        List<Posting> none = await ToListAsync(Ledger.ListAsync(new PostingFilter { Tenant = "other" }, Cancellation));

        Assert.Equal(600, pending.Count);
        Assert.Equal(pending.Select(posting => posting.Lane.Entity.SourceId).Order(StringComparer.Ordinal), pending.Select(posting => posting.Lane.Entity.SourceId));
        Assert.Equal(PostingState.Applied, Assert.Single(one).State);
        Assert.Empty(none);
    }

    [Fact]
    public async Task Count_ByState_AddsUp()
    {
        await ApplyAsync("A", "77");
        await RejectAsync("B");
        await Ledger.AcceptAsync(Change("A", LaneOf("001B")), Cancellation);

        IReadOnlyDictionary<PostingState, long> counts = await Ledger.CountAsync(cancellationToken: Cancellation);

        Assert.Equal(
            new Dictionary<PostingState, long> { [PostingState.Applied] = 1, [PostingState.Rejected] = 1, [PostingState.Pending] = 1 },
            counts.OrderBy(pair => pair.Key).ToDictionary());
        Assert.Empty(await Ledger.CountAsync(new PostingFilter { Target = "elsewhere/1" }, Cancellation));
    }

    [Fact]
    public async Task EveryMethod_Cancelled_ChangesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ledger.AcceptAsync(Change("A"), cancelled.Token));
        Assert.Empty(await ToListAsync(Ledger.ListAsync(cancellationToken: Cancellation)));
    }

    private async Task<Posting> GetAsync(IdempotencyKey key)
    {
        Posting? posting = await Ledger.FindAsync(key, Cancellation);
        Assert.NotNull(posting);
        return posting;
    }

    private async Task SendAsync(Posting posting, PostingOutcome outcome)
    {
        PostingLease? lease = await Ledger.TryBeginSendAsync(posting.Key, Lease, Cancellation);
        Assert.NotNull(lease);
        Assert.True(await Ledger.CompleteAsync(lease.Value, outcome, Cancellation));
    }

    private async Task<Posting> ApplyAsync(string content, string targetId)
    {
        PostingAcceptance acceptance = await Ledger.AcceptAsync(Change(content), Cancellation);
        Assert.Equal(PostingDecision.New, acceptance.Decision);
        await SendAsync(acceptance.Posting, PostingOutcome.Applied(targetId));
        return acceptance.Posting;
    }

    private async Task<Posting> RejectAsync(string content)
    {
        Posting posting = (await Ledger.AcceptAsync(Change(content), Cancellation)).Posting;
        await SendAsync(posting, PostingOutcome.Rejected("NSU1234"));
        return posting;
    }
}
