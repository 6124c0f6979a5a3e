namespace Canonical.Sync.Tests;

public sealed class InMemoryPostingLedgerTests : PostingLedgerContract
{
    protected override Task<ISyncStore> OpenAsync() => Task.FromResult<ISyncStore>(new InMemorySyncStore(Clock));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}

public sealed class InMemoryCrosswalkTests : CrosswalkContract
{
    protected override Task<ISyncStore> OpenAsync() => Task.FromResult<ISyncStore>(new InMemorySyncStore(Clock));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}

public sealed class InMemoryDeadLetterStoreTests : DeadLetterStoreContract
{
    protected override Task<ISyncStore> OpenAsync() => Task.FromResult<ISyncStore>(new InMemorySyncStore(Clock));

    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
