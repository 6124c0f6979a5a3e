using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

namespace Canonical.Testing;

/// <summary>
/// Salesforce's REST API on a loopback port, as far as <c>docs/salesforce.md</c> says: token endpoint, versions, query with paging, records by id and by external id, describe and limits.
/// It keeps records, evaluates SOQL and answers with the product's own statuses, headers, number and date forms. What it does not know it refuses. Thread-safe once started.
/// </summary>
public sealed class SalesforceSandbox : SandboxServer
{
    private const int OldestVersion = 31;
    private const int MaxUriBytes = 16_384;

    private readonly SalesforceSandboxOptions _options;
    private readonly SalesforceStore _store;
    private readonly SalesforceSessions _sessions;
    private readonly SalesforceTokenEndpoint _tokens;
    private readonly SalesforceQueries _queries;
    private readonly SalesforceRows _rows;
    private int _used;
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
        _queries = new SalesforceQueries(_store, _options, Time);
        _rows = new SalesforceRows(_store);
    }

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
            using (var writer = new Utf8JsonWriter(buffer))
                WriteRecord(writer, row, type.Fields, Version(_options.NewestApiVersion));
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }

    /// <summary>How many records of an object there are, without the deleted ones.</summary>
    /// <param name="objectName">The object.</param>
    /// <returns>The number; 0 for an unknown object.</returns>
    public int Count(string objectName)
    {
        lock (_store.Gate)
            return _store.Schema.TryGet(objectName, out SalesforceType? type) ? _store.All(type).Count(r => !r.IsDeleted) : 0;
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
            await SalesforceAnswer.ErrorAsync(context, error).ConfigureAwait(false);
        }
    }

    private static string Version(int number) => string.Create(CultureInfo.InvariantCulture, $"v{number}.0");

    private static void WriteRecord(Utf8JsonWriter writer, SalesforceRow row, IReadOnlyList<SalesforceSandboxField> fields, string version)
    {
        writer.WriteStartObject();
        SalesforceRecordJson.WriteAttributes(writer, row, version);
        foreach (SalesforceSandboxField field in fields)
        {
            writer.WritePropertyName(field.Name);
            SalesforceRecordJson.WriteField(writer, row, field);
        }

        writer.WriteEndObject();
    }

    private Uri Instance() => _moved ? new UriBuilder(BaseAddress) { Host = "localhost" }.Uri : BaseAddress;

    private async Task RouteAsync(HttpContext context)
    {
        string target = RawTarget(context);
        if (Encoding.UTF8.GetByteCount(target) > MaxUriBytes)
            throw new SalesforceApiException(414, "URI_TOO_LONG", "The length of the URI exceeds the 16,384 byte limit");
        int question = target.IndexOf('?', StringComparison.Ordinal);
        // Cut first and decode afterwards, so that %2F in an external id stays inside its segment.
        string[] path = [.. (question < 0 ? target : target[..question]).Trim('/').Split('/').Select(Uri.UnescapeDataString)];
        switch (path)
        {
            case ["services", "oauth2", "token"]:
                await _tokens.HandleAsync(context, BaseAddress, Instance()).ConfigureAwait(false);
                return;
            case ["services", "data"]:
                await SalesforceAnswer.JsonAsync(context, 200, WriteVersions).ConfigureAwait(false);
                return;
            case ["services", "data", var version, ..] when ReadVersion(version) is { } number:
                Authorize(context);
                context.Response.Headers["Sforce-Limit-Info"] = Spend();
                await new SalesforceDataEndpoint(_store, _queries, _rows, number).HandleAsync(context, path[3..], WriteLimits).ConfigureAwait(false);
                return;
            default:
                throw SalesforceApiException.NotFound();
        }
    }

    private int? ReadVersion(string text)
    {
        if (!text.StartsWith('v') || !text.EndsWith(".0", StringComparison.Ordinal) || !int.TryParse(text.AsSpan(1, text.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > _options.NewestApiVersion)
            return null;
        return number >= OldestVersion ? number : throw new SalesforceApiException(410, "UNSUPPORTED_API_VERSION", "This API version is retired.");
    }

    private void Authorize(HttpContext context)
    {
        string header = context.Request.Headers.Authorization.ToString();
        string? token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim()
            : header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase) ? header[6..].Trim()
            : null;
        if (token is not null && string.Equals(context.Request.Host.Host, Instance().Host, StringComparison.OrdinalIgnoreCase) && _sessions.Use(token))
            return;
        context.Response.Headers.WWWAuthenticate = "Token";
        throw new SalesforceApiException(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }

    private string Spend()
    {
        int used = Interlocked.Increment(ref _used);
        if (used > _options.DailyApiRequests)
            throw new SalesforceApiException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        return string.Create(CultureInfo.InvariantCulture, $"api-usage={used}/{_options.DailyApiRequests}");
    }

    private void WriteLimits(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        Limit("DailyApiRequests", _options.DailyApiRequests, Math.Max(0, _options.DailyApiRequests - Volatile.Read(ref _used)));
        Limit("DailyBulkV2QueryJobs", 10_000, 10_000);
        Limit("DailyStreamingApiEvents", 10_000, 10_000);
        writer.WriteEndObject();

        void Limit(string name, int max, int remaining)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("Max", max);
            writer.WriteNumber("Remaining", remaining);
            writer.WriteEndObject();
        }
    }

    private void WriteVersions(Utf8JsonWriter writer)
    {
        string[] seasons = ["Spring", "Summer", "Winter"];
        writer.WriteStartArray();
        for (int version = OldestVersion; version <= _options.NewestApiVersion; version++)
        {
            // Version 33 was Spring '15; three releases a year, of which Winter carries the next year's number.
            int year = (version - 33 + 45) / 3 + (version % 3 == 2 ? 1 : 0);
            writer.WriteStartObject();
            writer.WriteString("label", string.Create(CultureInfo.InvariantCulture, $"{seasons[version % 3]} '{year}"));
            writer.WriteString("url", "/services/data/" + Version(version));
            writer.WriteString("version", string.Create(CultureInfo.InvariantCulture, $"{version}.0"));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
