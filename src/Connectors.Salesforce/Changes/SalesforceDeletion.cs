namespace Connectors.Salesforce;

/// <summary>One deleted record. Immutable and thread-safe.</summary>
/// <param name="Id">The id, 18 characters.</param>
/// <param name="DeletedAt">When, by the server's clock.</param>
public sealed record SalesforceDeletion(string Id, DateTimeOffset DeletedAt);
