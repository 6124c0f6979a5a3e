using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Threading.RateLimiting;

using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Connectors.Abstractions;

/// <summary>
/// The limits and the circuit of one account of one system. It outlives the handlers, which the factory recycles, and belongs to one account alone,
/// so that an outage of one tenant does not close another's door. Thread-safe.
/// </summary>
public sealed class ResilienceState : IDisposable
{
    /// <summary>Creates the state.</summary>
    /// <param name="connector">The name of the system for messages, logs and traces, for example <c>netsuite</c>.</param>
    /// <param name="options">The limits; null for the defaults. They are read once.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The options contradict themselves; the message says how.</exception>
    public ResilienceState(string connector, ResilienceOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connector);
        Connector = connector;
        Options = options ?? new ResilienceOptions();
        if (Options.FindFaults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        Time = timeProvider ?? TimeProvider.System;
        Concurrency = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = Options.MaxConcurrency, QueueLimit = 0 });
        Limit = new AdaptiveLimit(connector, Options.InitialConcurrency, Options.MaxConcurrency);
        Quota = new QuotaBudget(Options.QuotaShare, QuotaBudget.DefaultWindow, Time);
        Pipeline = Build();
    }

    /// <summary>The name of the system.</summary>
    public string Connector { get; }

    /// <summary>How many calls the account takes at once, found out by trying.</summary>
    public AdaptiveLimit Limit { get; }

    /// <summary>The part of the account's calls that this process may use. A connector whose vendor tells its figures reports them here.</summary>
    public QuotaBudget Quota { get; }

    internal ResilienceOptions Options { get; }

    internal TimeProvider Time { get; }

    internal ConcurrencyLimiter Concurrency { get; }

    internal ResiliencePipeline<HttpResponseMessage> Pipeline { get; }

    /// <summary>Frees the limiters.</summary>
    public void Dispose()
    {
        Concurrency.Dispose();
        Limit.Dispose();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Polly validates the options of a strategy by their annotations; AdaptiveStrategyOptions has no members of its own.")]
    private ResiliencePipeline<HttpResponseMessage> Build()
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = Time };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = Options.TotalTimeout });
        builder.AddStrategy(_ => new AdaptiveStrategy(Limit), new AdaptiveStrategyOptions());
        if (Options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Options.MaxRetries,
                Delay = Options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = ShouldRetry,
                DelayGenerator = args => new ValueTask<TimeSpan?>(args.Outcome.Result is { } response ? RetryAfter.Read(response, Time.GetUtcNow()) : null),
                OnRetry = OnRetry,
            });
        }

        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            FailureRatio = Options.CircuitFailureRatio,
            MinimumThroughput = Options.CircuitMinimumThroughput,
            SamplingDuration = Options.CircuitSamplingDuration,
            BreakDuration = Options.CircuitBreakDuration,
            ShouldHandle = args => new ValueTask<bool>(IsFault(args.Outcome, args.Context.CancellationToken)),
        });
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = Options.AttemptTimeout });
        return builder.Build();
    }

    private ValueTask<bool> ShouldRetry(RetryPredicateArguments<HttpResponseMessage> args)
    {
        if (!IsFault(args.Outcome, args.Context.CancellationToken))
            return new ValueTask<bool>(false);
        args.Context.Properties.TryGetValue(ResilienceCall.Key, out ResilienceCall? call);
        if (call is null || !call.Request.IsRepeatable())
            return new ValueTask<bool>(false);
        if (args.Outcome.Result is { } response
            && RetryAfter.Read(response, Time.GetUtcNow()) is { } wait
            && wait >= Options.TotalTimeout - Time.GetElapsedTime(call.StartedAt))
        {
            // Waiting in vain until the total time-out would hide the one fact that the caller can act on: when to come back.
            call.EndedBy = wait;
            return new ValueTask<bool>(false);
        }

        return new ValueTask<bool>(true);
    }

    private ValueTask OnRetry(OnRetryArguments<HttpResponseMessage> args)
    {
        if (args.Context.Properties.TryGetValue(ResilienceCall.Key, out ResilienceCall? call))
        {
            call.Retries = args.AttemptNumber + 1;
            if (AdaptiveStrategy.IsThrottle(args.Outcome.Result))
                call.Epoch = Limit.Throttled(call.Epoch);
            if (MayHaveTakenEffect(args.Outcome))
                call.Request.MarkInDoubt();
            string cause = args.Outcome.Result is { } response
                ? ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)
                : args.Outcome.Exception?.GetType().Name ?? "fault";
            Log.Retrying(call.Logger, Connector, call.Request.Operation(), args.AttemptNumber + 1, args.RetryDelay, cause);
            ConnectorTelemetry.RecordRetry(Connector, cause, args.RetryDelay);
        }

        // The answer that is not used would keep its connection until it is collected.
        args.Outcome.Result?.Dispose();
        return default;
    }

    // What a system turns away (429, 503) it has not done, and what never reached it neither. Of the rest nobody knows: a gateway or a clock may have given up on work that goes on behind it.
    private static bool MayHaveTakenEffect(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { } response } => response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable),
        { Exception: HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } } => false,
        { Exception: TaskCanceledException } => false,
        _ => true,
    };

    // The caller's own cancellation is never a fault of the system.
    private static bool IsFault(Outcome<HttpResponseMessage> outcome, CancellationToken callers) => outcome switch
    {
        { Result: { } response } => response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500,
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        // A connect time-out of the socket handler arrives as a cancellation that the caller did not ask for.
        { Exception: TaskCanceledException { InnerException: TimeoutException } } => !callers.IsCancellationRequested,
        _ => false,
    };
}
