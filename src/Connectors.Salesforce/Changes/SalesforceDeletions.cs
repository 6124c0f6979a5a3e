namespace Connectors.Salesforce;

/// <summary>What <c>getDeleted</c> tells (Salesforce, REST API Developer Guide, sObject Get Deleted). Immutable and thread-safe.</summary>
/// <param name="Records">The deleted records: id of 18 characters and time.</param>
/// <param name="EarliestAvailable">Older deletions are not known any more.</param>
/// <param name="LatestCovered">Up to when all are told: where the next question begins. It can lie hours before the asked end.</param>
public sealed record SalesforceDeletions(IReadOnlyList<SalesforceDeletion> Records, DateTimeOffset EarliestAvailable, DateTimeOffset LatestCovered);
