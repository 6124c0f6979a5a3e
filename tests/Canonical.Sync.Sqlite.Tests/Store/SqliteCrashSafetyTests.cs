using Canonical.Sync.Tests;
using Canonical.Testing;

namespace Canonical.Sync.Sqlite.Tests;

/// <summary>The crash tests on the disk: what the kill leaves is what the files hold at that moment, log and all.</summary>
public sealed class SqliteCrashSafetyTests : CrashSafetyContract, IDisposable
{
    private readonly List<TemporaryDatabase> _databases = [];
    private readonly List<SqliteSyncStore> _open = [];

    protected override Task<ISyncStore> OpenAsync(ManualTimeProvider clock)
    {
        _databases.Add(new TemporaryDatabase(inMemory: true));
        return OpenAsync(_databases[^1], clock);
    }

    protected override Task<ISyncStore> ReopenAfterKillAsync(ISyncStore killed, ManualTimeProvider clock)
    {
        TemporaryDatabase left = _databases[^1].CopyAsLeftByKill(inMemory: true);
        _databases.Add(left);
        return OpenAsync(left, clock);
    }

    protected override async ValueTask CloseAsync(ISyncStore store)
    {
        foreach (SqliteSyncStore open in _open)
            await open.DisposeAsync();
        _open.Clear();
        Dispose();
    }

    public void Dispose()
    {
        foreach (TemporaryDatabase database in _databases)
            database.Dispose();
        _databases.Clear();
    }

    private async Task<ISyncStore> OpenAsync(TemporaryDatabase database, ManualTimeProvider clock)
    {
        _open.Add(await database.OpenAsync(clock));
        return _open[^1];
    }
}
