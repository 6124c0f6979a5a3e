using System.Runtime.CompilerServices;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Listens to the change events of several objects over one connection and with one cursor: Salesforce's channel of all chosen objects (<c>/data/ChangeEvents</c>), or one of your own (<c>/data/Sales__chn</c>).
/// Changes come in the order in which they were made, whatever object they are of, so that a parent comes before its children. What <see cref="SalesforceChangeFeed{T}"/> promises for one object holds for each. Thread-safe; keep one.
/// </summary>
/// <remarks>
/// By Salesforce's Change Data Capture Developer Guide. A catch-up reads one object after the other. An object that is added to a cursor that was kept before begins with the next event of it: read what it has with <see cref="SalesforceObjectSource{T}"/>.
/// </remarks>
public sealed class SalesforceChannelFeed : IDisposable
{
    /// <summary>The channel of all objects that are chosen under Change Data Capture in Setup.</summary>
    public const string AllChanges = "/data/ChangeEvents";

    private readonly ChangeListeningFactory _listenings;

    /// <summary>Creates the feed.</summary>
    /// <param name="client">The org. Its token is used for the events too.</param>
    /// <param name="org">What every mapping of the org needs, and a condition on the records of all objects when there is one.</param>
    /// <param name="objects">Adds the objects; events of others are passed over.</param>
    /// <param name="options">How events are listened to; null for the defaults. Its topic is the channel, <see cref="AllChanges"/> when it is null.</param>
    /// <exception cref="ArgumentException">No object was added, a mapping does not lead to its type, or an option is outside of its limits.</exception>
    /// <exception cref="ConnectorException">The address is neither https nor loopback (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    public SalesforceChannelFeed(SalesforceClient client, SalesforceReadOptions org, Action<SalesforceChannelBuilder> objects, SalesforceEventOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(org);
        ArgumentNullException.ThrowIfNull(objects);
        options ??= new SalesforceEventOptions();
        if (options.OnlyWhenChanged.Count > 0)
            throw new ArgumentException("OnlyWhenChanged is about one object: give it with each object that is added.", nameof(options));
        var builder = new SalesforceChannelBuilder(client, org);
        objects(builder);
        if (builder.Members.Count == 0)
            throw new ArgumentException("Add at least one object.", nameof(objects));
        string topic = options.Topic ?? AllChanges;
        _listenings = new ChangeListeningFactory(client, org.Instance, topic, "salesforce" + topic, builder.Members, isChannel: true, options);
    }

    /// <summary>Listens until it is cancelled. Broken connections are made again, and what was missed meanwhile is caught up by reading.</summary>
    /// <param name="since">The last cursor that was kept; null to begin with what happens from now on.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <returns>The changes as they come. The next page is asked for only when the caller takes it.</returns>
    /// <exception cref="ConnectorException">Salesforce refuses the subscription, or the cursor is not one of this channel (<see cref="ConnectorErrorCodes.CursorRefused"/>).</exception>
    public async IAsyncEnumerable<SalesforceChannelPage> ListenAsync(ChangeCursor? since = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SalesforceChannelPage page in _listenings.Listen(since).RunAsync(cancellationToken).ConfigureAwait(false))
            yield return page;
    }

    /// <summary>Frees the connections. Listenings that are under way break.</summary>
    public void Dispose() => _listenings.Dispose();
}
