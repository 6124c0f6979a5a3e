using System.Runtime.CompilerServices;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Listens to a managed subscription of the Pub/Sub API: Salesforce keeps the place, and this host keeps nothing. A page is committed when the next one is asked for, so that what was not dealt with comes again. Thread-safe;
/// one listening to a subscription at a time, whatever process it is in.
/// </summary>
/// <remarks>
/// By Salesforce's Pub/Sub API Developer Guide, Managed Event Subscriptions, a beta feature when this was written. An administrator makes the subscription (ManagedEventSubscription in the Tooling API) and says there where it begins
/// and where it goes on when its place is lost: that choice belongs to the org, and no page tells of it. Take <see cref="SalesforceEventFeed"/> to be told.
/// Of change events the JSON is as they come, with the fields that changed alone and their names as bitmaps; <see cref="SalesforceChangeFeed{T}"/> reads the records.
/// </remarks>
public sealed class SalesforceManagedEventFeed : IDisposable
{
    private readonly PubSubConnection _connection;

    /// <summary>Creates the feed.</summary>
    /// <param name="client">The org. Its token is used for the events too.</param>
    /// <param name="subscription">The developer name of the subscription, or its 15 or 18 character id.</param>
    /// <param name="options">How it is listened to; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is not one, or an option is outside of its limits.</exception>
    /// <exception cref="ConnectorException">The address is neither https nor loopback (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    public SalesforceManagedEventFeed(SalesforceClient client, string subscription, SalesforceManagedEventOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(subscription);
        if (subscription.Length > 80 || !subscription.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw new ArgumentException("The developer name of a subscription has letters, digits and underscores, at most 80.", nameof(subscription));
        options ??= new SalesforceManagedEventOptions();
        if (options.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(options));
        Subscription = subscription;
        _connection = new PubSubConnection(client, options);
    }

    /// <summary>The developer name of the subscription, or its id.</summary>
    public string Subscription { get; }

    /// <summary>Listens until it is cancelled. Broken connections are made again, and go on behind the last page that was committed.</summary>
    /// <param name="cancellationToken">Ends the listening. The page that was taken last is not committed then, and comes again.</param>
    /// <returns>The events as they come. Ask for the next page once all events of this one were dealt with: that commits it.</returns>
    /// <exception cref="ConnectorException">Salesforce refuses the subscription (<see cref="SalesforceErrorCodes.SubscriptionRefused"/>).</exception>
    public async IAsyncEnumerable<SalesforceManagedEventPage> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SalesforceManagedEventPage page in new ManagedListening(_connection, Subscription).RunAsync(cancellationToken).ConfigureAwait(false))
            yield return page;
    }

    /// <summary>Frees the connection. Listenings that are under way break.</summary>
    public void Dispose() => _connection.Dispose();
}
