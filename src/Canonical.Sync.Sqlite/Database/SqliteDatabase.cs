using System.Globalization;

using Microsoft.Data.Sqlite;

namespace Canonical.Sync.Sqlite;

/// <summary>
/// The one connection to the database, with the lock that makes this process its owner. All reading and writing takes turns on it: two
/// connections that write or checkpoint at once can damage a database in SQLite before 3.51.3 (the WAL-reset fault).
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    /// <summary>"CSyn" in ASCII, so that a file of another program is told apart.</summary>
    private const int ApplicationId = 0x4353796E;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SqliteConnection _connection;
    private readonly DatabaseLock _lock;
    private bool _disposed;

    private SqliteDatabase(SqliteConnection connection, DatabaseLock databaseLock, Version version)
    {
        _connection = connection;
        _lock = databaseLock;
        Version = version;
    }

    public Version Version { get; }

    public static SqliteDatabase Open(SqliteSyncStoreOptions options, TimeProvider clock)
    {
        string path = Path.GetFullPath(options.Path);
        DatabaseLock? databaseLock = null;
        SqliteConnection? connection = null;
        try
        {
            databaseLock = DatabaseLock.Acquire(path);
            CreatePrivateFile(path);
            connection = Connect(path, options.BusyTimeout);
            Configure(connection, path, options.BusyTimeout);
            Migrate(connection, path, clock);
            return new SqliteDatabase(connection, databaseLock, Version.Parse(connection.ServerVersion));
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            databaseLock?.Dispose();
            if (exception is SqliteException or IOException or UnauthorizedAccessException)
                throw new SyncException(SqliteSyncErrorCodes.Unusable, $"The sync database '{path}' cannot be opened: {exception.Message}", exception);
            throw;
        }
    }

    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteSyncStore));

            // BEGIN IMMEDIATE: a transaction that will write takes the lock at once and cannot fail half-way for it.
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            T result = work(new SqliteSession(_connection, transaction));
            transaction.Commit();
            return result;
        }
        catch (SqliteException exception)
        {
            throw Failed(exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteSyncStore));
            return work(new SqliteSession(_connection, transaction: null));
        }
        catch (SqliteException exception)
        {
            throw Failed(exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_disposed)
                return;
            _disposed = true;

            // Closing the last connection writes the log back into the database; only then may another owner come.
            await _connection.DisposeAsync().ConfigureAwait(false);
            _lock.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static SyncException Failed(SqliteException exception) =>
        new(SqliteSyncErrorCodes.Unusable, $"The sync database failed with SQLite error {exception.SqliteErrorCode.ToString(CultureInfo.InvariantCulture)}: {exception.Message}", exception);

    private static void CreatePrivateFile(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
            return;

        // SQLite gives its log files the rights of the database file.
        new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }).Dispose();
    }

    private static SqliteConnection Connect(string path, TimeSpan busyTimeout)
    {
        try
        {
            var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWriteCreate,
                Pooling = false,
                DefaultTimeout = Math.Max(1, (int)Math.Ceiling(busyTimeout.TotalSeconds)),
            }.ToString());
            connection.Open();
            return connection;
        }
        catch (Exception exception) when (IsMissingLibrary(exception))
        {
            throw new SyncException(
                SqliteSyncErrorCodes.NoNativeLibrary,
                "No native SQLite library was found. Canonical.Sync.Sqlite ships none: reference a SQLitePCLRaw bundle in the application "
                + "(and call SQLitePCL.Batteries_V2.Init() when it is trimmed).",
                exception);
        }
    }

    // Without a bundle the provider is unset, which SQLitePCLRaw reports as a plain Exception, wrapped when it happens in a static constructor.
    private static bool IsMissingLibrary(Exception exception) =>
        exception is DllNotFoundException
        || (exception is TypeInitializationException { InnerException: { } inner } && IsMissingLibrary(inner))
        || (exception is not (SqliteException or IOException) && exception.Message.Contains("SetProvider", StringComparison.Ordinal));

    private static void Configure(SqliteConnection connection, string path, TimeSpan busyTimeout)
    {
        var session = new SqliteSession(connection, transaction: null);
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {(int)busyTimeout.TotalMilliseconds};"));
        session.Execute("PRAGMA trusted_schema = OFF;");
        session.Execute("PRAGMA foreign_keys = ON;");

        long applicationId = session.Scalar<long>("PRAGMA application_id;");
        bool empty = session.Scalar<long>("SELECT count(*) FROM sqlite_master;") == 0;
        if (applicationId != ApplicationId && !(empty && applicationId == 0))
            throw new SyncException(SqliteSyncErrorCodes.ForeignDatabase, $"The file '{path}' is a SQLite database of another program. Name another file.");

        // Before anything is written, so that a file that we refuse stays as it was.
        if (!string.Equals(session.Scalar<string>("PRAGMA journal_mode = WAL;"), "wal", StringComparison.OrdinalIgnoreCase))
            throw new SyncException(SqliteSyncErrorCodes.NoWriteAheadLog, $"The database '{path}' cannot have a write-ahead log. Name a file on a local disk.");
        session.Execute("PRAGMA synchronous = FULL;");
    }

    private static void Migrate(SqliteConnection connection, string path, TimeProvider clock)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        var session = new SqliteSession(connection, transaction);
        if (session.Scalar<long>("PRAGMA application_id;") != ApplicationId)
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId};"));
        session.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL, description TEXT NOT NULL);");
        long version = session.Scalar<long>("SELECT coalesce(max(version), 0) FROM schema_version;");
        int newest = SchemaMigrations.All[^1].Version;
        if (version > newest)
        {
            throw new SyncException(
                SqliteSyncErrorCodes.NewerSchema,
                string.Create(CultureInfo.InvariantCulture, $"The sync database '{path}' has schema {version}; this package knows up to {newest}. Use the newer package: there is no way back."));
        }

        foreach (SchemaMigration migration in SchemaMigrations.All)
        {
            if (migration.Version <= version)
                continue;
            session.Execute(migration.Sql);
            session.Execute(
                "INSERT INTO schema_version (version, applied_at, description) VALUES ($version, $at, $description);",
                ("$version", migration.Version),
                ("$at", SqliteText.Of(clock.GetUtcNow())),
                ("$description", migration.Description));
        }

        transaction.Commit();
    }
}
