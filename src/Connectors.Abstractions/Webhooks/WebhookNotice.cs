namespace Connectors.Abstractions;

/// <summary>What a vendor tells with a webhook: that a record changed, seldom what it is now. Read the record before acting on it. Immutable and thread-safe.</summary>
/// <param name="DedupeKey">The same for every delivery of the same notice; unique within the instance.</param>
/// <param name="VendorObject">The vendor's name of the record.</param>
/// <param name="NativeId">The record's id.</param>
/// <param name="Kind">What happened.</param>
/// <param name="ChangedAt">When, by the vendor's clock; null when it does not say.</param>
public sealed record WebhookNotice(string DedupeKey, string VendorObject, string NativeId, ChangeKind Kind, DateTimeOffset? ChangedAt);
