using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Reads accounts as customers, in the order of their ids. Thread-safe.</summary>
public sealed class SalesforceAccountSource : ISource<Customer>
{
    private readonly SalesforceClient _client;
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
        _records = new SalesforceMappedRecords<Customer>(options.Account, "Account", options);
        _query = _records.QueryOfOptions();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The continuation is not one of this source.</exception>
    public IAsyncEnumerable<Page<SourceItem<Customer>>> ReadAsync(string? continuation = null, CancellationToken cancellationToken = default) =>
        _records.ReadAsync(_client, _query, continuation, cancellationToken: cancellationToken);
}
