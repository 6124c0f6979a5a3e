using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>Reads workers from Workday Web Services (SOAP). Thread-safe, and remembers nothing between calls.</summary>
public sealed class WorkdayClient : IDisposable
{
    private const string Service = "Human_Resources";

    /// <summary>A page that broke off in the middle is fetched again: it is pinned to its snapshot, so it is the same page.</summary>
    private const int PageAttempts = 3;

    private readonly HttpClient _http;
    private readonly IWorkdayCredentialSource? _credentials;
    private readonly TimeProvider _time;
    private readonly WorkdayOptions _options;
    private readonly Uri _endpoint;
    private readonly XmlLimits _limits;
    private readonly IDisposable? _owned;

    /// <summary>Creates a client over an HTTP client that the host made, for example by <c>AddWorkday</c>.</summary>
    /// <param name="http">Sends the requests. It must not follow redirects, must not retry SOAP faults, and must authenticate when there is no credential source.</param>
    /// <param name="options">Where the tenant is.</param>
    /// <param name="credentials">Gives user name and password for WS-Security; null when <paramref name="http"/> puts an OAuth bearer token on each request.</param>
    /// <param name="timeProvider">The clock for time-outs; null for the system's.</param>
    /// <exception cref="ArgumentException">The options are not usable; the message says which and why.</exception>
    /// <exception cref="ConnectorException">The host is neither https nor loopback.</exception>
    public WorkdayClient(HttpClient http, WorkdayOptions options, IWorkdayCredentialSource? credentials = null, TimeProvider? timeProvider = null)
        : this(http, options, credentials, timeProvider, owned: null)
    {
    }

    private WorkdayClient(HttpClient http, WorkdayOptions options, IWorkdayCredentialSource? credentials, TimeProvider? timeProvider, IDisposable? owned)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindFaults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        _http = http;
        _options = options;
        _credentials = credentials;
        _time = timeProvider ?? TimeProvider.System;
        _owned = owned;
        _limits = new XmlLimits(options.MaxResponseBytes, options.MaxResponseDepth);
        // The published WSDL names only the service: the endpoint is always put together from the configuration.
        _endpoint = new Uri(BaseAddress.Require(options.Host!), $"ccx/service/{options.Tenant}/{Service}/{options.Version}");
    }

    /// <summary>The tenant of this client: the instance in every record's origin.</summary>
    public string Tenant => _options.Tenant;

    /// <summary>Makes a client with its own HTTP pipeline and WS-Security.</summary>
    /// <param name="options">Where the tenant is.</param>
    /// <param name="credentials">Gives user name and password; asked at each call.</param>
    /// <param name="primary">The innermost handler; null for the connector's own.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>A client that owns its pipeline.</returns>
    /// <exception cref="ArgumentException">The options are not usable; the message says which and why.</exception>
    public static WorkdayClient Create(
        WorkdayOptions options, IWorkdayCredentialSource credentials, HttpMessageHandler? primary = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(credentials);
        var state = new ResilienceState("workday", options.Resilience, timeProvider);
        HttpClient http = ConnectorHttp.CreateClient(primary, new ResilienceHandler(state), new WorkdayFaultHandler());
        return new WorkdayClient(http, options, credentials, timeProvider, new OwnedPipeline(http, state, null));
    }

    /// <summary>Makes a client with its own HTTP pipeline and an OAuth 2.0 bearer token instead of WS-Security.</summary>
    /// <param name="options">Where the tenant is.</param>
    /// <param name="tokens">Gives tokens; asked once for all calls until a token ends or is refused.</param>
    /// <param name="primary">The innermost handler; null for the connector's own.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>A client that owns its pipeline.</returns>
    /// <exception cref="ArgumentException">The options are not usable; the message says which and why.</exception>
    public static WorkdayClient Create(
        WorkdayOptions options, IAccessTokenSource tokens, HttpMessageHandler? primary = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokens);
        var state = new ResilienceState("workday", options.Resilience, timeProvider);
        var cache = new AccessTokenCache(tokens, timeProvider);
        HttpClient http = ConnectorHttp.CreateClient(primary, new ResilienceHandler(state), new BearerTokenHandler(cache), new WorkdayFaultHandler());
        return new WorkdayClient(http, options, null, timeProvider, new OwnedPipeline(http, state, cache));
    }

    /// <summary>
    /// Reads workers page by page. At the start Workday's own clock is asked, and every page is read as of that day and moment, so the set stands still while it is read.
    /// </summary>
    /// <param name="query">Which workers; null for all.</param>
    /// <param name="continuation">The <see cref="WorkersPage.Continuation"/> of the last page that was dealt with, from a read with the same query; null to begin.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The pages in order.</returns>
    /// <exception cref="ArgumentException">The page size is out of range.</exception>
    /// <exception cref="AuthenticationFailedException">Workday refuses the credentials.</exception>
    /// <exception cref="WorkdayFaultException">Workday answers with a fault.</exception>
    /// <exception cref="ConnectorException">Workday cannot be read, or the set changed between two pages (<see cref="WorkdayErrorCodes.SnapshotMoved"/>).</exception>
    public IAsyncEnumerable<WorkersPage> ReadWorkersAsync(WorkersQuery? query = null, string? continuation = null, CancellationToken cancellationToken = default)
    {
        query ??= new WorkersQuery();
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, WorkersQuery.MaxPageSize, nameof(query));
        return ReadPagesAsync(query, continuation, cancellationToken);
    }

    /// <summary>Frees the HTTP pipeline when this client made it.</summary>
    public void Dispose() => _owned?.Dispose();

    private async IAsyncEnumerable<WorkersPage> ReadPagesAsync(WorkersQuery query, string? continuation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        WorkersContinuation position = continuation is null
            ? new WorkersContinuation(await TakeSnapshotAsync(query, cancellationToken).ConfigureAwait(false), 1, null, null, 0)
            : WorkersContinuation.Parse(continuation, query);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            (AnswerInfo answer, PageResults results, List<WorkerRecord> workers) = await FetchPageAsync(query, position, cancellationToken).ConfigureAwait(false);
            SnapshotRules.Check(position, results, workers, seen);
            long seenNow = position.Seen + workers.Count;
            // Without Total_Pages a page that is not full is the last one.
            bool isLast = results.TotalPages is { } pages ? position.NextPage >= pages : workers.Count < query.PageSize;
            if (isLast)
                SnapshotRules.CheckEnd(results, seenNow);
            position = new WorkersContinuation(position.Snapshot, position.NextPage + 1, results.TotalResults, results.TotalPages, seenNow);
            yield return new WorkersPage
            {
                Workers = workers,
                Page = position.NextPage - 1,
                TotalResults = results.TotalResults,
                TotalPages = results.TotalPages,
                RateLimitTokensRemaining = answer.TokensRemaining,
                VendorRequestId = answer.RequestId,
                Continuation = isLast ? null : position.ToText(query),
            };
            if (isLast)
                yield break;
        }
    }

    private async Task<(AnswerInfo Answer, PageResults Results, List<WorkerRecord> Workers)> FetchPageAsync(
        WorkersQuery query, WorkersContinuation position, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await CallAsync(
                    "workers.get",
                    credential => SoapRequestWriter.GetWorkers(_options.Version, _options.Tenant, credential, query, position.Snapshot, position.NextPage),
                    async (stream, answer, token) =>
                    {
                        using GetWorkersResponse response = await GetWorkersResponse.OpenAsync(stream, _limits, answer, token).ConfigureAwait(false);
                        List<WorkerRecord> workers = [];
                        await foreach (WorkerRecord worker in response.ReadWorkersAsync(token).ConfigureAwait(false))
                            workers.Add(worker);
                        return (answer, response.Results, workers);
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (ConnectorException exception) when (attempt < PageAttempts && IsBrokenBody(exception))
            {
                await Task.Delay(_options.Resilience.RetryDelay * attempt, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Without a status the pipeline had no answer and has used up its own tries.
    private static bool IsBrokenBody(ConnectorException exception) =>
        exception.Code == WorkdayErrorCodes.UnreadableResponse || exception is { Code: ConnectorErrorCodes.Unavailable, StatusCode: not null };

    private async Task<WorkersSnapshot> TakeSnapshotAsync(WorkersQuery query, CancellationToken cancellationToken)
    {
        DateTimeOffset now = await CallAsync(
            "timestamp.get",
            credential => SoapRequestWriter.ServerTimestamp(_options.Version, _options.Tenant, credential),
            async (stream, answer, token) =>
            {
                using var reader = new BoundedXmlReader(stream, _limits, token);
                await SoapBody.EnterAsync(reader, "Server_Timestamp", answer, token).ConfigureAwait(false);
                do
                {
                    if (reader.IsElement("Server_Timestamp_Data", SoapNames.Workday)
                        && XsdValue.TryInstant(await reader.ReadTextAsync(token).ConfigureAwait(false), out DateTimeOffset instant))
                        return instant;
                }
                while (await reader.ReadAsync(token).ConfigureAwait(false));
                throw SoapBody.NotSoap("it holds no server time", answer);
            },
            cancellationToken).ConfigureAwait(false);
        // The day on Workday's own clock, in the zone it tells the time in.
        return new WorkersSnapshot(query.AsOfEffectiveDate ?? DateOnly.FromDateTime(now.DateTime), now);
    }

    private async Task<T> CallAsync<T>(
        string operation, Func<WorkdayCredential?, byte[]> write, Func<Stream, AnswerInfo, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        WorkdayCredential? credential = _credentials is null ? null : await _credentials.GetCredentialAsync(cancellationToken).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ByteArrayContent(write(credential)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(SoapNames.MediaType, "utf-8");
        // All operations of this client read.
        request.WithOperation(operation).MarkIdempotent();
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        AnswerInfo answer = AnswerInfo.Of(response);
        if (answer.TokensRemaining is { } tokens)
            WorkdayTelemetry.RecordTokens(_options.Tenant, tokens);
        ThrowForStatus(response, answer);
        using var timeout = new CancellationTokenSource(_options.PageTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using Stream stream = await response.Content.ReadAsStreamAsync(linked.Token).ConfigureAwait(false);
            return await read(stream, answer, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(ConnectorErrorCodes.TimedOut, IssueKind.Transient, $"Workday did not finish its answer within {_options.PageTimeout}. Ask for smaller pages.", exception)
            {
                StatusCode = answer.Status,
                VendorRequestId = answer.RequestId,
            };
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new ConnectorException(ConnectorErrorCodes.Unavailable, IssueKind.Transient, "The connection to Workday broke in the middle of an answer.", exception)
            {
                StatusCode = answer.Status,
                VendorRequestId = answer.RequestId,
            };
        }
    }

    private void ThrowForStatus(HttpResponseMessage response, AnswerInfo answer)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.InternalServerError when WorkdayFaultHandler.IsXml(response):
                return;
            case HttpStatusCode.Unauthorized:
                throw new AuthenticationFailedException("Workday refuses the credentials or the token. Check the integration system user and, with OAuth, the client's scopes.")
                {
                    StatusCode = answer.Status,
                    VendorRequestId = answer.RequestId,
                };
            case HttpStatusCode.TooManyRequests:
                throw new ThrottledException("Workday asks for fewer calls.", RetryAfter.Read(response, _time.GetUtcNow())) { StatusCode = answer.Status, VendorRequestId = answer.RequestId };
            case HttpStatusCode.NotFound or HttpStatusCode.Forbidden:
                throw new ConnectorException(
                    WorkdayErrorCodes.WrongServiceOrVersion,
                    IssueKind.Configuration,
                    $"Workday answered {(int)response.StatusCode} for the service. Check host, tenant and version, and whether the address of this machine is allowed.")
                {
                    StatusCode = answer.Status,
                    VendorRequestId = answer.RequestId,
                };
            default:
                throw SoapBody.NotSoap($"HTTP {(int)response.StatusCode} with the type {response.Content.Headers.ContentType?.MediaType ?? "unknown"}", answer);
        }
    }

    private sealed class OwnedPipeline(HttpClient http, ResilienceState state, AccessTokenCache? tokens) : IDisposable
    {
        public void Dispose()
        {
            http.Dispose();
            state.Dispose();
            tokens?.Dispose();
        }
    }
}
