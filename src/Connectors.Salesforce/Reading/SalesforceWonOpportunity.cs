using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>A won opportunity with the account that it names, read in one query. Either can be refused while the other is mapped. Immutable and thread-safe.</summary>
public sealed record SalesforceWonOpportunity
{
    /// <summary>The opportunity as a project, or why it is none.</summary>
    public required SourceItem<Project> Project { get; init; }

    /// <summary>The account as a customer, or why it is none; null when the opportunity names no account, or one that the integration user may not see. Opportunities of one account each bring it.</summary>
    public SourceItem<Customer>? Customer { get; init; }
}
