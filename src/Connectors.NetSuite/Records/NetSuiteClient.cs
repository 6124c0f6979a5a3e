using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

using Connectors.Abstractions;

using Microsoft.Extensions.Logging;

namespace Connectors.NetSuite;

/// <summary>
/// Calls the REST record service of one NetSuite account (NetSuite help, "SuiteTalk REST Web Services API Guide"). Thread-safe; keep one for as long as you like.
/// </summary>
/// <remarks>
/// Every write sends <c>X-NetSuite-PropertyNameValidation: Error</c>: by default NetSuite drops a misspelt field and answers as if all were well.
/// SuiteQL, asynchronous jobs, batches, transforms and sublist writes are not there yet.
/// </remarks>
public sealed class NetSuiteClient : IDisposable
{
    private const string NameValidationHeader = "X-NetSuite-PropertyNameValidation";

    // NetSuite shows a thousand pages of a collection and no more.
    private const long MaxPages = 1000;
    private readonly HttpClient _http;
    private readonly NetSuiteAccount _account;
    private readonly IDisposable[] _owned;

    internal NetSuiteClient(HttpClient http, NetSuiteAccount account, params IDisposable[] owned)
    {
        _http = http;
        _account = account;
        _owned = owned;
    }

    /// <summary>Makes a client that stands alone, without dependency injection. Dispose it when the application ends.</summary>
    /// <param name="options">How to reach the account; read once.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="loggerFactory">Where retries are reported; null for nowhere.</param>
    /// <param name="primaryHandler">Sends the requests, for tests; null for the connector's own. The client disposes it.</param>
    /// <returns>A client with its own limits, tokens and connections.</returns>
    /// <exception cref="ArgumentException">The options are incomplete or contradict themselves; the message says how.</exception>
    public static NetSuiteClient Create(NetSuiteOptions options, TimeProvider? timeProvider = null, ILoggerFactory? loggerFactory = null, HttpMessageHandler? primaryHandler = null)
    {
        TimeProvider time = timeProvider ?? TimeProvider.System;
        HttpMessageHandler primary = primaryHandler ?? ConnectorHttp.CreatePrimaryHandler();
        ILogger? logger = loggerFactory?.CreateLogger("Connectors.NetSuite");
        HttpClient? tokenHttp = null;
        var account = new NetSuiteAccount(options, () => tokenHttp!, time);
        // Its own limits, so that a token request inside a call cannot wait for that very call.
        var tokenState = new ResilienceState("netsuite-token", null, time);
        tokenHttp = ConnectorHttp.CreateClient(primary, new ResilienceHandler(tokenState, logger));
        HttpClient http = ConnectorHttp.CreateClient(primary, new ResilienceHandler(account.Resilience, logger), account.CreateAuthentication());
        return new NetSuiteClient(http, account, http, tokenHttp, tokenState, account);
    }

    /// <summary>The account that is called.</summary>
    public NetSuiteAccountId AccountId => _account.Settings.Account;

    internal NetSuiteAccount Account => _account;

    internal NetSuiteSettings Settings => _account.Settings;

    /// <summary>Creates a record (POST). It is never sent twice: when the answer is lost, look for the record before you send it again, or use <see cref="UpsertAsync"/>.</summary>
    /// <param name="recordType">The record type, such as <c>customer</c>.</param>
    /// <param name="utf8Json">The fields, a JSON object in UTF-8.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>The internal id.</returns>
    /// <exception cref="ConnectorException">NetSuite refused the record, or could not be reached. See <see cref="ConnectorException.Kind"/>.</exception>
    public async Task<NetSuiteWriteResult> CreateAsync(string recordType, ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        NetSuiteWriteResult result = await WriteAsync(HttpMethod.Post, RecordAddress.Collection(Settings.BaseAddress, recordType), utf8Json, isIdempotent: false, "record.create", cancellationToken).ConfigureAwait(false);
        return result.Id is null ? throw LocationMissing(result) : result;
    }

    /// <summary>Changes fields of a record (PATCH): what is not in the body stays as it is, null clears.</summary>
    /// <param name="recordType">The record type.</param>
    /// <param name="key">Which record.</param>
    /// <param name="utf8Json">The fields to change, a JSON object in UTF-8, without sublists: lines of a repeated request would be appended again.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">The body is not a JSON object, or holds a sublist.</exception>
    /// <exception cref="ConnectorException">NetSuite refused the record, it does not exist, or could not be reached.</exception>
    public Task<NetSuiteWriteResult> UpdateAsync(string recordType, NetSuiteRecordKey key, ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        RefuseSublists(utf8Json);
        return WriteAsync(HttpMethod.Patch, RecordAddress.Instance(Settings.BaseAddress, recordType, key), utf8Json, isIdempotent: true, "record.update", cancellationToken);
    }

    /// <summary>Creates a record or changes the one that has this external id (PUT). Sending it twice has the effect of sending it once, so it is repeated after faults. The answer does not tell whether it created or changed.</summary>
    /// <param name="recordType">The record type.</param>
    /// <param name="externalId">The external id. It is shared by all types of a group: customers, projects, employees and vendors have one space.</param>
    /// <param name="utf8Json">The fields, a JSON object in UTF-8, without sublists.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>The answer, with the internal id when NetSuite gave it.</returns>
    /// <exception cref="ArgumentException">The body is not a JSON object, or holds a sublist; or the external id has other characters than letters, digits, dashes and underscores.</exception>
    /// <exception cref="ConnectorException">NetSuite refused the record, or could not be reached.</exception>
    public Task<NetSuiteWriteResult> UpsertAsync(string recordType, string externalId, ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        RefuseSublists(utf8Json);
        Uri address = RecordAddress.Instance(Settings.BaseAddress, recordType, NetSuiteRecordKey.External(externalId));
        return WriteAsync(HttpMethod.Put, address, utf8Json, isIdempotent: true, "record.upsert", cancellationToken);
    }

    /// <summary>Reads a record (GET).</summary>
    /// <param name="recordType">The record type.</param>
    /// <param name="key">Which record.</param>
    /// <param name="fields">The fields to read; null for all. Name the few that you need where records hold personal data.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record.</returns>
    /// <exception cref="ConnectorException">The record does not exist, or NetSuite could not be reached.</exception>
    public async Task<NetSuiteRecord> GetAsync(string recordType, NetSuiteRecordKey key, IReadOnlyList<string>? fields = null, CancellationToken cancellationToken = default)
    {
        byte[] body = await ReadAsync(RecordAddress.Instance(Settings.BaseAddress, recordType, key, fields), "record.get", cancellationToken).ConfigureAwait(false);
        using JsonDocument document = Parse(body);
        string? id = IdOf(document.RootElement) ?? (key.IsExternal ? null : key.Value);
        return id is null ? throw Unexpected("The record has no id.") : new NetSuiteRecord(recordType, id, body);
    }

    /// <summary>Reads a record, when there is one.</summary>
    /// <param name="recordType">The record type.</param>
    /// <param name="key">Which record.</param>
    /// <param name="fields">The fields to read; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record; null when it does not exist.</returns>
    /// <exception cref="ConnectorException">NetSuite could not be reached, or the record type does not exist.</exception>
    public async Task<NetSuiteRecord?> FindAsync(string recordType, NetSuiteRecordKey key, IReadOnlyList<string>? fields = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(recordType, key, fields, cancellationToken).ConfigureAwait(false);
        }
        catch (NetSuiteException e) when (e.Code is NetSuiteErrorCodes.NotFound or NetSuiteErrorCodes.WrongRecordType)
        {
            return null;
        }
    }

    /// <summary>Lists the ids of a collection, page by page. NetSuite gives ids only, in no order; it follows <c>hasMore</c>, since the link to the last page is wrong.</summary>
    /// <param name="recordType">The record type.</param>
    /// <param name="continuation">What an earlier page gave; null to begin.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The pages.</returns>
    /// <exception cref="ArgumentException">The continuation is not one of ours.</exception>
    /// <exception cref="ConnectorException">NetSuite could not be reached, or shows only the first thousand pages of a larger collection (<see cref="NetSuiteErrorCodes.CollectionCapped"/>).</exception>
    public async IAsyncEnumerable<NetSuiteRecordPage> ListAsync(string recordType, string? continuation = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (int limit, int offset) = continuation is null ? (Settings.PageSize, 0) : ReadContinuation(continuation);
        while (true)
        {
            byte[] body = await ReadAsync(RecordAddress.Page(Settings.BaseAddress, recordType, limit, offset), "record.list", cancellationToken).ConfigureAwait(false);
            (List<string> ids, bool hasMore, long total) = ReadPage(body);
            // Advance by what came and not by what was asked for.
            int next = offset + ids.Count;
            bool goesOn = hasMore && ids.Count > 0;
            yield return new NetSuiteRecordPage(ids, total, goesOn ? string.Create(CultureInfo.InvariantCulture, $"{limit}:{next}") : null);
            if (goesOn)
            {
                offset = next;
                continue;
            }

            if (total >= MaxPages * limit)
            {
                throw new ConnectorException(
                    NetSuiteErrorCodes.CollectionCapped,
                    IssueKind.Configuration,
                    $"NetSuite shows at most {MaxPages} pages of {limit} records: the collection may hold more. Read it with a PageSize of {NetSuiteOptions.DefaultPageSize}.");
            }

            yield break;
        }
    }

    /// <summary>Frees the connections and limits of a client that stands alone. A client from dependency injection owns none.</summary>
    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
            owned.Dispose();
    }

    private static (int Limit, int Offset) ReadContinuation(string continuation)
    {
        string[] parts = continuation.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is >= 1 and <= 1000
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
                ? (limit, offset)
                : throw new ArgumentException("The continuation is not one that this connector gave.", nameof(continuation));
    }

    private static (List<string> Ids, bool HasMore, long Total) ReadPage(byte[] body)
    {
        using JsonDocument document = Parse(body);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("items", out JsonElement items) || items.ValueKind != JsonValueKind.Array)
            throw Unexpected("The page has no items.");
        List<string> ids = [];
        foreach (JsonElement item in items.EnumerateArray())
            ids.Add(IdOf(item) ?? throw Unexpected("An item of the page has no id."));
        bool hasMore = root.TryGetProperty("hasMore", out JsonElement more) && more.ValueKind == JsonValueKind.True;
        long total = root.TryGetProperty("totalResults", out JsonElement count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out long value) ? value : 0;
        return (ids, hasMore, total);
    }

    private static string? IdOf(JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
            return null;
        string? id = record.TryGetProperty("id", out JsonElement value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
        return NetSuiteRecordKey.IsInternalId(id) ? id : null;
    }

    private static void RefuseSublists(ReadOnlyMemory<byte> utf8Json)
    {
        using JsonDocument document = ParseArgument(utf8Json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("The body must be a JSON object.", nameof(utf8Json));
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("items", out _))
                throw new ArgumentException($"The body holds the sublist {member.Name}. Sublists cannot be written yet: NetSuite appends lines without a key each time that a request is repeated.", nameof(utf8Json));
        }
    }

    private static JsonDocument ParseArgument(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            return JsonDocument.Parse(utf8Json);
        }
        catch (JsonException e)
        {
            throw new ArgumentException("The body must be JSON in UTF-8.", nameof(utf8Json), e);
        }
    }

    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw Unexpected("The answer cannot be read as JSON.");
        }
    }

    private static ConnectorException Unexpected(string message) => new(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Transient, message);

    private static NetSuiteException LocationMissing(NetSuiteWriteResult result) => new(
        NetSuiteErrorCodes.LocationMissing,
        IssueKind.UnknownOutcome,
        "NetSuite took the record and its answer does not say under which id. Look for it by its external id.",
        [])
    {
        VendorRequestId = result.RequestId,
    };

    private async Task<byte[]> ReadAsync(Uri address, string operation, CancellationToken cancellationToken)
    {
        using IDisposable place = await _account.EnterAsync(cancellationToken).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.WithOperation(operation);
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw await NetSuiteErrors.ReadAsync(response, Settings.BodyTimeout, _account.Time, cancellationToken).ConfigureAwait(false);
        if (!NetSuiteErrors.IsJson(response.Content.Headers.ContentType))
        {
            // A login or maintenance page comes with 200 as well.
            throw new NetSuiteException(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Transient, "NetSuite answered with a page for people instead of a record. It may be in maintenance.", [])
            {
                StatusCode = response.StatusCode,
                VendorRequestId = NetSuiteErrors.RequestId(response),
                OperationId = NetSuiteErrors.OperationId(response),
                JobId = NetSuiteErrors.JobId(response),
            };
        }

        return await AnswerBody.ReadAsync(response.Content, ResponseBody.DefaultMaxBytes, Settings.BodyTimeout, _account.Time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<NetSuiteWriteResult> WriteAsync(HttpMethod method, Uri address, ReadOnlyMemory<byte> utf8Json, bool isIdempotent, string operation, CancellationToken cancellationToken)
    {
        using IDisposable place = await _account.EnterAsync(cancellationToken).ConfigureAwait(false);
        using var request = new HttpRequestMessage(method, address) { Content = new ReadOnlyMemoryContent(utf8Json) };
        request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json");
        request.Headers.Add(NameValidationHeader, "Error");
        request.WithOperation(operation);
        if (isIdempotent)
            request.MarkIdempotent();
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw await NetSuiteErrors.ReadAsync(response, Settings.BodyTimeout, _account.Time, cancellationToken).ConfigureAwait(false);
            return new NetSuiteWriteResult(RecordAddress.IdOf(response.Headers.Location), NetSuiteErrors.RequestId(response));
        }
        catch (ConnectorException e) when (e.Kind == IssueKind.Throttled && request.MayHaveTakenEffect())
        {
            // The last try was turned away; one before it may have been done.
            throw new ConnectorException(NetSuiteErrorCodes.OutcomeUnknown, IssueKind.UnknownOutcome, "An earlier try was lost on its way, and NetSuite turned the last one away. Whether the write took effect is not known.", e)
            {
                StatusCode = e.StatusCode,
                VendorCode = e.VendorCode,
                VendorRequestId = e.VendorRequestId,
            };
        }
    }
}
