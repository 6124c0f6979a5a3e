using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Canonical.Sync.Sqlite;

/// <summary>
/// The embedded store: one file, one owning process, every change on the disk before the call returns (write-ahead log, <c>synchronous=FULL</c>).
/// The host brings the native SQLite library. Thread-safe; calls take turns. Calls do their disk work on the calling thread.
/// </summary>
public sealed class SqliteSyncStore : ISyncStore, IAsyncDisposable
{
    private readonly SqliteDatabase _database;

    private SqliteSyncStore(SqliteDatabase database, SqlitePostingLedger postings, TimeProvider clock)
    {
        _database = database;
        Postings = postings;
        Crosswalk = new SqliteCrosswalk(database, clock);
        DeadLetters = new SqliteDeadLetterStore(database, clock);
    }

    /// <summary>The first SQLite without the known memory faults of older ones (CVE-2025-6965): 3.50.2.</summary>
    public static Version FirstSafeVersion { get; } = new(3, 50, 2);

    /// <summary>The version of the native library that the host brought.</summary>
    public Version SqliteVersion => _database.Version;

    /// <inheritdoc/>
    public IPostingLedger Postings { get; }

    /// <inheritdoc/>
    public ICrosswalk Crosswalk { get; }

    /// <inheritdoc/>
    public IDeadLetterStore DeadLetters { get; }

    /// <summary>Opens or creates a store, brings its schema up to date, and puts postings in doubt that an earlier process left half sent.</summary>
    /// <param name="path">The database file, on a local disk; its folder must exist.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The store. Dispose it to let another owner in.</returns>
    /// <exception cref="SyncException">It cannot be opened; the code (<see cref="SqliteSyncErrorCodes"/>) says why and the message what to do.</exception>
    public static Task<SqliteSyncStore> OpenAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(new SqliteSyncStoreOptions { Path = path }, cancellationToken: cancellationToken);

    /// <summary>Opens or creates a store, brings its schema up to date, and puts postings in doubt that an earlier process left half sent.</summary>
    /// <param name="options">How to open it.</param>
    /// <param name="timeProvider">The clock for leases and for every recorded instant; null for the system's.</param>
    /// <param name="logger">Where to log; null for nowhere.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The store. Dispose it to let another owner in.</returns>
    /// <exception cref="SyncException">It cannot be opened; the code (<see cref="SqliteSyncErrorCodes"/>) says why and the message what to do.</exception>
    public static async Task<SqliteSyncStore> OpenAsync(
        SqliteSyncStoreOptions options,
        TimeProvider? timeProvider = null,
        ILogger<SqliteSyncStore>? logger = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        ILogger log = logger ?? NullLogger<SqliteSyncStore>.Instance;

        SqliteDatabase database = SqliteDatabase.Open(options, clock);
        try
        {
            Log.Opened(log, database.Version);
            if (database.Version < FirstSafeVersion)
                Meet(options.OldSqlite, database.Version, log);

            var postings = new SqlitePostingLedger(database, clock);
            int abandoned = await postings.DoubtAbandonedAsync(cancellationToken).ConfigureAwait(false);
            if (abandoned > 0)
                Log.AbandonedPostings(log, abandoned);
            return new SqliteSyncStore(database, postings, clock);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the turn of this process: writes the log back into the database, closes it and releases the lock.</summary>
    /// <returns>A task that ends when another owner may come.</returns>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static void Meet(OldSqlitePolicy policy, Version version, ILogger log)
    {
        if (policy == OldSqlitePolicy.Warn)
            Log.OldSqlite(log, version, FirstSafeVersion);
        if (policy == OldSqlitePolicy.Refuse)
        {
            throw new SyncException(
                SqliteSyncErrorCodes.OldSqlite,
                $"The native SQLite library is {version}, older than {FirstSafeVersion}, and the store is set to refuse it. Bring a newer bundle.");
        }
    }
}
