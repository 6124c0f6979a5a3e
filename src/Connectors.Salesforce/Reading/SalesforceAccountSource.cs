using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Reads accounts as customers, in the order of their ids. Thread-safe.</summary>
public sealed class SalesforceAccountSource : ISource<Customer>
{
    private readonly SalesforceClient _client;
    private readonly int _pagesAhead;
    private readonly SalesforceMappedRecords<Customer> _records;
    private readonly SoqlBuilder _query;

    /// <summary>Creates the source.</summary>
    /// <param name="client">The org.</param>
    /// <param name="options">How records become customers.</param>
    /// <exception cref="ArgumentException">The mapping is not one of accounts to customers.</exception>
    public SalesforceAccountSource(SalesforceClient client, SalesforceReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _pagesAhead = options.PagesAhead;
        _records = new SalesforceMappedRecords<Customer>(options.Account, "Account", options);
        _query = SoqlBuilder.From("Account", _records.Fields);
        if (options.Where is not null)
            _query = _query.Where(options.Where);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The continuation is not one of this source.</exception>
    public async IAsyncEnumerable<Page<SourceItem<Customer>>> ReadAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DriftDetector drift = _records.Watch();
        await foreach ((Page<SalesforceRecord> page, DateTimeOffset readAt) in new SalesforceKeyset(_client, _query, "Account", _pagesAhead).ReadAsync(continuation, cancellationToken).ConfigureAwait(false))
        {
            yield return new Page<SourceItem<Customer>>(_records.Map(page.Items, readAt, drift, cancellationToken), page.Continuation);
        }
    }
}
