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

    private static readonly string? Version = typeof(ConnectorTelemetry).Assembly.GetName().Version?.ToString();
    private static readonly ActivitySource Source = new(Name, Version);
    private static readonly Meter Meter = new(Name, Version);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(RequestsInstrument, "{request}", "Calls to a system, with all their tries.");
    private static readonly Histogram<double> RetryWait = Meter.CreateHistogram<double>(RetryWaitInstrument, "s", "Waits before retries.");

    private static readonly UpDownCounter<int> Limit = Meter.CreateUpDownCounter<int>(LimitInstrument, "{request}", "Calls that the accounts of a system take at once.");

    internal static Activity? StartCall(string connector, HttpRequestMessage request)
    {
        Activity? activity = Source.StartActivity($"{connector} {request.Operation()}", ActivityKind.Internal);
        activity?.SetTag(ConnectorTag, connector);
        activity?.SetTag(OperationTag, request.Operation());
        activity?.SetTag("http.request.method", request.Method.Method);
        return activity;
    }

    internal static void EndCall(Activity? activity, string connector, HttpRequestMessage request, HttpResponseMessage response, int retries)
    {
        string outcome = response.IsSuccessStatusCode ? "ok" : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        activity?.SetTag("http.response.status_code", (int)response.StatusCode);
        activity?.SetTag("http.request.resend_count", retries);
        if (!response.IsSuccessStatusCode)
            activity?.SetStatus(ActivityStatusCode.Error);
        Count(connector, request, outcome);
    }

    internal static void FailCall(Activity? activity, string connector, HttpRequestMessage request, ConnectorException exception)
    {
        activity?.SetTag("error.type", exception.Code);
        activity?.SetStatus(ActivityStatusCode.Error);
        Count(connector, request, exception.Code);
    }

    internal static void RecordRetry(string connector, string cause, TimeSpan wait) =>
        RetryWait.Record(wait.TotalSeconds, new KeyValuePair<string, object?>(ConnectorTag, connector), new KeyValuePair<string, object?>(CauseTag, cause));

    internal static void ChangeLimit(string connector, int change) => Limit.Add(change, new KeyValuePair<string, object?>(ConnectorTag, connector));

    private static void Count(string connector, HttpRequestMessage request, string outcome) => Requests.Add(
        1,
        new KeyValuePair<string, object?>(ConnectorTag, connector),
        new KeyValuePair<string, object?>(OperationTag, request.Operation()),
        new KeyValuePair<string, object?>(OutcomeTag, outcome));
}
