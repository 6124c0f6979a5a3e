using System.Globalization;
using System.Runtime.CompilerServices;

using Canonical.Model;

using Microsoft.Data.Sqlite;

namespace Canonical.Sync.Sqlite;

/// <summary>The ledger as the table <c>outbox</c>.</summary>
internal sealed class SqlitePostingLedger(SqliteDatabase database, TimeProvider clock) : IPostingLedger
{
    private const int PageSize = 256;

    private const string Select = $"""
        SELECT {LaneRows.Columns}, o.posting_key, o.seq, o.op, o.subject, o.fingerprint, o.state, o.attempts, o.not_before, o.lease_until,
               o.target_id, o.last_error_code, o.vendor_request_id, o.envelope, o.accepted_at, o.updated_at, o.posting_id
        FROM outbox o JOIN entity_lane l ON l.lane_id = o.lane_id
        """;

    /// <summary>
    /// Puts postings in doubt whose sending was cut off by the end of the process. Whoever opens the database holds its lock, so nobody can be sending.
    /// </summary>
    public Task<int> DoubtAbandonedAsync(CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(
            "UPDATE outbox SET state = 'InDoubt', lease_until = NULL WHERE state = 'Sending';"),
        cancellationToken);

    public Task<PostingAcceptance> AcceptAsync(PostingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return database.WriteAsync(session => Accept(session, request, clock.GetUtcNow()), cancellationToken);
    }

    public Task<PostingLease?> TryBeginSendAsync(IdempotencyKey key, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        return database.WriteAsync<PostingLease?>(
            session =>
            {
                DateTimeOffset now = clock.GetUtcNow();
                if (Find(session, key) is not { } posting || !PostingRules.MaySend(posting, now))
                    return null;
                Save(session, posting with { State = PostingState.Sending, Attempts = posting.Attempts + 1, NotBefore = null, LeaseUntil = now + duration, UpdatedAt = now });
                return new PostingLease(key, posting.Attempts + 1, now + duration);
            },
            cancellationToken);
    }

    public Task<bool> CompleteAsync(PostingLease lease, PostingOutcome outcome, CancellationToken cancellationToken = default) => ChangeAsync(
        lease.Key,
        (_, posting) => posting.State == PostingState.Sending && posting.Attempts == lease.Token,
        (posting, now) => PostingRules.Record(posting, outcome, now),
        cancellationToken);

    public Task<bool> ResolveAsync(IdempotencyKey key, PostingOutcome outcome, CancellationToken cancellationToken = default)
    {
        if (outcome.State == PostingState.InDoubt)
            throw new ArgumentException("A doubt cannot be ended by a doubt.", nameof(outcome));
        return ChangeAsync(
            key,
            (_, posting) => posting.State == PostingState.InDoubt,
            (posting, now) => PostingRules.Record(posting, outcome, now),
            cancellationToken);
    }

    public Task<bool> ReopenAsync(IdempotencyKey key, CancellationToken cancellationToken = default) => ChangeAsync(
        key,
        (session, posting) => posting.State == PostingState.Rejected
            && session.Scalar<long>(
                "SELECT max(seq) FROM outbox WHERE lane_id = (SELECT lane_id FROM outbox WHERE posting_key = $key);",
                ("$key", key.ToString())) == posting.Sequence,
        (posting, now) => posting with { State = PostingState.Pending, NotBefore = null, UpdatedAt = now },
        cancellationToken);

    public Task<Posting?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => Find(session, key), cancellationToken);

    public async IAsyncEnumerable<Posting> ListAsync(PostingFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Page by page, so that a slow reader does not hold up the writer. One writer numbers the rows, so their order is that of the commits.
        (string where, List<(string, object?)> parameters) = Conditions(filter);
        string sql = string.Create(CultureInfo.InvariantCulture, $"{Select} {where} AND o.posting_id > $after ORDER BY o.posting_id LIMIT {PageSize};");
        long after = 0;
        while (true)
        {
            (string, object?)[] page = [.. parameters, ("$after", after)];
            List<(Posting Posting, long Id)> rows = await database.ReadAsync(
                session => session.All(row => (Read(row), row.GetInt64(LaneRows.ColumnCount + 15)), sql, page),
                cancellationToken).ConfigureAwait(false);
            foreach ((Posting posting, long id) in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                after = id;
                yield return posting;
            }

            if (rows.Count < PageSize)
                yield break;
        }
    }

    public async Task<IReadOnlyDictionary<PostingState, long>> CountAsync(PostingFilter? filter = null, CancellationToken cancellationToken = default)
    {
        (string where, List<(string, object?)> parameters) = Conditions(filter);
        string sql = $"SELECT o.state, count(*) FROM outbox o JOIN entity_lane l ON l.lane_id = o.lane_id {where} GROUP BY o.state;";
        List<(PostingState State, long Count)> rows = await database.ReadAsync(
            session => session.All(row => (Enum.Parse<PostingState>(row.GetString(0)), row.GetInt64(1)), sql, [.. parameters]),
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.State, row => row.Count);
    }

    private static PostingAcceptance Accept(SqliteSession session, PostingRequest request, DateTimeOffset now)
    {
        long laneId = LaneRows.FindOrAdd(session, request.Lane);
        Posting? latest = session.First(Read, $"{Select} WHERE o.lane_id = $lane ORDER BY o.seq DESC LIMIT 1;", ("$lane", laneId));
        Posting? effective = latest is { State: PostingState.Applied }
            ? latest
            : session.First(Read, $"{Select} WHERE o.lane_id = $lane AND o.seq = l.effective_seq;", ("$lane", laneId));
        PostingRuling ruling = PostingRules.Decide(request, latest, effective, now);

        if (ruling.SupersedesLatest)
            Save(session, latest! with { State = PostingState.Superseded, Payload = default, UpdatedAt = now });
        if (ruling.DoubtsLatest)
            Save(session, latest! with { State = PostingState.InDoubt, LeaseUntil = null });
        if (ruling.Decision != PostingDecision.New)
            return new PostingAcceptance(ruling.Decision, Find(session, ruling.Posting!.Key)!);

        Posting posting = PostingRules.Create(request, ruling.Sequence, now);
        if (Find(session, posting.Key) is not null)
            throw new SyncException(SyncErrorCodes.KeyReused, "A posting with the derived key exists already; the change was not accepted.");
        session.Execute(
            """
            INSERT INTO outbox (posting_key, lane_id, seq, op, subject, fingerprint, state, envelope, accepted_at, updated_at)
            VALUES ($key, $lane, $seq, $op, $subject, $fingerprint, $state, $envelope, $now, $now);
            """,
            ("$key", posting.Key.ToString()),
            ("$lane", laneId),
            ("$seq", posting.Sequence),
            ("$op", posting.Operation.ToString()),
            ("$subject", posting.Subject.ToString()),
            ("$fingerprint", posting.Fingerprint.ToString()),
            ("$state", posting.State.ToString()),
            ("$envelope", posting.Payload.ToArray()),
            ("$now", SqliteText.Of(now)));
        return new PostingAcceptance(PostingDecision.New, posting);
    }

    private Task<bool> ChangeAsync(
        IdempotencyKey key,
        Func<SqliteSession, Posting, bool> condition,
        Func<Posting, DateTimeOffset, Posting> change,
        CancellationToken cancellationToken) => database.WriteAsync(
            session =>
            {
                if (Find(session, key) is not { } posting || !condition(session, posting))
                    return false;
                Save(session, change(posting, clock.GetUtcNow()));
                return true;
            },
            cancellationToken);

    private static void Save(SqliteSession session, Posting posting)
    {
        session.Execute(
            """
            UPDATE outbox SET state = $state, attempts = $attempts, not_before = $not_before, lease_until = $lease_until, target_id = $target_id,
                last_error_code = $last_error_code, vendor_request_id = $vendor_request_id, envelope = $envelope, updated_at = $updated_at
            WHERE posting_key = $key;
            """,
            ("$state", posting.State.ToString()),
            ("$attempts", posting.Attempts),
            ("$not_before", Text(posting.NotBefore)),
            ("$lease_until", Text(posting.LeaseUntil)),
            ("$target_id", posting.TargetId),
            ("$last_error_code", posting.LastErrorCode),
            ("$vendor_request_id", posting.VendorRequestId),
            ("$envelope", posting.Payload.IsEmpty ? null : posting.Payload.ToArray()),
            ("$updated_at", SqliteText.Of(posting.UpdatedAt)),
            ("$key", posting.Key.ToString()));
        if (posting.State == PostingState.Applied)
        {
            session.Execute(
                "UPDATE entity_lane SET effective_seq = $seq WHERE lane_id = (SELECT lane_id FROM outbox WHERE posting_key = $key);",
                ("$seq", posting.Sequence),
                ("$key", posting.Key.ToString()));
        }
    }

    private static Posting? Find(SqliteSession session, IdempotencyKey key) =>
        session.First(Read, $"{Select} WHERE o.posting_key = $key;", ("$key", key.ToString()));

    private static (string Where, List<(string, object?)> Parameters) Conditions(PostingFilter? filter)
    {
        List<string> conditions = ["1 = 1"];
        List<(string, object?)> parameters = [];
        LaneRows.Narrow(conditions, parameters, "l.tenant", "tenant", filter?.Tenant);
        LaneRows.Narrow(conditions, parameters, "l.target", "target", filter?.Target);
        LaneRows.Narrow(conditions, parameters, "l.purpose", "purpose", filter?.Purpose);
        LaneRows.Narrow(conditions, parameters, "o.state", "state", filter?.State?.ToString());
        LaneRows.Narrow(conditions, parameters, "o.subject", "subject", filter?.Subject?.ToString());
        return ("WHERE " + string.Join(" AND ", conditions), parameters);
    }

    private static Posting Read(SqliteDataReader row)
    {
        const int First = LaneRows.ColumnCount;
        return new Posting
        {
            Lane = LaneRows.Read(row),
            Key = IdempotencyKey.Parse(row.GetString(First)),
            Sequence = row.GetInt64(First + 1),
            Operation = Enum.Parse<PostingOperation>(row.GetString(First + 2)),
            Subject = CanonicalId.Parse(row.GetString(First + 3)),
            Fingerprint = Fingerprint.Parse(row.GetString(First + 4)),
            State = Enum.Parse<PostingState>(row.GetString(First + 5)),
            Attempts = row.GetInt32(First + 6),
            NotBefore = Instant(row, First + 7),
            LeaseUntil = Instant(row, First + 8),
            TargetId = String(row, First + 9),
            LastErrorCode = String(row, First + 10),
            VendorRequestId = String(row, First + 11),
            Payload = row.IsDBNull(First + 12) ? default : row.GetFieldValue<byte[]>(First + 12),
            AcceptedAt = SqliteText.Instant(row.GetString(First + 13)),
            UpdatedAt = SqliteText.Instant(row.GetString(First + 14)),
        };
    }

    private static string? Text(DateTimeOffset? instant) => instant is { } value ? SqliteText.Of(value) : null;

    private static string? String(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Instant(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : SqliteText.Instant(row.GetString(column));
}
