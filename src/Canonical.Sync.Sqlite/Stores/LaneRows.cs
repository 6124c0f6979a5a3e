using Microsoft.Data.Sqlite;

namespace Canonical.Sync.Sqlite;

/// <summary>The lanes as rows, shared by the outbox and the dead letters.</summary>
internal static class LaneRows
{
    /// <summary>The columns of a lane in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns = "l.tenant, l.object_type, l.system, l.instance, l.source_id, l.line_id, l.target, l.purpose";

    public const int ColumnCount = 8;

    private const string Condition = EntityColumns.Condition + " AND target = $target AND purpose = $purpose";

    public static long? Find(SqliteSession session, PostingLane lane) =>
        session.Scalar<object>($"SELECT lane_id FROM entity_lane WHERE {Condition};", Parameters(lane)) as long?;

    public static long FindOrAdd(SqliteSession session, PostingLane lane) =>
        Find(session, lane)
        ?? session.Scalar<long>(
            """
            INSERT INTO entity_lane (tenant, object_type, system, instance, source_id, line_id, target, purpose)
            VALUES ($tenant, $object_type, $system, $instance, $source_id, $line_id, $target, $purpose)
            RETURNING lane_id;
            """,
            Parameters(lane));

    public static PostingLane Read(SqliteDataReader row) => new(EntityColumns.Read(row), row.GetString(6), row.GetString(7));

    /// <summary>Adds the conditions that a filter asks for. The text is chosen among constants; the values go in as parameters.</summary>
    public static void Narrow(List<string> conditions, List<(string, object?)> parameters, string column, string name, object? value)
    {
        if (value is null)
            return;
        conditions.Add($"{column} = ${name}");
        parameters.Add(("$" + name, value));
    }

    private static (string, object?)[] Parameters(PostingLane lane) =>
        [.. EntityColumns.Parameters(lane.Entity), ("$target", lane.Target), ("$purpose", lane.Purpose)];
}
