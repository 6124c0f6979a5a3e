using System.Runtime.CompilerServices;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <content>Queries with long lists of values.</content>
public sealed partial class SalesforceClient
{
    /// <summary>
    /// Reads the records whose field has one of many values, in as many queries as it takes: a query is an address, and Salesforce takes 16,384 bytes of it, some hundred ids.
    /// Each record comes once, as long as nobody changes its value between two of the queries.
    /// </summary>
    /// <param name="query">The query without this condition. Its order holds within one query alone, and it may have no limit.</param>
    /// <param name="field">The field.</param>
    /// <param name="values">The values, as many as there are. None asks nothing.</param>
    /// <param name="includeDeleted">True to see deleted and archived records as well.</param>
    /// <param name="cancellationToken">Ends the reading between two pages and within a call.</param>
    /// <returns>The records.</returns>
    /// <exception cref="ArgumentException">The field is not a name, or the query has a limit.</exception>
    /// <exception cref="ConnectorException">A query was refused, or the org cannot be reached.</exception>
    public IAsyncEnumerable<SalesforceRecord> QueryInAsync(SoqlBuilder query, string field, IEnumerable<SoqlValue> values, bool includeDeleted = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(values);
        SoqlName.Field(field, nameof(field));
        if (query.HasLimit)
            throw new ArgumentException("A limit would hold for each part of the list, and not for the whole. Take the limit out and stop reading instead.", nameof(query));
        return RunAsync(cancellationToken);

        async IAsyncEnumerable<SalesforceRecord> RunAsync([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            // All that is not the list.
            int room = SalesforceAddress.MaxTargetBytes - QueryTarget(query.Where(SoqlCondition.In(field, SoqlValue.Null)).Build(), includeDeleted).Length;
            foreach (List<SoqlValue> part in SoqlLists.Split(values, room))
            {
                await foreach (Page<SalesforceRecord> page in QueryAsync(query.Where(SoqlCondition.In(field, part)).Build(), includeDeleted, cancellationToken: cancellation).ConfigureAwait(false))
                {
                    foreach (SalesforceRecord record in page.Items)
                        yield return record;
                }
            }
        }
    }
}
