using System.Net;
using System.Text;

using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Answers that a client takes for something else: protocols/salesforce.md §1.2, §1.3, §1.8.</summary>
public sealed class AnswerTrapTests
{
    private const string Query = "GET /services/data/v64.0/query?q=SELECT%20Id%20FROM%20Account";
    private const string Upsert = "PATCH /services/data/v64.0/sobjects/Account/ERP_Id__c/1";
    private const string Update = "PATCH /services/data/v64.0/sobjects/Account/001i000002C8QTIAA3";
    private const string Limits = "GET /services/data/v64.0/limits";
    private const string LimitExceeded = """[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""";
    private static readonly Soql Accounts = SoqlBuilder.From("Account", "Id").Build();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(302, "", "text/html")]
    [InlineData(400, "<html/>", "text/html")]
    [InlineData(404, "<html>not found</html>", "text/html")]
    [InlineData(404, "<Errors><Error/></Errors>", "application/xml")]
    [InlineData(413, "", "text/plain")]
    [InlineData(400, """{"message":"an object, not an array"}""", "application/json")]
    [InlineData(400, "[", "application/json")]
    [InlineData(400, "[]", "application/json")]
    public async Task AnswerThatIsNotTheApis_NoRecordIsBlamed(int status, string body, string contentType)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, status, body, contentType).On(Query, status, body, contentType));
        Assert.Equal(IssueKind.Configuration, (await Assert.ThrowsAsync<ConnectorException>(() => UpsertAsync(client))).Kind);
        Assert.Equal(IssueKind.Configuration, (await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: Cancellation).ToListAsync())).Kind);
    }

    [Theory]
    [InlineData(405, "METHOD_NOT_ALLOWED")]
    [InlineData(410, "GONE_BY_NOW")]
    [InlineData(414, "URI_TOO_LONG")]
    [InlineData(415, "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData(420, "SOMETHING")]
    [InlineData(428, "SOMETHING")]
    [InlineData(431, "SOMETHING")]
    [InlineData(403, "FORBIDDEN")]
    [InlineData(400, "EXCEEDED_ID_LIMIT")]
    [InlineData(400, "STORAGE_LIMIT_EXCEEDED")]
    public async Task StatusAboutTheCallItself_StopsTheRun(int status, string code)
    {
        RouteTable routes = new RouteTable().Token().On(Upsert, status, $$"""[{"message":"m","errorCode":"{{code}}"}]""");
        using SalesforceClient client = TestClients.Over(routes);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => UpsertAsync(client));
        Assert.Equal((IssueKind.Configuration, SalesforceErrorCodes.Misconfigured), (failed.Kind, failed.Code));
        Assert.Equal(1, routes.Count(Upsert));
    }

    [Theory]
    [InlineData("UNABLE_TO_LOCK_ROW", "REQUIRED_FIELD_MISSING", WriteOutcomeKind.Rejected, "REQUIRED_FIELD_MISSING")]
    [InlineData("REQUIRED_FIELD_MISSING", "UNABLE_TO_LOCK_ROW", WriteOutcomeKind.Rejected, "REQUIRED_FIELD_MISSING")]
    [InlineData("ALL_OR_NONE_OPERATION_ROLLED_BACK", "DUPLICATE_VALUE", WriteOutcomeKind.Rejected, "DUPLICATE_VALUE")]
    [InlineData("ALL_OR_NONE_OPERATION_ROLLED_BACK", "UNABLE_TO_LOCK_ROW", WriteOutcomeKind.Retryable, "UNABLE_TO_LOCK_ROW")]
    [InlineData("STRING_TOO_LONG", "REQUEST_LIMIT_EXCEEDED", WriteOutcomeKind.Retryable, "REQUEST_LIMIT_EXCEEDED")]
    public async Task SeveralErrors_TheOneThatDecidesComesFirst(string first, string second, WriteOutcomeKind kind, string decides)
    {
        // fields is absent in one and null in the other.
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, 400, $$"""[{"message":"m","errorCode":"{{first}}"},{"errorCode":"{{second}}","fields":null}]"""));
        WriteOutcome outcome = await UpsertAsync(client);
        Assert.Equal(kind, outcome.Kind);
        Assert.Equal(decides, outcome.Issues[0].VendorCode);
        Assert.Equal(2, outcome.Issues.Count);
    }

    [Theory]
    [InlineData("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "PSA.Trigger: System.DmlException: UNABLE_TO_LOCK_ROW, unable to obtain", WriteOutcomeKind.Retryable, IssueKind.Transient)]
    [InlineData("CANNOT_EXECUTE_FLOW_TRIGGER", "We can't save this record because the flow failed: UNABLE_TO_LOCK_ROW", WriteOutcomeKind.Retryable, IssueKind.Transient)]
    [InlineData("CANNOT_EXECUTE_FLOW_TRIGGER", "We can't save this record", WriteOutcomeKind.Rejected, IssueKind.BusinessRule)]
    [InlineData("ENTITY_IS_LOCKED", "m", WriteOutcomeKind.Rejected, IssueKind.BusinessRule)]
    [InlineData("ENTITY_IS_DELETED", "m", WriteOutcomeKind.Rejected, IssueKind.NotFound)]
    [InlineData("REQUEST_RUNNING_TOO_LONG", "m", WriteOutcomeKind.Retryable, IssueKind.Transient)]
    [InlineData("A_CODE_OF_NEXT_YEAR", "m", WriteOutcomeKind.Rejected, IssueKind.Validation)]
    public async Task Code_IsClassedByItselfAndByTheCodeWithinItsMessage(string code, string message, WriteOutcomeKind kind, IssueKind issue)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, 400, $$"""[{"message":"{{message}}","errorCode":"{{code}}"}]"""));
        WriteOutcome outcome = await UpsertAsync(client);
        Assert.Equal((kind, issue), (outcome.Kind, outcome.Issues[0].Kind));
    }

    [Fact]
    public async Task ValidationText_IsShownWhole()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, 400, """[{"message":"Time is locked.\nAsk Finance to open the period.\n","errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","fields":[]}]"""));
        Assert.Equal("FIELD_CUSTOM_VALIDATION_EXCEPTION: Time is locked.\nAsk Finance to open the period.", (await UpsertAsync(client)).Issues[0].Message);
    }

    [Fact]
    public async Task ParentMissing_TheExternalIdIsNotShown()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, 400, """[{"message":"Foreign key external ID: jane@example.com not found for field Email in entity Contact","errorCode":"INVALID_FIELD","fields":[]}]"""));
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", "1", """{"Primary__r":{"Email":"jane@example.com"}}"""u8.ToArray(), Cancellation);
        Assert.Equal((WriteOutcomeKind.Rejected, IssueKind.NotFound), (outcome.Kind, outcome.Issues[0].Kind));
        Assert.DoesNotContain("jane", outcome.Issues[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ColumnMissingBesideAParent_StopsTheRun()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, 400, """[{"message":"No such column 'Nam' on sobject of type Account","errorCode":"INVALID_FIELD"}]"""));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.UpsertAsync("Account", "ERP_Id__c", "1", """{"Nam":"n","Parent":{"ERP_Id__c":"2"}}"""u8.ToArray(), Cancellation));
        Assert.Equal(IssueKind.Configuration, failed.Kind);
        Assert.Contains("Nam", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(201, """{"id":null,"success":false,"errors":[{"statusCode":"STRING_TOO_LONG","message":"m","fields":["Name"]}]}""", "application/json", WriteOutcomeKind.Rejected)]
    [InlineData(200, """{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"m"}],"created":false}""", "application/json", WriteOutcomeKind.Retryable)]
    [InlineData(200, """{"success":false,"errors":[]}""", "application/json", WriteOutcomeKind.Unknown)]
    [InlineData(200, """{"success":"yes"}""", "application/json", WriteOutcomeKind.Unknown)]
    [InlineData(200, "<html>Please log in</html>", "text/html", WriteOutcomeKind.Unknown)]
    [InlineData(202, "{}", "application/json", WriteOutcomeKind.Unknown)]
    [InlineData(206, "", "application/json", WriteOutcomeKind.Unknown)]
    [InlineData(201, """{"id":"001i0""", "application/json", WriteOutcomeKind.Created)]
    [InlineData(200, """{"id":"001i000002C8QTI","success":true,"errors":[]}""", "application/json", WriteOutcomeKind.Applied)]
    [InlineData(201, """{"id":"001i000002C8QTI","success":true,"errors":[]}""", "application/json", WriteOutcomeKind.Created)]
    public async Task StatusOfSuccess_TheBodysOwnWordCounts(int status, string body, string contentType, WriteOutcomeKind kind)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, status, body, contentType));
        WriteOutcome outcome = await UpsertAsync(client);
        Assert.Equal(kind, outcome.Kind);
        if (body.EndsWith("[]}", StringComparison.Ordinal) && outcome.TookEffect)
            Assert.Equal("001i000002C8QTIAA3", outcome.NativeId);
    }

    [Fact]
    public async Task Success_EmptyBodyWithoutAType_TookEffect()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Upsert, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) }));
        Assert.Equal(WriteOutcomeKind.Applied, (await UpsertAsync(client)).Kind);
    }

    [Fact]
    public async Task Get_DeletedRecordWhateverTheStatus_IsNull()
    {
        RouteTable routes = new RouteTable().Token().On("GET /services/data/v64.0/sobjects/Account/001i000002C8QTIAA3", 400, """[{"errorCode":"ENTITY_IS_DELETED","message":"entity is deleted"}]""");
        using SalesforceClient client = TestClients.Over(routes);
        Assert.Null(await client.GetAsync("Account", "001i000002C8QTIAA3", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task LimitExceeded_NothingIsSentForMinutesThatGrowUntilACallGoesThrough()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
        RouteTable routes = new RouteTable().Token()
            .On(Limits, 403, LimitExceeded).On(Limits, 403, LimitExceeded).On(Limits, 200, "{}").On(Limits, 403, LimitExceeded)
            .On(Upsert, 204, "");
        using SalesforceClient client = TestClients.Over(routes, time: time);
        await AssertPausedAsync(client, TimeSpan.FromMinutes(1));
        Assert.Equal(1, routes.Count(Limits));
        // Everybody is held back, also a view of the client, and writes are retryable and not unknown.
        WriteOutcome held = await UpsertAsync(client.With(new SalesforceWriteHeaders()));
        Assert.Equal((WriteOutcomeKind.Retryable, TimeSpan.FromMinutes(1)), (held.Kind, held.RetryAfter));
        time.Advance(TimeSpan.FromSeconds(59));
        await AssertPausedAsync(client, TimeSpan.FromSeconds(1));
        Assert.Equal(1, routes.Count(Limits));

        time.Advance(TimeSpan.FromSeconds(1));
        await AssertPausedAsync(client, TimeSpan.FromMinutes(2));
        Assert.Equal(2, routes.Count(Limits));
        time.Advance(TimeSpan.FromMinutes(2));
        await client.GetLimitsAsync(Cancellation);
        await AssertPausedAsync(client, TimeSpan.FromMinutes(1));
        Assert.Equal(0, routes.Count(Upsert));
    }

    [Fact]
    public async Task LimitExceeded_AgainAndAgain_ThePauseHasAnEnd()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
        RouteTable routes = new RouteTable().Token().On(Limits, 403, LimitExceeded);
        using SalesforceClient client = TestClients.Over(routes, time: time);
        foreach (int minutes in (int[])[1, 2, 4, 8, 16, 16])
        {
            await AssertPausedAsync(client, TimeSpan.FromMinutes(minutes));
            time.Advance(TimeSpan.FromMinutes(minutes));
        }
    }

    [Fact]
    public async Task LimitExceeded_OrgNamesALongerWait_IsKept()
    {
        RouteTable routes = new RouteTable().Token().On(Upsert, 403, LimitExceeded, headers: ("Retry-After", "7200"));
        using SalesforceClient client = TestClients.Over(routes, time: new ManualTimeProvider(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal(TimeSpan.FromHours(2), (await UpsertAsync(client)).RetryAfter);
        await AssertPausedAsync(client, TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Forbidden_ForAnotherReason_HoldsNothingBack()
    {
        RouteTable routes = new RouteTable().Token().On(Limits, 403, """[{"message":"m","errorCode":"INSUFFICIENT_ACCESS_OR_READONLY"}]""");
        using SalesforceClient client = TestClients.Over(routes);
        for (int i = 0; i < 2; i++)
            Assert.Equal(IssueKind.Configuration, (await Assert.ThrowsAsync<ConnectorException>(() => client.GetLimitsAsync(Cancellation))).Kind);
        Assert.Equal(2, routes.Count(Limits));
    }

    [Fact]
    public async Task Update_UnmodifiedSince_IsSentAndAConflictIsTheRecords()
    {
        RouteTable routes = new RouteTable().Token().On(Update, 412, """[{"message":"m","errorCode":"PRECONDITION_FAILED"}]""").On(Update, 204, "");
        using SalesforceClient client = TestClients.Over(routes);
        ReadOnlyMemory<byte> fields = """{"Name":"n"}"""u8.ToArray();
        WriteOutcome conflict = await client.UpdateAsync("Account", "001i000002C8QTIAA3", fields, new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.FromHours(2)), Cancellation);
        Assert.Equal((WriteOutcomeKind.Rejected, IssueKind.Conflict), (conflict.Kind, conflict.Issues[0].Kind));
        Assert.Equal("Wed, 06 May 2026 10:00:00 GMT", routes.Seen[1].Request.Headers.GetValues("If-Unmodified-Since").Single());
        Assert.Equal(WriteOutcomeKind.Updated, (await client.UpdateAsync("Account", "001i000002C8QTIAA3", fields, cancellationToken: Cancellation)).Kind);
        Assert.False(routes.Seen[2].Request.Headers.Contains("If-Unmodified-Since"));
    }

    [Fact]
    public async Task Update_GuardedAndItsAnswerLost_IsNotSentAgainAndUnknown()
    {
        RouteTable routes = new RouteTable().Token().On(Update, _ => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        using SalesforceClient client = TestClients.Over(routes);
        WriteOutcome outcome = await client.UpdateAsync("Account", "001i000002C8QTIAA3", """{"Name":"n"}"""u8.ToArray(), DateTimeOffset.UnixEpoch, Cancellation);
        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(1, routes.Count(Update));
    }

    [Theory]
    [InlineData("""{"Id":"001i000002C8QTIAA3"}""", "001i000002C8QTIAA3")]
    [InlineData("{}", "001i000002C8QTIAA4")]
    public async Task Update_BodyWithAnIdOrAnIdThatIsNone_IsRefusedHere(string fields, string id)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        await Assert.ThrowsAsync<ArgumentException>(() => client.UpdateAsync("Account", id, Encoding.UTF8.GetBytes(fields), cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Sandbox_UpdateOnlyAndUpdate_WriteWhatIsThereAndCreateNothing()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        int before = sandbox.Count("Account");
        WriteOutcome missing = await client.UpsertAsync("Account", "ERP_Id__c", "E-1", """{"Name":"n"}"""u8.ToArray(), updateOnly: true, Cancellation);
        Assert.Equal((WriteOutcomeKind.Rejected, IssueKind.NotFound), (missing.Kind, missing.Issues[0].Kind));
        Assert.Equal(before, sandbox.Count("Account"));
        string id = (await client.UpsertAsync("Account", "ERP_Id__c", "E-1", """{"Name":"n"}"""u8.ToArray(), Cancellation)).NativeId!;
        Assert.Equal(WriteOutcomeKind.Updated, (await client.UpsertAsync("Account", "ERP_Id__c", "E-1", """{"Name":"m"}"""u8.ToArray(), updateOnly: true, Cancellation)).Kind);
        Assert.Equal(WriteOutcomeKind.Updated, (await client.UpdateAsync("Account", id, """{"Site":"s"}"""u8.ToArray(), cancellationToken: Cancellation)).Kind);
        WriteOutcome late = await client.UpdateAsync("Account", id, """{"Site":"t"}"""u8.ToArray(), DateTimeOffset.UnixEpoch, Cancellation);
        Assert.Equal((WriteOutcomeKind.Rejected, IssueKind.Conflict), (late.Kind, late.Issues[0].Kind));
        Assert.Contains("\"Site\":\"s\"", sandbox.Show("Account", id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_WriteHeaders_AreOnWritesOfThatClientAlone()
    {
        RouteTable routes = new RouteTable().Token().On(Upsert, 204, "").On(Limits, 200, "{}");
        using SalesforceClient client = TestClients.Over(routes);
        SalesforceClient with = client.With(new SalesforceWriteHeaders { AllowDuplicates = true, AutoAssign = false });
        await UpsertAsync(with);
        await with.GetLimitsAsync(Cancellation);
        await UpsertAsync(client);
        with.Dispose();
        await UpsertAsync(client.With(new SalesforceWriteHeaders { AutoAssign = true }));
        static string Headers(HttpRequestMessage request) => string.Join('|', request.Headers.Where(h => h.Key is "Sforce-Duplicate-Rule-Header" or "Sforce-Auto-Assign").Select(h => $"{h.Key}={h.Value.Single()}"));
        Assert.Equal(["Sforce-Duplicate-Rule-Header=allowSave=true|Sforce-Auto-Assign=FALSE", "", "", "Sforce-Auto-Assign=TRUE"], routes.Seen.Skip(1).Select(s => Headers(s.Request)));
        Assert.All(routes.Seen.Skip(1), s => Assert.Equal("client=CanonicalSdk", s.Request.Headers.GetValues("Sforce-Call-Options").Single()));
    }

    private static Task<WriteOutcome> UpsertAsync(SalesforceClient client) => client.UpsertAsync("Account", "ERP_Id__c", "1", """{"Name":"n"}"""u8.ToArray(), Cancellation);

    private static async Task AssertPausedAsync(SalesforceClient client, TimeSpan left)
    {
        var throttled = await Assert.ThrowsAsync<ThrottledException>(() => client.GetLimitsAsync(Cancellation));
        Assert.Equal(left, throttled.RetryAfter);
        Assert.Equal("REQUEST_LIMIT_EXCEEDED", throttled.VendorCode);
    }
}
