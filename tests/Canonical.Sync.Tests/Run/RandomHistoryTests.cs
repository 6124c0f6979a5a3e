using System.Globalization;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

/// <summary>
/// Plays random histories: records that change back and forth, a target that refuses, stalls and loses answers, and a process that is killed at random.
/// When all is drained, the target must hold the last state of each record, and no key may have taken effect twice.
/// </summary>
public sealed class RandomHistoryTests
{
    private const int Histories = 300;

    [Fact]
    public async Task Run_RandomHistory_EndsWithTheLastStateAndNoSecondEffect()
    {
        int doubts = 0;
        for (int seed = 1; seed <= Histories; seed++)
        {
            try
            {
                doubts += await PlayAsync(new Random(seed));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"SEED={seed}: {exception.Message}"), exception);
            }
        }

        Assert.True(doubts > Histories, "The histories hardly hurt: too few doubts.");
    }

    private static async Task<int> PlayAsync(Random random)
    {
        var clock = new ManualTimeProvider();
        var erp = new FakeErp();
        var store = new InMemorySyncStore(clock);
        string[] records = ["A", "B", "C"];
        var state = records.ToDictionary(record => record, _ => "v0");
        int doubts = 0;

        for (int round = 0; round < 12; round++)
        {
            foreach (string record in records)
            {
                // Few values, so that a record often returns to one that it had.
                state[record] = string.Create(CultureInfo.InvariantCulture, $"v{random.Next(3)}");
                switch (random.Next(6))
                {
                    case 0: erp.Next(record, FakeErp.Unknown()); break;
                    case 1: erp.NextAppliesButAnswerIsLost(record); break;
                    case 2: erp.Next(record, FakeErp.Retryable()); break;
                    case 3: erp.Next(record, FakeErp.Rejected()); break;
                }
            }

            erp.CanBeRead = random.Next(4) > 0;
            var crash = new CrashSwitch { At = random.Next(2) == 0 ? random.Next(40) : null };
            try
            {
                doubts += (int)(await RunAsync(new CrashingSink(erp, crash), new CrashingStore(store, crash), clock, state)).InDoubt;
            }
            catch (SimulatedCrashException)
            {
                doubts++;
            }

            clock.Advance(TimeSpan.FromSeconds(random.Next(600)));
        }

        erp.CanBeRead = true;
        for (int drain = 0; drain < 16; drain++)
        {
            clock.Advance(TimeSpan.FromHours(2));
            await RunAsync(erp, store, clock, state);
        }

        clock.Advance(TimeSpan.FromHours(2));
        SyncReport last = await RunAsync(erp, store, clock, state);
        Assert.Equal((3, 0), (last.Unchanged, last.Posts));
        Assert.Equal(state, erp.Names.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary());
        Assert.Equal(erp.Effects.Count, erp.Effects.Distinct().Count());
        Assert.Empty(await store.DeadLetters.CountAsync(new DeadLetterFilter { State = DeadLetterState.Open }, TestContext.Current.CancellationToken));
        await AssertLanesAsync(store, erp);
        return doubts;
    }

    private static async Task AssertLanesAsync(InMemorySyncStore store, FakeErp erp)
    {
        var postings = new List<Posting>();
        await foreach (Posting posting in store.Postings.ListAsync(cancellationToken: TestContext.Current.CancellationToken))
            postings.Add(posting);
        Assert.Equal(erp.Effects.ToHashSet(), postings.Where(posting => posting.State == PostingState.Applied).Select(posting => posting.Key).ToHashSet());
        Assert.DoesNotContain(postings, posting => posting.State is PostingState.Sending or PostingState.InDoubt or PostingState.Pending);
        foreach (IGrouping<PostingLane, Posting> lane in postings.GroupBy(posting => posting.Lane))
        {
            Assert.Equal(Enumerable.Range(1, lane.Count()).Select(number => (long)number), lane.Select(posting => posting.Sequence));

            // The target saw the lane's postings in the order of their numbers.
            long[] applied = [.. erp.Effects.Select(key => lane.FirstOrDefault(posting => posting.Key == key)).Where(posting => posting is not null).Select(posting => posting!.Sequence)];
            Assert.Equal(applied.Order(), applied);
        }
    }

    private static Task<SyncReport> RunAsync(ISink<TestCustomer> sink, ISyncStore store, ManualTimeProvider clock, Dictionary<string, string> state)
    {
        var options = new SyncRunOptions<TestCustomer> { Tenant = TestCustomers.Tenant, Purpose = "erp.customer", ResendRejected = true };
        return new SyncRun<TestCustomer>(sink, store, options, clock).RunAsync(
            state.Select(pair => TestCustomers.Item(pair.Key, pair.Value)).ToAsyncEnumerable(),
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
