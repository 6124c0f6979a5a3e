namespace Connectors.Salesforce;

/// <summary>What became of one graph. Immutable and thread-safe.</summary>
/// <param name="GraphId">The name of the graph.</param>
/// <param name="IsSuccessful">True when all of its calls were done; null when nothing is known, since the answer was lost.</param>
/// <param name="Responses">One answer a call, in the order of the calls.</param>
public sealed record SalesforceGraphResult(string GraphId, bool? IsSuccessful, IReadOnlyList<SalesforceSubresponse> Responses);
