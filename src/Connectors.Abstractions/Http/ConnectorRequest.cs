namespace Connectors.Abstractions;

/// <summary>What a connector says about one request to the pipeline that carries it.</summary>
public static class ConnectorRequest
{
    private static readonly HttpRequestOptionsKey<bool> IdempotentKey = new("Canonical.Idempotent");
    private static readonly HttpRequestOptionsKey<bool> InDoubtKey = new("Canonical.InDoubt");
    private static readonly HttpRequestOptionsKey<string> OperationKey = new("Canonical.Operation");

    /// <summary>Declares that sending the request twice has the effect of sending it once, so that POST, PUT, PATCH and DELETE may be retried as well.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The same request.</returns>
    public static HttpRequestMessage MarkIdempotent(this HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Set(IdempotentKey, true);
        return request;
    }

    /// <summary>Names the operation for logs and traces, for example <c>query</c> or <c>customer.upsert</c>: a fixed word, never an id.</summary>
    /// <param name="request">The request.</param>
    /// <param name="operation">The name.</param>
    /// <returns>The same request.</returns>
    public static HttpRequestMessage WithOperation(this HttpRequestMessage request, string operation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Set(OperationKey, operation);
        return request;
    }

    /// <summary>Whether the request may be sent again after a fault: safe methods always (RFC 9110 section 9.2.1), others when they were declared idempotent.</summary>
    /// <param name="request">The request.</param>
    /// <returns>True when it may.</returns>
    public static bool IsRepeatable(this HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return IsSafe(request)
            || (request.Options.TryGetValue(IdempotentKey, out bool idempotent) && idempotent);
    }

    /// <summary>
    /// Whether an earlier try of this request may have taken effect although its answer was lost: it was sent again after a time-out, a broken connection or a fault of the server.
    /// A sink whose last try was turned away must then report <see cref="WriteOutcomeKind.Unknown"/>, not <see cref="WriteOutcomeKind.Retryable"/>. Never true for a safe method.
    /// </summary>
    /// <param name="request">The request, after it was sent through the pipeline.</param>
    /// <returns>True when the effect is in doubt.</returns>
    public static bool MayHaveTakenEffect(this HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Options.TryGetValue(InDoubtKey, out bool inDoubt) && inDoubt;
    }

    /// <summary>Notes that the fate of a try that is about to be repeated is not known. Safe methods have no effect to be in doubt about.</summary>
    internal static void MarkInDoubt(this HttpRequestMessage request)
    {
        if (!IsSafe(request))
            request.Options.Set(InDoubtKey, true);
    }

    internal static string Operation(this HttpRequestMessage request) =>
        request.Options.TryGetValue(OperationKey, out string? operation) ? operation : request.Method.Method;

    private static bool IsSafe(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options;
}
