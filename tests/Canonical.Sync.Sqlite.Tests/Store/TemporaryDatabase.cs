namespace Canonical.Sync.Sqlite.Tests;

/// <summary>A folder of its own for one test, removed with it.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("canonical-sync-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "sync.db");

    /// <summary>Opens the store without the warning about the old library that a partial registry gives.</summary>
    public Task<SqliteSyncStore> OpenAsync(TimeProvider? clock = null, string? path = null) => SqliteSyncStore.OpenAsync(
        new SqliteSyncStoreOptions { Path = path ?? Path, OldSqlite = OldSqlitePolicy.Accept },
        clock,
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>
    /// Copies the files as they are while the store is open: what a kill of the process leaves. The index of the log (-shm) lives in memory that is
    /// shared between processes; SQLite builds it anew.
    /// </summary>
    public TemporaryDatabase CopyAsLeftByKill()
    {
        var copy = new TemporaryDatabase();
        foreach (string suffix in new[] { "", "-wal" })
        {
            if (File.Exists(Path + suffix))
                File.Copy(Path + suffix, copy.Path + suffix);
        }

        return copy;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
