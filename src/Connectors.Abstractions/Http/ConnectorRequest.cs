using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Connectors.Abstractions;

/// <summary>What a connector says about one request to the pipeline that carries it.</summary>
public static class ConnectorRequest
{
    /// <summary>The header that carries the correlation id: <c>X-Correlation-Id</c>.</summary>
    public const string CorrelationHeader = "X-Correlation-Id";

    /// <summary>The length in bytes from which <see cref="CompressBody"/> compresses unless told otherwise: 1024.</summary>
    public const int DefaultMinimumCompressedBytes = 1024;

    private const string BaggageKey = "correlation.id";
    private static readonly HttpRequestOptionsKey<bool> IdempotentKey = new("Canonical.Idempotent");
    private static readonly HttpRequestOptionsKey<bool> InDoubtKey = new("Canonical.InDoubt");
    private static readonly HttpRequestOptionsKey<string> OperationKey = new("Canonical.Operation");

    /// <summary>Gives the request a correlation id of the caller's own; without this the pipeline gives it one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="correlationId">1 to 200 characters of visible ASCII: it goes into a header, into logs of the vendor and of proxies. Never a personal value.</param>
    /// <returns>The same request.</returns>
    /// <exception cref="ArgumentException">The id has other characters.</exception>
    public static HttpRequestMessage WithCorrelationId(this HttpRequestMessage request, string correlationId)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!IsHeaderText(correlationId))
            throw new ArgumentException("A correlation id has 1 to 200 characters of visible ASCII.", nameof(correlationId));
        request.Headers.Remove(CorrelationHeader);
        request.Headers.TryAddWithoutValidation(CorrelationHeader, correlationId);
        return request;
    }

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

    /// <summary>
    /// Sends the body compressed (<c>Content-Encoding: gzip</c>, RFC 9110 section 8.4.1). Ask for it where the vendor documents that it takes it, as Salesforce's REST API does; it pays for bodies of some kilobytes.
    /// The body is compressed once, and all tries send the same bytes. Call it after the content was set.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="minimumBytes">A body that is known to be shorter is sent as it is.</param>
    /// <returns>The same request.</returns>
    /// <exception cref="InvalidOperationException">The request has no body, or one with an encoding already.</exception>
    public static HttpRequestMessage CompressBody(this HttpRequestMessage request, int minimumBytes = DefaultMinimumCompressedBytes)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegative(minimumBytes);
        if (request.Content is null)
            throw new InvalidOperationException("The request has no body to compress. Set its content first.");
        if (request.Content.Headers.ContentEncoding.Count > 0)
            throw new InvalidOperationException("The body has an encoding already.");
        if (request.Content.Headers.ContentLength is not { } length || length >= minimumBytes)
            request.Content = new GzipContent(request.Content);
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

    /// <summary>
    /// One id for the call and all its tries: the caller's own, else that of the activity's baggage (<c>correlation.id</c>), else the id of the trace, else a new one.
    /// It is a tag of the activity too, so that a log of the vendor leads to the trace.
    /// </summary>
    /// <returns>The id.</returns>
    internal static string Correlate(this HttpRequestMessage request, Activity? activity)
    {
        string? id = request.Headers.NonValidated.TryGetValues(CorrelationHeader, out HeaderStringValues values) ? values.ToString() : null;
        if (id is null)
        {
            Activity? current = activity ?? Activity.Current;
            id = current?.GetBaggageItem(BaggageKey) is { } carried && IsHeaderText(carried) ? carried : current?.TraceId.ToHexString() ?? RandomNumberGenerator.GetHexString(32, lowercase: true);
            request.Headers.TryAddWithoutValidation(CorrelationHeader, id);
        }

        activity?.SetTag(ConnectorTelemetry.CorrelationTag, id);
        return id;
    }

    internal static string Operation(this HttpRequestMessage request) =>
        request.Options.TryGetValue(OperationKey, out string? operation) ? operation : request.Method.Method;

    private static bool IsHeaderText(string? text) => text is { Length: > 0 and <= 200 } && text.All(static c => c is > ' ' and <= '~');

    private static bool IsSafe(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options;
}
