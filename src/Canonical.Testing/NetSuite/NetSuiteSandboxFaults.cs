namespace Canonical.Testing;

/// <summary>Faults in NetSuite's own words, ready for <see cref="FaultPlan.Add"/>. Each is a record: narrow it with <c>with { Method = "PUT", PathContains = "/job/" }</c>.</summary>
public static class NetSuiteSandboxFaults
{
    private const string ErrorType = "application/vnd.oracle.resource+json; type=error; charset=UTF-8";

    /// <summary>The account is over its limit of calls at once: 429 <c>CONCURRENCY_LIMIT_EXCEEDED</c>. NetSuite sends no <c>Retry-After</c>; a proxy before it may.</summary>
    /// <param name="retryAfter">The <c>Retry-After</c> header; null for none, as in real answers.</param>
    /// <returns>The fault, once.</returns>
    public static SandboxFault ConcurrencyLimit(TimeSpan? retryAfter = null) => Answer(
        429,
        NetSuiteBody.Error(NetSuiteFault.TooManyCalls()),
        retryAfter is { } wait ? ("Retry-After", ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture)) : null);

    /// <summary>Over the limit, disguised: token-based calls have been seen to get 401 <c>INVALID_LOGIN</c> although their keys are right.</summary>
    /// <returns>The fault, once.</returns>
    public static SandboxFault MaskedInvalidLogin() => Answer(
        401,
        NetSuiteBody.Error(NetSuiteEndpoint.InvalidLogin("")),
        ("WWW-Authenticate", "OAuth realm=\"" + NetSuiteSandboxOptions.DefaultAccountId + "\", error=\"token_rejected\", error_description=\"Invalid login attempt.\""));

    /// <summary>The bearer token ended or was revoked: 401 without a body, the reason in <c>WWW-Authenticate</c>.</summary>
    /// <returns>The fault, once.</returns>
    public static SandboxFault ExpiredToken() => Answer(
        401,
        [],
        ("WWW-Authenticate", "Bearer realm=\"" + NetSuiteSandboxOptions.DefaultAccountId + "\", error=\"invalid_token\", error_description=\"Invalid login attempt.\""));

    /// <summary>An unexpected error with an error id: 500 <c>UNEXPECTED_ERROR</c>.</summary>
    /// <returns>The fault, once.</returns>
    public static SandboxFault UnexpectedError() => Answer(
        500,
        NetSuiteBody.Error(new NetSuiteFault(500, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: sandbox0000000000001")),
        null);

    /// <summary>A page for people instead of an answer for programs: 503 with HTML.</summary>
    /// <returns>The fault, once.</returns>
    public static SandboxFault MaintenancePage() => new()
    {
        Kind = SandboxFaultKind.Answer,
        Status = 503,
        ContentType = "text/html; charset=utf-8",
        Body = "<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head><body><h1>We will be back soon.</h1></body></html>",
    };

    /// <summary>The work is done and the answer is lost: nobody can know that the record was written.</summary>
    /// <returns>The fault, once.</returns>
    public static SandboxFault LostAnswer() => new() { Kind = SandboxFaultKind.CutAfter };

    private static SandboxFault Answer(int status, byte[] body, (string Name, string Value)? header)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            // A fault is answered before the account is looked at, so its ids are fixed.
            [NetSuiteEndpoint.JobIdHeader] = "00000000-0000-4000-8000-00000000fa17",
            [NetSuiteEndpoint.OperationIdHeader] = "00000000-0000-4000-8000-00000000fa18",
        };
        if (header is { } extra)
            headers[extra.Name] = extra.Value;
        return new SandboxFault
        {
            Kind = SandboxFaultKind.Answer,
            Status = status,
            Headers = headers,
            Body = System.Text.Encoding.UTF8.GetString(body),
            ContentType = ErrorType,
        };
    }
}
