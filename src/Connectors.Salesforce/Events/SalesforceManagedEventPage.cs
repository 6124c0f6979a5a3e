namespace Connectors.Salesforce;

/// <summary>Some events of a managed subscription. Immutable and thread-safe.</summary>
/// <param name="Items">The events in the order of the stream. May be empty: the place may have moved all the same.</param>
public sealed record SalesforceManagedEventPage(IReadOnlyList<SalesforceEvent> Items);
