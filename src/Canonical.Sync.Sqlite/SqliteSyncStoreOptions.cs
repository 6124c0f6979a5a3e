namespace Canonical.Sync.Sqlite;

/// <summary>How to open a <see cref="SqliteSyncStore"/>.</summary>
public sealed class SqliteSyncStoreOptions
{
    /// <summary>The default of <see cref="BusyTimeout"/>: 5 s.</summary>
    public static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The database file, on a local disk; its folder must exist. A lock file of the same name with <c>.lock</c> behind it is made beside it and stays.
    /// On Unix a new file can be read and written by its owner alone, since postings under way hold personal data.
    /// </summary>
    /// <exception cref="ArgumentException">The path is empty or white space.</exception>
    public required string Path
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>How long to wait for a reader outside this process, such as a backup. Default <see cref="DefaultBusyTimeout"/>, at most one hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or longer than an hour.</exception>
    public TimeSpan BusyTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1));
            field = value;
        }
    } = DefaultBusyTimeout;

    /// <summary>What to do about an old native library. Default <see cref="OldSqlitePolicy.Warn"/>.</summary>
    public OldSqlitePolicy OldSqlite { get; init; } = OldSqlitePolicy.Warn;
}
