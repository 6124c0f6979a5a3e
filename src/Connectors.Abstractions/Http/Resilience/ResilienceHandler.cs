using System.Diagnostics;
using System.Net;
using System.Threading.RateLimiting;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Connectors.Abstractions;

/// <summary>
/// Guards each call to a system: concurrency limit, total time-out, the account's adaptive limit, retries, circuit breaker, time-out of each try and the account's quota, in this order from the outside.
/// The state is that of the <see cref="ResilienceState"/>, which outlives the handler. Thread-safe.
/// </summary>
/// <remarks>
/// A POST, PUT, PATCH or DELETE is only sent again when the request was declared idempotent (<see cref="ConnectorRequest.MarkIdempotent"/>).
/// A Retry-After that is longer than the time that is left ends the call at once with a <see cref="ThrottledException"/>.
/// When the retries are used up, the last answer is given to the caller, who knows the vendor's codes.
/// </remarks>
public sealed class ResilienceHandler : DelegatingHandler
{
    /// <summary>The largest request body that is kept for a second try, in bytes: 104 MiB, NetSuite's limit for a request.</summary>
    public const int MaxBufferedRequestBytes = 104 * 1024 * 1024;

    private readonly ResilienceState _state;
    private readonly ILogger _logger;

    /// <summary>Creates the handler.</summary>
    /// <param name="state">The limits, circuit and clock of the account.</param>
    /// <param name="logger">Where retries are reported; null for nowhere.</param>
    public ResilienceHandler(ResilienceState state, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    /// <exception cref="ThrottledException">The system asks for a wait that does not fit into the time left.</exception>
    /// <exception cref="ConnectorException">The call was not sent, or had no answer: the circuit is open, too many calls at once, a body that is too large, no connection, or no answer in time.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using Activity? activity = ConnectorTelemetry.StartCall(_state.Connector, request);
        string correlation = request.Correlate(activity);
        var call = new ResilienceCall(request, _state.Time.GetTimestamp(), _logger, correlation);
        try
        {
            if (request.Content is not null)
                await request.Content.LoadIntoBufferAsync(MaxBufferedRequestBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            // As it is it would pass for a connection that broke, and so for a call that may have taken effect.
            throw Finish(activity, call, new ConnectorException(ConnectorErrorCodes.RequestTooLarge, IssueKind.Validation, $"The body of the request to {_state.Connector} is larger than {MaxBufferedRequestBytes} bytes. It was not sent. Write fewer records in one call.", e));
        }

        using RateLimitLease lease = _state.Concurrency.AttemptAcquire();
        if (!lease.IsAcquired)
            throw Finish(activity, call, new ConnectorException(ConnectorErrorCodes.TooManyCalls, IssueKind.Throttled, $"More than {_state.Options.MaxConcurrency} calls to {_state.Connector} at once. Read and write with less parallelism, or raise MaxConcurrency."));

        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(ResilienceCall.Key, call);
        try
        {
            HttpResponseMessage response = await _state.Pipeline.ExecuteAsync(
                static async (c, s) => await s.Handler.SendOnceAsync(s.Call, c.CancellationToken).ConfigureAwait(c.ContinueOnCapturedContext),
                context,
                (Handler: this, Call: call)).ConfigureAwait(false);
            if (call.EndedBy is { } wait)
            {
                int status = (int)response.StatusCode;
                string? requestId = ReadRequestId(response);
                response.Dispose();
                throw new ThrottledException(FormattableString.Invariant($"{_state.Connector} answered {status} and asks to wait {wait.TotalSeconds:0} seconds, longer than this call may take. Schedule it again after that."), wait) { StatusCode = (HttpStatusCode)status, VendorRequestId = requestId };
            }

            TimeSpan elapsed = _state.Time.GetElapsedTime(call.StartedAt);
            ConnectorTelemetry.EndCall(activity, _state.Connector, request, response, call.Retries, elapsed);
            Log.CallEnded(_logger, _state.Connector, call.Operation, (int)response.StatusCode, call.Retries, elapsed, correlation);
            return response;
        }
        catch (ConnectorException e)
        {
            // Ours, or of the authentication within: it is told as it is, and counted.
            Finish(activity, call, e);
            throw;
        }
        catch (TimeoutRejectedException e) when (!call.IsSent)
        {
            throw Finish(activity, call, new ConnectorException(ConnectorErrorCodes.TooManyCalls, IssueKind.Throttled, $"{_state.Connector} takes {_state.Limit.Current} calls at once at this moment, and this one waited too long for its turn. It was not sent. Read and write with less parallelism, or raise InitialConcurrency where the account takes more.", e));
        }
        catch (TimeoutRejectedException e)
        {
            throw Finish(activity, call, new ConnectorException(ConnectorErrorCodes.TimedOut, IssueKind.Transient, $"{_state.Connector} did not answer in time. Whether the last try took effect is not known.", e));
        }
        catch (BrokenCircuitException e) when (request.MayHaveTakenEffect())
        {
            throw Finish(activity, call, new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, $"Too many calls to {_state.Connector} failed of late, this one among them, and no further try was made. Whether an earlier try took effect is not known.", e));
        }
        catch (BrokenCircuitException e)
        {
            throw Finish(activity, call, new ConnectorException(ConnectorErrorCodes.CircuitOpen, IssueKind.Transient, $"Too many calls to {_state.Connector} failed of late; this one was not sent. Try again in {_state.Options.CircuitBreakDuration.TotalSeconds:0} seconds.", e));
        }
        catch (HttpRequestException e)
        {
            throw Finish(activity, call, new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, $"{_state.Connector} could not be reached, or the connection broke ({e.HttpRequestError}).", e));
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            // The socket handler tells a connection that could not be made in time as a cancellation. Nobody cancelled, and the caller must not think so.
            throw Finish(activity, call, new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, $"No connection to {_state.Connector} could be made in time.", e));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ValueTask<HttpResponseMessage> SendOnceAsync(ResilienceCall call, CancellationToken cancellationToken)
    {
        // Each try counts with the vendor, so each counts here.
        if (_state.Quota.TrySpend(out TimeSpan wait))
        {
            call.IsSent = true;
            return new(base.SendAsync(call.Request, cancellationToken));
        }

        throw new ThrottledException(ConnectorErrorCodes.QuotaUsedUp, FormattableString.Invariant($"This process has used its part of the calls that {_state.Connector} grants ({_state.Options.QuotaShare:P0} of {_state.Quota.Granted}). The next one is free in {wait.TotalMinutes:0} minutes. Schedule the work after that, or raise QuotaShare."), wait);
    }

    // The answer is not handed on, so its id for the vendor's support is kept here. Vendors name the header as they like, but all call it a request's or an operation's id.
    private static string? ReadRequestId(HttpResponseMessage response)
    {
        foreach ((string name, IEnumerable<string> values) in response.Headers)
        {
            string plain = name.Replace("-", "", StringComparison.Ordinal);
            if (plain.EndsWith("requestid", StringComparison.OrdinalIgnoreCase) || plain.EndsWith("operationid", StringComparison.OrdinalIgnoreCase))
                return string.Join(',', values);
        }

        return null;
    }

    private ConnectorException Finish(Activity? activity, ResilienceCall call, ConnectorException exception)
    {
        TimeSpan elapsed = _state.Time.GetElapsedTime(call.StartedAt);
        ConnectorTelemetry.FailCall(activity, _state.Connector, call.Request, exception, call.Retries, elapsed);
        Log.CallFailed(_logger, _state.Connector, call.Operation, exception.Code, call.Retries, elapsed, call.CorrelationId);
        return exception;
    }
}
