using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Connectors.Abstractions;

/// <summary>The names under which connectors report traces and metrics (OpenTelemetry). Add <see cref="Name"/> as a source and as a meter to see them.</summary>
public static class ConnectorTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Connectors.Abstractions";

    /// <summary>Counter, unit <c>{request}</c>: calls with all their tries, by <see cref="ConnectorTag"/>, <see cref="OperationTag"/> and <see cref="OutcomeTag"/>.</summary>
    public const string RequestsInstrument = "canonical.target.requests";

    /// <summary>
    /// Histogram, unit <c>s</c>: how long calls take until the headers of the answer, with all their tries and waits, by <see cref="ConnectorTag"/>, <see cref="OperationTag"/>, <see cref="MethodTag"/>, <see cref="ServerAddressTag"/>,
    /// <see cref="StatusTag"/> and <see cref="ErrorTypeTag"/>. Single tries are <c>http.client.request.duration</c> of .NET's own meter <c>System.Net.Http</c>.
    /// </summary>
    public const string DurationInstrument = "canonical.target.request.duration";

    /// <summary>Histogram, unit <c>s</c>: waits before retries, by <see cref="ConnectorTag"/> and <see cref="CauseTag"/>.</summary>
    public const string RetryWaitInstrument = "canonical.target.retry.wait";

    /// <summary>Up-down counter, unit <c>{request}</c>: calls that an account takes at once (<see cref="AdaptiveLimit"/>), by <see cref="ConnectorTag"/>; the sum over the accounts of a system.</summary>
    public const string LimitInstrument = "canonical.target.concurrency.limit";

    /// <summary>Tag: the system, for example <c>salesforce</c>.</summary>
    public const string ConnectorTag = "canonical.connector";

    /// <summary>Tag: the operation, a fixed word such as <c>query</c>.</summary>
    public const string OperationTag = "canonical.operation";

    /// <summary>Tag: <c>ok</c>, the HTTP status of a failed call, or the code of an exception.</summary>
    public const string OutcomeTag = "canonical.outcome";

    /// <summary>Tag of traces: the correlation id, which the request carries in <see cref="ConnectorRequest.CorrelationHeader"/>.</summary>
    public const string CorrelationTag = "canonical.correlation_id";

    /// <summary>Tag: the HTTP status or the exception's type that caused a retry.</summary>
    public const string CauseTag = "canonical.cause";

    /// <summary>Tag of the semantic conventions for HTTP: the method.</summary>
    public const string MethodTag = "http.request.method";

    /// <summary>Tag of the semantic conventions for HTTP: the status of the last answer.</summary>
    public const string StatusTag = "http.response.status_code";

    /// <summary>Tag of the semantic conventions for HTTP, of traces: how often the request was sent again.</summary>
    public const string ResendCountTag = "http.request.resend_count";

    /// <summary>Tag of the semantic conventions: the status of a failed call, or the code of an exception.</summary>
    public const string ErrorTypeTag = "error.type";

    /// <summary>Tag of the semantic conventions: the host that is called. The path and the query are in no tag of ours.</summary>
    public const string ServerAddressTag = "server.address";

    /// <summary>Tag of the semantic conventions, of traces: the port that is called.</summary>
    public const string ServerPortTag = "server.port";

    private static readonly string? Version = typeof(ConnectorTelemetry).Assembly.GetName().Version?.ToString();
    private static readonly ActivitySource Source = new(Name, Version);
    private static readonly Meter Meter = new(Name, Version);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(RequestsInstrument, "{request}", "Calls to a system, with all their tries.");
    private static readonly Histogram<double> RetryWait = Meter.CreateHistogram<double>(RetryWaitInstrument, "s", "Waits before retries.");

    private static readonly UpDownCounter<int> Limit = Meter.CreateUpDownCounter<int>(LimitInstrument, "{request}", "Calls that the accounts of a system take at once.");

    // The buckets that the semantic conventions advise for HTTP, and two more for calls that wait for a vendor.
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        DurationInstrument,
        "s",
        "Calls to a system until the headers of the answer, with all their tries and waits.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60] });

    internal static Activity? StartCall(string connector, HttpRequestMessage request)
    {
        Activity? activity = Source.StartActivity($"{connector} {request.Operation()}", ActivityKind.Internal);
        if (activity is null)
            return null;
        activity.SetTag(ConnectorTag, connector);
        activity.SetTag(OperationTag, request.Operation());
        activity.SetTag(MethodTag, request.Method.Method);
        if (request.RequestUri is { IsAbsoluteUri: true } uri)
        {
            activity.SetTag(ServerAddressTag, uri.IdnHost);
            activity.SetTag(ServerPortTag, uri.Port);
        }

        return activity;
    }

    internal static void EndCall(Activity? activity, string connector, HttpRequestMessage request, HttpResponseMessage response, int retries, TimeSpan elapsed)
    {
        int status = (int)response.StatusCode;
        string? error = response.IsSuccessStatusCode ? null : status.ToString(CultureInfo.InvariantCulture);
        activity?.SetTag(StatusTag, status);
        if (retries > 0)
            activity?.SetTag(ResendCountTag, retries);
        if (error is not null)
        {
            activity?.SetTag(ErrorTypeTag, error);
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        Count(connector, request, error, status, elapsed);
    }

    internal static void FailCall(Activity? activity, string connector, HttpRequestMessage request, ConnectorException exception, int retries, TimeSpan elapsed)
    {
        if (retries > 0)
            activity?.SetTag(ResendCountTag, retries);
        activity?.SetTag(ErrorTypeTag, exception.Code);
        activity?.SetStatus(ActivityStatusCode.Error);
        Count(connector, request, exception.Code, (int?)exception.StatusCode, elapsed);
    }

    internal static void RecordRetry(string connector, string cause, TimeSpan wait) =>
        RetryWait.Record(wait.TotalSeconds, new KeyValuePair<string, object?>(ConnectorTag, connector), new KeyValuePair<string, object?>(CauseTag, cause));

    internal static void ChangeLimit(string connector, int change) => Limit.Add(change, new KeyValuePair<string, object?>(ConnectorTag, connector));

    private static void Count(string connector, HttpRequestMessage request, string? error, int? status, TimeSpan elapsed)
    {
        Requests.Add(
            1,
            new KeyValuePair<string, object?>(ConnectorTag, connector),
            new KeyValuePair<string, object?>(OperationTag, request.Operation()),
            new KeyValuePair<string, object?>(OutcomeTag, error ?? "ok"));
        if (!Duration.Enabled)
            return;
        var tags = new TagList
        {
            { ConnectorTag, connector },
            { OperationTag, request.Operation() },
            { MethodTag, request.Method.Method },
        };
        if (request.RequestUri is { IsAbsoluteUri: true } uri)
            tags.Add(ServerAddressTag, uri.IdnHost);
        if (status is { } code)
            tags.Add(StatusTag, code);
        if (error is not null)
            tags.Add(ErrorTypeTag, error);
        Duration.Record(elapsed.TotalSeconds, tags);
    }
}
