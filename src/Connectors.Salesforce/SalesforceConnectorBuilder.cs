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
    /// <param name="inBulk">True to read all by Bulk API 2.0 (<see cref="SalesforceBulkSource{T}"/>), for objects with very many records; mappings of child records and compound fields cannot be read so.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, an option is outside of its limits, or the object was added for this type before.</exception>
    public SalesforceConnectorBuilder Add<T>(MappingDocument mapping, SalesforceWriteOptions<T>? write = null, SoqlCondition? where = null, SalesforceChangeOptions? changes = null, SalesforceEventOptions? events = null, bool inBulk = false)
        where T : class, ICanonicalObject<T>
    {
        ArgumentNullException.ThrowIfNull(mapping);
        SalesforceReadOptions read = _org.And(where);
        List<object> roles = [inBulk ? new SalesforceBulkSource<T>(_client, mapping, read) : new SalesforceObjectSource<T>(_client, mapping, read), new SalesforceChangeSource<T>(_client, mapping, read, changes)];
        if (events is not null)
            roles.Add(new SalesforceChangeFeed<T>(_client, mapping, read, events));
        if (write is not null)
            roles.AddRange([new SalesforceSink<T>(_client, mapping, _org, write), new SalesforceBulkSink<T>(_client, mapping, _org, write)]);
        _builder.Add<T>(mapping.Source.ObjectType, roles);
        return this;
    }

    /// <summary>Adds the timecards of Certinia PSA: reading their splits as time entries, a day each, and with <paramref name="write"/> also writing entries into timecards, one by one and in bulk.</summary>
    /// <param name="write">How entries become timecards; null to read alone.</param>
    /// <param name="where">A further condition on the splits that are read; null for none.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An option is outside of its limits, or timecards were added before.</exception>
    public SalesforceConnectorBuilder AddTimecards(CertiniaTimecardOptions? write = null, SoqlCondition? where = null)
    {
        SalesforceReadOptions read = _org.And(where);
        List<object> roles = [new CertiniaTimecardSource(_client, read)];
        if (write is not null)
            roles.Add(new CertiniaTimecardSink(_client, _org, write));
        _builder.Add<TimeEntry>("pse__Timecard_Header__c", roles);
        return this;
    }

    internal Connector Build() => _builder.Build();
}
