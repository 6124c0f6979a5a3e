namespace Canonical.Sync.Sqlite.Tests;

/// <summary>A folder of its own for one test, removed with it.</summary>
internal sealed class TemporaryDatabase : IDisposable
{
    private const string MemoryDisk = "/dev/shm";

    private readonly DirectoryInfo _folder;

    /// <summary>Makes the folder.</summary>
    /// <param name="inMemory">
    /// Prefer a disk in memory: for tests that commit ten thousand times and ask what a kill of the process leaves, which the wait for a real disk does not change.
    /// </param>
    public TemporaryDatabase(bool inMemory = false)
    {
        _folder = inMemory && Directory.Exists(MemoryDisk)
            ? Directory.CreateDirectory(System.IO.Path.Combine(MemoryDisk, "canonical-sync-" + System.IO.Path.GetRandomFileName()))
            : Directory.CreateTempSubdirectory("canonical-sync-");
    }

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
    public TemporaryDatabase CopyAsLeftByKill(bool inMemory = false)
    {
        var copy = new TemporaryDatabase(inMemory);
        foreach (string suffix in new[] { "", "-wal" })
        {
            if (File.Exists(Path + suffix))
                File.Copy(Path + suffix, copy.Path + suffix);
        }

        return copy;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
