using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Reads the records of one object as canonical objects, by a mapping: all of them in the order of their ids, or one by its id. Thread-safe.</summary>
/// <typeparam name="T">The canonical type that the mapping leads to.</typeparam>
/// <remarks>
/// The fields of the query are those that the mapping reads, with parents (<c>Account.Name</c>) and child records (an <c>each</c> over <c>OpportunityLineItems.records</c>).
/// A record that cannot be mapped is an item with its reasons, never left out.
/// </remarks>
public sealed class SalesforceObjectSource<T> : ISource<T>, IRecordReader<T>
    where T : class, ICanonicalObject<T>
{
    private readonly SalesforceClient _client;
    private readonly SalesforceMappedRecords<T> _records;
    private readonly SoqlBuilder _query;
    private readonly SoqlBuilder _one;

    /// <summary>Creates the source.</summary>
    /// <param name="client">The org.</param>
    /// <param name="mapping">How records become canonical objects; its source names the object.</param>
    /// <param name="options">What every mapping of the org needs, and a condition on the records when there is one.</param>
    /// <exception cref="ArgumentException">The mapping does not lead to this type, requires a parameter that is not given, or names what is no field.</exception>
    public SalesforceObjectSource(SalesforceClient client, MappingDocument mapping, SalesforceReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _records = new SalesforceMappedRecords<T>(mapping, mapping.Source.ObjectType, options);
        _one = _records.Query();
        _query = _records.QueryOfOptions();
    }

    /// <summary>The API name of the object.</summary>
    public string ObjectName => _records.ObjectName;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The continuation is not one of this source.</exception>
    public IAsyncEnumerable<Page<SourceItem<T>>> ReadAsync(string? continuation = null, CancellationToken cancellationToken = default) =>
        _records.ReadAsync(_client, _query, continuation, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public async Task<SourceItem<T>?> ReadOneAsync(string nativeId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(nativeId);
        if (!SalesforceRecordId.IsValid(nativeId))
            throw new ArgumentException("A record id has 15 or 18 letters and digits; the last three of 18 follow from the others.", nameof(nativeId));
        // By a query, since a read by id gives neither parents nor children.
        Soql one = _one.Where(SoqlCondition.Equal("Id", nativeId)).Build();
        await foreach (Page<SalesforceRecord> page in _client.QueryAsync(one, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (page.Items.Count > 0)
                return _records.Map(page.Items[0], _client.Time.GetUtcNow());
        }

        return null;
    }
}
