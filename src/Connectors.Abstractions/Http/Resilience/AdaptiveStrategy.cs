using System.Net;

using Polly;

namespace Connectors.Abstractions;

/// <summary>Holds a place of the account's <see cref="AdaptiveLimit"/> during a call with all its tries, so that a call that waits for its next try also takes the load off.</summary>
internal sealed class AdaptiveStrategy(AdaptiveLimit limit) : ResilienceStrategy<HttpResponseMessage>
{
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        int epoch;
        try
        {
            epoch = await limit.EnterAsync(context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        catch (OperationCanceledException e)
        {
            return Outcome.FromException<HttpResponseMessage>(e);
        }

        bool succeeded = false;
        try
        {
            if (context.Properties.TryGetValue(ResilienceCall.Key, out ResilienceCall? call))
                call.Epoch = epoch;
            Outcome<HttpResponseMessage> outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
            if (IsThrottle(outcome.Result))
                limit.Throttled(call?.Epoch ?? epoch);
            succeeded = outcome.Result is { } response && (int)response.StatusCode < 500 && !IsThrottle(response);
            return outcome;
        }
        finally
        {
            limit.Exit(succeeded);
        }
    }

    /// <summary>429 (RFC 6585), or 503 with a wait (RFC 9110 section 15.6.4): the system says that it has too much to do.</summary>
    public static bool IsThrottle(HttpResponseMessage? response) =>
        response is { StatusCode: HttpStatusCode.TooManyRequests }
        || (response is { StatusCode: HttpStatusCode.ServiceUnavailable } && response.Headers.NonValidated.Contains("Retry-After"));
}

/// <summary>Names the strategy for Polly's telemetry; the limit itself belongs to the account.</summary>
internal sealed class AdaptiveStrategyOptions : ResilienceStrategyOptions
{
    public AdaptiveStrategyOptions() => Name = "AdaptiveLimit";
}
