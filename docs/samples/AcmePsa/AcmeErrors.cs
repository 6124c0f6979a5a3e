using System.Net;
using System.Text.Json;

using Connectors.Abstractions;

namespace AcmePsa;

/// <summary>Sorts what Acme answers by its code, never by its text.</summary>
internal static class AcmeErrors
{
    private static readonly Dictionary<string, IssueKind> Kinds = new(StringComparer.Ordinal)
    {
        ["JOB_LOCKED"] = IssueKind.Transient,
        ["TOO_MANY_CALLS"] = IssueKind.Throttled,
        ["FIELD_HIDDEN"] = IssueKind.Configuration,
        ["TEXT_TOO_LONG"] = IssueKind.Validation,
        ["PERIOD_CLOSED"] = IssueKind.BusinessRule,
        ["KEY_TAKEN"] = IssueKind.Conflict,
        ["CLIENT_UNKNOWN"] = IssueKind.NotFound,
    };

    public static IssueKind KindOf(HttpStatusCode status, string? code) =>
        code is not null && Kinds.TryGetValue(code, out IssueKind kind) ? kind
        : (int)status switch { 401 => IssueKind.Authentication, 403 => IssueKind.Configuration, 404 => IssueKind.NotFound, 429 => IssueKind.Throttled, 408 or >= 500 => IssueKind.Transient, _ => IssueKind.Validation };

    public static RecordIssue Issue(string code, string? field) => new()
    {
        Code = "ACM2001",
        Kind = KindOf(HttpStatusCode.UnprocessableEntity, code),
        Message = $"Acme refused the job ({code}).",
        VendorCode = code,
        VendorPath = field,
    };

    public static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new ConnectorException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Transient, "The answer of Acme is no JSON; often it is a maintenance page.", e);
        }
    }

    /// <summary>What became of a record whose call failed. It is rejected only when Acme said so, and retryable only when it certainly had no effect.</summary>
    public static WriteOutcome Outcome(ConnectorException e, bool mayHaveTakenEffect)
    {
        bool turnedAway = e.Kind == IssueKind.Throttled || e.Code == ConnectorErrorCodes.CircuitOpen || e.StatusCode == HttpStatusCode.ServiceUnavailable || e.VendorCode == "JOB_LOCKED";
        if (mayHaveTakenEffect || (e.IsTransient && !turnedAway))
            return new WriteOutcome { Kind = WriteOutcomeKind.Unknown, Issues = [e.ToIssue() with { Kind = IssueKind.UnknownOutcome }], VendorRequestId = e.VendorRequestId };
        if (turnedAway || e.Kind is IssueKind.Authentication or IssueKind.Configuration)
            return new WriteOutcome { Kind = WriteOutcomeKind.Retryable, Issues = [e.ToIssue()], RetryAfter = e.RetryAfter, VendorRequestId = e.VendorRequestId };
        return WriteOutcome.Rejected(e.ToIssue()) with { VendorRequestId = e.VendorRequestId };
    }
}
