using System.Runtime.CompilerServices;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One listening to platform events. Used by one caller at a time.</summary>
internal sealed class EventListening : PubSubListening<SalesforceEventPage>
{
    // How long Salesforce keeps events.
    private static readonly TimeSpan Retention = TimeSpan.FromHours(72);

    private readonly SalesforcePlatformEventOptions _options;
    private readonly EventReader _events;
    private readonly string _source;

    // Goes on only with the page that is handed out.
    private EventState? _state;
    private bool _isKept;
    private string? _lost;

    public EventListening(PubSubConnection connection, string topic, string source, ChangeCursor? since, SalesforcePlatformEventOptions options)
        : base(connection, topic)
    {
        (_options, _source) = (options, source);
        _events = new EventReader(connection, topic);
        _state = since is null ? null : EventState.FromCursor(since, source);
        _isKept = since is not null;
    }

    protected override async IAsyncEnumerable<SalesforceEventPage> LiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PubSubSession session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = _state?.ReplayId is not null && _lost is null ? Connection.Now(session) : await ServerTimeAsync(cancellationToken).ConfigureAwait(false);
        bool isFirst = _state is null;
        _state ??= new EventState { At = now, AtTheTip = _options.Start == SalesforceEventStart.Latest };
        if (!isFirst && _state.ReplayId is null)
            _lost ??= WhyLost(_state, now);
        if (_lost is { } reason)
        {
            Log.EventsLost(Connection.Logger, Topic, reason);
            var gap = new SalesforceEventGap(_state.At < now ? _state.At : now, now, reason);
            if (_options.ThrowOnGap)
                throw new ConnectorException(SalesforceErrorCodes.EventsLost, IssueKind.Configuration, FormattableString.Invariant($"Events of '{Topic}' may be lost since {gap.Since:yyyy-MM-dd'T'HH:mm:ss'Z'}: Salesforce no longer has the place of the cursor. See to what they would have told, and begin again without a cursor.")) { VendorCode = reason };
            _state = _state with { ReplayId = null, At = now };
            (_isKept, _lost) = (true, null);
            yield return new SalesforceEventPage([], _state.ToCursor(_source)) { Gap = gap };
        }

        Subscribe(session, new PubSubStart(Topic, _state.ReplayId, _state.AtTheTip));
        while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            DateTimeOffset quietSince = Connection.Now(session) - Connection.Silence;
            IReadOnlyList<SalesforceEvent> events = await _events.ReadAsync(batch.Events, session, cancellationToken).ConfigureAwait(false);
            DateTimeOffset at = batch.Events.Count == 0 ? quietSince : EventReader.LastCreated(events) ?? _state.At;
            _state = new EventState { ReplayId = EventReader.LastPlace(batch) ?? _state.ReplayId, At = at > _state.At ? at : _state.At };
            _isKept = true;
            Thrives();
            yield return new SalesforceEventPage(events, _state.ToCursor(_source));
        }
    }

    // Neither place would do in silence: with the newest, what lies between would be lost; with the oldest, what is kept no longer.
    protected override bool LoseReplayId(GrpcFault lost)
    {
        if (_state?.ReplayId is null)
            return false;
        _state = _state with { ReplayId = null, AtTheTip = false };
        _lost = lost.VendorCode;
        return true;
    }

    // Without a place. At the tip anything may have been published since the subscription stood; what is kept reaches back for as long as it is kept.
    private string? WhyLost(EventState state, DateTimeOffset now)
    {
        if (!state.AtTheTip)
            return state.At < now - Retention ? "the cursor is older than events are kept" : null;
        // One that was refused, or never reached Salesforce, stood at no time.
        return !_isKept && Broken is GrpcFault fault && (fault.IsNotSent || fault.IsUnauthenticated || fault.IsThrottled) ? null : "the subscription broke before it had a place";
    }
}
