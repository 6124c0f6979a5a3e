using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

/// <summary>
/// Kills a run at every single step, runs again, and asks whether the target saw each change exactly once and the store ended as if nothing had happened.
/// </summary>
public abstract class CrashSafetyContract
{
    private static readonly TimeSpan UntilEverythingIsDue = TimeSpan.FromHours(2);

    /// <summary>Opens a store that outlives a crash.</summary>
    protected abstract Task<ISyncStore> OpenAsync(ManualTimeProvider clock);

    /// <summary>Ends the owner of a store as a kill would, and opens what it left.</summary>
    protected abstract Task<ISyncStore> ReopenAfterKillAsync(ISyncStore killed, ManualTimeProvider clock);

    /// <summary>Closes a store and removes what it left.</summary>
    protected abstract ValueTask CloseAsync(ISyncStore store);

    [Fact]
    public async Task Run_KilledAtEveryStep_PostsEachChangeOnce()
    {
        Ending undisturbed = await PlayAsync(crashAt: null);
        Assert.True(undisturbed.Steps.Count > 60, $"Only {undisturbed.Steps.Count} steps: the scenario no longer passes through the outcomes.");
        string[] mustHappen =
        [
            "after upsert", "after read back", "after complete Applied", "after complete Rejected", "after complete Pending", "after complete InDoubt",
            "after dead letter", "after close letter", "after link Write", "after link Source", "after link Match", "after resolve Applied",
        ];
        Assert.Empty(mustHappen.Except(undisturbed.Steps));

        for (int step = 0; step < undisturbed.Steps.Count; step++)
        {
            Ending ending = await PlayAsync(step);
            string where = $"killed at step {step}, {undisturbed.Steps[step]}";
            Assert.True(ending.Crashed, $"{where}: the run did not crash.");
            Assert.True(undisturbed.Books == ending.Books, $"{where}:\nexpected\n{undisturbed.Books}\nfound\n{ending.Books}");
        }
    }

    private async Task<Ending> PlayAsync(int? crashAt)
    {
        var clock = new ManualTimeProvider();
        var erp = new FakeErp();
        ISyncStore store = await OpenAsync(clock);
        try
        {
            // What an earlier run left: a customer in its first state, and one that could not be mapped then.
            await RunAsync(erp, store, clock, [TestCustomers.Item("G", "Gamma 1"), TestCustomers.Unmapped("M", TestCustomers.Issue("MAP1", IssueKind.Validation))]);

            erp.Next("R", _ => FakeErp.Rejected(), _ => FakeErp.Rejected(), _ => FakeErp.Rejected())
                .Next("T", FakeErp.Retryable())
                .NextAppliesButAnswerIsLost("L")
                .Next("K", FakeErp.Unknown());
            SourceItem<TestCustomer>[] items =
            [
                TestCustomers.Item("A", "Alpha"),
                TestCustomers.Item("D", "ALPHA."),
                TestCustomers.Item("G", "Gamma 2"),
                TestCustomers.Item("M", "Mended"),
                TestCustomers.Unmapped("U", TestCustomers.Issue("MAP2", IssueKind.Validation)),
                TestCustomers.Item("R", "Rho"),
                TestCustomers.Item("T", "Tau"),
                TestCustomers.Item("L", "Lambda"),
                TestCustomers.Item("K", "Kappa"),
            ];

            var crash = new CrashSwitch { At = crashAt };
            bool crashed = false;
            try
            {
                await RunAsync(new CrashingSink(erp, crash), new CrashingStore(store, crash), clock, items);
            }
            catch (SimulatedCrashException)
            {
                crashed = true;
            }

            if (crashed)
                store = await ReopenAfterKillAsync(store, clock);

            // The first run after that ends the doubts and sends what is due; in the second the retries have come due; the third finds nothing to do.
            SyncReport last = null!;
            for (int run = 0; run < 3; run++)
            {
                clock.Advance(UntilEverythingIsDue);
                last = await RunAsync(erp, store, clock, items);
            }

            Assert.Equal((0, 0, 0), (last.Posts, last.Deferred, last.InDoubt));
            return new Ending(crashed, crash.Passed, await BooksAsync(erp, store));
        }
        finally
        {
            await CloseAsync(store);
        }
    }

    private static Task<SyncReport> RunAsync(ISink<TestCustomer> sink, ISyncStore store, ManualTimeProvider clock, SourceItem<TestCustomer>[] items)
    {
        var options = new SyncRunOptions<TestCustomer>
        {
            Tenant = TestCustomers.Tenant,
            Purpose = "erp.customer",
            DuplicateRules = [new DuplicateRule<TestCustomer>("customer-name-1", "the same name", customer => DuplicateKey.Normalize(customer.Name))],
        };
        return new SyncRun<TestCustomer>(sink, store, options, clock).RunAsync(items.ToAsyncEnumerable(), cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Everything that must be the same with and without a crash, as text that shows a difference.</summary>
    private static async Task<string> BooksAsync(FakeErp erp, ISyncStore store)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var lines = new List<string>();
        foreach (IGrouping<IdempotencyKey, IdempotencyKey> effect in erp.Effects.GroupBy(key => key))
            lines.Add($"effect {effect.Key} × {effect.Count()}");
        lines.AddRange(erp.Names.Select(pair => $"target {pair.Key} = {pair.Value}"));
        await foreach (Posting posting in store.Postings.ListAsync(cancellationToken: cancellation))
            lines.Add($"posting {posting.Lane.Entity.SourceId}#{posting.Sequence} {posting.Key} {posting.State}");
        await foreach (DeadLetter letter in store.DeadLetters.ListAsync(cancellationToken: cancellation))
            lines.Add($"letter {letter.Entry.Lane.Entity.SourceId} {letter.Entry.Code} {letter.State}");
        foreach (string record in new[] { "A", "D", "G", "M", "R", "T", "L", "K" })
        {
            // The target numbers its records in the order in which they came, which a crash may change.
            IReadOnlyList<CrosswalkLink> links = await store.Crosswalk.FindAsync(TestCustomers.Tenant, TestCustomers.Id(record), cancellation);
            lines.Add($"links {record}: {string.Join(", ", links.Select(link => $"{link.Native.System} {link.Origin}").Order(StringComparer.Ordinal))}");
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    private sealed record Ending(bool Crashed, List<string> Steps, string Books);
}
