using System.Net;
using System.Text;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.NetSuite.Tests;

public sealed class NetSuiteErrorsTests
{
    private const string ErrorType = "application/vnd.oracle.resource+json; type=error; charset=UTF-8";

    [Theory]
    [InlineData(400, "INVALID_CONTENT", "PUT", "NSU2001", IssueKind.Validation)]
    [InlineData(400, "INVALID_PARAMETER", "GET", "NSU2001", IssueKind.Validation)]
    [InlineData(400, "NONEXISTENT_FIELD", "GET", "NSU2001", IssueKind.Configuration)]
    [InlineData(400, "INVALID_KEY_OR_REF", "PUT", "NSU2003", IssueKind.NotFound)]
    [InlineData(400, "USER_ERROR", "PUT", "NSU2002", IssueKind.BusinessRule)]
    [InlineData(400, "USER_ERROR", "GET", "NSU2006", IssueKind.NotFound)]
    [InlineData(400, "IDEMPOTENCY_ERROR", "POST", "NSU2002", IssueKind.Conflict)]
    [InlineData(400, "SOMETHING_NEW", "PUT", "NSU1002", IssueKind.Validation)]
    [InlineData(403, "INSUFFICIENT_PERMISSION", "GET", "NSU1005", IssueKind.Configuration)]
    [InlineData(404, "NONEXISTENT_ID", "GET", "NSU2004", IssueKind.NotFound)]
    [InlineData(500, "UNEXPECTED_ERROR", "PUT", "CON1002", IssueKind.Transient)]
    [InlineData(500, "USER_ERROR", "PUT", "CON1002", IssueKind.Transient)]
    [InlineData(503, "SERVICE_UNAVAILABLE", "PUT", "CON1002", IssueKind.Transient)]
    public async Task Read_ErrorDocument_IsClassifiedByStatusAndCode(int status, string vendorCode, string method, string code, IssueKind kind)
    {
        string body = $$"""{"type":"x","title":"y","status":{{status}},"o:errorDetails":[{"detail":"secret value","o:errorCode":"{{vendorCode}}","o:errorPath":"item.items[0].item"}]}""";
        ConnectorException e = await ReadAsync(status, body, ErrorType, method);

        Assert.Equal(code, e.Code);
        Assert.Equal(kind, e.Kind);
        Assert.Equal(vendorCode, e.VendorCode);
        Assert.Equal("op-1 job job-1", e.VendorRequestId);
        NetSuiteException own = Assert.IsType<NetSuiteException>(e);
        Assert.Equal("op-1", own.OperationId);
        Assert.Equal("job-1", own.JobId);
        Assert.Equal("item.items[0].item", Assert.Single(own.Details).Path);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
        Assert.All(own.ToIssues(), i => Assert.DoesNotContain("secret", i.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(503, "<html><body>maintenance</body></html>", "text/html; charset=utf-8", "CON1002", IssueKind.Transient)]
    [InlineData(502, "", null, "CON1002", IssueKind.Transient)]
    [InlineData(400, "", null, "NSU1002", IssueKind.Validation)]
    [InlineData(404, "<html></html>", "text/html", "NSU2004", IssueKind.NotFound)]
    [InlineData(403, "not json", "application/json", "NSU1005", IssueKind.Configuration)]
    [InlineData(400, "[]", "application/json", "NSU1002", IssueKind.Validation)]
    [InlineData(400, """{"o:errorDetails":"x"}""", "application/json", "NSU1002", IssueKind.Validation)]
    [InlineData(302, "", null, "CON1009", IssueKind.Configuration)]
    public async Task Read_NoErrorDocument_IsClassifiedByStatus(int status, string body, string? contentType, string code, IssueKind kind)
    {
        ConnectorException e = await ReadAsync(status, body, contentType, "PUT");

        Assert.Equal(code, e.Code);
        Assert.Equal(kind, e.Kind);
        Assert.Empty(Assert.IsType<NetSuiteException>(e).Details);
    }

    [Theory]
    [InlineData(429, "CONCURRENCY_LIMIT_EXCEEDED")]
    [InlineData(400, "SSS_REQUEST_LIMIT_EXCEEDED")]
    public async Task Read_TooManyCalls_IsThrottled(int status, string vendorCode)
    {
        string body = status == 429
            ? $$"""{"title":"Bad Request","status":429,"o:errorCode":"USER_ERROR","o:errorDetails":[{"detail":"x","o:errorCode":"{{vendorCode}}"}]}"""
            : $$$"""{"error":{"code":"{{{vendorCode}}}","message":"x"}}""";
        ConnectorException e = await ReadAsync(status, body, "application/json", "PUT", r => r.Headers.Add("Retry-After", "7"));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<ThrottledException>(e).RetryAfter);
        Assert.Equal(vendorCode, e.VendorCode);
    }

    [Fact]
    public async Task Read_Unauthorized_TakesTheReasonFromTheHeader()
    {
        ConnectorException e = await ReadAsync(401, "", null, "GET", r => r.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer realm=\"123456\", error=\"invalid_token\", error_description=\"Invalid login attempt.\""));

        Assert.IsType<AuthenticationFailedException>(e);
        Assert.Equal("invalid_token", e.VendorCode);
        Assert.Contains("Invalid login attempt.", e.Message, StringComparison.Ordinal);
        Assert.Contains("op-1", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Error while accessing a resource. Please enter value(s) for: Primary Subsidiary, Company Name", "Please enter value(s) for: Primary Subsidiary, Company Name")]
    [InlineData("The field companyname contained more than the maximum number ( 83 ) of characters allowed.", "The field companyname contained more than the maximum number ( 83 ) of characters allowed")]
    [InlineData("You have entered an Invalid Field Value 4711 for the following field: item", "")]
    public async Task ToIssues_TextsWithoutValues_AreKept(string detail, string kept)
    {
        string body = JsonSerializer.Serialize(detail, TestJson.Default.String);
        ConnectorException e = await ReadAsync(400, $$"""{"o:errorDetails":[{"detail":{{body}},"o:errorCode":"USER_ERROR"}]}""", ErrorType, "PUT");
        RecordIssue issue = Assert.Single(Assert.IsType<NetSuiteException>(e).ToIssues());

        Assert.EndsWith(kept.Length == 0 ? "USER_ERROR." : kept, issue.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Fixtures")]
    public async Task Read_EveryRecordedError_HasACodeAndAKind()
    {
        var expected = new Dictionary<string, (string Code, IssueKind Kind)>(StringComparer.Ordinal)
        {
            ["bad token"] = (ConnectorErrorCodes.Unauthorized, IssueKind.Authentication),
            ["OAuth 2.0 expired or revoked token"] = (ConnectorErrorCodes.Unauthorized, IssueKind.Authentication),
            ["OAuth 2.0 malformed request"] = (NetSuiteErrorCodes.RequestFailed, IssueKind.Validation),
            ["POST salesOrder with unknown item in a line"] = (NetSuiteErrorCodes.InvalidContent, IssueKind.Validation),
            ["record type not exposed to this account"] = (NetSuiteErrorCodes.NotPermitted, IssueKind.Configuration),
            ["missing record, entity type"] = (NetSuiteErrorCodes.NotFound, IssueKind.NotFound),
            ["unknown record type in the path"] = (NetSuiteErrorCodes.UnknownRecordType, IssueKind.Configuration),
            ["invalid reference value in a body field"] = (NetSuiteErrorCodes.InvalidReference, IssueKind.NotFound),
            ["concurrency limit"] = (ConnectorErrorCodes.Throttled, IssueKind.Throttled),
            ["system error"] = (ConnectorErrorCodes.Unavailable, IssueKind.Transient),
            ["same idempotency key sent twice (async)"] = (NetSuiteErrorCodes.BusinessRule, IssueKind.Conflict),
        };
        int found = 0;
        JsonElement cases = SharedFixtures.Json("docs-samples", "errors.json").GetProperty("cases");
        foreach (JsonElement item in cases.EnumerateArray())
        {
            string when = item.GetProperty("when").GetString()!;
            string method = when.StartsWith("GET", StringComparison.Ordinal) || when.StartsWith("q=", StringComparison.Ordinal) ? "GET" : "PUT";
            string body = item.TryGetProperty("body", out JsonElement json) && json.ValueKind == JsonValueKind.Object ? json.GetRawText() : "";
            ConnectorException e = await ReadAsync(item.GetProperty("status").GetInt32(), body, body.Length == 0 ? null : ErrorType, method, r =>
            {
                if (item.TryGetProperty("headers", out JsonElement headers) && headers.TryGetProperty("www-authenticate", out JsonElement challenge))
                    r.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge.GetString());
            });
            if (!expected.TryGetValue(when, out (string Code, IssueKind Kind) want))
                want = when.StartsWith("q=", StringComparison.Ordinal) ? (NetSuiteErrorCodes.InvalidContent, IssueKind.Configuration) : (NetSuiteErrorCodes.WrongRecordType, IssueKind.NotFound);
            Assert.Equal((when, want.Code, want.Kind), (when, e.Code, e.Kind));
            found++;
        }

        Assert.Equal(13, found);
    }

    private static async Task<ConnectorException> ReadAsync(int status, string body, string? contentType, string method, Action<HttpResponseMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://1234567.suitetalk.api.netsuite.com/");
        using var response = new HttpResponseMessage((HttpStatusCode)status) { RequestMessage = request, Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (contentType is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        response.Headers.Add("x-n-operationid", "op-1");
        response.Headers.Add("x-netsuite-jobid", "job-1");
        change?.Invoke(response);
        return await NetSuiteErrors.ReadAsync(response, TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
