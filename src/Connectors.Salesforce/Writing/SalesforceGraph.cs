namespace Connectors.Salesforce;

/// <summary>Calls that are all done or none, such as an order with its lines. Immutable and thread-safe.</summary>
/// <param name="GraphId">The name of the graph within the call.</param>
/// <param name="Requests">The calls in their order.</param>
public sealed record SalesforceGraph(string GraphId, IReadOnlyList<SalesforceSubrequest> Requests);
