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
    private readonly ChangeListeningFactory _listenings;

    /// <summary>Creates the feed.</summary>
    /// <param name="client">The org. Its token is used for the events too.</param>
    /// <param name="mapping">How records of the object become canonical objects; its source names the object.</param>
    /// <param name="read">What every mapping of the org needs, and a condition on the records when there is one.</param>
    /// <param name="options">How events are listened to; null for the defaults.</param>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, or an option is outside of its limits.</exception>
    /// <exception cref="ConnectorException">The address is neither https nor loopback (<see cref="ConnectorErrorCodes.InsecureAddress"/>).</exception>
    public SalesforceChangeFeed(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions read, SalesforceEventOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(read);
        options ??= new SalesforceEventOptions();
        string name = mapping.Source.ObjectType;
        string topic = options.Topic ?? (name.EndsWith("__c", StringComparison.OrdinalIgnoreCase) ? $"/data/{name[..^1]}ChangeEvent" : $"/data/{name}ChangeEvent");
        ChangeMember member = new ChangeMember<T>(client, mapping, read, options.OnlyWhenChanged);
        _listenings = new ChangeListeningFactory(client, read.Instance, topic, member.ReadingSource + "/events", [member], isChannel: false, options);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChangePage<T>> ListenAsync(ChangeCursor? since = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (SalesforceChannelPage page in _listenings.Listen(since).RunAsync(cancellationToken).ConfigureAwait(false))
            yield return new ChangePage<T>(page.Of<T>(), page.Cursor);
    }

    /// <summary>Frees the connections. Listenings that are under way break.</summary>
    public void Dispose() => _listenings.Dispose();
}
