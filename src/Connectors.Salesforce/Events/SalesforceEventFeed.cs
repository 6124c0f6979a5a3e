using System.Runtime.CompilerServices;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Listens to platform events over the Pub/Sub API: each event as JSON by its own schema, at least once, in the order of the stream. Thread-safe; keep one for each topic.
/// </summary>
/// <remarks>
/// By Salesforce's Pub/Sub API and Platform Events Developer Guides. Events are kept for 72 hours, and there is no record behind them that could be read: when a cursor is older, or the org has moved, a page tells that events may be lost
/// (<see cref="SalesforceEventPage.Gap"/>), or the listening ends, as <see cref="SalesforcePlatformEventOptions.ThrowOnGap"/> says. It never goes on in silence.
/// </remarks>
public sealed class SalesforceEventFeed : IDisposable
{
    private readonly PubSubConnection _connection;
    private readonly SalesforcePlatformEventOptions _options;

    /// <summary>Creates the feed.</summary>
    /// <param name="client">The org. Its token is used for the events too.</param>
    /// <param name="topic">The event, such as <c>Shipped__e</c> or <c>/event/Shipped__e</c>, or a channel of events such as <c>/event/Logistics__chn</c>.</param>
    /// <param name="options">How events are listened to; null for the defaults.</param>
    /// <exception cref="ArgumentException">The topic is not one of platform events, or an option is outside of its limits.</exception>
    /// <exception cref="ConnectorException">The address is neither https nor loopback (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    public SalesforceEventFeed(SalesforceClient client, string topic, SalesforcePlatformEventOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        Topic = TopicOf(topic, nameof(topic));
        _options = options ?? new SalesforcePlatformEventOptions();
        if (_options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        _connection = new PubSubConnection(client, _options);
    }

    /// <summary>The topic, such as <c>/event/Shipped__e</c>.</summary>
    public string Topic { get; }

    /// <summary>Listens until it is cancelled. Broken connections are made again, and go on behind the last event that was taken.</summary>
    /// <param name="since">The last cursor that was kept; null to begin where the options say.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <returns>The events as they come. The next page is asked for only when the caller takes it, so a slow caller slows the stream and loses nothing.</returns>
    /// <exception cref="ConnectorException">
    /// Salesforce refuses the subscription, the cursor is not one of this topic (<see cref="ConnectorErrorCodes.CursorRefused"/>), or events may be lost and the options say to end then (<see cref="SalesforceErrorCodes.EventsLost"/>).
    /// </exception>
    public async IAsyncEnumerable<SalesforceEventPage> ListenAsync(ChangeCursor? since = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var listening = new EventListening(_connection, Topic, "salesforce" + Topic, since, _options);
        await foreach (SalesforceEventPage page in listening.RunAsync(cancellationToken).ConfigureAwait(false))
            yield return page;
    }

    /// <summary>Frees the connection. Listenings that are under way break.</summary>
    public void Dispose() => _connection.Dispose();

    internal static string TopicOf(string topic, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topic, parameter);
        const string Prefix = "/event/";
        string name = topic.StartsWith(Prefix, StringComparison.Ordinal) ? topic[Prefix.Length..] : topic;
        return name.Length is > 0 and <= 120 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? Prefix + name
            : throw new ArgumentException("A topic of platform events is the name of an event, such as Shipped__e, or /event/ and that name.", parameter);
    }
}
