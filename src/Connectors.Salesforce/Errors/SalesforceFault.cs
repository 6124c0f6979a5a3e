using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>One entry of an error answer.</summary>
internal readonly record struct SalesforceFaultEntry(string Code, string Message, IReadOnlyList<string> Fields);

/// <summary>An answer that is not a success, read: an array of errors, or whatever an edge server sent instead.</summary>
internal sealed class SalesforceFault
{
    private SalesforceFault(HttpStatusCode status, IReadOnlyList<SalesforceFaultEntry> entries, string? requestId, TimeSpan? retryAfter)
    {
        Status = status;
        Entries = entries;
        RequestId = requestId;
        RetryAfter = retryAfter;
    }

    public HttpStatusCode Status { get; }

    public IReadOnlyList<SalesforceFaultEntry> Entries { get; }

    public string? RequestId { get; }

    public TimeSpan? RetryAfter { get; }

    /// <summary>The same with a wait.</summary>
    public SalesforceFault After(TimeSpan wait) => new(Status, Entries, RequestId, wait);

    /// <summary>The code that decides; null when the body was not an array of errors.</summary>
    public string? Code => Entries.Count > 0 ? Entries[0].Code : null;

    public IssueKind Kind => SalesforceErrorTable.Classify(Status, Entries.Count > 0 ? Entries[0] : null);

    public static async Task<SalesforceFault> ReadAsync(HttpResponseMessage response, int maxBytes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Faults at the edge come as HTML, and with an Accept of XML as XML: only JSON is read.
        byte[] body = IsJson(response) ? await ResponseBody.ReadAsync(response.Content, maxBytes, cancellationToken).ConfigureAwait(false) : [];
        return new SalesforceFault(response.StatusCode, ReadEntries(body), ReadRequestId(response), Abstractions.RetryAfter.Read(response, now));
    }

    public static bool IsJson(HttpResponseMessage response) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, "application/json", StringComparison.OrdinalIgnoreCase);

    public static string? ReadRequestId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-SFDC-Request-Id", out IEnumerable<string>? values) ? string.Join(',', values) : null;

    public static IReadOnlyList<SalesforceFaultEntry> ReadEntries(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return ReadEntries(document.RootElement);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The entries of an array of errors, the one that decides first; empty when it is none.</summary>
    public static IReadOnlyList<SalesforceFaultEntry> ReadEntries(JsonElement errors)
    {
        if (errors.ValueKind != JsonValueKind.Array)
            return [];
        List<SalesforceFaultEntry> entries = [];
        foreach (JsonElement error in errors.EnumerateArray())
        {
            if (error.ValueKind != JsonValueKind.Object)
                continue;
            // Rows of collections call it statusCode.
            string? code = Text(error, "errorCode") ?? Text(error, "statusCode");
            if (!IsWord(code))
                continue;
            string[] fields = error.TryGetProperty("fields", out JsonElement list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Where(static f => f.ValueKind == JsonValueKind.String).Select(static f => f.GetString()!).Where(IsWord)]
                : [];
            entries.Add(new SalesforceFaultEntry(code, Text(error, "message") ?? "", fields));
        }

        return entries.Count < 2 ? entries : [.. entries.OrderBy(SalesforceErrorTable.Rank)];
    }

    /// <summary>
    /// Whether a parent that is named by its external id is missing. It has the code of a field that is missing, and no other mark than the words; taken for that,
    /// one lonely record would stop the whole run.
    /// </summary>
    public static bool IsParentMissing(SalesforceFaultEntry entry, bool hasParents) =>
        hasParents && entry.Code == "INVALID_FIELD" && !entry.Message.Contains("No such column", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a query has to be made smaller, since it would take too long again. Our own time-out is mostly shorter than Salesforce's.</summary>
    public static bool TookTooLong(ConnectorException e) => e.VendorCode is "QUERY_TIMEOUT" or "REQUEST_RUNNING_TOO_LONG" || e.Code == ConnectorErrorCodes.TimedOut;

    /// <summary>The issues of a record whose parent is missing. The text is left out: it quotes the external id.</summary>
    public static IReadOnlyList<RecordIssue> ToParentMissing(IReadOnlyList<RecordIssue> issues) => [.. issues.Select(static i => i with
    {
        Kind = IssueKind.NotFound,
        Message = i.VendorCode == "INVALID_FIELD" ? "INVALID_FIELD: no record has the external id by which another one is referred to." : i.Message,
        Remedy = "A record that is referred to by its external id does not exist: send it first.",
    })];

    /// <summary>Whether a text is a code or a name, and may therefore be shown: what else a server puts there can be anything, of any length.</summary>
    public static bool IsWord([NotNullWhen(true)] string? text) => text is { Length: > 0 and <= 100 } && !text.AsSpan().ContainsAnyExcept(WordCharacters);

    /// <summary>The exception for a call that failed as a whole.</summary>
    public ConnectorException ToException(string operation)
    {
        string code = Code ?? ((int)Status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        switch (Kind)
        {
            case IssueKind.Authentication:
                return new AuthenticationFailedException($"Salesforce refused the session for {operation} ({code}), and a new one did not help. Check the connected app, its policies and the user's permission to use the API.")
                {
                    StatusCode = Status,
                    VendorCode = Code,
                    VendorRequestId = RequestId,
                };
            case IssueKind.Throttled:
                return new ThrottledException($"Salesforce allows no more calls now ({code}, {operation}): the calls of 24 hours are used up, or too many long ones run at once. Wait for minutes, not seconds.", RetryAfter)
                {
                    StatusCode = Status,
                    VendorCode = Code,
                    VendorRequestId = RequestId,
                };
            default:
                string ours = Code == "INVALID_QUERY_LOCATOR" ? SalesforceErrorCodes.CursorGone : Kind switch
                {
                    IssueKind.Transient => SalesforceErrorCodes.ServerFault,
                    IssueKind.Configuration => SalesforceErrorCodes.Misconfigured,
                    IssueKind.NotFound => SalesforceErrorCodes.RecordNotFound,
                    _ => SalesforceErrorCodes.RecordRefused,
                };
                return new ConnectorException(ours, Kind, $"Salesforce refused {operation}: {Describe()}{HintOfCurrency()}")
                {
                    StatusCode = Status,
                    VendorCode = Code,
                    VendorRequestId = RequestId,
                };
        }
    }

    /// <summary>The reasons for one record.</summary>
    public IReadOnlyList<RecordIssue> ToIssues()
    {
        if (Entries.Count == 0)
            return [new RecordIssue { Code = SalesforceErrorCodes.ServerFault, Kind = Kind, Message = Describe() }];
        return ToIssues(Status, Entries);
    }

    /// <summary>The reasons for one record, from its own errors.</summary>
    public static IReadOnlyList<RecordIssue> ToIssues(HttpStatusCode status, IReadOnlyList<SalesforceFaultEntry> entries) => [.. entries.Select(entry => new RecordIssue
    {
        Code = SalesforceErrorCodes.RecordRefused,
        Kind = SalesforceErrorTable.Classify(status, entry),
        Message = Describe(status, entry),
        VendorPath = entry.Fields.Count > 0 ? string.Join(", ", entry.Fields) : null,
        Remedy = SalesforceErrorTable.Remedy(entry.Code),
        VendorCode = entry.Code,
    })];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // The first fault that a new user of an org with one currency meets.
    private string HintOfCurrency() => Code == "INVALID_FIELD" && Entries[0].Message.Contains("'CurrencyIsoCode'", StringComparison.Ordinal)
        ? $" An org with one currency has no such field: give {nameof(SalesforceReadOptions.OrgCurrency)}, and a mapping for one currency (singleCurrency)."
        : "";

    private string Describe() => Entries.Count == 0
        ? $"status {(int)Status} without a reason that can be read. Another server than Salesforce's API may have answered: check the login address and the proxies."
        : string.Join(" ", Entries.Select(entry => Describe(Status, entry)));

    // Texts of Salesforce can hold values of the record, so only those are shown that speak about the set-up or that the org's own people wrote as a rule.
    private static string Describe(HttpStatusCode status, SalesforceFaultEntry entry)
    {
        string fields = entry.Fields.Count > 0 ? $" [{string.Join(", ", entry.Fields)}]" : "";
        string text = entry.Code == "FIELD_CUSTOM_VALIDATION_EXCEPTION"
            // Whole: the org's own people wrote it, over as many lines as they liked.
            ? ": " + entry.Message.Trim()
            : SalesforceErrorTable.Classify(status, entry) == IssueKind.Configuration ? ": " + Reason(entry) : ".";
        return entry.Code + fields + text;
    }

    private static string Reason(SalesforceFaultEntry entry)
    {
        // The drawing above the last line repeats the query, with its values.
        string[] lines = entry.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string last = lines.Length == 0 ? "no text." : lines[^1];
        switch (entry.Code)
        {
            // Here the last line quotes what stands in the query too: a piece of it, or the value.
            case "MALFORMED_QUERY":
                int open = last.IndexOf('\'', StringComparison.Ordinal);
                string place = Array.Find(lines, static line => line.StartsWith("ERROR at ", StringComparison.Ordinal)) is { } at ? at + ": " : "";
                return place + (open < 0 ? last : last[..open].TrimEnd() + " …");
            case "INVALID_QUERY_FILTER_OPERATOR":
                int colon = last.IndexOf(':', StringComparison.Ordinal);
                return colon < 0 ? last : last[..(colon + 1)] + " …";
            default:
                return last;
        }
    }

    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-:");
}
