using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// A gRPC call ended with a status other than OK, or its connection broke (gRPC, Status codes and their use). Salesforce's own code stands in the metadata <c>error-code</c>, and decides before gRPC's
/// (Pub/Sub API, Handle Errors): one gRPC status stands for faults of different kinds.
/// </summary>
internal sealed class GrpcFault(int status, string? vendorCode, Exception? cause = null) : Exception("The call to the Pub/Sub API failed.", cause)
{
    public const int Unknown = 2;
    public const int InvalidArgument = 3;
    public const int NotFound = 5;
    public const int AlreadyExists = 6;
    public const int PermissionDenied = 7;
    public const int ResourceExhausted = 8;
    public const int FailedPrecondition = 9;
    public const int OutOfRange = 11;
    public const int Unimplemented = 12;
    public const int Unavailable = 14;
    public const int Unauthenticated = 16;

    public int Status { get; } = status;

    public string? VendorCode { get; } = vendorCode;

    /// <summary>Salesforce's id of the call, for its support; null when it gave none.</summary>
    public string? RpcId { get; init; }

    /// <summary>Nothing of the call can have reached Salesforce: it may be made again whatever it does.</summary>
    public bool IsNotSent { get; init; }

    /// <summary>The replay id is too old or is none: what happened since must be found out otherwise.</summary>
    public bool IsReplayLost => HasCode("fetch.replayid.validation.failed") || HasCode("fetch.replayid.corrupted");

    /// <summary>The session has ended, or the token is refused.</summary>
    public bool IsUnauthenticated => Status == Unauthenticated || HasCode("service.auth.error");

    /// <summary>The org may not have more events, or more clients, for now.</summary>
    public bool IsThrottled => Status == ResourceExhausted || HasCode("limit.exceeded");

    /// <summary>The same call would be refused for ever.</summary>
    public bool IsFinal => !IsUnauthenticated && !IsThrottled && !HasCode("service.unavailable")
        && Status is InvalidArgument or NotFound or AlreadyExists or PermissionDenied or FailedPrecondition or OutOfRange or Unimplemented;

    /// <summary>A word for metrics and logs.</summary>
    public string Cause => IsUnauthenticated ? "unauthenticated" : IsThrottled ? "throttled" : IsReplayLost ? "replay lost" : FormattableString.Invariant($"grpc {Status}");

    /// <summary>The fault as the caller of a subscription sees it.</summary>
    public ConnectorException ToException(string topic) => ToException(
        SalesforceErrorCodes.SubscriptionRefused,
        !topic.StartsWith('/') ? $"Salesforce refuses the managed subscription '{topic}' (gRPC status {Status}). Check its developer name, that it is running (ManagedEventSubscription in the Tooling API), and that the integration user may read its topic."
            : topic.StartsWith("/event/", StringComparison.Ordinal)
            ? $"Salesforce refuses the subscription to '{topic}' (gRPC status {Status}). Check the name of the event, and give the integration user read access to it."
            : $"Salesforce refuses the subscription to '{topic}' (gRPC status {Status}). Choose the object under Change Data Capture in Setup, and give the integration user View All Data or access to the object.");

    /// <summary>The fault as an exception: of the login and of limits by their own kinds, otherwise with the code and words given.</summary>
    public ConnectorException ToException(string code, string message)
    {
        if (IsUnauthenticated)
            return new AuthenticationFailedException("The Pub/Sub API refused a token that the REST API takes. Check that the connected app may use it, and the id of the org.", this) { VendorCode = VendorCode, VendorRequestId = RpcId };
        if (IsThrottled)
            return new ThrottledException("The org has used up what it may publish or have delivered for now. Run it again later.", null, this) { VendorCode = VendorCode, VendorRequestId = RpcId };
        return IsFinal
            ? new ConnectorException(code, IssueKind.Configuration, message, this) { VendorCode = VendorCode, VendorRequestId = RpcId }
            : new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, FormattableString.Invariant($"The Pub/Sub API could not be reached, or answered with a fault (gRPC status {Status})."), this) { VendorCode = VendorCode, VendorRequestId = RpcId };
    }

    private bool HasCode(string end) => VendorCode is not null && VendorCode.EndsWith(end, StringComparison.Ordinal);
}
