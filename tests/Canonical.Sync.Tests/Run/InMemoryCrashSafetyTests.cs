using Canonical.Testing;

namespace Canonical.Sync.Tests;

public sealed class InMemoryCrashSafetyTests : CrashSafetyContract
{
    protected override Task<ISyncStore> OpenAsync(ManualTimeProvider clock) => Task.FromResult<ISyncStore>(new InMemorySyncStore(clock));

    // The memory is what the disk is to a real store; leases end by the clock.
    protected override Task<ISyncStore> ReopenAfterKillAsync(ISyncStore killed, ManualTimeProvider clock) => Task.FromResult(killed);

    protected override ValueTask CloseAsync(ISyncStore store) => ValueTask.CompletedTask;
}
