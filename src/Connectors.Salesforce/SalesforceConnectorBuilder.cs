using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Adds the objects of an org to a connector. Not thread-safe; used once while a host starts.</summary>
public sealed class SalesforceConnectorBuilder
{
    private readonly SalesforceClient _client;
    private readonly SalesforceReadOptions _org;
    private readonly ConnectorBuilder _builder;

    internal SalesforceConnectorBuilder(SalesforceClient client, SalesforceReadOptions org, ConnectorBuilder builder) => (_client, _org, _builder) = (client, org, builder);

    /// <summary>Adds one object: reading all, one and changes; with <paramref name="write"/> also upsert, patch, delete and bulk, and with <paramref name="events"/> also listening.</summary>
    /// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
    /// <param name="mapping">How records become canonical objects and back; its source names the object.</param>
    /// <param name="write">How records are found and written; null to read alone.</param>
    /// <param name="where">A further condition on the records that are read; null for none.</param>
    /// <param name="changes">How far reading changes reaches back; null for the defaults.</param>
    /// <param name="events">How the object's change events are listened to; null not to listen. The object must be chosen under Change Data Capture in the org.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, an option is outside of its limits, or the object was added for this type before.</exception>
    public SalesforceConnectorBuilder Add<T>(MappingDocument mapping, SalesforceWriteOptions<T>? write = null, SoqlCondition? where = null, SalesforceChangeOptions? changes = null, SalesforceEventOptions? events = null)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(mapping);
        SalesforceReadOptions read = where is null ? _org : _org with { Where = _org.Where is null ? where : SoqlCondition.All(_org.Where, where) };
        List<object> roles = [new SalesforceObjectSource<T>(_client, mapping, read), new SalesforceChangeSource<T>(_client, mapping, read, changes)];
        if (events is not null)
            roles.Add(new SalesforceChangeFeed<T>(_client, mapping, read, events));
        if (write is not null)
            roles.AddRange([new SalesforceSink<T>(_client, mapping, _org, write), new SalesforceBulkSink<T>(_client, mapping, _org, write)]);
        _builder.Add<T>(mapping.Source.ObjectType, roles);
        return this;
    }

    internal Connector Build() => _builder.Build();
}
