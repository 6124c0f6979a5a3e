namespace Canonical.Testing;

/// <summary>One record of a <see cref="NetSuiteSandbox"/> as it was when it was asked for. Immutable.</summary>
/// <param name="RecordType">The record type, such as <c>customer</c>.</param>
/// <param name="Id">The internal id.</param>
/// <param name="ExternalId">The external id; null when it has none.</param>
/// <param name="Fields">The body fields by name; selects and enums as their ids, numbers and booleans in JSON notation.</param>
public sealed record NetSuiteSandboxRecord(string RecordType, string Id, string? ExternalId, IReadOnlyDictionary<string, string> Fields);
