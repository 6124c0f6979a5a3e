using System.Collections.Concurrent;
using System.Diagnostics;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Publishes platform events over the Pub/Sub API, encoded by the topic's own schema. Every event has one outcome, whatever happens to a call. What was sent is never sent again by itself: a second sending is a second event. Thread-safe; keep one for each org.
/// </summary>
/// <remarks>
/// By Salesforce's Pub/Sub API Developer Guide: calls of at most 200 events and 3 MB, events of at most 1 MB. Events of one call are published in their order; when a call's outcome is not good, those behind it are not sent.
/// PublishStream is not used: it saves one round trip in many, and a stream that breaks leaves more events in doubt.
/// </remarks>
public sealed class SalesforceEventPublisher : IDisposable
{
    /// <summary>The most events of one call to Salesforce: 200. More are sent in several.</summary>
    public const int MaxEventsPerCall = 200;

    /// <summary>The largest event, encoded: 1 MB (1,048,576 bytes).</summary>
    public const int MaxEventBytes = 1024 * 1024;

    /// <summary>The most bytes of one call to Salesforce: 3 MB. More are sent in several.</summary>
    public const int MaxCallBytes = 3 * 1024 * 1024;

    private const int MostTries = 3;

    private readonly ConcurrentDictionary<string, PubSubTopic> _topics = new(StringComparer.OrdinalIgnoreCase);
    private readonly PubSubConnection _connection;
    private readonly SalesforceClient _client;
    private readonly SalesforcePublishOptions _options;
    private volatile string? _userId;

    /// <summary>Creates the publisher.</summary>
    /// <param name="client">The org. Its token is used for the events too.</param>
    /// <param name="options">How events are published; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside of its limits.</exception>
    /// <exception cref="ConnectorException">The address is neither https nor loopback (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    public SalesforceEventPublisher(SalesforceClient client, SalesforcePublishOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        (_client, _options) = (client, options ?? new SalesforcePublishOptions());
        if (_options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        _connection = new PubSubConnection(client, _options.Connection);
        _userId = _options.UserId;
    }

    /// <summary>Publishes one event.</summary>
    /// <param name="topic">The event's name, such as <c>Shipped__e</c> or <c>/event/Shipped__e</c>.</param>
    /// <param name="item">The event.</param>
    /// <param name="cancellationToken">Ends the call. Whether the event was published is then unknown.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">The topic or the id is not one.</exception>
    /// <exception cref="ConnectorException">As of <see cref="PublishAsync(string, IReadOnlyList{SalesforceNewEvent}, CancellationToken)"/>.</exception>
    public async Task<WriteOutcome> PublishAsync(string topic, SalesforceNewEvent item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        return (await PublishAsync(topic, [item], cancellationToken).ConfigureAwait(false))[0].Outcome;
    }

    /// <summary>Publishes events in their order.</summary>
    /// <param name="topic">The event's name, such as <c>Shipped__e</c> or <c>/event/Shipped__e</c>.</param>
    /// <param name="events">The events, each with an id of its own.</param>
    /// <param name="cancellationToken">Ends the call. Whether the events were published is then unknown.</param>
    /// <returns>One outcome for each event, in their order.</returns>
    /// <exception cref="ArgumentException">The topic is not one of platform events, or an id is empty, too long, or there twice.</exception>
    /// <exception cref="ConnectorException">Before anything was sent: the topic is not there or may not be published to (<see cref="SalesforceErrorCodes.PublishingRefused"/>), the credentials were refused, or the org cannot be reached. After that a failure is the outcome of the events that it hit.</exception>
    public async Task<IReadOnlyList<SalesforcePublishOutcome>> PublishAsync(string topic, IReadOnlyList<SalesforceNewEvent> events, CancellationToken cancellationToken = default)
    {
        topic = SalesforceEventFeed.TopicOf(topic, nameof(topic));
        ArgumentNullException.ThrowIfNull(events);
        Check(events);
        if (events.Count == 0)
            return [];
        using Activity? activity = SalesforceTelemetry.StartPublish(topic, events.Count);
        var run = new PublishRun(_connection, topic, events);
        bool isFresh = !_topics.ContainsKey(topic);
        do
        {
            try
            {
                (PubSubTopic info, AvroType schema, IReadOnlyDictionary<string, string> defaults) = await PrepareAsync(topic, cancellationToken).ConfigureAwait(false);
                run.Encode(info.SchemaId, schema, defaults);
            }
            catch (ConnectorException e) when (run.IsSchemaRefused)
            {
                // Some may have been published by now: what failed is the outcome of the others.
                run.Stop(e);
                break;
            }

            await run.SendAsync(cancellationToken).ConfigureAwait(false);
            // An administrator changed the event meanwhile: it is asked for again, once.
            if (run.IsSchemaRefused)
                _topics.TryRemove(topic, out _);
        }
        while (run.TakeUpAgain(ref isFresh));
        IReadOnlyList<SalesforcePublishOutcome> outcomes = run.Finish();
        foreach (IGrouping<WriteOutcomeKind, SalesforcePublishOutcome> kind in outcomes.GroupBy(static o => o.Outcome.Kind))
            SalesforceTelemetry.Published(topic, kind.Key.ToString().ToLowerInvariant(), kind.Count());
        if (outcomes.Any(static o => !o.Outcome.TookEffect))
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            // The event may have been changed: it is asked for again before the next publishing.
            _topics.TryRemove(topic, out _);
        }

        return outcomes;
    }

    /// <summary>Frees the connection. What is being published is then in doubt.</summary>
    public void Dispose() => _connection.Dispose();

    private static void Check(IReadOnlyList<SalesforceNewEvent> events)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (SalesforceNewEvent item in events)
        {
            ArgumentNullException.ThrowIfNull(item, nameof(events));
            if (item.Id is not { Length: > 0 and <= SalesforceNewEvent.MaxIdLength })
                throw new ArgumentException(FormattableString.Invariant($"The id of an event has 1 to {SalesforceNewEvent.MaxIdLength} characters."), nameof(events));
            if (!ids.Add(item.Id))
                throw new ArgumentException("Two events have one id. Give each its own, so that its outcome can be told.", nameof(events));
        }
    }

    // Reading alone, so it is tried again; a session that ended is renewed once.
    private async Task<(PubSubTopic Topic, AvroType Schema, IReadOnlyDictionary<string, string> Defaults)> PrepareAsync(string topic, CancellationToken cancellationToken)
    {
        bool isRenewed = false;
        for (int tries = 1; ; tries++)
        {
            PubSubSession session = await _connection.SessionAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (!_topics.TryGetValue(topic, out PubSubTopic? info))
                {
                    info = await _connection.TopicAsync(topic, session, cancellationToken).ConfigureAwait(false);
                    if (!info.CanPublish)
                        throw Refused(topic, null);
                    _topics[topic] = info;
                }

                AvroType schema = await _connection.SchemaAsync(info.SchemaId, session, cancellationToken).ConfigureAwait(false);
                return (info, schema, await DefaultsAsync(schema, session, cancellationToken).ConfigureAwait(false));
            }
            catch (GrpcFault fault) when (fault.IsUnauthenticated && !isRenewed)
            {
                isRenewed = true;
                _connection.Forget(session);
            }
            catch (GrpcFault fault) when (fault.IsFinal || fault.IsUnauthenticated || fault.IsThrottled || tries >= MostTries)
            {
                throw fault.IsFinal ? Refused(topic, fault) : fault.ToException(SalesforceErrorCodes.PublishingRefused, "");
            }
            catch (GrpcFault)
            {
                await Task.Delay(PubSubListening<SalesforceEventPage>.Backoff(tries + 1, throttled: false, 0.5), _client.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException e)
            {
                throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Configuration, $"What the Pub/Sub API says of '{topic}' cannot be read. Check the address, and whether a proxy stands before it.", e);
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> DefaultsAsync(AvroType schema, PubSubSession session, CancellationToken cancellationToken)
    {
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CreatedDate"] = _connection.Now(session).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        if (_userId is null && schema.Fields.Exists(static f => f.Name == "CreatedById"))
            _userId = await _client.ReadUserIdAsync(cancellationToken).ConfigureAwait(false);
        if (_userId is { } user)
            defaults["CreatedById"] = user;
        return defaults;
    }

    private static ConnectorException Refused(string topic, GrpcFault? fault)
    {
        string message = $"Salesforce does not let this user publish to '{topic}'. Check the name of the event, and give the integration user create access to it.";
        return new ConnectorException(SalesforceErrorCodes.PublishingRefused, IssueKind.Configuration, message, fault) { VendorCode = fault?.VendorCode, VendorRequestId = fault?.RpcId };
    }
}
