namespace Connectors.Salesforce;

/// <summary>How a managed subscription is listened to. Immutable and thread-safe.</summary>
public sealed record SalesforceManagedEventOptions : SalesforcePubSubOptions;
