namespace Connectors.Abstractions;

/// <summary>What a connector says about one request to the pipeline that carries it.</summary>
public static class ConnectorRequest
{
    private static readonly HttpRequestOptionsKey<bool> IdempotentKey = new("Canonical.Idempotent");
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
        return request.Method == HttpMethod.Get
            || request.Method == HttpMethod.Head
            || request.Method == HttpMethod.Options
            || (request.Options.TryGetValue(IdempotentKey, out bool idempotent) && idempotent);
    }

    internal static string Operation(this HttpRequestMessage request) =>
        request.Options.TryGetValue(OperationKey, out string? operation) ? operation : request.Method.Method;
}
