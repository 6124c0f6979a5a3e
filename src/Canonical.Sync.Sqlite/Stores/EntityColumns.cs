using Canonical.Model;

using Microsoft.Data.Sqlite;

namespace Canonical.Sync.Sqlite;

/// <summary>A key as six columns. A key without line has the empty text as its line, since a unique index lets nulls repeat; a real line is never empty.</summary>
internal static class EntityColumns
{
    /// <summary>The columns in the order in which <see cref="Read"/> expects them, as the first of a row.</summary>
    public const string Columns = "tenant, object_type, system, instance, source_id, line_id";

    public const string Condition =
        "source_id = $source_id AND object_type = $object_type AND system = $system AND instance = $instance AND tenant = $tenant AND line_id = $line_id";

    public static EntityKey Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5) is { Length: > 0 } line ? line : null);

    public static (string, object?)[] Parameters(EntityKey key) =>
    [
        ("$tenant", key.Tenant),
        ("$object_type", key.ObjectType),
        ("$system", key.System),
        ("$instance", key.Instance),
        ("$source_id", key.SourceId),
        ("$line_id", key.LineId ?? string.Empty),
    ];
}
