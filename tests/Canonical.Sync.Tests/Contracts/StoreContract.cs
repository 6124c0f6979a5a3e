using Canonical.Model;
using Canonical.Testing;

namespace Canonical.Sync.Tests;

/// <summary>What the contract tests of every store share. A test project of a store derives each of the contract classes and says how to open its store.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private ISyncStore? _store;

    protected static readonly EntityKey Entity = new("acme", "customer", "salesforce", "00D01", "001A");

    protected static readonly PostingLane Lane = new(Entity, "netsuite/1234567", "erp.customer");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ManualTimeProvider Clock { get; } = new();

    protected ISyncStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens an empty store that lives as long as the test.</summary>
    protected abstract Task<ISyncStore> OpenAsync();

    /// <summary>Closes the store and removes what it left.</summary>
    protected abstract ValueTask CloseAsync();

    protected static CanonicalId Id(string key) => CanonicalId.Derive("acme", "customer", "salesforce", "00D01", key);

    protected static Fingerprint Print(string content) => Fingerprint.Compute(ContractId.Parse("customer/1.0.0"), System.Text.Encoding.UTF8.GetBytes($$"""{"name":"{{content}}"}"""));

    protected static PostingRequest Change(string content, PostingLane? lane = null) => new()
    {
        Lane = lane ?? Lane,
        Subject = CanonicalId.Derive((lane ?? Lane).Entity),
        Operation = PostingOperation.Upsert,
        Fingerprint = Print(content),
        Payload = System.Text.Encoding.UTF8.GetBytes($$"""{"name":"{{content}}"}"""),
    };

    protected static PostingLane LaneOf(string sourceId) => new(new EntityKey("acme", "customer", "salesforce", "00D01", sourceId), "netsuite/1234567", "erp.customer");

    protected static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (T item in items)
            list.Add(item);
        return list;
    }
}
