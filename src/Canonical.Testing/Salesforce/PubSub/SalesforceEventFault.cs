using System.Globalization;

namespace Canonical.Testing;

/// <summary>
/// The faults that the Pub/Sub API is known for, to be added to <see cref="SalesforceSandbox.EventFaults"/>. Each hits one call unless <see cref="SandboxFault.Times"/> or <see cref="SandboxFault.Rate"/> say otherwise.
/// </summary>
public static class SalesforceEventFault
{
    /// <summary>The prefix of Salesforce's own codes.</summary>
    public const string CodePrefix = "sfdc.platform.eventbus.grpc.";

    /// <summary>A gRPC status instead of an answer, in the headers alone (Trailers-Only).</summary>
    /// <param name="call">The calls that it hits.</param>
    /// <param name="status">The gRPC status, such as 14.</param>
    /// <param name="code">Salesforce's own code behind <see cref="CodePrefix"/>, such as <c>service.unavailable</c>; null for none.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault Status(SalesforceEventCall call, int status, string? code = null)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["grpc-status"] = status.ToString(CultureInfo.InvariantCulture), ["rpc-id"] = "rpc-fault" };
        if (code is not null)
            headers["error-code"] = CodePrefix + code;
        return For(call, SandboxFaultKind.Answer) with { Status = 200, Headers = headers, ContentType = "application/grpc" };
    }

    /// <summary>UNAVAILABLE (14) with <c>service.unavailable</c>.</summary>
    /// <param name="call">The calls that it hits.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault Unavailable(SalesforceEventCall call) => Status(call, 14, "service.unavailable");

    /// <summary>RESOURCE_EXHAUSTED (8): the org has used up its events.</summary>
    /// <param name="call">The calls that it hits.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault LimitExceeded(SalesforceEventCall call) => Status(call, 8, "subscription.limit.exceeded");

    /// <summary>The connection is cut before anything is done; of <see cref="SalesforceEventCall.Answer"/> in the middle of it.</summary>
    /// <param name="call">The calls that it hits.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault ConnectionCut(SalesforceEventCall call) => For(call, SandboxFaultKind.CutBefore);

    /// <summary>The events are published and the connection is cut before the answer: nobody knows that it took effect.</summary>
    /// <returns>The fault.</returns>
    public static SandboxFault AnswerLost() => For(SalesforceEventCall.Publish, SandboxFaultKind.CutAfter);

    /// <summary>The events are published and no answer comes until the caller gives up.</summary>
    /// <returns>The fault.</returns>
    public static SandboxFault NoAnswer() => For(SalesforceEventCall.Publish, SandboxFaultKind.HangAfter);

    /// <summary>One event of a publishing is refused with an error of its own (PUBLISH).</summary>
    /// <returns>The fault.</returns>
    public static SandboxFault EventRefused() => For(SalesforceEventCall.Event, SandboxFaultKind.Answer);

    /// <summary>One event of a publishing is published, and the answer says nothing of it.</summary>
    /// <returns>The fault.</returns>
    public static SandboxFault ResultMissing() => For(SalesforceEventCall.Event, SandboxFaultKind.CutAfter);

    /// <summary>The place of a managed subscription is not kept, and the answer says so (COMMIT).</summary>
    /// <returns>The fault.</returns>
    public static SandboxFault CommitRefused() => For(SalesforceEventCall.Commit, SandboxFaultKind.Answer);

    /// <summary>A page of something that stands before the API, with an HTTP status.</summary>
    /// <param name="call">The calls that it hits.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The fault.</returns>
    public static SandboxFault HtmlPage(SalesforceEventCall call, int status = 503) =>
        For(call, SandboxFaultKind.Answer) with { Status = status, ContentType = "text/html;charset=UTF-8", Body = "<html><body><h1>We are down for maintenance.</h1></body></html>" };

    internal static string Path(SalesforceEventCall call) => "/eventbus.v1.PubSub/" + call;

    private static SandboxFault For(SalesforceEventCall call, SandboxFaultKind kind)
    {
        string path = Path(call);
        return new SandboxFault { Kind = kind, Fits = (_, hit) => hit == path };
    }
}
