using Canonical.Model;
using Canonical.Sync;

using Connectors.Abstractions;
using Connectors.NetSuite;
using Connectors.Salesforce;

namespace ProjectToCash;

/// <summary>Won opportunities become customers and projects in the ERP: customers first, since a project needs its customer.</summary>
internal sealed class ProjectToCashFlow(SalesforceOpportunitySource salesforce, NetSuiteCustomers customers, NetSuiteProjects projects, ISyncStore store)
{
    public const string Tenant = "sample";

    /// <summary>Reads everything that is won, in pages.</summary>
    public async Task<IReadOnlyList<SalesforceWonOpportunity>> ReadAsync(Action<int> read, CancellationToken cancellationToken)
    {
        var won = new List<SalesforceWonOpportunity>();
        await foreach (Page<SalesforceWonOpportunity> page in salesforce.ReadWithAccountsAsync(cancellationToken: cancellationToken))
        {
            won.AddRange(page.Items);
            read(page.Items.Count);
        }

        return won;
    }

    /// <summary>The accounts of the opportunities, each once, with the legal entities that bill them.</summary>
    public static IReadOnlyList<SourceItem<Customer>> CustomersOf(IReadOnlyList<SalesforceWonOpportunity> won) =>
    [
        .. from opportunity in won
           where opportunity.Customer is not null
           group opportunity by opportunity.Customer!.Source.RecordId into account
           orderby account.Key
           select WithLegalEntities(account.First().Customer!, [.. account.Where(o => o.Project.IsMapped).Select(o => o.Project.Value!.LegalEntity).Distinct()]),
    ];

    public Task<SyncReport> MoveCustomersAsync(IReadOnlyList<SourceItem<Customer>> items, IProgress<SyncItemResult> progress, CancellationToken cancellationToken)
    {
        var run = new SyncRun<Customer>(customers, store, new SyncRunOptions<Customer>
        {
            Tenant = Tenant,
            Purpose = "erp.customer",
            DuplicateRules = [new DuplicateRule<Customer>("customer-number-1", "the same customer number", static customer => customer.CustomerNumber)],
        });
        return run.RunAsync(items.ToAsyncEnumerable(), progress, cancellationToken);
    }

    public Task<SyncReport> MoveProjectsAsync(IReadOnlyList<SourceItem<Project>> items, IProgress<SyncItemResult> progress, CancellationToken cancellationToken)
    {
        var run = new SyncRun<Project>(projects, store, new SyncRunOptions<Project>
        {
            Tenant = Tenant,
            Purpose = "erp.project",
            DependsOn = static project => [new SyncDependency("customer", "customer", project.Customer.Id, "/customer")],
        });
        return run.RunAsync(items.ToAsyncEnumerable(), progress, cancellationToken);
    }

    /// <summary>Looks in the ERP whether what took effect is there and equal.</summary>
    public Task<ReadBack> ReadBackAsync(Customer customer, IdempotencyKey key, CancellationToken cancellationToken) =>
        customers.ReadBackAsync(new WriteRequest<Customer>(customer, key), cancellationToken);

    /// <inheritdoc cref="ReadBackAsync(Customer, IdempotencyKey, CancellationToken)"/>
    public Task<ReadBack> ReadBackAsync(Project project, IdempotencyKey key, CancellationToken cancellationToken) =>
        projects.ReadBackAsync(new WriteRequest<Project>(project, key), cancellationToken);

    // The account does not say which of our legal entities bills it; its projects do. Without one that can be opened, nobody knows, and the customer waits.
    private static SourceItem<Customer> WithLegalEntities(SourceItem<Customer> item, IReadOnlyList<Reference<LegalEntity>> legalEntities) => item switch
    {
        { Value: null } => item,
        _ when legalEntities.Count == 0 => item with
        {
            Value = null,
            Issues =
            [
                new RecordIssue
                {
                    Code = "P2C0001",
                    Kind = IssueKind.BusinessRule,
                    Path = "/legalEntities",
                    Message = "No won opportunity of this account can become a project, so that no legal entity bills it yet.",
                    Remedy = "Mend its opportunities; the account then follows by itself.",
                },
            ],
        },
        { Value: { } customer } => item with { Value = customer with { LegalEntities = legalEntities } },
    };
}
