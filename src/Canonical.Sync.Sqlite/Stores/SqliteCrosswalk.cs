using Canonical.Model;

using Microsoft.Data.Sqlite;

namespace Canonical.Sync.Sqlite;

/// <summary>The crosswalk as the table <c>crosswalk</c>, whose unique index holds one canonical id per record.</summary>
internal sealed class SqliteCrosswalk(SqliteDatabase database, TimeProvider clock) : ICrosswalk
{
    private const string Select = $"SELECT {EntityColumns.Columns}, canonical_id, origin, valid_from, valid_to, end_reason FROM crosswalk";

    private const string IsRecord = EntityColumns.Condition;

    public async Task<CrosswalkLinkResult> LinkAsync(EntityKey native, CanonicalId canonicalId, CrosswalkOrigin origin, CancellationToken cancellationToken = default)
    {
        // Most links exist already: reading first saves the disk a transaction. The winner of a race is decided in the write.
        if (await FindAsync(native, cancellationToken).ConfigureAwait(false) is { } known)
            return Found(known, canonicalId);
        return await database.WriteAsync(
            session =>
            {
                if (Find(session, native) is { } there)
                    return Found(there, canonicalId);
                return new CrosswalkLinkResult(CrosswalkLinkOutcome.Linked, Insert(session, native, canonicalId, origin, clock.GetUtcNow()));
            },
            cancellationToken).ConfigureAwait(false);
    }

    public Task<bool> RelinkAsync(EntityKey native, CanonicalId current, CanonicalId successor, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(native);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return database.WriteAsync(
            session =>
            {
                DateTimeOffset now = clock.GetUtcNow();
                if (!End(session, native, current, reason, now))
                    return false;
                Insert(session, native, successor, CrosswalkOrigin.Manual, now);
                return true;
            },
            cancellationToken);
    }

    public Task<bool> RetireAsync(EntityKey native, CanonicalId canonicalId, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(native);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return database.WriteAsync(session => End(session, native, canonicalId, reason, clock.GetUtcNow()), cancellationToken);
    }

    public Task<CrosswalkLink?> FindAsync(EntityKey native, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(native);
        return database.ReadAsync(session => Find(session, native), cancellationToken);
    }

    public async Task<IReadOnlyList<CrosswalkLink>> FindAsync(string tenant, CanonicalId canonicalId, CancellationToken cancellationToken = default) =>
        await database.ReadAsync(
            session => session.All(
                Read,
                $"{Select} WHERE canonical_id = $canonical_id AND tenant = $tenant AND valid_to IS NULL ORDER BY link_id;",
                ("$canonical_id", canonicalId.ToString()),
                ("$tenant", tenant)),
            cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<CrosswalkLink>> HistoryAsync(EntityKey native, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(native);
        return await database.ReadAsync(
            session => session.All(Read, $"{Select} WHERE {IsRecord} ORDER BY link_id;", EntityColumns.Parameters(native)),
            cancellationToken).ConfigureAwait(false);
    }

    private static CrosswalkLinkResult Found(CrosswalkLink link, CanonicalId canonicalId) =>
        new(link.CanonicalId == canonicalId ? CrosswalkLinkOutcome.AlreadyLinked : CrosswalkLinkOutcome.Conflict, link);

    private static CrosswalkLink? Find(SqliteSession session, EntityKey native) =>
        session.First(Read, $"{Select} WHERE {IsRecord} AND valid_to IS NULL;", EntityColumns.Parameters(native));

    private static CrosswalkLink Insert(SqliteSession session, EntityKey native, CanonicalId canonicalId, CrosswalkOrigin origin, DateTimeOffset now)
    {
        session.Execute(
            """
            INSERT INTO crosswalk (tenant, object_type, system, instance, source_id, line_id, canonical_id, origin, valid_from)
            VALUES ($tenant, $object_type, $system, $instance, $source_id, $line_id, $canonical_id, $origin, $now);
            """,
            [.. EntityColumns.Parameters(native), ("$canonical_id", canonicalId.ToString()), ("$origin", origin.ToString()), ("$now", SqliteText.Of(now))]);
        return new CrosswalkLink { Native = native, CanonicalId = canonicalId, Origin = origin, ValidFrom = now };
    }

    private static bool End(SqliteSession session, EntityKey native, CanonicalId canonicalId, string reason, DateTimeOffset now) =>
        session.Execute(
            $"UPDATE crosswalk SET valid_to = $now, end_reason = $reason WHERE {IsRecord} AND canonical_id = $canonical_id AND valid_to IS NULL;",
            [.. EntityColumns.Parameters(native), ("$canonical_id", canonicalId.ToString()), ("$now", SqliteText.Of(now)), ("$reason", reason)]) == 1;

    private static CrosswalkLink Read(SqliteDataReader row) => new()
    {
        Native = EntityColumns.Read(row),
        CanonicalId = CanonicalId.Parse(row.GetString(6)),
        Origin = Enum.Parse<CrosswalkOrigin>(row.GetString(7)),
        ValidFrom = SqliteText.Instant(row.GetString(8)),
        ValidTo = row.IsDBNull(9) ? null : SqliteText.Instant(row.GetString(9)),
        EndReason = row.IsDBNull(10) ? null : row.GetString(10),
    };
}
