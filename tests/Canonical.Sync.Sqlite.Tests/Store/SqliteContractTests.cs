using Canonical.Sync.Tests;

namespace Canonical.Sync.Sqlite.Tests;

public sealed class SqlitePostingLedgerTests : PostingLedgerContract
{
    private readonly TemporaryDatabase _database = new();

    protected override async Task<ISyncStore> OpenAsync() => await _database.OpenAsync(Clock);

    protected override async ValueTask CloseAsync()
    {
        await ((SqliteSyncStore)Store).DisposeAsync();
        _database.Dispose();
    }
}

public sealed class SqliteCrosswalkTests : CrosswalkContract
{
    private readonly TemporaryDatabase _database = new();

    protected override async Task<ISyncStore> OpenAsync() => await _database.OpenAsync(Clock);

    protected override async ValueTask CloseAsync()
    {
        await ((SqliteSyncStore)Store).DisposeAsync();
        _database.Dispose();
    }
}

public sealed class SqliteDeadLetterStoreTests : DeadLetterStoreContract
{
    private readonly TemporaryDatabase _database = new();

    protected override async Task<ISyncStore> OpenAsync() => await _database.OpenAsync(Clock);

    protected override async ValueTask CloseAsync()
    {
        await ((SqliteSyncStore)Store).DisposeAsync();
        _database.Dispose();
    }
}
