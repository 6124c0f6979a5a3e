using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>A gRPC call ended with a status other than OK, or its connection broke (gRPC, Status codes and their use). Salesforce's own code stands in the metadata <c>error-code</c>.</summary>
internal sealed class GrpcFault(int status, string? vendorCode, Exception? cause = null) : Exception("The call to the Pub/Sub API failed.", cause)
{
    public const int Unknown = 2;
    public const int InvalidArgument = 3;
    public const int NotFound = 5;
    public const int PermissionDenied = 7;
    public const int Unimplemented = 12;
    public const int Unavailable = 14;
    public const int Unauthenticated = 16;

    public int Status { get; } = status;

    public string? VendorCode { get; } = vendorCode;

    /// <summary>The replay id is too old or is none: what happened since must be read.</summary>
    public bool IsReplayLost => VendorCode is not null
        && (VendorCode.EndsWith("fetch.replayid.validation.failed", StringComparison.Ordinal) || VendorCode.EndsWith("fetch.replayid.corrupted", StringComparison.Ordinal));

    /// <summary>The same call would be refused for ever.</summary>
    public bool IsFinal => Status is InvalidArgument or NotFound or PermissionDenied or Unimplemented;

    public ConnectorException ToException(string topic) => Status == Unauthenticated
        ? new AuthenticationFailedException("The Pub/Sub API refused a token that the REST API takes. Check that the connected app may use it, and the id of the org.", this) { VendorCode = VendorCode }
        : new ConnectorException(SalesforceErrorCodes.SubscriptionRefused, IssueKind.Configuration, FormattableString.Invariant($"Salesforce refuses the subscription to '{topic}' (gRPC status {Status}). Choose the object under Change Data Capture in Setup, and give the integration user View All Data or access to the object."), this) { VendorCode = VendorCode };
}
