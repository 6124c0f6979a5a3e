using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;

using Connectors.Abstractions;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Speaks Salesforce's REST API for one org: queries, records, describe, limits, upsert by external id. Thread-safe; its only state is the pause after the org allowed no more calls (<see cref="PauseAfterLimit"/>).
/// Make it with <see cref="Create"/>, or register it with <c>services.AddSalesforce("name", …)</c> and ask for it by that name.
/// </summary>
public sealed partial class SalesforceClient : IDisposable
{
    /// <summary>The name of the system in messages, traces and source references.</summary>
    public const string SystemName = "salesforce";

    /// <summary>The most child records of one record that a query with a subquery gives: 50,000. They are held whole; query the child object itself for more.</summary>
    public const int MaxChildRecords = 50_000;

    /// <summary>
    /// How long no call is sent after <c>REQUEST_LIMIT_EXCEEDED</c>: one minute, twice as long each time that it is told again, at most <see cref="LongestPauseAfterLimit"/>.
    /// A call in that time fails at once with a <see cref="ThrottledException"/> that says when to come back.
    /// </summary>
    public static readonly TimeSpan PauseAfterLimit = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause after <c>REQUEST_LIMIT_EXCEEDED</c>: 16 minutes.</summary>
    public static readonly TimeSpan LongestPauseAfterLimit = TimeSpan.FromMinutes(16);

    // Salesforce may give an empty page; so many on end are no answer any more.
    internal const int MaxEmptyPages = 1000;

    internal const string TokenSystemName = SystemName + "-token";

    private readonly Func<HttpClient> _http;
    private readonly SalesforceOptions _options;
    private readonly TimeProvider _time;
    private readonly IDisposable[] _owned;
    private readonly QuotaBudget? _quota;
    private readonly string _root;
    private readonly string _callOptions;
    private readonly SalesforcePause _pause;
    private readonly SalesforceWriteHeaders? _writeHeaders;

    /// <summary>Makes a client over an HTTP client whose handlers authenticate and retry.</summary>
    /// <param name="http">The HTTP client. Its handlers must put the token on each request and must not follow redirects; <see cref="Create"/> makes such a one. It stays the caller's. What the org says about its daily calls then reaches no quota.</param>
    /// <param name="options">How the org is reached.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="logger">Where the client reports; null for nowhere.</param>
    /// <exception cref="ArgumentException">The options contradict themselves; the message says how.</exception>
    public SalesforceClient(HttpClient http, SalesforceOptions options, TimeProvider? timeProvider = null, ILogger<SalesforceClient>? logger = null)
        : this(() => http, options, timeProvider, logger, null, [])
    {
        ArgumentNullException.ThrowIfNull(http);
    }

    internal SalesforceClient(Func<HttpClient> http, SalesforceOptions options, TimeProvider? timeProvider, ILogger? logger, QuotaBudget? quota, IDisposable[] owned)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindFaults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        _http = http;
        _options = options;
        _time = timeProvider ?? TimeProvider.System;
        Logger = logger ?? NullLogger.Instance;
        _quota = quota;
        _owned = owned;
        _root = SalesforceAddress.Root(options.ApiVersion);
        _callOptions = "client=" + options.ClientName;
        _pause = new SalesforcePause(_time);
    }

    internal ILogger Logger { get; }

    internal TimeProvider Time => _time;

    /// <summary>Makes a client with its own pipeline, for hosts without dependency injection. Keep one for each org as long as the process lives.</summary>
    /// <param name="options">How the org is reached.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="loggers">Where the client and its pipeline report; null for nowhere.</param>
    /// <param name="primaryHandler">Makes the innermost handler, for tests and proxies; null for <see cref="ConnectorHttp.CreatePrimaryHandler"/>. It must not follow redirects.</param>
    /// <returns>A client that owns its pipeline.</returns>
    /// <exception cref="ArgumentException">The options contradict themselves; the message says how.</exception>
    public static SalesforceClient Create(SalesforceOptions options, TimeProvider? timeProvider = null, ILoggerFactory? loggers = null, Func<HttpMessageHandler>? primaryHandler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindFaults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        TimeProvider time = timeProvider ?? TimeProvider.System;
        var state = new ResilienceState(SystemName, options.Resilience, time);
        // Its own limits: a token is asked for inside a call, which would take the last place from it.
        var tokenState = new ResilienceState(TokenSystemName, options.Resilience, time);
        HttpClient tokenHttp = ConnectorHttp.CreateClient(primaryHandler?.Invoke(), new ResilienceHandler(tokenState, loggers?.CreateLogger<ResilienceHandler>()));
        var tokens = new AccessTokenCache(options.Flow!(tokenHttp, options, time), time);
        HttpClient http = ConnectorHttp.CreateClient(
            primaryHandler?.Invoke(),
            new ResilienceHandler(state, loggers?.CreateLogger<ResilienceHandler>()),
            new BearerTokenHandler(tokens, SalesforceSession.CanHealAsync));
        return new SalesforceClient(() => http, options, time, loggers?.CreateLogger<SalesforceClient>(), state.Quota, [http, tokens, tokenHttp, tokenState, state]);
    }

    /// <summary>Reads the pages of a query. The next page is asked for when the loop does. Child records of a subquery are complete on each record, at most <see cref="MaxChildRecords"/>.</summary>
    /// <param name="query">The query.</param>
    /// <param name="includeDeleted">True to see deleted and archived records as well, as far as the recycle bin still holds them.</param>
    /// <param name="continuation">The <see cref="Page{T}.Continuation"/> of the last page that was dealt with; null to begin. It is good for one use and for two days.</param>
    /// <param name="cancellationToken">Ends the reading between two pages and within a call.</param>
    /// <returns>The pages, until Salesforce says that it is done.</returns>
    /// <exception cref="ConnectorException">The query was refused, the cursor is gone (<see cref="SalesforceErrorCodes.CursorGone"/>), or the org cannot be reached.</exception>
    public async IAsyncEnumerable<Page<SalesforceRecord>> QueryAsync(Soql query, bool includeDeleted = false, string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        bool first = continuation is null;
        string? target = first ? QueryTarget(query, includeDeleted) : SalesforceAddress.Cursor(continuation!);
        var watch = new CursorWatch(target);
        int empty = 0;
        while (target is not null)
        {
            byte[] body = await ReadBytesAsync(target, "query", first, cancellationToken).ConfigureAwait(false)
                ?? throw SalesforceAnswers.Unexpected("query", "it was not found");
            (Page<SalesforceRecord> page, _) = SalesforcePageReader.Read(body);
            // Children before the parents' next page: asking for that one would end the children's cursors.
            page = await SalesforceChildren.CompleteAsync(this, page, cancellationToken).ConfigureAwait(false);
            string? next = page.Continuation is null ? null : SalesforceAddress.Next(page.Continuation);
            // It would go on for ever.
            if (next is not null && watch.ComesBack(next))
                throw SalesforceAnswers.Unexpected("query", "its pages go round in a circle");
            empty = page.Items.Count == 0 ? empty + 1 : 0;
            if (empty > MaxEmptyPages)
                throw SalesforceAnswers.Unexpected("query", "a thousand pages on end are empty");
            target = next;
            first = false;
            yield return page;
        }
    }

    /// <summary>Counts the records of a query, as made by <see cref="SoqlBuilder.BuildCount"/>.</summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The number of records.</returns>
    /// <exception cref="ConnectorException">The query was refused, or the org cannot be reached.</exception>
    public async Task<long> CountAsync(Soql query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        byte[] body = await ReadBytesAsync(QueryTarget(query, includeDeleted: false), "count", true, cancellationToken).ConfigureAwait(false)
            ?? throw SalesforceAnswers.Unexpected("count", "it was not found");
        return SalesforcePageReader.Read(body).Total;
    }

    /// <summary>Reads one record by its id.</summary>
    /// <param name="objectName">The object, such as <c>Account</c>.</param>
    /// <param name="id">The id, 15 or 18 characters.</param>
    /// <param name="fields">The fields; null for all that the user may see.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record; null when there is none, it is deleted, or the object itself is not visible.</returns>
    /// <exception cref="ArgumentException">The id or a name is not one.</exception>
    /// <exception cref="ConnectorException">A field is not visible, or the org cannot be reached.</exception>
    public async Task<SalesforceRecord?> GetAsync(string objectName, string id, IEnumerable<string>? fields = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!SalesforceRecordId.IsValid(id))
            throw new ArgumentException("A record id has 15 or 18 letters and digits; the last three of 18 follow from the others.", nameof(id));
        string target = $"{_root}/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/{id}{FieldQuery(fields)}";
        JsonDocument? document = await ReadAsync(target, "get", false, cancellationToken).ConfigureAwait(false);
        return document is null ? null : new SalesforceRecord(document.RootElement);
    }

    /// <summary>Reads one record by an external id.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="externalIdField">The external id field.</param>
    /// <param name="value">The external id.</param>
    /// <param name="fields">The fields; null for all that the user may see.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record; null when there is none or the field is not an external id that this user may see.</returns>
    /// <exception cref="ArgumentException">A name is not one.</exception>
    /// <exception cref="ConnectorException">Several records have the value (<see cref="SalesforceErrorCodes.ExternalIdNotUnique"/>), the value cannot be put into an address, or the org cannot be reached.</exception>
    public async Task<SalesforceRecord?> GetByExternalIdAsync(string objectName, string externalIdField, string value, IEnumerable<string>? fields = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        string target = ExternalTarget(objectName, externalIdField, value) + FieldQuery(fields);
        JsonDocument? document = await ReadAsync(target, "get", false, cancellationToken).ConfigureAwait(false);
        return document is null ? null : new SalesforceRecord(document.RootElement);
    }

    /// <summary>Asks what an object looks like for this user. Ask once per run: fields come and go.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The description.</returns>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    /// <exception cref="ConnectorException">The object does not exist or is not visible, or the org cannot be reached.</exception>
    public async Task<SalesforceObjectDescription> DescribeAsync(string objectName, CancellationToken cancellationToken = default)
    {
        string target = $"{_root}/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/describe";
        using JsonDocument document = await ReadAsync(target, "describe", false, cancellationToken).ConfigureAwait(false)
            ?? throw new ConnectorException(SalesforceErrorCodes.Misconfigured, IssueKind.Configuration, $"The object '{objectName}' does not exist or is not visible to the integration user.") { StatusCode = HttpStatusCode.NotFound };
        return SalesforceAnswers.ReadDescription(document.RootElement);
    }

    /// <summary>Asks for the limits of the org and how much of each is left.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The limits by name, such as <c>DailyApiRequests</c>.</returns>
    /// <exception cref="ConnectorException">The org cannot be reached.</exception>
    public async Task<IReadOnlyDictionary<string, SalesforceLimit>> GetLimitsAsync(CancellationToken cancellationToken = default)
    {
        using JsonDocument document = await ReadAsync(_root + "/limits", "limits", false, cancellationToken).ConfigureAwait(false)
            ?? throw SalesforceAnswers.Unexpected("limits", "it was not found");
        var limits = new Dictionary<string, SalesforceLimit>(StringComparer.Ordinal);
        foreach (JsonProperty limit in document.RootElement.EnumerateObject())
        {
            if (SalesforceAnswers.ReadInteger(limit.Value, "Max") is { } max && SalesforceAnswers.ReadInteger(limit.Value, "Remaining") is { } remaining)
                limits[limit.Name] = new SalesforceLimit(max, remaining);
        }

        return limits;
    }

    /// <summary>Creates the record that has this external id, or changes it. Sending the same call twice has the effect of sending it once, so it is repeated after faults.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="externalIdField">A field that is an external id; it should be unique, or several records can match.</param>
    /// <param name="value">The external id.</param>
    /// <param name="utf8Fields">The fields as a JSON object without the external id and without <c>Id</c>. An absent field keeps its value, null clears it.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>What became of it. A refused record is an outcome, not an exception.</returns>
    /// <exception cref="ArgumentException">A name is not one, or the fields are not such an object.</exception>
    /// <exception cref="ConnectorException">The credentials were refused, or an object, field or permission is not as configured.</exception>
    public Task<WriteOutcome> UpsertAsync(string objectName, string externalIdField, string value, ReadOnlyMemory<byte> utf8Fields, CancellationToken cancellationToken = default) =>
        UpsertAsync(objectName, externalIdField, value, utf8Fields, updateOnly: false, cancellationToken);

    /// <summary>Frees the pipeline that <see cref="Create"/> made; a client over the caller's HTTP client frees nothing.</summary>
    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
            owned.Dispose();
    }

    internal string ExternalTarget(string objectName, string externalIdField, string value)
    {
        string target = $"{_root}/sobjects/{SoqlName.Object(objectName, nameof(objectName))}/{SoqlName.Object(externalIdField, nameof(externalIdField))}/{SalesforceAddress.Segment(value)}";
        // Salesforce would answer 414 or 431, which are about the address of every call; this is about one record.
        return target.Length <= SalesforceAddress.MaxTargetBytes
            ? target
            : throw new ConnectorException(SalesforceErrorCodes.ExternalIdNotAddressable, IssueKind.Validation, $"The external id is too long for an address ({target.Length} bytes of {SalesforceAddress.MaxTargetBytes}). No field that is an external id holds more than 255 characters.");
    }

    internal int MaxResponseBytes => _options.MaxResponseBytes;

    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string operation, CancellationToken cancellationToken)
    {
        request.WithOperation(operation);
        HttpRequestHeaders headers = request.Headers;
        if (headers.Accept.Count == 0)
            headers.Accept.ParseAdd("application/json");
        headers.TryAddWithoutValidation("Sforce-Call-Options", _callOptions);
        if (request.Method != HttpMethod.Get)
            _writeHeaders?.Apply(headers);
        _pause.ThrowIfHeld(operation);
        HttpResponseMessage response = await _http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (_quota is not null && SalesforceLimitInfo.Read(response) is { } info)
            _quota.Report(info.Used, info.Granted);
        if (response.IsSuccessStatusCode)
            _pause.Passed();
        return response;
    }

    internal HttpRequestMessage NewRequest(HttpMethod method, string target) => new(method, SalesforceAddress.Resolve(_options.LoginAddress, target));

    internal async Task<SalesforceFault> ReadFaultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        SalesforceFault fault;
        try
        {
            fault = await SalesforceFault.ReadAsync(response, _options.MaxResponseBytes, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The pipeline's own words for it end with the headers, and whoever reads knows a broken connection by these.
            throw new ConnectorException(SalesforceErrorCodes.AnswerBrokeOff, IssueKind.Transient, $"The connection broke in the middle of a refusal (status {(int)response.StatusCode}).", e) { StatusCode = response.StatusCode };
        }

        return fault.Code == "REQUEST_LIMIT_EXCEEDED" ? fault.After(_pause.Begin(fault.RetryAfter)) : fault;
    }

    private string QueryTarget(Soql query, bool includeDeleted)
    {
        string target = $"{_root}/{(includeDeleted ? "queryAll" : "query")}?q={Uri.EscapeDataString(query.Text)}";
        // All characters are ASCII by now, so characters are bytes.
        return target.Length <= SalesforceAddress.MaxTargetBytes
            ? target
            : throw new ConnectorException(SalesforceErrorCodes.QueryTooLong, IssueKind.Configuration, $"The query has {target.Length} bytes when encoded; an address may have {SalesforceAddress.MaxTargetBytes}. Split the list of values (QueryInAsync does), or ask for fewer fields.");
    }

    private static string FieldQuery(IEnumerable<string>? fields)
    {
        if (fields is null)
            return "";
        string list = string.Join(',', fields.Select(static f => SoqlName.Object(f, nameof(fields))));
        return list.Length == 0 ? "" : "?fields=" + list;
    }

    // Null when the answer is that the record is not there.
    internal async Task<JsonDocument?> ReadAsync(string target, string operation, bool withBatchSize, CancellationToken cancellationToken) =>
        await ReadBytesAsync(target, operation, withBatchSize, cancellationToken).ConfigureAwait(false) is { } body ? SalesforceAnswers.Parse(body, operation) : null;

    private async Task<byte[]?> ReadBytesAsync(string target, string operation, bool withBatchSize, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = NewRequest(HttpMethod.Get, target);
        if (withBatchSize)
            request.Headers.TryAddWithoutValidation("Sforce-Query-Options", FormattableString.Invariant($"batchSize={_options.BatchSize}"));
        using HttpResponseMessage response = await SendAsync(request, operation, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            if (!SalesforceFault.IsJson(response))
                throw SalesforceAnswers.Unexpected(operation, "it is not declared as JSON");
            return await ReadBodyAsync(response, operation, cancellationToken).ConfigureAwait(false);
        }

        if (response.StatusCode == HttpStatusCode.MultipleChoices)
            throw new ConnectorException(SalesforceErrorCodes.ExternalIdNotUnique, IssueKind.Conflict, "Several records have this external id. Make the field unique in Salesforce and merge the records.") { StatusCode = response.StatusCode, VendorRequestId = SalesforceFault.ReadRequestId(response) };
        SalesforceFault fault = await ReadFaultAsync(response, cancellationToken).ConfigureAwait(false);
        return fault.Code == "ENTITY_IS_DELETED" || (fault.Kind == IssueKind.NotFound && response.StatusCode == HttpStatusCode.NotFound && fault.Entries.Count > 0) ? null : throw fault.ToException(operation);
    }

    private async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, string operation, CancellationToken cancellationToken)
    {
        try
        {
            return await ResponseBody.ReadAsync(response.Content, _options.MaxResponseBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            throw new ConnectorException(SalesforceErrorCodes.AnswerBrokeOff, IssueKind.Transient, $"The connection broke in the middle of the answer to {operation}.", e);
        }
    }
}
