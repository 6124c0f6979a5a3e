using Microsoft.Extensions.Logging;

namespace Canonical.Sync.Sqlite;

internal static partial class Log
{
    [LoggerMessage(EventId = 5101, EventName = "OldSqlite", Level = LogLevel.Warning,
        Message = "SYN2004: the native SQLite library is {Version}; versions before {FirstSafe} have known memory faults unless the distribution patched them. Bring a newer bundle.")]
    public static partial void OldSqlite(ILogger logger, Version version, Version firstSafe);

    [LoggerMessage(EventId = 5102, EventName = "Opened", Level = LogLevel.Information, Message = "Sync database opened with SQLite {Version}.")]
    public static partial void Opened(ILogger logger, Version version);

    [LoggerMessage(EventId = 5103, EventName = "AbandonedPostings", Level = LogLevel.Warning,
        Message = "{Count} postings were being sent when the last process ended; they are in doubt until they are read back.")]
    public static partial void AbandonedPostings(ILogger logger, int count);
}
