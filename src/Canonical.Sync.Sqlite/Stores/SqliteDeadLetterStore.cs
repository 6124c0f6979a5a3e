using System.Globalization;
using System.Runtime.CompilerServices;

using Canonical.Model;

using Connectors.Abstractions;

using Microsoft.Data.Sqlite;

namespace Canonical.Sync.Sqlite;

/// <summary>The dead letters as the table <c>dead_letter</c>, whose unique index holds one open letter per lane.</summary>
internal sealed class SqliteDeadLetterStore(SqliteDatabase database, TimeProvider clock) : IDeadLetterStore
{
    private const int PageSize = 256;

    private const string Select = $"""
        SELECT {LaneRows.Columns}, d.letter_id, d.subject, d.code, d.stage, d.kind, d.issues, d.contract, d.payload_hash, d.payload_ref,
               d.posting_key, d.traceparent, d.state, d.attempts, d.first_at, d.last_at, d.closed_at, d.note
        FROM dead_letter d JOIN entity_lane l ON l.lane_id = d.lane_id
        """;

    public Task<DeadLetter> AddAsync(DeadLetterEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return database.WriteAsync(
            session =>
            {
                long id = session.Scalar<long>(
                    """
                    INSERT INTO dead_letter (lane_id, subject, code, stage, kind, issues, contract, payload_hash, payload_ref, posting_key, traceparent, state, attempts, first_at, last_at)
                    VALUES ($lane, $subject, $code, $stage, $kind, $issues, $contract, $payload_hash, $payload_ref, $posting_key, $traceparent, 'Open', 1, $now, $now)
                    ON CONFLICT (lane_id) WHERE state = 'Open' DO UPDATE SET
                        subject = excluded.subject, code = excluded.code, stage = excluded.stage, kind = excluded.kind, issues = excluded.issues,
                        contract = excluded.contract, payload_hash = excluded.payload_hash, payload_ref = excluded.payload_ref,
                        posting_key = excluded.posting_key, traceparent = excluded.traceparent, attempts = attempts + 1, last_at = excluded.last_at
                    RETURNING letter_id;
                    """,
                    ("$lane", LaneRows.FindOrAdd(session, entry.Lane)),
                    ("$subject", entry.Subject?.ToString()),
                    ("$code", entry.Code),
                    ("$stage", entry.Stage.ToString()),
                    ("$kind", entry.Kind.ToString()),
                    ("$issues", IssuesJson.Write(entry.Issues)),
                    ("$contract", entry.Contract),
                    ("$payload_hash", entry.PayloadHash),
                    ("$payload_ref", entry.PayloadReference),
                    ("$posting_key", entry.PostingKey?.ToString()),
                    ("$traceparent", entry.TraceParent),
                    ("$now", SqliteText.Of(clock.GetUtcNow())));
                return session.First(Read, $"{Select} WHERE d.letter_id = $id;", ("$id", id))!;
            },
            cancellationToken);
    }

    public Task<DeadLetter?> FindOpenAsync(PostingLane lane, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return database.ReadAsync(
            session => LaneRows.Find(session, lane) is { } laneId
                ? session.First(Read, $"{Select} WHERE d.lane_id = $lane AND d.state = 'Open';", ("$lane", laneId))
                : null,
            cancellationToken);
    }

    public Task<bool> CloseAsync(long id, DeadLetterState state, string note, CancellationToken cancellationToken = default)
    {
        if (state == DeadLetterState.Open)
            throw new ArgumentException("A letter is closed as resolved or archived.", nameof(state));
        ArgumentException.ThrowIfNullOrEmpty(note);
        return database.WriteAsync(
            session => session.Execute(
                "UPDATE dead_letter SET state = $state, closed_at = $now, note = $note WHERE letter_id = $id AND state = 'Open';",
                ("$state", state.ToString()),
                ("$now", SqliteText.Of(clock.GetUtcNow())),
                ("$note", note),
                ("$id", id)) == 1,
            cancellationToken);
    }

    public async IAsyncEnumerable<DeadLetter> ListAsync(DeadLetterFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (string where, List<(string, object?)> parameters) = Conditions(filter);
        string sql = string.Create(CultureInfo.InvariantCulture, $"{Select} {where} AND d.letter_id > $after ORDER BY d.letter_id LIMIT {PageSize};");
        long after = 0;
        while (true)
        {
            (string, object?)[] page = [.. parameters, ("$after", after)];
            List<DeadLetter> rows = await database.ReadAsync(session => session.All(Read, sql, page), cancellationToken).ConfigureAwait(false);
            foreach (DeadLetter letter in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                after = letter.Id;
                yield return letter;
            }

            if (rows.Count < PageSize)
                yield break;
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> CountAsync(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        (string where, List<(string, object?)> parameters) = Conditions(filter);
        string sql = $"SELECT d.code, count(*) FROM dead_letter d JOIN entity_lane l ON l.lane_id = d.lane_id {where} GROUP BY d.code;";
        List<(string Code, long Count)> rows = await database.ReadAsync(
            session => session.All(row => (row.GetString(0), row.GetInt64(1)), sql, [.. parameters]),
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Code, row => row.Count, StringComparer.Ordinal);
    }

    private static (string Where, List<(string, object?)> Parameters) Conditions(DeadLetterFilter? filter)
    {
        List<string> conditions = ["1 = 1"];
        List<(string, object?)> parameters = [];
        LaneRows.Narrow(conditions, parameters, "l.tenant", "tenant", filter?.Tenant);
        LaneRows.Narrow(conditions, parameters, "l.target", "target", filter?.Target);
        LaneRows.Narrow(conditions, parameters, "l.purpose", "purpose", filter?.Purpose);
        LaneRows.Narrow(conditions, parameters, "d.state", "state", filter?.State?.ToString());
        LaneRows.Narrow(conditions, parameters, "d.code", "code", filter?.Code);
        LaneRows.Narrow(conditions, parameters, "d.subject", "subject", filter?.Subject?.ToString());
        return ("WHERE " + string.Join(" AND ", conditions), parameters);
    }

    private static DeadLetter Read(SqliteDataReader row)
    {
        const int First = LaneRows.ColumnCount;
        return new DeadLetter
        {
            Id = row.GetInt64(First),
            Entry = new DeadLetterEntry
            {
                Lane = LaneRows.Read(row),
                Subject = String(row, First + 1) is { } subject ? CanonicalId.Parse(subject) : null,
                Code = row.GetString(First + 2),
                Stage = Enum.Parse<DeadLetterStage>(row.GetString(First + 3)),
                Kind = Enum.Parse<IssueKind>(row.GetString(First + 4)),
                Issues = IssuesJson.Read(row.GetString(First + 5)),
                Contract = row.GetString(First + 6),
                PayloadHash = String(row, First + 7),
                PayloadReference = String(row, First + 8),
                PostingKey = String(row, First + 9) is { } key ? IdempotencyKey.Parse(key) : null,
                TraceParent = String(row, First + 10),
            },
            State = Enum.Parse<DeadLetterState>(row.GetString(First + 11)),
            Attempts = row.GetInt32(First + 12),
            FirstAt = SqliteText.Instant(row.GetString(First + 13)),
            LastAt = SqliteText.Instant(row.GetString(First + 14)),
            ClosedAt = String(row, First + 15) is { } closed ? SqliteText.Instant(closed) : null,
            Note = String(row, First + 16),
        };
    }

    private static string? String(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
