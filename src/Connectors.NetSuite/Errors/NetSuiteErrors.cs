using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>
/// Turns an answer that is not a success into an exception: by its status first, then by its codes, never by its texts, which change with language and release.
/// The body may be a page of HTML or nothing at all.
/// </summary>
internal static partial class NetSuiteErrors
{
    private const int MaxBodyBytes = 1024 * 1024;
    private const string OperationIdHeader = "x-n-operationid";
    private const string JobIdHeader = "x-netsuite-jobid";

    public static string? OperationId(HttpResponseMessage response) => Header(response, OperationIdHeader);

    public static string? JobId(HttpResponseMessage response) => Header(response, JobIdHeader);

    /// <summary>The two ids that Oracle's support asks for, in one text; null when the answer has neither.</summary>
    public static string? RequestId(HttpResponseMessage response) => (OperationId(response), JobId(response)) switch
    {
        (null, null) => null,
        (null, { } job) => $"job {job}",
        ({ } operation, null) => operation,
        ({ } operation, { } job) => $"{operation} job {job}",
    };

    /// <summary>Reads the answer and gives the exception to throw.</summary>
    public static async Task<ConnectorException> ReadAsync(HttpResponseMessage response, TimeSpan bodyTimeout, TimeProvider time, CancellationToken cancellationToken)
    {
        IReadOnlyList<NetSuiteErrorDetail> details = [];
        if (IsJson(response.Content.Headers.ContentType))
        {
            try
            {
                details = Parse(await AnswerBody.ReadAsync(response.Content, MaxBodyBytes, bodyTimeout, time, cancellationToken).ConfigureAwait(false));
            }
            catch (ConnectorException)
            {
                // The status is known and says more than the loss of the details.
            }
        }

        return Create(response, details, time.GetUtcNow());
    }

    /// <summary>Whether a body announces itself as JSON: <c>application/json</c> or <c>application/vnd.oracle.resource+json</c>.</summary>
    public static bool IsJson(MediaTypeHeaderValue? type) =>
        type?.MediaType is { } media && (media.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>The <c>error</c> and <c>error_description</c> of the <c>WWW-Authenticate</c> header: the only place that says why a call was refused.</summary>
    public static (string? Error, string? Description) ReadChallenge(HttpResponseMessage response)
    {
        string text = string.Join(", ", response.Headers.TryGetValues("WWW-Authenticate", out IEnumerable<string>? values) ? values : []);
        return (Group(ErrorParameter().Match(text)), Group(DescriptionParameter().Match(text)));

        static string? Group(Match match) => match.Success ? match.Groups["value"].Value : null;
    }

    /// <summary>The details of an error document; empty when the body is none.</summary>
    public static IReadOnlyList<NetSuiteErrorDetail> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return [];
            if (!document.RootElement.TryGetProperty("o:errorDetails", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            {
                // RESTlets answer {"error":{"code","message"}}, some faults carry a top-level code only.
                string? code = Text(document.RootElement, "o:errorCode")
                    ?? (document.RootElement.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object ? Text(error, "code") : null);
                return code is null ? [] : [new NetSuiteErrorDetail(code, null, null, null)];
            }

            List<NetSuiteErrorDetail> details = [];
            foreach (JsonElement item in list.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object)
                    continue;
                details.Add(new NetSuiteErrorDetail(Text(item, "o:errorCode"), Text(item, "o:errorPath"), Text(item, "o:errorQueryParam"), Text(item, "o:errorHeader"))
                {
                    Text = Text(item, "detail") ?? "",
                    HasUrl = item.TryGetProperty("o:errorUrl", out _),
                });
            }

            return details;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static IReadOnlyList<RecordIssue> ToIssues(NetSuiteException exception)
    {
        if (exception.Details.Count == 0)
            return [exception.ToIssue()];
        List<RecordIssue> issues = [];
        foreach (NetSuiteErrorDetail detail in exception.Details)
        {
            (string code, IssueKind kind) = Classify(detail, exception.StatusCode ?? HttpStatusCode.BadRequest, HttpMethod.Put);
            issues.Add(new RecordIssue
            {
                Code = code,
                Kind = kind,
                Message = $"NetSuite refused the record with {detail}.{Safe(detail)}",
                VendorPath = detail.Path,
                Remedy = Remedy(code),
                VendorCode = detail.Code,
            });
        }

        return issues;
    }

    private static ConnectorException Create(HttpResponseMessage response, IReadOnlyList<NetSuiteErrorDetail> details, DateTimeOffset now)
    {
        HttpStatusCode status = response.StatusCode;
        string? vendorCode = details.Count > 0 ? details[0].Code : null;
        string? requestId = RequestId(response);
        string support = requestId is null ? "" : $" Operation {requestId}.";
        if (status == HttpStatusCode.Unauthorized)
        {
            (string? error, string? description) = ReadChallenge(response);
            return new AuthenticationFailedException(
                $"NetSuite refused the credentials ({error ?? "no reason given"}{(description is null ? "" : ": " + description)}). The login audit trail of the account says why.{support}")
            {
                StatusCode = status,
                VendorCode = vendorCode ?? error,
                VendorRequestId = requestId,
            };
        }

        if (status == HttpStatusCode.TooManyRequests || vendorCode is "CONCURRENCY_LIMIT_EXCEEDED" or "SSS_REQUEST_LIMIT_EXCEEDED")
        {
            string disguise = response.ReasonPhrase == TokenSigningHandler.MaskedReason ? " It answered 401 although the keys have worked before, as it does under load." : "";
            return new ThrottledException($"NetSuite takes no more calls at once from this account.{disguise}{support}", RetryAfter.Read(response, now))
            {
                StatusCode = status,
                VendorCode = vendorCode,
                VendorRequestId = requestId,
            };
        }

        (string code, IssueKind kind) = details.Count > 0
            ? Classify(details[0], status, response.RequestMessage?.Method ?? HttpMethod.Get)
            : ByStatus(status);
        string what = details.Count == 0 ? NoDocument(response) : string.Join("; ", details.Select(d => d.ToString() + Safe(d)));
        return new NetSuiteException(code, kind, $"NetSuite answered {(int)status}: {what}.{support}", details)
        {
            StatusCode = status,
            VendorCode = vendorCode,
            VendorRequestId = requestId,
            OperationId = OperationId(response),
            JobId = JobId(response),
        };
    }

    private static (string Code, IssueKind Kind) Classify(NetSuiteErrorDetail detail, HttpStatusCode status, HttpMethod method) => detail.Code switch
    {
        _ when (int)status >= 500 => ByStatus(status),
        // An unknown record type and a missing record share a code; only the first names the address.
        "NONEXISTENT_ID" when detail.HasUrl => (NetSuiteErrorCodes.UnknownRecordType, IssueKind.Configuration),
        "NONEXISTENT_ID" => (NetSuiteErrorCodes.NotFound, IssueKind.NotFound),
        "INVALID_KEY_OR_REF" => (NetSuiteErrorCodes.InvalidReference, IssueKind.NotFound),
        "NONEXISTENT_FIELD" => (NetSuiteErrorCodes.InvalidContent, IssueKind.Configuration),
        "INSUFFICIENT_PERMISSION" => (NetSuiteErrorCodes.NotPermitted, IssueKind.Configuration),
        "IDEMPOTENCY_ERROR" => (NetSuiteErrorCodes.BusinessRule, IssueKind.Conflict),
        // Reading a transaction under another type's name, or one that is not there, is a 400 and not a 404.
        "USER_ERROR" when method == HttpMethod.Get => (NetSuiteErrorCodes.WrongRecordType, IssueKind.NotFound),
        "USER_ERROR" => (NetSuiteErrorCodes.BusinessRule, IssueKind.BusinessRule),
        "INVALID_CONTENT" or "INVALID_PARAMETER" or "INVALID_REQUEST" => (NetSuiteErrorCodes.InvalidContent, IssueKind.Validation),
        _ => ByStatus(status),
    };

    private static (string Code, IssueKind Kind) ByStatus(HttpStatusCode status) => (int)status switch
    {
        403 => (NetSuiteErrorCodes.NotPermitted, IssueKind.Configuration),
        404 => (NetSuiteErrorCodes.NotFound, IssueKind.NotFound),
        409 or 412 => (NetSuiteErrorCodes.BusinessRule, IssueKind.Conflict),
        408 => (ConnectorErrorCodes.TimedOut, IssueKind.Transient),
        >= 500 => (ConnectorErrorCodes.Unavailable, IssueKind.Transient),
        >= 400 => (NetSuiteErrorCodes.RequestFailed, IssueKind.Validation),
        // No redirect is followed: it would carry the credentials to another host.
        _ => (ConnectorErrorCodes.UnexpectedResponse, IssueKind.Configuration),
    };

    private static string NoDocument(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } media ? $"no error document but {media}" : "no error document";

    /// <summary>What of the vendor's text is known to hold no values of the record: labels of fields, limits, ids of errors.</summary>
    private static string Safe(NetSuiteErrorDetail detail)
    {
        foreach (Regex pattern in (ReadOnlySpan<Regex>)[MissingValues(), TooLong(), ErrorId()])
        {
            Match match = pattern.Match(detail.Text);
            if (match.Success)
                return " " + match.Value;
        }

        return "";
    }

    private static string? Remedy(string code) => code switch
    {
        NetSuiteErrorCodes.InvalidContent => "Mend the field that the path names; when it is unknown to the account, check its features and the mapping.",
        NetSuiteErrorCodes.InvalidReference => "Create the record that the field refers to, or correct the reference or the table of ids.",
        NetSuiteErrorCodes.BusinessRule => "Read the rule in NetSuite (form, duplicates, closed period), mend the record at its source and send it again.",
        _ => null,
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
            _ => null,
        }
        : null;

    [GeneratedRegex("error=\"(?<value>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex ErrorParameter();

    [GeneratedRegex("error_description=\"(?<value>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex DescriptionParameter();

    [GeneratedRegex(@"Please enter value\(s\) for: [\p{L} ,./()&-]{1,200}", RegexOptions.None, 1000)]
    private static partial Regex MissingValues();

    [GeneratedRegex(@"The field [a-zA-Z_]{1,60} contained more than the maximum number \( [0-9]+ \) of characters allowed", RegexOptions.None, 1000)]
    private static partial Regex TooLong();

    [GeneratedRegex("Error ID: [a-z0-9]{1,40}", RegexOptions.None, 1000)]
    private static partial Regex ErrorId();
}
