using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Canonical.Testing;

/// <summary>
/// Salesforce's REST API on a loopback port, as far as <c>docs/salesforce.md</c> says: token endpoint, versions, query with paging, records by id and by external id, describe and limits.
/// It keeps records, evaluates SOQL and answers with the product's own statuses, headers, number and date forms. What it does not know it refuses. Thread-safe once started.
/// </summary>
public sealed partial class SalesforceSandbox : SandboxServer
{
    private const int MaxUriBytes = 16_384;
    private static readonly TimeSpan LongRequest = TimeSpan.FromSeconds(20);

    private readonly SalesforceSandboxOptions _options;
    private readonly SalesforceStore _store;
    private readonly SalesforceSessions _sessions;
    private readonly SalesforceTokenEndpoint _tokens;
    private readonly SalesforceIdentity _identity;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<HttpContext, long> _inFlight = new();
    private readonly SalesforceQueries _queries;
    private readonly SalesforceLimits _limits;
    private readonly SalesforceDataApi _api;
    private readonly SalesforceBulkTransfer _transfer;
    private readonly SalesforceEventBus _bus;
    private readonly SalesforcePubSub _pubSub;
    private readonly SalesforceRows _rows;
    private volatile bool _moved;

    /// <summary>Creates the sandbox with an empty org; <see cref="SandboxServer.StartAsync"/> opens its port.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The options define an object or a field twice, or add fields to an object that is not there.</exception>
    public SalesforceSandbox(SalesforceSandboxOptions? options = null, TimeProvider? timeProvider = null)
        : base(timeProvider)
    {
        _options = options ?? new SalesforceSandboxOptions();
        _store = new SalesforceStore(_options, Time);
        _sessions = new SalesforceSessions(_store.OrganizationId, _options.SessionLifetime, Time);
        _tokens = new SalesforceTokenEndpoint(_options, _sessions, _store.OrganizationId, _store.UserId, Time);
        _identity = new SalesforceIdentity(_options, _store, _sessions, _tokens);
        _queries = new SalesforceQueries(_store, _options, Time);
        _limits = new SalesforceLimits(_options);
        _bus = new SalesforceEventBus(_store, _options, Time);
        _store.Committed = _bus.Publish;
        _pubSub = new SalesforcePubSub(_store, _bus, _sessions, _options, Instance, Time);
        Rules = new SalesforceSandboxRules(_store, Time);
        _rows = new SalesforceRows(_store, RowFaults, Rules);
        var jobs = new SalesforceBulkJobs(_store, _rows, _limits, _options, Time);
        _transfer = new SalesforceBulkTransfer(_store, jobs, _options);
        _api = new SalesforceDataApi(_store, _queries, _rows, jobs, _options, Time, _limits.Write, () => SalesforceIdentity.Url(BaseAddress, _store));
    }

    /// <summary>The faults in store for single rows of writes, such as a row that cannot be locked.</summary>
    public SalesforceRowFaults RowFaults { get; } = new();

    /// <summary>The validation and duplicate rules of the org; none at first.</summary>
    public SalesforceSandboxRules Rules { get; }

    /// <summary>How many access tokens were given out.</summary>
    public int TokensIssued => _sessions.Issued;

    /// <summary>The id of the org, 18 characters.</summary>
    public string OrganizationId => _store.OrganizationId;

    /// <summary>Lays out one record as it is given. Rules for writers are not applied, so bad data can be laid out too; an unknown field or a value of the wrong type is refused.</summary>
    /// <param name="objectName">The object, such as <c>Account</c>.</param>
    /// <param name="json">The fields as a JSON object. <c>Id</c> and <c>SystemModstamp</c> may be given; <c>CurrencyIsoCode</c> stays empty when it is not.</param>
    /// <returns>The record's id.</returns>
    /// <exception cref="ArgumentException">The object or a field is unknown, a value has the wrong type, or the id is taken.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public string Seed(string objectName, string json)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(objectName);
        ArgumentNullException.ThrowIfNull(json);
        using JsonDocument record = JsonDocument.Parse(json);
        lock (_store.Gate)
            return _store.Seed(objectName, record.RootElement).Id;
    }

    /// <summary>Lays out a list of records in the order given, so that a record can refer to an earlier one by its id.</summary>
    /// <param name="utf8Json">A JSON array of records, each with <c>attributes.type</c> naming its object.</param>
    /// <returns>The ids in the same order.</returns>
    /// <exception cref="ArgumentException">A record does not name its object, or is refused as by <see cref="Seed"/>.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public IReadOnlyList<string> SeedAll(ReadOnlySpan<byte> utf8Json)
    {
        var reader = new Utf8JsonReader(utf8Json);
        using JsonDocument records = JsonDocument.ParseValue(ref reader);
        var ids = new List<string>();
        lock (_store.Gate)
        {
            foreach (JsonElement record in records.RootElement.EnumerateArray())
            {
                if (!record.TryGetProperty("attributes", out JsonElement attributes) || !attributes.TryGetProperty("type", out JsonElement type) || type.GetString() is not { } name)
                    throw new ArgumentException("Each record names its object in attributes.type.", nameof(utf8Json));
                ids.Add(_store.Seed(name, record).Id);
            }
        }

        return ids;
    }

    /// <summary>
    /// Lays out records that are made by their index whenever they are read, so that a million of them need no room. They can be queried, and are stored once they are written to.
    /// They have ids in the order of their indexes. An object can be generated once.
    /// </summary>
    /// <param name="objectName">The object.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="generator">Fills the record of an index; gives the same for the same index, and is called from several threads one after the other.</param>
    /// <exception cref="ArgumentException">The object is unknown.</exception>
    /// <exception cref="InvalidOperationException">The object has generated records already.</exception>
    public void SeedGenerated(string objectName, int count, SalesforceRowGenerator generator)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(objectName);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(generator);
        lock (_store.Gate)
            _store.Generate(objectName, count, generator);
    }

    /// <summary>Shows one record as a caller of the API would see it, with all its fields.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="id">The id, 15 or 18 characters.</param>
    /// <returns>The JSON; null when there is no such record or it is deleted.</returns>
    public string? Show(string objectName, string id)
    {
        lock (_store.Gate)
        {
            if (!_store.Schema.TryGet(objectName, out SalesforceType? type) || !SalesforceId.TryNormalize(id, out string? full) || _store.Find(type.Name, full) is not { IsDeleted: false } row)
                return null;
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, SalesforceAnswer.Options))
                SalesforceRecords.WriteRecord(writer, row, type.Fields, SalesforceVersions.Name(_options.NewestApiVersion));
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }

    /// <summary>How many records of an object there are, without the deleted ones.</summary>
    /// <param name="objectName">The object.</param>
    /// <returns>The number; 0 for an unknown object.</returns>
    public int Count(string objectName)
    {
        lock (_store.Gate)
            return _store.Schema.TryGet(objectName, out SalesforceType? type) ? _store.Table(type).All().Count(r => !r.Row.IsDeleted) : 0;
    }

    /// <summary>Hides a field from callers of the API, as field-level security or an administrator who deletes it does, or shows it again. Its values stay.</summary>
    /// <param name="objectName">The object.</param>
    /// <param name="fieldName">The field.</param>
    /// <param name="hidden">False to show it again.</param>
    /// <exception cref="ArgumentException">There is no such object or field.</exception>
    public void HideField(string objectName, string fieldName, bool hidden = true)
    {
        lock (_store.Gate)
            _store.Required(objectName).Hide(fieldName, hidden, _store.Now());
    }

    /// <summary>Ends all sessions, as an administrator or a restart would: the next call with an old token is answered with 401 INVALID_SESSION_ID.</summary>
    public void ExpireSessions() => _sessions.Clear();

    /// <summary>Forgets all query cursors: the next page of a query is answered with INVALID_QUERY_LOCATOR.</summary>
    public void ForgetCursors()
    {
        lock (_store.Gate)
            _queries.Forget();
    }

    /// <summary>Moves the org to another instance: sessions end, new tokens name the other host, and calls to the old host are answered with 401. The hosts are <c>127.0.0.1</c> and <c>localhost</c>.</summary>
    public void MoveInstance()
    {
        _moved = !_moved;
        _sessions.Clear();
    }

    internal override IDisposable? Enter(HttpContext context)
    {
        _inFlight[context] = Time.GetTimestamp();
        return new Leave(() => _inFlight.TryRemove(context, out _));
    }

    /// <inheritdoc/>
    protected override async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Headers["X-SFDC-Request-Id"] = context.TraceIdentifier;
        try
        {
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (SalesforceApiException error)
        {
            await SalesforceAnswer.SendAsync(context, SalesforceReply.Error(error)).ConfigureAwait(false);
        }
    }

    private Uri Instance() => _moved ? new UriBuilder(BaseAddress) { Host = "localhost" }.Uri : BaseAddress;

    private async Task RouteAsync(HttpContext context)
    {
        string target = RawTarget(context);
        int uriBytes = Encoding.UTF8.GetByteCount(target);
        if (uriBytes > MaxUriBytes)
            throw new SalesforceApiException(414, "URI_TOO_LONG", "The length of the URI exceeds the 16,384 byte limit");
        // Each header costs its name, its value, a colon, a space and the end of its line.
        if (uriBytes + context.Request.Headers.Sum(h => h.Value.Sum(v => h.Key.Length + (v?.Length ?? 0) + 4)) > MaxUriBytes)
            throw new SalesforceApiException(431, "REQUEST_HEADER_FIELDS_TOO_LARGE", "The combined length of the URI and headers exceeds the 16,384 byte limit");
        (string[] path, Dictionary<string, string> query) = SalesforceCall.Cut(target);
        switch (path)
        {
            case ["services", "oauth2", "token"]:
                await _tokens.HandleAsync(context, BaseAddress, Instance()).ConfigureAwait(false);
                return;
            case ["services", "oauth2", "introspect"]:
                await _identity.IntrospectAsync(context, BaseAddress).ConfigureAwait(false);
                return;
            case ["services", "oauth2", "revoke"]:
                await _identity.RevokeAsync(context).ConfigureAwait(false);
                return;
            case ["services", "oauth2", "userinfo"]:
                await _identity.WhoAsync(context, BaseAddress, Instance(), openId: true).ConfigureAwait(false);
                return;
            case ["id", var organization, var user] when organization == OrganizationId && user == _store.UserId:
                await _identity.WhoAsync(context, BaseAddress, Instance(), openId: false).ConfigureAwait(false);
                return;
            case ["services", "async", ..]:
                // Bulk API 1.0, of which only the end of a session is told in its own way: 400, not 401.
                bool isOpen = _sessions.Use(context.Request.Headers["X-SFDC-Session"].ToString());
                await SalesforceAnswer.AsyncErrorAsync(context, isOpen ? 404 : 400, isOpen ? "InvalidUrl" : "InvalidSessionId", isOpen ? "The sandbox does not know Bulk API 1.0, only 2.0" : "Invalid session id").ConfigureAwait(false);
                return;
            case ["services", "apexrest", ..]:
                Authorize(context);
                throw new SalesforceApiException(404, "NOT_FOUND", "The sandbox does not know Apex REST, which the product has");
            case ["services", "Soap", ..]:
                await SalesforceAnswer.SoapFaultAsync(context, target).ConfigureAwait(false);
                return;
            case ["services", "data"]:
                await SalesforceAnswer.JsonAsync(context, 200, w => SalesforceVersions.Write(w, _options.NewestApiVersion)).ConfigureAwait(false);
                return;
            case ["services", "data", var version, ..] when SalesforceVersions.Read(version, _options.NewestApiVersion) is { } number:
                Authorize(context);
                context.Response.Headers["Sforce-Limit-Info"] = _limits.Spend();
                if (_inFlight.Count > _options.ConcurrentLongRequests && _inFlight.Count(e => e.Key != context && Time.GetElapsedTime(e.Value) > LongRequest) >= _options.ConcurrentLongRequests)
                    throw new SalesforceApiException(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.");
                if (SalesforceAnswer.WantsXml(context))
                    throw new SalesforceApiException(406, "NOT_ACCEPTABLE", "The sandbox answers in JSON; of XML it knows errors only");
                await DataAsync(context, number, path[3..], query).ConfigureAwait(false);
                return;
            default:
                throw SalesforceApiException.NotFound();
        }
    }

    private async Task DataAsync(HttpContext context, int version, string[] path, Dictionary<string, string> query)
    {
        if (await _transfer.HandleAsync(context, path, query).ConfigureAwait(false))
            return;
        using JsonDocument? body = await ReadBodyAsync(context).ConfigureAwait(false);
        var call = new SalesforceCall(context.Request.Method, version, path, query, name => context.Request.Headers.TryGetValue(name, out StringValues values) ? values.ToString() : null, body?.RootElement ?? default);
        SalesforceReply reply;
        lock (_store.Gate)
        {
            _store.PurgeExpired();
            reply = _api.Answer(call);
            _store.Commit(Origin(call));
        }

        await SalesforceAnswer.SendAsync(context, reply).ConfigureAwait(false);
    }

    // How a change event names who wrote.
    private static string Origin(SalesforceCall call)
    {
        foreach (string part in (call.Header("Sforce-Call-Options") ?? "").Split(','))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length == 2 && pair[0].Equals("client", StringComparison.OrdinalIgnoreCase))
                return string.Create(CultureInfo.InvariantCulture, $"com/salesforce/api/rest/{call.Version}.0;client={pair[1]}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"com/salesforce/api/rest/{call.Version}.0");
    }

    private static async Task<JsonDocument?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.Method is not ("POST" or "PATCH" or "PUT") || context.Request.ContentLength is 0 || (context.Request.ContentLength is null && context.Request.ContentType is null))
            return null;
        if (!context.Request.HasJsonContentType())
            throw new SalesforceApiException(415, "UNSUPPORTED_MEDIA_TYPE", $"Content-Type not supported for this entity: {context.Request.ContentType}");
        try
        {
            if (!context.Request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
                return await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
            var unzipped = new System.IO.Compression.GZipStream(context.Request.Body, System.IO.Compression.CompressionMode.Decompress, leaveOpen: true);
            await using (unzipped.ConfigureAwait(false))
                return await JsonDocument.ParseAsync(unzipped, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            throw new SalesforceApiException(400, "JSON_PARSER_ERROR", "The body is not compressed with gzip as its Content-Encoding says");
        }
        catch (JsonException e)
        {
            throw new SalesforceApiException(400, "JSON_PARSER_ERROR", $"Unexpected character at [line:{e.LineNumber + 1}, column:{e.BytePositionInLine + 1}]");
        }
    }

    private void Authorize(HttpContext context)
    {
        if (SalesforceSessions.BearerOf(context.Request.Headers.Authorization.ToString()) is { } token && string.Equals(context.Request.Host.Host, Instance().Host, StringComparison.OrdinalIgnoreCase) && _sessions.Use(token))
            return;
        context.Response.Headers.WWWAuthenticate = "Token";
        throw new SalesforceApiException(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }

    private sealed class Leave(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
