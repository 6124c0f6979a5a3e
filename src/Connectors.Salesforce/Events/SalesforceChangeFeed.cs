using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Listens to the change events of one object (Change Data Capture over the Pub/Sub API). An event only says which record changed: the record is read, so that the object is the same as <see cref="SalesforceChangeSource{T}"/> gives.
/// What events cannot tell (gaps, events that Salesforce no longer keeps, events that cannot be read) is caught up by reading. Thread-safe; keep one for each object.
/// </summary>
/// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
/// <remarks>
/// By Salesforce's Pub/Sub API and Change Data Capture Developer Guides. Several changes of one record that arrive together are one change: the record as it is now.
/// A listening without a cursor begins with the oldest event that is kept and passes over those from before its first minute, so that none is lost while the subscription is made; each event counts against the org's daily deliveries.
/// A record that was deleted for good, or left the condition of the options, before it could be read does not come unless its event is a deletion.
/// </remarks>
public sealed class SalesforceChangeFeed<T> : IChangeFeed<T>, IDisposable
    where T : class, ICanonicalObject<T>
{
    private const int MostSchemas = 64;
    private const int MostUnreadable = 3;

    // Clocks of the machines that stamp commits, of which the org's own answer is one, may differ a little.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly SalesforceClient _client;
    private readonly MappingDocument _mapping;
    private readonly SalesforceReadOptions _read;
    private readonly SalesforceEventOptions _options;
    private readonly ChangedRecords<T> _records;
    private readonly ConcurrentDictionary<string, AvroType> _schemas = new(StringComparer.Ordinal);
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string _objectName;
    private readonly string _topic;
    private readonly string _source;
    private readonly string _readingSource;

    /// <summary>Creates the feed.</summary>
    /// <param name="client">The org. Its token is used for the events too.</param>
    /// <param name="mapping">How records of the object become canonical objects; its source names the object.</param>
    /// <param name="read">What every mapping of the org needs, and a condition on the records when there is one.</param>
    /// <param name="options">How events are listened to; null for the defaults.</param>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, or an option is outside of its limits.</exception>
    /// <exception cref="ConnectorException">The address is neither https nor loopback (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    public SalesforceChangeFeed(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions read, SalesforceEventOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(read);
        (_client, _mapping, _read, _options) = (client, mapping, read, options ?? new SalesforceEventOptions());
        if (_options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        _address = BaseAddress.Require(_options.Address);
        _records = new ChangedRecords<T>(client, mapping, read);
        _objectName = mapping.Source.ObjectType;
        _readingSource = $"salesforce/{_objectName}";
        _source = _readingSource + "/events";
        _topic = _options.Topic ?? (_objectName.EndsWith("__c", StringComparison.OrdinalIgnoreCase) ? $"/data/{_objectName[..^1]}ChangeEvent" : $"/data/{_objectName}ChangeEvent");
        SocketsHttpHandler handler = ConnectorHttp.CreatePrimaryHandler();
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.EnableMultipleHttp2Connections = true;
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChangePage<T>> ListenAsync(ChangeCursor? since = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var listening = new Listening { State = since is null ? null : EventState.FromCursor(since, _source), Drift = _records.Watch() };
        while (true)
        {
            Exception? broken = null;
            IAsyncEnumerator<ChangePage<T>> life = LiveAsync(listening, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (life.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await life.MoveNextAsync().ConfigureAwait(false))
                            break;
                    }
                    catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException)
                    {
                        // A connection that is cut off by the caller tells it in many ways.
                        throw new OperationCanceledException("The listening was ended.", e, cancellationToken);
                    }
                    catch (Exception e) when (e is GrpcFault or InvalidDataException or ConnectorException { IsTransient: true })
                    {
                        broken = e;
                        break;
                    }

                    yield return life.Current;
                }
            }

            await RecoverAsync(listening, broken, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Frees the connections. Listenings that are under way break.</summary>
    public void Dispose() => _http.Dispose();

    // What a broken subscription needs before the next; throws what no other try heals.
    private async Task RecoverAsync(Listening listening, Exception? broken, CancellationToken cancellationToken)
    {
        listening.Failures++;
        switch (broken)
        {
            case GrpcFault { IsReplayLost: true } lost when listening.State is { ReplayId: not null } state:
                // Neither the newest nor the oldest place would do: what lies between would be lost, or is kept no longer. Without a place it is read first.
                Log.EventsMissed(_client.Logger, _topic, lost.VendorCode!);
                listening.State = state with { ReplayId = null };
                return;
            // A session that ended is renewed with the next try; a new one that is refused as well never heals.
            case GrpcFault { Status: GrpcFault.Unauthenticated } fault when ++listening.Refusals > 1:
                throw fault.ToException(_topic);
            case GrpcFault { IsFinal: true } fault:
                throw fault.ToException(_topic);
            case InvalidDataException when ++listening.Unreadable > MostUnreadable:
                throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Configuration, "The Pub/Sub API gave answers that cannot be read. Check the address, and whether a proxy stands before it.", broken);
        }

        Log.SubscriptionBroke(_client.Logger, _topic, broken is ConnectorException known ? known.Code : broken?.GetType().Name ?? "ended", listening.Failures);
        // At once for the first time, and then after 1, 2, 4 … 60 seconds.
        if (listening.Failures > 1)
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(listening.Failures - 2, 6))), _client.Time, cancellationToken).ConfigureAwait(false);
    }

    // One subscription, with the catch-up before it when one is due. It ends or throws when the subscription does.
    private async IAsyncEnumerable<ChangePage<T>> LiveAsync(Listening listening, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? organization = _options.OrganizationId ?? (_read.Instance.StartsWith("00D", StringComparison.Ordinal) && SalesforceRecordId.IsValid(_read.Instance) ? _read.Instance : null);
        PubSubSession session = await _client.OpenSessionAsync(organization, cancellationToken).ConfigureAwait(false);
        TimeSpan ahead = session.ServerTime - _client.Time.GetUtcNow();
        if (listening.State is null)
        {
            listening.State = new EventState { At = session.ServerTime };
            yield return new ChangePage<T>([], listening.State.ToCursor(_source));
        }
        else if (listening.State is { ReplayId: null, CatchUp: null })
        {
            listening.State = CatchUp(listening.State, session.ServerTime, null);
        }

        await foreach (ChangePage<T> page in ReadMissedAsync(listening, cancellationToken).ConfigureAwait(false))
            yield return page;
        if (listening.State.ReplayId is null)
            listening.SkipBefore = listening.State.At - Skew;
        using var stream = new PubSubStream(_http, _address, session, _topic, _options.PageSize, listening.State.ReplayId);
        while (await NextAsync(stream, cancellationToken).ConfigureAwait(false) is { } batch)
        {
            EventState state = listening.State;
            if (batch.Events.Count == 0)
            {
                DateTimeOffset quietSince = _client.Time.GetUtcNow() + ahead - _options.Silence;
                state = state with { ReplayId = batch.LatestReplayId ?? state.ReplayId, At = quietSince > state.At ? quietSince : state.At };
                listening.State = state;
                listening.Thrives();
                yield return new ChangePage<T>([], state.ToCursor(_source));
                continue;
            }

            Taken taken = await TakeAsync(batch, listening, session, cancellationToken).ConfigureAwait(false);
            if (taken.Missed is { } reason)
            {
                Log.EventsMissed(_client.Logger, _topic, reason);
                listening.State = CatchUp(state, await _client.GetServerTimeAsync(cancellationToken).ConfigureAwait(false), taken.ReplayId);
                await foreach (ChangePage<T> page in ReadMissedAsync(listening, cancellationToken).ConfigureAwait(false))
                    yield return page;
                listening.Thrives();
                continue;
            }

            List<RecordChange<T>> changes = await _records.ReadAsync(taken.Changes, listening.Drift, cancellationToken).ConfigureAwait(false);
            // Only now: what could not be read comes again with the next subscription, and must not be taken for known then.
            foreach ((string id, ChangeEvent change) in taken.Dealt)
                listening.Seen.Add(change, id);
            listening.State = state with { ReplayId = taken.ReplayId, At = taken.At };
            listening.Thrives();
            yield return new ChangePage<T>(changes, listening.State.ToCursor(_source));
        }
    }

    private async Task<PubSubBatch?> NextAsync(PubSubStream stream, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(_options.Silence, _client.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            return await stream.NextAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new GrpcFault(GrpcFault.Unavailable, null, e);
        }
    }

    private async Task<Taken> TakeAsync(PubSubBatch batch, Listening listening, PubSubSession session, CancellationToken cancellationToken)
    {
        var taken = new Taken { At = listening.State!.At, ReplayId = listening.State.ReplayId };
        var keys = new HashSet<(string, long, string)>();
        foreach (PubSubEvent item in batch.Events)
        {
            if (item.ReplayId.Length > 0)
                taken.ReplayId = item.ReplayId;
            if (await ReadAsync(item, session, cancellationToken).ConfigureAwait(false) is not { } change)
            {
                taken.Missed ??= "an event cannot be read";
                continue;
            }

            if (change.CommittedAt > taken.At)
                taken.At = change.CommittedAt;
            if (!string.Equals(change.EntityName, _objectName, StringComparison.OrdinalIgnoreCase) || change.CommittedAt < listening.SkipBefore || IsOwn(change) || IsUnasked(change))
                continue;
            if (change.IsOverflow)
            {
                taken.Missed ??= "GAP_OVERFLOW";
                continue;
            }

            foreach (string id in change.RecordIds.Select(SalesforceRecordId.Complete))
            {
                bool isNew = change.TransactionKey.Length == 0 || keys.Add((change.TransactionKey, change.SequenceNumber, id));
                if (isNew && !listening.Seen.Contains(change, id))
                    taken.Dealt.Add((id, change));
            }
        }

        // The last change of each record, where it stands.
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (int i = taken.Dealt.Count - 1; i >= 0; i--)
        {
            if (ids.Add(taken.Dealt[i].Id))
                taken.Changes.Add(taken.Dealt[i]);
        }

        taken.Changes.Reverse();
        return taken;
    }

    // Null when the event does not follow its schema, or the schema is not to be had.
    private async Task<ChangeEvent?> ReadAsync(PubSubEvent item, PubSubSession session, CancellationToken cancellationToken)
    {
        try
        {
            if (!_schemas.TryGetValue(item.SchemaId, out AvroType? schema))
            {
                using var silence = new CancellationTokenSource(_options.Silence, _client.Time);
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
                try
                {
                    schema = await PubSubStream.GetSchemaAsync(_http, _address, session, item.SchemaId, either.Token).ConfigureAwait(false);
                }
                catch (Exception e) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    throw new GrpcFault(GrpcFault.Unavailable, null, e);
                }

                // Each change of the object's fields makes another one.
                if (_schemas.Count >= MostSchemas)
                    _schemas.Clear();
                _schemas[item.SchemaId] = schema;
            }

            return ChangeEvent.Read(schema, item.Payload);
        }
        catch (Exception e) when (e is InvalidDataException or GrpcFault { Status: GrpcFault.NotFound or GrpcFault.InvalidArgument })
        {
            return null;
        }
    }

    private bool IsOwn(ChangeEvent change)
    {
        const string Client = "client=";
        if (_options.OwnUserId is null || !SalesforceRecordId.Same(change.CommitUser, _options.OwnUserId))
            return false;
        return change.ChangeOrigin.Split(';').Any(part => part.StartsWith(Client, StringComparison.Ordinal) && part[Client.Length..].TrimEnd('/') == _client.ClientName);
    }

    private bool IsUnasked(ChangeEvent change) =>
        _options.OnlyWhenChanged.Count > 0 && change.ChangeType == "UPDATE"
        && !change.ChangedFields.Concat(change.NulledFields).Any(field => _options.OnlyWhenChanged.Any(asked => field == asked || field.StartsWith(asked + ".", StringComparison.Ordinal) || asked.StartsWith(field + ".", StringComparison.Ordinal)));

    // Everything since the last event that was dealt with, as far back as a transaction that was under way then may have taken its stamp.
    // The window has no end but a late one: events begin behind the reading, so that nothing needs to be kept for another window.
    private EventState CatchUp(EventState state, DateTimeOffset now, byte[]? replayId)
    {
        DateTimeOffset since = Floor(state.At < now ? state.At : now);
        var window = new ChangeState
        {
            From = since - _options.CatchUp.Overlap,
            To = Floor(now) + TimeSpan.FromHours(1),
            DeletedThrough = since,
            RefreshedAt = Floor(now),
        };
        return new EventState { ReplayId = replayId, At = now, CatchUp = state.CatchUp ?? window.ToCursor(_readingSource) };
    }

    private async IAsyncEnumerable<ChangePage<T>> ReadMissedAsync(Listening listening, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (listening.State!.CatchUp is null)
            yield break;
        while (listening.State.CatchUp is { } cursor)
        {
            var source = new SalesforceChangeSource<T>(_client, _mapping, _read, _options.CatchUp with { Safety = TimeSpan.Zero, FullRefreshEvery = null });
            await foreach (ChangePage<T> page in source.ReadChangesAsync(cursor, cancellationToken).ConfigureAwait(false))
            {
                cursor = page.Cursor;
                if (page.Items.Count == 0)
                    continue;
                listening.State = listening.State with { CatchUp = cursor };
                yield return new ChangePage<T>(page.Items, listening.State.ToCursor(_source));
            }

            // A window that was cut for a query that took too long may end before the place from which events are taken.
            ChangeState reached = ChangeState.FromCursor(cursor, _readingSource);
            listening.State = reached.To > listening.State.At
                ? listening.State with { CatchUp = null }
                : CatchUp(new EventState { At = reached.To }, listening.State.At, listening.State.ReplayId);
        }

        yield return new ChangePage<T>([], listening.State.ToCursor(_source));
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    // What one listening knows. Its state goes on only with the page that is handed out.
    private sealed class Listening
    {
        public EventState? State { get; set; }

        public required DriftDetector Drift { get; init; }

        public SeenChanges Seen { get; } = new();

        /// <summary>Events from before were caught up by reading, or are from before the listening.</summary>
        public DateTimeOffset SkipBefore { get; set; } = DateTimeOffset.MinValue;

        public int Failures { get; set; }

        public int Refusals { get; set; }

        public int Unreadable { get; set; }

        /// <summary>The subscription gave something and it was dealt with. A catch-up before the subscription proves nothing about it.</summary>
        public void Thrives() => (Failures, Refusals, Unreadable) = (0, 0, 0);
    }

    // What one answer of the stream says.
    private sealed class Taken
    {
        public List<(string Id, ChangeEvent Change)> Dealt { get; } = [];

        public List<(string Id, ChangeEvent Change)> Changes { get; } = [];

        public required DateTimeOffset At { get; set; }

        public required byte[]? ReplayId { get; set; }

        public string? Missed { get; set; }
    }
}
