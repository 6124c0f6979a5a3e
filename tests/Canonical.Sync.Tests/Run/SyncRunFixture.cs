using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

/// <summary>A target, a store in memory and a clock, with short ways to run.</summary>
public abstract class SyncRunFixture
{
    protected static readonly TimeSpan Hours = TimeSpan.FromHours(2);

    protected SyncRunFixture() => Store = new InMemorySyncStore(Clock);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ManualTimeProvider Clock { get; } = new();

    protected FakeErp Erp { get; } = new();

    protected InMemorySyncStore Store { get; }

    protected List<SyncItemResult> Results { get; } = [];

    protected Task<SyncReport> RunAsync(params SourceItem<TestCustomer>[] items) => RunAsync(Options(), items);

    protected Task<SyncReport> RunAsync(SyncRunOptions<TestCustomer> options, params SourceItem<TestCustomer>[] items)
    {
        Results.Clear();
        return new SyncRun<TestCustomer>(Erp, Store, options, Clock).RunAsync(items.ToAsyncEnumerable(), new Collector(Results), Cancellation);
    }

    protected static SyncRunOptions<TestCustomer> Options(
        bool resendRejected = false,
        Func<TestCustomer, IEnumerable<SyncDependency>>? dependsOn = null,
        params IDuplicateRule<TestCustomer>[] rules) => new()
        {
            Tenant = TestCustomers.Tenant,
            Purpose = "erp.customer",
            ResendRejected = resendRejected,
            DependsOn = dependsOn,
            DuplicateRules = rules,
        };

    protected static PostingLane LaneOf(string recordId) => new(new EntityKey(TestCustomers.Tenant, "customer", "salesforce", "00D01", recordId), "fakeerp/1", "erp.customer");

    protected async Task<List<DeadLetter>> LettersAsync(DeadLetterState state = DeadLetterState.Open)
    {
        var letters = new List<DeadLetter>();
        await foreach (DeadLetter letter in Store.DeadLetters.ListAsync(new DeadLetterFilter { State = state }, Cancellation))
            letters.Add(letter);
        return letters;
    }

    protected async Task<List<Posting>> PostingsAsync()
    {
        var postings = new List<Posting>();
        await foreach (Posting posting in Store.Postings.ListAsync(cancellationToken: Cancellation))
            postings.Add(posting);
        return postings;
    }

    private sealed class Collector(List<SyncItemResult> results) : IProgress<SyncItemResult>
    {
        public void Report(SyncItemResult value) => results.Add(value);
    }
}
