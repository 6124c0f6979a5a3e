namespace Connectors.Salesforce;

/// <summary>Which records were changed in a time. Immutable and thread-safe.</summary>
/// <param name="Ids">The ids, 18 characters.</param>
/// <param name="LatestCovered">Up to when this is complete: the next question begins here and not at the end that was asked for, since a long transaction holds it back.</param>
public sealed record SalesforceUpdates(IReadOnlyList<string> Ids, DateTimeOffset LatestCovered);
