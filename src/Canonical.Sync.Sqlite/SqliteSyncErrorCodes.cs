namespace Canonical.Sync.Sqlite;

/// <summary>The permanent codes of the SQLite store, listed with their remedies in <c>docs/errors/sync.md</c>.</summary>
public static class SqliteSyncErrorCodes
{
    /// <summary>Another store, in this process or another, has the database open.</summary>
    public const string InUse = "SYN2001";

    /// <summary>The database was written by a newer version of this package.</summary>
    public const string NewerSchema = "SYN2002";

    /// <summary>The file is a database, but not one of this package.</summary>
    public const string ForeignDatabase = "SYN2003";

    /// <summary>The native SQLite library is older than the first version without known memory faults.</summary>
    public const string OldSqlite = "SYN2004";

    /// <summary>The host brought no native SQLite library.</summary>
    public const string NoNativeLibrary = "SYN2005";

    /// <summary>The database cannot use a write-ahead log: it is in memory or on a file system that cannot hold one.</summary>
    public const string NoWriteAheadLog = "SYN2006";

    /// <summary>The database cannot be opened, read or written: a full disk, missing rights, a damaged file.</summary>
    public const string Unusable = "SYN2007";
}
