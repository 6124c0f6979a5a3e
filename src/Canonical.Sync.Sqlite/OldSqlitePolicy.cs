namespace Canonical.Sync.Sqlite;

/// <summary>What to do when the native SQLite library is older than <see cref="SqliteSyncStore.FirstSafeVersion"/>.</summary>
public enum OldSqlitePolicy
{
    /// <summary>Write a warning to the log and go on.</summary>
    Warn,

    /// <summary>Refuse to open the store.</summary>
    Refuse,

    /// <summary>Say nothing: for a library that the distribution has patched without changing its version.</summary>
    Accept,
}
