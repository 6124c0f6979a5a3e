using System.Runtime.CompilerServices;
using System.Text;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Reads what has changed in one object, without missing a change: in windows of the server's clock that overlap, in the order of stamp and id, with late commits, deletions and (when asked for) what no stamp tells.
/// Thread-safe; one reading at a time.
/// </summary>
/// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
/// <remarks>By the documentation of SystemModstamp, queryAll and sObject Get Deleted in Salesforce's REST API Developer Guide. The order within a window is that of the stamps; a deleted record comes as the recycle bin still holds it, or with its id alone.</remarks>
public sealed class SalesforceChangeSource<T> : IChangeSource<T>
    where T : class, ICanonicalObject<T>
{
    // Salesforce answers questions of the last 30 days, and promises the deletions of the last 15 (sObject Get Deleted); an hour less, so that the question is not too late while it travels.
    private static readonly TimeSpan DeletionsReach = TimeSpan.FromDays(15) - TimeSpan.FromHours(1);

    // "By more than one minute", and seconds are cut off.
    private static readonly TimeSpan LeastDeletionSpan = TimeSpan.FromMinutes(2);

    // Some halvings of a window help against a slow query; against a server that never answers none does.
    private const int MaxHungQueries = 5;

    private readonly SalesforceClient _client;
    private readonly SalesforceMappedRecords<T> _records;
    private readonly SalesforceChangeOptions _options;
    private readonly SalesforceReadOptions _read;
    private readonly SoqlBuilder _query;
    private readonly string _objectName;
    private readonly string _source;
    private readonly string _stamp;
    private readonly byte[] _utf8Stamp;
    private readonly DeliveredRows _delivered = new();
    private DriftDetector? _drift;
    private int _readings;

    /// <summary>Creates the source.</summary>
    /// <param name="client">The org.</param>
    /// <param name="mapping">How records of the object become canonical objects; its source names the object.</param>
    /// <param name="read">What every mapping of the org needs, and a condition on the records when there is one. A record that leaves the condition does not come as deleted.</param>
    /// <param name="options">How far the reading reaches back; null for the defaults.</param>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, or an option is outside of its limits.</exception>
    public SalesforceChangeSource(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions read, SalesforceChangeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(read);
        _client = client;
        _read = read;
        _options = options ?? new SalesforceChangeOptions();
        if (_options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        _objectName = mapping.Source.ObjectType;
        _source = $"salesforce/{_objectName}";
        _records = new SalesforceMappedRecords<T>(mapping, _objectName, read);
        _stamp = SoqlName.Object(_options.StampField, nameof(options));
        _utf8Stamp = Encoding.UTF8.GetBytes(_stamp);
        _query = _options.HasRecycleBin ? _records.QueryOfOptions(_stamp, "IsDeleted") : _records.QueryOfOptions(_stamp);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another reading of this source is under way.</exception>
    public async IAsyncEnumerable<ChangePage<T>> ReadChangesAsync(ChangeCursor? since = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChangeState? kept = since is null ? null : ChangeState.FromCursor(since, _source);
        if (Interlocked.Exchange(ref _readings, 1) != 0)
            throw new InvalidOperationException("Another reading of this source is under way. One cursor is read by one caller at a time.");
        try
        {
            _delivered.Begin(since);
            _drift = _records.Watch();
            DateTimeOffset now = Floor(await _client.GetServerTimeAsync(cancellationToken).ConfigureAwait(false));
            DateTimeOffset end = now - _options.Safety;
            ChangeState state = kept ?? new ChangeState { To = end, DeletedThrough = end, RefreshedAt = now };
            if (state.WindowDone && state.RefreshId is null)
                state = Next(state, end);
            // A window that an earlier reading began was read in part at an earlier time: what has committed since then may lie anywhere within the overlap before its end.
            bool isOurs = kept is null || kept.WindowDone;
            bool isCut = false;
            while (!state.WindowDone)
            {
                (DateTimeOffset begin, DateTimeOffset to) = (Beginning(state), state.To);
                await foreach ((ChangePage<T>? page, ChangeState reached) in ReadWindowAsync(state, cancellationToken).ConfigureAwait(false))
                {
                    state = reached;
                    if (page is not null)
                        yield return page;
                }

                isCut |= state.To != to;
                if (state.WindowDone && state.To < end)
                {
                    state = isCut && isOurs ? Rest(state, begin, end) : Next(state, end);
                    isCut &= isOurs;
                    isOurs = true;
                }
            }

            bool asks = _options.AskForDeletions;
            while (asks && now - state.DeletedThrough >= LeastDeletionSpan)
            {
                (IReadOnlyList<RecordChange<T>> deleted, state, asks) = await ReadDeletionsAsync(state, now, cancellationToken).ConfigureAwait(false);
                if (deleted.Count > 0)
                    yield return new ChangePage<T>(deleted, state.ToCursor(_source));
            }

            if (_options.FullRefreshEvery is { } every && (state.RefreshId is not null || now - state.RefreshedAt >= every))
            {
                state = state.RefreshId is null ? state with { RefreshId = "", RefreshedAt = now } : state;
                await foreach ((ChangePage<T> page, ChangeState reached) in RefreshAsync(state, cancellationToken).ConfigureAwait(false))
                {
                    state = reached;
                    yield return page;
                }
            }

            state = state with { RefreshId = null };
            ChangeCursor cursor = state.ToCursor(_source);
            _delivered.End(cursor);
            yield return new ChangePage<T>([], cursor);
        }
        finally
        {
            Volatile.Write(ref _readings, 0);
        }
    }

    private ChangeState Next(ChangeState done, DateTimeOffset end) =>
        done with { From = done.To - _options.Overlap, To = end > done.To ? end : done.To, WindowDone = false, Stamp = null, Id = null };

    // What follows a window that was cut because its query took too long. It does not reach back: windows shorter than the overlap would then walk backwards for ever.
    // What commits late is as near to the end of the whole as before, and the next reading reaches back from there. It is longer than the last one, since that one was read.
    private static ChangeState Rest(ChangeState done, DateTimeOffset begin, DateTimeOffset end)
    {
        DateTimeOffset to = done.To + ((done.To - begin) * 2);
        return done with { From = done.To, To = to < end ? to : end, WindowDone = false, Stamp = null, Id = null };
    }

    private static DateTimeOffset Beginning(ChangeState state) => state.Stamp ?? state.From ?? new DateTimeOffset(1999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private async IAsyncEnumerable<(ChangePage<T>? Page, ChangeState State)> ReadWindowAsync(ChangeState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool restarted = false;
        int hung = 0;
        while (true)
        {
            ChangeState before = state;
            ConnectorException? broken = null;
            IAsyncEnumerator<Page<SalesforceRecord>> pages = _client.QueryAsync(Window(state), includeDeleted: state.From is not null && _options.HasRecycleBin, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (pages.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await pages.MoveNextAsync().ConfigureAwait(false))
                            break;
                    }
                    catch (ConnectorException e) when (e.Code is SalesforceErrorCodes.CursorGone or SalesforceErrorCodes.AnswerBrokeOff || SalesforceFault.TookTooLong(e))
                    {
                        broken = e;
                        break;
                    }

                    List<RecordChange<T>> changes = Take(pages.Current.Items, ref state);
                    if (changes.Count > 0)
                        yield return (new ChangePage<T>(changes, state.ToCursor(_source)), state);
                }
            }

            if (broken is null)
            {
                yield return (null, state with { WindowDone = true, Stamp = null, Id = null });
                yield break;
            }

            if (SalesforceFault.TookTooLong(broken))
            {
                // Our own time-out is mostly shorter than Salesforce's, but it may also be that nobody answers at all.
                hung = broken.Code == ConnectorErrorCodes.TimedOut ? state == before ? hung + 1 : 1 : 0;
                state = (hung > MaxHungQueries ? null : Halve(state)) ?? throw broken;
            }
            else if (state == before && restarted)
                // Once without progress, no more: otherwise it would go round for ever.
                throw broken;
            restarted = state == before;
            Log.ReadingRestarted(_client.Logger, _objectName, broken.Code);
        }
    }

    private List<RecordChange<T>> Take(IReadOnlyList<SalesforceRecord> records, ref ChangeState state)
    {
        var changes = new List<RecordChange<T>>(records.Count);
        DateTimeOffset observedAt = _client.Time.GetUtcNow();
        foreach (SalesforceRecord record in records)
        {
            string id = record.Id ?? throw SalesforceAnswers.Unexpected("query", "a record has no Id");
            DateTimeOffset stamp = StampOf(record);
            state = state with { Stamp = stamp, Id = id };
            // Only what the next window reads again needs to be remembered, and only that can have been delivered.
            bool shared = stamp >= state.To - _options.Overlap || (state.From is { } from && stamp < from + _options.Overlap);
            if (shared && !_delivered.Add(id, record))
                continue;
            changes.Add(Change(record, stamp, observedAt));
        }

        return changes;
    }

    private RecordChange<T> Change(SalesforceRecord record, DateTimeOffset stamp, DateTimeOffset observedAt) => new()
    {
        Kind = record.IsTrue("IsDeleted"u8) ? ChangeKind.Deleted : ChangeKind.Upserted,
        Item = _records.Map(record, observedAt, _drift),
        ChangedAt = stamp,
    };

    private Soql Window(ChangeState state)
    {
        SoqlBuilder query = _query.Where(SoqlCondition.LessThan(_stamp, state.To));
        if (state.Stamp is { } stamp)
        {
            query = query.Where(SoqlCondition.Any(
                SoqlCondition.GreaterThan(_stamp, stamp),
                SoqlCondition.All(SoqlCondition.Equal(_stamp, stamp), SoqlCondition.GreaterThan("Id", state.Id))));
        }
        else if (state.From is { } from)
        {
            query = query.Where(SoqlCondition.GreaterThanOrEqual(_stamp, from));
        }

        return query.OrderBy(_stamp).OrderBy("Id").Build();
    }

    // A query that takes too long is not repeated but made smaller; null when it cannot be.
    private static ChangeState? Halve(ChangeState state)
    {
        DateTimeOffset lower = Beginning(state);
        DateTimeOffset middle = Floor(lower + ((state.To - lower) / 2));
        return middle > lower && middle < state.To ? state with { To = middle } : null;
    }

    // More: the span was too full for one answer, and the rest of it waits.
    private async Task<(IReadOnlyList<RecordChange<T>> Deleted, ChangeState State, bool More)> ReadDeletionsAsync(ChangeState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - state.DeletedThrough > DeletionsReach)
            throw Missed(state.DeletedThrough);
        DateTimeOffset end = now;
        SalesforceDeletions? told = null;
        while (told is null)
        {
            try
            {
                told = await _client.GetDeletedAsync(_objectName, state.DeletedThrough, end, cancellationToken).ConfigureAwait(false);
            }
            catch (ConnectorException e) when ((e.VendorCode == "EXCEEDED_ID_LIMIT" || e.Code == ConnectorErrorCodes.ResponseTooLarge) && end - state.DeletedThrough >= LeastDeletionSpan * 2)
            {
                end = state.DeletedThrough + ((end - state.DeletedThrough) / 2);
            }
            catch (ConnectorException e) when (e.VendorCode == "INVALID_REPLICATION_DATE")
            {
                // Said when the log was purged behind our start; the span itself is one that Salesforce takes.
                throw Missed(state.DeletedThrough, e);
            }
        }

        if (told.EarliestAvailable > state.DeletedThrough)
            throw Missed(state.DeletedThrough);
        RecordChange<T>[] deleted = [.. told.Records.Select(deletion => new RecordChange<T>
        {
            Kind = ChangeKind.Deleted,
            Item = new SourceItem<T> { Source = new SourceRef { System = SalesforceClient.SystemName, Instance = _read.Instance, ObjectType = _objectName, RecordId = deletion.Id } },
            ChangedAt = deletion.DeletedAt,
        })];
        // Where Salesforce stopped, and not where we asked to: a long transaction anywhere on the instance holds it back.
        return told.LatestCovered > state.DeletedThrough
            ? (deleted, state with { DeletedThrough = Floor(told.LatestCovered) }, end < now)
            : (deleted, state, false);
    }

    private ConnectorException Missed(DateTimeOffset since, ConnectorException? cause = null) => new(
        SalesforceErrorCodes.DeletionsMissed,
        IssueKind.Configuration,
        FormattableString.Invariant($"Salesforce no longer tells which records of {_objectName} were deleted since {since:yyyy-MM-dd'T'HH:mm:ss'Z'}. Start again without a cursor, and take every record that does not come as deleted."),
        cause)
    {
        VendorCode = cause?.VendorCode,
    };

    private async IAsyncEnumerable<(ChangePage<T> Page, ChangeState State)> RefreshAsync(ChangeState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SoqlBuilder rest = state.RefreshId is { Length: > 0 } last ? _query.Where(SoqlCondition.GreaterThan("Id", last)) : _query;
        await foreach ((Page<SalesforceRecord> page, DateTimeOffset observedAt) in new SalesforceKeyset(_client, rest, _objectName, _read.PagesAhead).ReadAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (page.Items.Count == 0)
                continue;
            RecordChange<T>[] changes = [.. page.Items.Select(record => Change(record, StampOf(record), observedAt))];
            state = state with { RefreshId = page.Items[^1].Id ?? state.RefreshId };
            yield return (new ChangePage<T>(changes, state.ToCursor(_source)), state);
        }
    }

    private DateTimeOffset StampOf(SalesforceRecord record) => record.Instant(_utf8Stamp) ?? throw SalesforceAnswers.Unexpected("query", $"a record has no {_stamp}");

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
