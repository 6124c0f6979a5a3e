namespace Canonical.Sync.Sqlite;

/// <summary>
/// The lock of the operating system that makes one process the owner of the database. It ends with the process, however that ends;
/// the file stays, since removing it could let two processes hold two different files of the same name.
/// </summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    public static DatabaseLock Acquire(string databasePath)
    {
        string path = databasePath + ".lock";
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new DatabaseLock(new FileStream(path, options));
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new SyncException(
                SqliteSyncErrorCodes.InUse,
                $"The sync database '{databasePath}' is open in another store or process (its lock file '{path}' is held). "
                + "A SQLite store has one owner: end the other one, or use a database server for several processes.",
                exception);
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK is 11 on Linux and 35 on macOS; a sharing violation is 32 on Windows. Anything else is another trouble, such as a full disk.
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
