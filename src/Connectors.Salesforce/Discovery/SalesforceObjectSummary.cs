namespace Connectors.Salesforce;

/// <summary>One object of an org, as far as this user may see it. Immutable and thread-safe.</summary>
/// <param name="Name">The API name.</param>
/// <param name="Label">The name for people.</param>
/// <param name="KeyPrefix">The three characters with which ids begin; null for objects that have none.</param>
/// <param name="IsQueryable">Whether this user may read it.</param>
/// <param name="IsCreateable">Whether this user may create records.</param>
/// <param name="IsUpdateable">Whether this user may change records.</param>
/// <param name="IsDeletable">Whether this user may delete records.</param>
/// <param name="IsReplicateable">Whether Salesforce tells what was changed and deleted (getUpdated, getDeleted).</param>
public sealed record SalesforceObjectSummary(string Name, string? Label, string? KeyPrefix, bool IsQueryable, bool IsCreateable, bool IsUpdateable, bool IsDeletable, bool IsReplicateable);
