using Connectors.Abstractions;

namespace Canonical.Sync.Tests;

/// <summary>The way to the target with fail points before and after the call.</summary>
public sealed class CrashingSink(ISink<TestCustomer> inner, CrashSwitch crash) : ISink<TestCustomer>
{
    public string Target => inner.Target;

    public Task<WriteOutcome> UpsertAsync(WriteRequest<TestCustomer> request, CancellationToken cancellationToken = default) =>
        crash.AroundAsync("upsert", () => inner.UpsertAsync(request, cancellationToken));

    public Task<ReadBack> ReadBackAsync(WriteRequest<TestCustomer> request, CancellationToken cancellationToken = default) =>
        crash.AroundAsync("read back", () => inner.ReadBackAsync(request, cancellationToken));
}
