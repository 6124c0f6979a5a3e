using System.Runtime.CompilerServices;

using Canonical.Mapping;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>What the listenings of one feed share. Thread-safe.</summary>
internal sealed class ChangeListeningFactory : IDisposable
{
    public ChangeListeningFactory(SalesforceClient client, string instance, string topic, string source, IReadOnlyList<ChangeMember> members, bool isChannel, SalesforceEventOptions options)
    {
        if (options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        (Client, Topic, Source, Members, IsChannel, Options) = (client, topic, source, members, isChannel, options);
        ByObject = members.ToLookup(static m => m.ObjectName, StringComparer.OrdinalIgnoreCase);
        Connection = new PubSubConnection(client, options, instance);
    }

    public SalesforceClient Client { get; }

    public PubSubConnection Connection { get; }

    public string Topic { get; }

    /// <summary>The name that the cursors carry.</summary>
    public string Source { get; }

    public IReadOnlyList<ChangeMember> Members { get; }

    public ILookup<string, ChangeMember> ByObject { get; }

    public bool IsChannel { get; }

    public SalesforceEventOptions Options { get; }

    public ChangeListening Listen(ChangeCursor? since) => new(this, since is null ? null : EventState.FromCursor(since, Source));

    public void Dispose() => Connection.Dispose();
}

/// <summary>One listening to the changes of one or several objects. An event only says which record changed, and the record is read; what events cannot tell is caught up by reading. Used by one caller at a time.</summary>
internal sealed class ChangeListening : PubSubListening<SalesforceChannelPage>
{
    // Clocks of the machines that stamp commits, of which the org's own answer is one, may differ a little.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly ChangeListeningFactory _feed;
    private readonly Dictionary<ChangeMember, DriftDetector> _drift;
    private readonly SeenChanges _seen = new();

    // Goes on only with the page that is handed out.
    private EventState? _state;

    // Events from before were caught up by reading, or are from before the listening.
    private DateTimeOffset _skipBefore = DateTimeOffset.MinValue;

    public ChangeListening(ChangeListeningFactory feed, EventState? state)
        : base(feed.Connection, feed.Topic)
    {
        _feed = feed;
        _drift = feed.Members.ToDictionary(static m => m, static m => m.Watch());
        // Objects that are no longer listened to are not caught up either; a cursor of one object does not name it.
        _state = state is null ? null : state with
        {
            Waiting = !feed.IsChannel && state.CatchUp is not null ? [feed.Members[0].Key] : [.. state.Waiting.Where(key => feed.Members.Any(m => m.Key == key))],
            CatchUp = feed.IsChannel && state.Waiting.Count > 0 && !feed.Members.Any(m => m.Key == state.Waiting[0]) ? null : state.CatchUp,
        };
    }

    protected override async IAsyncEnumerable<SalesforceChannelPage> LiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PubSubSession session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_state is null)
        {
            _state = new EventState { At = await ServerTimeAsync(cancellationToken).ConfigureAwait(false) };
            yield return Page([]);
        }
        else if (_state is { ReplayId: null, Waiting: [] })
        {
            _state = CatchUp(_state, await ServerTimeAsync(cancellationToken).ConfigureAwait(false), null, _feed.Members);
        }

        await foreach (SalesforceChannelPage page in ReadMissedAsync(cancellationToken).ConfigureAwait(false))
            yield return page;
        if (_state.ReplayId is null)
            _skipBefore = _state.At - Skew;
        Subscribe(session, new PubSubStart(Topic, _state.ReplayId, AtTheTip: false));
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            EventState state = _state;
            if (batch.Events.Count == 0)
            {
                DateTimeOffset quietSince = Connection.Now(session) - Connection.Silence;
                _state = state with { ReplayId = batch.LatestReplayId ?? state.ReplayId, At = quietSince > state.At ? quietSince : state.At };
                Thrives();
                yield return Page([]);
                continue;
            }

            Taken taken = await TakeAsync(batch, session, cancellationToken).ConfigureAwait(false);
            if (taken.Missed.Count > 0)
            {
                Log.EventsMissed(Connection.Logger, Topic, taken.Reason);
                // Of the other objects what came along is read as always, and goes out first: the cursor of the catch-up stands behind it.
                List<SalesforceChannelChange> others = await ReadAsync(taken.Changes.FindAll(c => !taken.Missed.Contains(c.Member)), cancellationToken).ConfigureAwait(false);
                _state = CatchUp(state, await Connection.AskTimeAsync(cancellationToken).ConfigureAwait(false), taken.ReplayId, taken.Missed);
                foreach ((string id, ChangeEvent change) in taken.Dealt)
                    _seen.Add(change, id);
                if (others.Count > 0)
                    yield return Page(others);
                await foreach (SalesforceChannelPage page in ReadMissedAsync(cancellationToken).ConfigureAwait(false))
                    yield return page;
                Thrives();
                continue;
            }

            List<SalesforceChannelChange> changes = await ReadAsync(taken.Changes, cancellationToken).ConfigureAwait(false);
            // Only now: what could not be read comes again with the next subscription, and must not be taken for known then.
            foreach ((string id, ChangeEvent change) in taken.Dealt)
                _seen.Add(change, id);
            _state = state with { ReplayId = taken.ReplayId, At = taken.At };
            Thrives();
            yield return Page(changes);
        }
    }

    // Neither the newest nor the oldest place would do: what lies between would be lost, or is kept no longer. Without a place it is read first.
    protected override bool LoseReplayId(GrpcFault lost)
    {
        if (_state?.ReplayId is null)
            return false;
        Log.EventsMissed(Connection.Logger, Topic, lost.VendorCode!);
        _state = _state with { ReplayId = null };
        return true;
    }

    private SalesforceChannelPage Page(IReadOnlyList<SalesforceChannelChange> changes) => new(changes, _state!.ToCursor(_feed.Source, _feed.IsChannel));

    private async Task<Taken> TakeAsync(PubSubBatch batch, PubSubSession session, CancellationToken cancellationToken)
    {
        var taken = new Taken { At = _state!.At, ReplayId = _state.ReplayId };
        var keys = new HashSet<(string, long, string)>();
        foreach (PubSubEvent item in batch.Events)
        {
            if (item.ReplayId.Length > 0)
                taken.ReplayId = item.ReplayId;
            if (await ReadAsync(item, session, cancellationToken).ConfigureAwait(false) is not { } change)
            {
                // It may be of any object.
                taken.Miss(_feed.Members, "an event cannot be read");
                continue;
            }

            if (change.CommittedAt > taken.At)
                taken.At = change.CommittedAt;
            if (!_feed.ByObject.Contains(change.EntityName) || change.CommittedAt < _skipBefore || IsOwn(change))
                continue;
            if (change.IsOverflow)
            {
                taken.Miss(_feed.ByObject[change.EntityName], "GAP_OVERFLOW");
                continue;
            }

            ChangeMember[] members = [.. _feed.ByObject[change.EntityName].Where(m => !m.IsUnasked(change))];
            if (members.Length == 0)
                continue;
            foreach (string id in change.RecordIds.Select(SalesforceRecordId.Complete))
            {
                bool isNew = change.TransactionKey.Length == 0 || keys.Add((change.TransactionKey, change.SequenceNumber, id));
                if (!isNew || _seen.Contains(change, id))
                    continue;
                taken.Dealt.Add((id, change));
                foreach (ChangeMember member in members)
                    taken.Changes.Add((member, id, change));
            }
        }

        // The last change of each record, where it stands.
        var last = new HashSet<(ChangeMember, string)>();
        for (int i = taken.Changes.Count - 1; i >= 0; i--)
        {
            if (!last.Add((taken.Changes[i].Member, taken.Changes[i].Id)))
                taken.Changes.RemoveAt(i);
        }

        return taken;
    }

    // Each object's records with calls of their own, and then in the order of the events again.
    private async Task<List<SalesforceChannelChange>> ReadAsync(List<(ChangeMember Member, string Id, ChangeEvent Change)> changes, CancellationToken cancellationToken)
    {
        var read = new SalesforceChannelChange?[changes.Count];
        foreach (IGrouping<ChangeMember, int> group in Enumerable.Range(0, changes.Count).GroupBy(i => changes[i].Member))
        {
            int[] places = [.. group];
            SalesforceChannelChange?[] records = await group.Key.ReadAsync([.. places.Select(i => (changes[i].Id, changes[i].Change))], _drift[group.Key], cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < places.Length; i++)
                read[places[i]] = records[i];
        }

        return [.. read.OfType<SalesforceChannelChange>()];
    }

    // Null when the event does not follow its schema, or the schema is not to be had.
    private async Task<ChangeEvent?> ReadAsync(PubSubEvent item, PubSubSession session, CancellationToken cancellationToken)
    {
        try
        {
            return ChangeEvent.Read(await Connection.SchemaAsync(item.SchemaId, session, cancellationToken).ConfigureAwait(false), item.Payload);
        }
        catch (Exception e) when (e is InvalidDataException or GrpcFault { Status: GrpcFault.NotFound or GrpcFault.InvalidArgument })
        {
            return null;
        }
    }

    private bool IsOwn(ChangeEvent change)
    {
        const string Client = "client=";
        if (_feed.Options.OwnUserId is null || !SalesforceRecordId.Same(change.CommitUser, _feed.Options.OwnUserId))
            return false;
        return change.ChangeOrigin.Split(';').Any(part => part.StartsWith(Client, StringComparison.Ordinal) && part[Client.Length..].TrimEnd('/') == _feed.Client.ClientName);
    }

    // Everything since the last event that was dealt with.
    private static EventState CatchUp(EventState state, DateTimeOffset now, byte[]? replayId, IEnumerable<ChangeMember> members) => new()
    {
        ReplayId = replayId,
        At = now,
        Since = state.At < now ? state.At : now,
        Waiting = [.. members.Select(static m => m.Key)],
    };

    // As far back as a transaction that was under way then may have taken its stamp.
    // The window has no end but a late one: events begin behind the reading, so that nothing needs to be kept for another window.
    private ChangeCursor Window(ChangeMember member, DateTimeOffset since, DateTimeOffset now)
    {
        since = Floor(since);
        var window = new ChangeState
        {
            From = since - _feed.Options.CatchUp.Overlap,
            To = Floor(now) + TimeSpan.FromHours(1),
            DeletedThrough = since,
            RefreshedAt = Floor(now),
        };
        return window.ToCursor(member.ReadingSource);
    }

    private async IAsyncEnumerable<SalesforceChannelPage> ReadMissedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_state!.Waiting.Count == 0)
            yield break;
        while (_state.Waiting is [var key, ..])
        {
            ChangeMember member = _feed.Members.First(m => m.Key == key);
            ChangeCursor cursor = _state.CatchUp ?? Window(member, _state.Since ?? _state.At, _state.At);
            // Kept for a feed of one object, whose cursor says no more than that.
            _state = _state with { CatchUp = cursor };
            await foreach (SalesforceChannelPage page in member.ReadMissedAsync(cursor, _feed.Options.CatchUp with { Safety = TimeSpan.Zero, FullRefreshEvery = null }, cancellationToken).ConfigureAwait(false))
            {
                cursor = page.Cursor;
                if (page.Items.Count == 0)
                    continue;
                _state = _state with { CatchUp = cursor };
                yield return Page(page.Items);
            }

            // A window that was cut for a query that took too long may end before the place from which events are taken.
            ChangeState reached = ChangeState.FromCursor(cursor, member.ReadingSource);
            _state = reached.To > _state.At
                ? _state with { CatchUp = null, Waiting = [.. _state.Waiting.Skip(1)] }
                : _state with { CatchUp = Window(member, reached.To, _state.At) };
        }

        _state = _state with { Since = null };
        yield return Page([]);
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    // What one answer of the stream says.
    private sealed class Taken
    {
        public List<(string Id, ChangeEvent Change)> Dealt { get; } = [];

        public List<(ChangeMember Member, string Id, ChangeEvent Change)> Changes { get; } = [];

        public required DateTimeOffset At { get; set; }

        public required byte[]? ReplayId { get; set; }

        /// <summary>The objects of which events do not tell what changed.</summary>
        public List<ChangeMember> Missed { get; } = [];

        public string Reason { get; private set; } = "";

        public void Miss(IEnumerable<ChangeMember> members, string reason)
        {
            if (Missed.Count == 0)
                Reason = reason;
            Missed.AddRange(members.Where(m => !Missed.Contains(m)));
        }
    }
}
