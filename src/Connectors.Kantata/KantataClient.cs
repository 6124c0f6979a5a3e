using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Reads workspaces and time entries from the API of Kantata OX. Thread-safe, and remembers nothing between calls.</summary>
public sealed class KantataClient : IDisposable
{
    /// <summary>An answer that broke off in the middle is asked for again: all calls read.</summary>
    private const int BodyAttempts = 3;

    private readonly HttpClient _http;
    private readonly KantataOptions _options;
    private readonly TimeProvider _time;
    private readonly Uri _base;
    private readonly IDisposable? _owned;

    /// <summary>Creates a client over an HTTP client that the host made, for example by <c>AddKantata</c>.</summary>
    /// <param name="http">Sends the requests and puts the bearer token on them. It must not follow redirects.</param>
    /// <param name="options">Where the account is.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The options are not usable; the message says which and why.</exception>
    /// <exception cref="ConnectorException">The base address is neither https nor loopback.</exception>
    public KantataClient(HttpClient http, KantataOptions options, TimeProvider? timeProvider = null)
        : this(http, options, timeProvider, owned: null)
    {
    }

    private KantataClient(HttpClient http, KantataOptions options, TimeProvider? timeProvider, IDisposable? owned)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindFaults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        _http = http;
        _options = options;
        _time = timeProvider ?? TimeProvider.System;
        _base = BaseAddress.Require(options.BaseAddress);
        _owned = owned;
    }

    /// <summary>The account of this client: the instance in every record's origin.</summary>
    public string Account => _options.Account;

    /// <summary>Makes a client with its own HTTP pipeline.</summary>
    /// <param name="options">Where the account is.</param>
    /// <param name="tokens">Gives the access token. Kantata's tokens do not end; a refused one was revoked and is asked for once more.</param>
    /// <param name="primary">The innermost handler; null for the connector's own.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>A client that owns its pipeline.</returns>
    /// <exception cref="ArgumentException">The options are not usable; the message says which and why.</exception>
    public static KantataClient Create(KantataOptions options, IAccessTokenSource tokens, HttpMessageHandler? primary = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tokens);
        var state = new ResilienceState("kantata", options.Resilience, timeProvider);
        var cache = new AccessTokenCache(tokens, timeProvider);
        HttpClient http = ConnectorHttp.CreateClient(primary, new ResilienceHandler(state), new BearerTokenHandler(cache));
        return new KantataClient(http, options, timeProvider, new OwnedPipeline(http, state, cache));
    }

    /// <summary>Reads workspaces, the oldest first, with the groups that they belong to.</summary>
    /// <param name="query">Which; null for all, archived ones too.</param>
    /// <param name="continuation">The <see cref="Page{T}.Continuation"/> of the last page that was dealt with, from a read with the same query; null to begin.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The pages in order. A record that is deleted while the list is read neither hides nor repeats another.</returns>
    /// <exception cref="AuthenticationFailedException">Kantata refuses the token.</exception>
    /// <exception cref="KantataRequestException">Kantata refuses the request.</exception>
    /// <exception cref="ConnectorException">Kantata cannot be read.</exception>
    public IAsyncEnumerable<Page<KantataRecord>> ReadWorkspacesAsync(WorkspacesQuery? query = null, string? continuation = null, CancellationToken cancellationToken = default)
    {
        WorkspacesQuery q = query ?? new WorkspacesQuery();
        return ReadAsync(
            "workspaces",
            q.Ids,
            () => new QueryBuilder()
                .Add("include", "primary_workspace_group,workspace_groups")
                .Add("include_archived", q.IncludeArchived)
                .Add("updated_after", q.UpdatedAfter)
                .Add("updated_before", q.UpdatedBefore),
            KantataRecords.Workspace,
            continuation,
            cancellationToken);
    }

    /// <summary>Reads time entries, the oldest first.</summary>
    /// <param name="query">Which; null for all, those of archived workspaces too.</param>
    /// <param name="continuation">The <see cref="Page{T}.Continuation"/> of the last page that was dealt with, from a read with the same query; null to begin.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The pages in order. A record that is deleted while the list is read neither hides nor repeats another.</returns>
    /// <exception cref="ArgumentException">Only one end of the days of work is given.</exception>
    /// <exception cref="AuthenticationFailedException">Kantata refuses the token.</exception>
    /// <exception cref="KantataRequestException">Kantata refuses the request.</exception>
    /// <exception cref="ConnectorException">Kantata cannot be read.</exception>
    public IAsyncEnumerable<Page<KantataRecord>> ReadTimeEntriesAsync(TimeEntriesQuery? query = null, string? continuation = null, CancellationToken cancellationToken = default)
    {
        TimeEntriesQuery q = query ?? new TimeEntriesQuery();
        if (q.PerformedFrom is null != q.PerformedThrough is null)
            throw new ArgumentException("PerformedFrom and PerformedThrough go together.", nameof(query));
        return ReadAsync(
            "time_entries",
            q.Ids,
            () =>
            {
                QueryBuilder builder = new QueryBuilder()
                    .Add("workspace_id", q.WorkspaceId)
                    .Add("from_archived_workspaces", q.FromArchivedWorkspaces)
                    .Add("updated_after", q.UpdatedAfter)
                    .Add("updated_before", q.UpdatedBefore);
                return q is { PerformedFrom: { } from, PerformedThrough: { } through } ? builder.Add("date_performed_between", from, through) : builder;
            },
            KantataRecords.TimeEntry,
            continuation,
            cancellationToken);
    }

    /// <summary>Frees the HTTP pipeline when this client made it.</summary>
    public void Dispose() => _owned?.Dispose();

    private async IAsyncEnumerable<Page<KantataRecord>> ReadAsync(
        string collection,
        IReadOnlyList<string> ids,
        Func<QueryBuilder> filters,
        Func<BrainstemEnvelope, BrainstemResult, KantataRecord> read,
        string? continuation,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var walk = new ListWalk(_options.PageSize, ids, filters);
        walk.Begin(continuation);
        while (!walk.IsDone)
        {
            List<KantataRecord> records = [];
            using (BrainstemEnvelope envelope = await GetAsync(collection, walk.NextQuery, cancellationToken).ConfigureAwait(false))
            {
                if (walk.HasSlid(envelope))
                {
                    using BrainstemEnvelope back = await GetAsync(collection, walk.QueryBefore, cancellationToken).ConfigureAwait(false);
                    records.AddRange(walk.SlidForward(back, envelope).Select(result => read(back, result)));
                }

                records.AddRange(envelope.Results.Select(result => read(envelope, result)));
                walk.Advance(envelope);
            }

            yield return new Page<KantataRecord>(records, walk.Continuation);
        }
    }

    private async Task<BrainstemEnvelope> GetAsync(string collection, string query, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await GetOnceAsync(collection, query, cancellationToken).ConfigureAwait(false);
            }
            catch (ConnectorException exception) when (attempt < BodyAttempts && exception.InnerException is IOException or HttpRequestException && exception.Code == KantataErrorCodes.Unavailable)
            {
                await Task.Delay(_options.Resilience.RetryDelay * attempt, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<BrainstemEnvelope> GetOnceAsync(string collection, string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_base, collection + query));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.WithOperation($"{collection}.list");
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        byte[] body;
        // The pipeline's time-outs end with the headers: a body that stalls has one of its own.
        using var timeout = new CancellationTokenSource(_options.Resilience.AttemptTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            body = await ResponseBody.ReadAsync(response.Content, _options.MaxResponseBytes, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectorException(ConnectorErrorCodes.TimedOut, IssueKind.Transient, $"Kantata did not finish its answer within {_options.Resilience.AttemptTimeout}.", exception)
            {
                StatusCode = response.StatusCode,
                VendorRequestId = KantataStatus.RequestId(response),
            };
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new ConnectorException(KantataErrorCodes.Unavailable, IssueKind.Transient, "The connection to Kantata broke in the middle of an answer.", exception)
            {
                StatusCode = response.StatusCode,
                VendorRequestId = KantataStatus.RequestId(response),
            };
        }

        if (!response.IsSuccessStatusCode)
            throw KantataStatus.ToException(response, body, _time.GetUtcNow());
        return BrainstemEnvelope.Parse(body);
    }

    private sealed class OwnedPipeline(HttpClient http, ResilienceState state, AccessTokenCache tokens) : IDisposable
    {
        public void Dispose()
        {
            http.Dispose();
            state.Dispose();
            tokens.Dispose();
        }
    }
}
