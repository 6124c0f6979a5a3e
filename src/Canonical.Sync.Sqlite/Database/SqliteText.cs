using System.Globalization;

namespace Canonical.Sync.Sqlite;

/// <summary>How values that SQLite has no type for are written: instants as UTC text that sorts, enums by name.</summary>
internal static class SqliteText
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Of(DateTimeOffset instant) => instant.ToUniversalTime().ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.ParseExact(text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
