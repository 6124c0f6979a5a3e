using Microsoft.Extensions.Logging;

using Polly;

namespace Connectors.Abstractions;

/// <summary>What the strategies of one call share.</summary>
internal sealed class ResilienceCall(HttpRequestMessage request, long startedAt, ILogger logger, string correlationId)
{
    public static readonly ResiliencePropertyKey<ResilienceCall> Key = new("Canonical.Call");

    public HttpRequestMessage Request { get; } = request;

    public long StartedAt { get; } = startedAt;

    public ILogger Logger { get; } = logger;

    public string Operation { get; } = request.Operation();

    public string CorrelationId { get; } = correlationId;

    public int Retries { get; set; }

    /// <summary>Whether a try was sent. Before that the call cannot have taken effect, whatever ended it.</summary>
    public bool IsSent { get; set; }

    /// <summary>The round of the account's <see cref="AdaptiveLimit"/> to which the throttles of this call count.</summary>
    public int Epoch { get; set; }

    /// <summary>The Retry-After that did not fit into the time left, and so ended the call.</summary>
    public TimeSpan? EndedBy { get; set; }
}
