using System.Runtime.CompilerServices;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>Reads won opportunities as projects, with their accounts when wanted, in the order of their ids. Thread-safe.</summary>
public sealed class SalesforceOpportunitySource : ISource<Project>
{
    private readonly SalesforceClient _client;
    private readonly int _pagesAhead;
    private readonly SalesforceMappedRecords<Project> _opportunities;
    private readonly SalesforceMappedRecords<Customer> _accounts;
    private readonly SoqlBuilder _query;
    private readonly SoqlBuilder _queryWithAccounts;

    /// <summary>Creates the source.</summary>
    /// <param name="client">The org.</param>
    /// <param name="options">How records become projects and customers.</param>
    /// <exception cref="ArgumentException">A mapping is not one of opportunities to projects, or of accounts to customers.</exception>
    public SalesforceOpportunitySource(SalesforceClient client, SalesforceReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _pagesAhead = options.PagesAhead;
        _opportunities = new SalesforceMappedRecords<Project>(options.Opportunity, "Opportunity", options);
        _accounts = new SalesforceMappedRecords<Customer>(options.Account, "Account", options);
        // Won means closed and won; both follow from the org's own stages, whose names differ from org to org.
        SoqlCondition won = SoqlCondition.All(SoqlCondition.Equal("IsClosed", true), SoqlCondition.Equal("IsWon", true));
        _query = _opportunities.QueryOfOptions().Where(won);
        _queryWithAccounts = _opportunities.QueryOfOptions(_accounts.Fields.Select(static f => "Account." + f)).Where(won);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The continuation is not one of this source.</exception>
    public IAsyncEnumerable<Page<SourceItem<Project>>> ReadAsync(string? continuation = null, CancellationToken cancellationToken = default) =>
        _opportunities.ReadAsync(_client, _query, continuation, cancellationToken: cancellationToken);

    /// <summary>Reads won opportunities together with the accounts that they name, in one query.</summary>
    /// <param name="continuation">The continuation of the last page that was dealt with; null to begin. Those of <see cref="ReadAsync"/> fit too.</param>
    /// <param name="cancellationToken">Ends the reading between two pages and within a call.</param>
    /// <returns>The pages. A record that cannot be mapped is an item with issues, never an exception and never left out.</returns>
    /// <exception cref="ArgumentException">The continuation is not one of this source.</exception>
    /// <exception cref="ConnectorException">The org cannot be read.</exception>
    public async IAsyncEnumerable<Page<SalesforceWonOpportunity>> ReadWithAccountsAsync(string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        DriftDetector drift = _opportunities.Watch();
        await foreach ((Page<SalesforceRecord> page, DateTimeOffset readAt) in new SalesforceKeyset(_client, _queryWithAccounts, "Opportunity", _pagesAhead).ReadAsync(continuation, cancellationToken).ConfigureAwait(false))
        {
            yield return new Page<SalesforceWonOpportunity>(
                MappedPage.Map(
                    page.Items,
                    record => new SalesforceWonOpportunity
                    {
                        Project = _opportunities.Map(record, readAt, drift),
                        Customer = record.Parent("Account") is { } account ? _accounts.Map(account, readAt) : null,
                    },
                    cancellationToken),
                page.Continuation);
        }
    }
}
