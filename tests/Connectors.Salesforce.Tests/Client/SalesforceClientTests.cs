using System.Text;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class SalesforceClientTests
{
    private const string Query = "GET /services/data/v64.0/query?q=SELECT%20Id%20FROM%20Account";
    private static readonly Soql Accounts = SoqlBuilder.From("Account", "Id").Build();

    [Fact]
    public async Task Query_Request_CarriesClientNameBatchSizeCorrelationAndGoesToTheInstance()
    {
        RouteTable routes = new RouteTable().Token().On(Query, 200, """{"totalSize":0,"done":true,"records":[]}""");
        using SalesforceClient client = TestClients.Over(routes, o =>
        {
            o.ClientName = "acme-sync";
            o.BatchSize = 500;
        });
        Assert.Empty(Assert.Single(await client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync()).Items);
        HttpRequestMessage request = routes.Seen[1].Request;
        Assert.Equal("na1.salesforce.com", request.RequestUri!.Host);
        Assert.Equal("client=acme-sync", request.Headers.GetValues("Sforce-Call-Options").Single());
        Assert.Equal("batchSize=500", request.Headers.GetValues("Sforce-Query-Options").Single());
        Assert.Equal(32, request.Headers.GetValues("X-Correlation-Id").Single().Length);
        Assert.Equal("Bearer token-1", request.Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task Query_EmptyPageThatIsNotDone_GoesOnAndSendsTheHintOnce()
    {
        RouteTable routes = new RouteTable().Token()
            .On(Query, 200, """{"totalSize":1,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/0r8xx5R2sM3DgWhASK-2000","records":[]}""")
            .On("GET /services/data/v64.0/query/0r8xx5R2sM3DgWhASK-2000", 200, """{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account","url":"/services/data/v64.0/sobjects/Account/001dM00003kSQbV"}}]}""");
        using SalesforceClient client = TestClients.Over(routes);
        List<Page<SalesforceRecord>> pages = await client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal("/services/data/v64.0/query/0r8xx5R2sM3DgWhASK-2000", pages[0].Continuation);
        Assert.Null(pages[1].Continuation);
        Assert.Equal("001dM00003kSQbVQAW", pages[1].Items[0].Id);
        Assert.Equal("Account", pages[1].Items[0].ObjectName);
        Assert.False(routes.Seen[2].Request.Headers.Contains("Sforce-Query-Options"));
    }

    [Fact]
    public async Task Query_CursorThatNamesItself_EndsWithAnErrorAndNotNever()
    {
        RouteTable routes = new RouteTable().Token()
            .On(Query, 200, """{"totalSize":1,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/0r8-2000","records":[]}""")
            .On("GET /services/data/v64.0/query/0r8-2000", 200, """{"totalSize":1,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/0r8-2000","records":[]}""");
        using SalesforceClient client = TestClients.Over(routes);
        int pages = 0;
        ConnectorException thrown = await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (Page<SalesforceRecord> _ in client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken))
                Assert.InRange(++pages, 1, 10);
        });
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, thrown.Code);
    }

    [Fact]
    public async Task Query_OneCallAtOnce_TheTokenIsNoSecondCallOfThatLimit()
    {
        RouteTable routes = new RouteTable().Token().On(Query, 200, """{"totalSize":0,"done":true,"records":[]}""");
        using SalesforceClient client = TestClients.Over(routes, o => o.Resilience.MaxConcurrency = 1);
        Assert.Single(await client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
    }

    [Theory]
    [InlineData(400, "UNABLE_TO_LOCK_ROW")]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED")]
    public async Task Upsert_TurnedAwayAfterALostTry_IsUnknown(int status, string code)
    {
        const string upsert = "PATCH /services/data/v64.0/sobjects/Account/ERP_Id__c/E-1";
        RouteTable routes = new RouteTable().Token()
            .On(upsert, _ => throw new HttpRequestException(HttpRequestError.ResponseEnded))
            .On(upsert, status, "[{\"errorCode\":\"" + code + "\",\"message\":\"m\"}]");
        using SalesforceClient client = TestClients.Over(routes);
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", "E-1", """{"Name":"n"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(2, routes.Count(upsert));
    }

    [Fact]
    public async Task Upsert_ToldToComeBackLaterAfterALostTry_IsUnknown()
    {
        const string upsert = "PATCH /services/data/v64.0/sobjects/Account/ERP_Id__c/E-1";
        RouteTable routes = new RouteTable().Token()
            .On(upsert, _ => throw new HttpRequestException(HttpRequestError.ResponseEnded))
            .On(upsert, 503, "", headers: ("Retry-After", "3600"));
        using SalesforceClient client = TestClients.Over(routes);
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", "E-1", """{"Name":"n"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Unknown, outcome.Kind);
        Assert.Equal(TimeSpan.FromHours(1), outcome.RetryAfter);
    }

    [Fact]
    public async Task Upsert_DoneAndTheAnswerIsTooLarge_TookEffectAllTheSame()
    {
        RouteTable routes = new RouteTable().Token()
            .On("PATCH /services/data/v64.0/sobjects/Account/ERP_Id__c/E-1", 201, "{\"id\":\"001dM00003kSQbVQAW\",\"pad\":\"" + new string('x', 2000) + "\"}");
        using SalesforceClient client = TestClients.Over(routes, o => o.MaxResponseBytes = 1024);
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", "E-1", """{"Name":"n"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
    }

    [Theory]
    [InlineData("https://evil.example/services/data/v64.0/query/x")]
    [InlineData("//evil.example/services/data/v64.0/query/x")]
    [InlineData("/services/data/v64.0/../../x")]
    [InlineData("/services/data/v64.0/query/x?y")]
    public async Task Query_ContinuationThatIsNoCursor_IsRefused(string continuation)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        await Assert.ThrowsAsync<ArgumentException>(() => client.QueryAsync(Accounts, continuation: continuation, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
    }

    [Theory]
    [InlineData("""{"totalSize":1,"done":false,"records":[]}""")]
    [InlineData("""{"totalSize":"1","done":true,"records":[]}""")]
    [InlineData("""{"done":true,"records":[]}""")]
    [InlineData("""{"totalSize":1,"done":true,"records":[1]}""")]
    [InlineData("""{"totalSize":1,"done":true}""")]
    [InlineData("[]")]
    [InlineData("{]")]
    public async Task Query_AnswerThatIsNotAsDocumented_IsUnexpected(string body)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 200, body));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"totalSize":1,"done":true,"records":[{"Na""")]
    public async Task Query_AnswerThatEndsInTheMiddle_BrokeOff(string body)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 200, body));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(SalesforceErrorCodes.AnswerBrokeOff, failed.Code);
    }

    [Fact]
    public async Task Query_LoginPageInsteadOfJson_IsUnexpected()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On(Query, 200, "<html/>", "text/html"));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Fact]
    public async Task Query_ChildrenOnSeveralPages_AreCompleteBeforeTheParentsNextPageIsAskedFor()
    {
        RouteTable routes = new RouteTable().Token()
            .On(Query, 200, """
                {"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/p-1","records":[{"attributes":{"type":"Account"},"AnnualRevenue":15000.0,
                "Contacts":{"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/c-1","records":[{"Name":"a"}]},"Notes":null}]}
                """)
            .On("GET /services/data/v64.0/query/c-1", 200, """{"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/c-2","records":[{"Name":"b"}]}""")
            .On("GET /services/data/v64.0/query/c-2", 200, """{"totalSize":3,"done":true,"records":[{"Name":"c","Cases":{"totalSize":1,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/g-1","records":[]}}]}""")
            .On("GET /services/data/v64.0/query/g-1", 200, """{"totalSize":1,"done":true,"records":[{"Subject":"s"}]}""")
            .On("GET /services/data/v64.0/query/p-1", 200, """{"totalSize":2,"done":true,"records":[{"attributes":{"type":"Account"},"Contacts":null}]}""");
        using SalesforceClient client = TestClients.Over(routes);
        List<Page<SalesforceRecord>> pages = await client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal(
            """{"attributes":{"type":"Account"},"AnnualRevenue":15000.0,"Contacts":{"records":[{"Name":"a"},{"Name":"b"},{"Name":"c","Cases":{"records":[{"Subject":"s"}],"totalSize":1,"done":true}}],"totalSize":3,"done":true},"Notes":null}""",
            pages[0].Items[0].Json.GetRawText());
        Assert.Equal(["c-1", "c-2", "g-1", "p-1"], routes.Seen.Skip(2).Select(s => s.Route[^3..]));
        Assert.Equal(2, pages.Count);
    }

    [Fact]
    public async Task Query_ChildPageThatNamesItself_EndsWithAnErrorAndNotNever()
    {
        const string child = """{"totalSize":5,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/c-1","records":[]}""";
        RouteTable routes = new RouteTable().Token()
            .On(Query, 200, """{"totalSize":1,"done":true,"records":[{"Contacts":""" + child + "}]}")
            .On("GET /services/data/v64.0/query/c-1", 200, child);
        using SalesforceClient client = TestClients.Over(routes);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.UnexpectedResponse, failed.Code);
    }

    [Fact]
    public async Task Query_MoreChildrenThanAreHeld_SaysWhatToQueryInstead()
    {
        string children = string.Join(',', Enumerable.Repeat("{}", SalesforceClient.MaxChildRecords));
        RouteTable routes = new RouteTable().Token()
            .On(Query, 200, """{"totalSize":1,"done":true,"records":[{"Contacts":{"totalSize":50001,"done":false,"nextRecordsUrl":"/services/data/v64.0/query/c-1","records":[{}]}}]}""")
            .On("GET /services/data/v64.0/query/c-1", 200, $$"""{"totalSize":50001,"done":true,"records":[{{children}}]}""");
        using SalesforceClient client = TestClients.Over(routes);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(SalesforceErrorCodes.ChildrenCutOff, failed.Code);
        Assert.Contains("Contacts", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_LimitInfo_FillsTheQuotaSoThatItIsKept()
    {
        RouteTable routes = new RouteTable().Token().On(Query, 200, """{"totalSize":0,"done":true,"records":[]}""", headers: ("Sforce-Limit-Info", "api-usage=900/20; per-app-api-usage=17/250(appName=x)"));
        using SalesforceClient client = TestClients.Over(routes, o => o.Resilience.QuotaShare = 0.1);
        // Two of twenty calls are ours. The figure is known from the first answer on.
        await client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
        await client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync();
        var throttled = await Assert.ThrowsAsync<ThrottledException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.QuotaUsedUp, throttled.Code);
        Assert.Equal(2, routes.Count(Query));
    }

    [Theory]
    [InlineData("api-usage=900/15000", 900, 15000)]
    [InlineData("per-app-api-usage=17/250(appName=api-usage); api-usage=1/2", 1, 2)]
    [InlineData("api-usage=x/15000", null, null)]
    [InlineData("api-usage", null, null)]
    public void LimitInfo_Header_IsReadOrIgnored(string value, int? used, int? granted)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Sforce-Limit-Info", value);
        Assert.Equal(used is null ? null : ((long)used.Value, (long)granted!.Value), SalesforceLimitInfo.Read(response));
    }

    [Fact]
    public async Task GetUpdated_RecordedAnswer_GivesIdsAndHowFarTheyGo()
    {
        RouteTable routes = new RouteTable().Token()
            .On("GET /services/data/v64.0/sobjects/Contact/updated/?start=2015-08-18T00:00:00Z&end=2015-08-19T09:00:00Z", 200, Encoding.UTF8.GetString(SharedFiles.Fixture("getupdated.json")));
        using SalesforceClient client = TestClients.Over(routes);
        SalesforceUpdates updates = await client.GetUpdatedAsync("Contact", new(2015, 8, 18, 0, 0, 0, TimeSpan.Zero), new(2015, 8, 19, 9, 0, 0, TimeSpan.Zero), TestContext.Current.CancellationToken);
        Assert.Equal(7, updates.Ids.Count);
        Assert.Equal("003q000000KvQ1tAAF", updates.Ids[0]);
        Assert.Equal(new DateTimeOffset(2015, 8, 19, 8, 17, 0, TimeSpan.Zero), updates.LatestCovered);
    }

    [Fact]
    public async Task Query_LargerThanTheLimit_IsRefused()
    {
        using SalesforceClient client = TestClients.Over(
            new RouteTable().Token().On(Query, 200, $$"""{"totalSize":0,"done":true,"records":[],"x":"{{new string('x', 5000)}}"}"""), o => o.MaxResponseBytes = 2000);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(ConnectorErrorCodes.ResponseTooLarge, failed.Code);
    }

    [Fact]
    public async Task Query_TooLongForAnAddress_IsRefusedBeforeItIsSent()
    {
        var routes = new RouteTable();
        using SalesforceClient client = TestClients.Over(routes);
        Soql query = SoqlBuilder.From("Account", "Id").Where(SoqlCondition.In("Id", Enumerable.Repeat((SoqlValue)"001000000000000AAA", 1000))).Build();
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.CountAsync(query, TestContext.Current.CancellationToken));
        Assert.Equal(SalesforceErrorCodes.QueryTooLong, failed.Code);
        Assert.Empty(routes.Seen);
    }

    [Theory]
    [InlineData(400, "INVALID_FIELD", IssueKind.Configuration, SalesforceErrorCodes.Misconfigured)]
    [InlineData(400, "INVALID_TYPE", IssueKind.Configuration, SalesforceErrorCodes.Misconfigured)]
    [InlineData(400, "MALFORMED_QUERY", IssueKind.Configuration, SalesforceErrorCodes.Misconfigured)]
    [InlineData(403, "API_DISABLED_FOR_ORG", IssueKind.Configuration, SalesforceErrorCodes.Misconfigured)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", IssueKind.Throttled, ConnectorErrorCodes.Throttled)]
    [InlineData(400, "QUERY_TIMEOUT", IssueKind.Transient, SalesforceErrorCodes.ServerFault)]
    [InlineData(400, "INVALID_QUERY_LOCATOR", IssueKind.Transient, SalesforceErrorCodes.CursorGone)]
    [InlineData(403, "SOMETHING_NEW", IssueKind.Configuration, SalesforceErrorCodes.Misconfigured)]
    [InlineData(418, "SOMETHING_NEW", IssueKind.Validation, SalesforceErrorCodes.RecordRefused)]
    public async Task Query_Refused_IsClassedByCode(int status, string errorCode, IssueKind kind, string code)
    {
        RouteTable routes = new RouteTable().Token().On(Query, status, $$"""[{"message":"\nSELECT secret\n   ^\nERROR at Row:1\nThe reason","errorCode":"{{errorCode}}"}]""", "application/json", ("X-SFDC-Request-Id", "r-1"));
        using SalesforceClient client = TestClients.Over(routes);
        var failed = await Assert.ThrowsAnyAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.Equal(kind, failed.Kind);
        Assert.Equal(code, failed.Code);
        Assert.Equal(errorCode, failed.VendorCode);
        Assert.Equal("r-1", failed.VendorRequestId);
        Assert.DoesNotContain("secret", failed.Message, StringComparison.Ordinal);
        Assert.Equal(1, routes.Count(Query));
    }

    [Theory]
    [InlineData(503, """[{"message":"x","errorCode":"SERVER_UNAVAILABLE"}]""", "application/json")]
    [InlineData(502, "<html/>", "text/html")]
    [InlineData(500, """[{"message":"x","errorCode":"UNKNOWN_EXCEPTION"}]""", "application/json")]
    public async Task Query_ServerFault_IsTriedFourTimes(int status, string body, string contentType)
    {
        RouteTable routes = new RouteTable().Token().On(Query, status, body, contentType);
        using SalesforceClient client = TestClients.Over(routes);
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.QueryAsync(Accounts, cancellationToken: TestContext.Current.CancellationToken).ToListAsync());
        Assert.True(failed.IsTransient);
        Assert.Equal(4, routes.Count(Query));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("001i000002C8QTIAA4")]
    [InlineData("../Contact/003")]
    public async Task Get_WhatIsNoId_IsRefused(string id)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetAsync("Account", id, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Get_Missing_IsNull()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token()
            .On("GET /services/data/v64.0/sobjects/Account/001i000002C8QTIAA3?fields=Id,Name", 404, """[{"errorCode":"ENTITY_IS_DELETED","message":"entity is deleted"}]"""));
        Assert.Null(await client.GetAsync("Account", "001i000002C8QTIAA3", ["Id", "Name"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Options_TimeForATry_IsMoreThanSalesforceTakesForAQuery()
    {
        var options = new SalesforceOptions();
        Assert.True(options.Resilience.AttemptTimeout > TimeSpan.FromSeconds(120));
        options.UseClientCredentials(new SalesforceClientCredentials("id", "secret"));
        Assert.Empty(options.FindFaults());
    }

    [Fact]
    public void Create_OptionsThatContradict_AreRefusedWithEveryFault()
    {
        var refused = Assert.Throws<ArgumentException>(() => SalesforceClient.Create(new SalesforceOptions { ApiVersion = 30, BatchSize = 5, LoginAddress = new Uri("http://example.com"), ClientName = "a b", OrganizationId = "001" }));
        foreach (string part in (string[])["No login", "30", "BatchSize is 5", "LoginAddress", "'a b'", "'001'"])
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upsert_Value_IsOneSegmentAndBodyIsSentAsGiven()
    {
        RouteTable routes = new RouteTable().Token().On("PATCH /services/data/v64.0/sobjects/Account/ERP_Id__c/A%2FB%23%3F%25%20%2B%C3%BC", 201, """{"id":"001dM00003kSQbVQAW","success":true,"errors":[],"created":true}""");
        using SalesforceClient client = TestClients.Over(routes);
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", "A/B#?% +ü", Encoding.UTF8.GetBytes("""{"Name":"Küche"}"""), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Created, outcome.Kind);
        Assert.Equal("001dM00003kSQbVQAW", outcome.NativeId);
        Assert.Equal("""{"Name":"Küche"}""", routes.Seen[1].Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Upsert_ValueThatCannotStandInAnAddress_IsRejectedAndNotSent(string value)
    {
        var routes = new RouteTable();
        using SalesforceClient client = TestClients.Over(routes);
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", value, "{}"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal(SalesforceErrorCodes.ExternalIdNotAddressable, outcome.Issues[0].Code);
        Assert.Empty(routes.Seen);
    }

    [Fact]
    public async Task Upsert_HalfOfASurrogatePair_IsRejectedAndNotSent() =>
        // Made here, since an attribute cannot hold text that is not well-formed.
        await Upsert_ValueThatCannotStandInAnAddress_IsRejectedAndNotSent("a" + (char)0xD800);

    [Theory]
    [InlineData("""{"ERP_Id__c":"1"}""")]
    [InlineData("""{"id":"1"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Upsert_FieldsThatSalesforceRefuses_AreRefusedHere(string fields)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable());
        await Assert.ThrowsAsync<ArgumentException>(() => client.UpsertAsync("Account", "ERP_Id__c", "1", Encoding.UTF8.GetBytes(fields), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(200, """{"id":"001dM00003kSQbVQAW","success":true,"errors":[],"created":false}""", WriteOutcomeKind.Updated, null)]
    [InlineData(204, "", WriteOutcomeKind.Applied, null)]
    [InlineData(300, """["/services/data/v64.0/sobjects/Account/1","/services/data/v64.0/sobjects/Account/2"]""", WriteOutcomeKind.Rejected, IssueKind.Conflict)]
    [InlineData(400, """[{"message":"m","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}]""", WriteOutcomeKind.Rejected, IssueKind.Validation)]
    [InlineData(400, """[{"message":"A rule","errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","fields":[]}]""", WriteOutcomeKind.Rejected, IssueKind.BusinessRule)]
    [InlineData(400, """[{"message":"m","errorCode":"DUPLICATE_VALUE","fields":["Tax_Id__c"]}]""", WriteOutcomeKind.Rejected, IssueKind.Conflict)]
    [InlineData(400, """[{"message":"m","errorCode":"DUPLICATE_VALUE","fields":["ERP_Id__c"]}]""", WriteOutcomeKind.Retryable, IssueKind.Conflict)]
    [InlineData(400, """[{"message":"m","errorCode":"UNABLE_TO_LOCK_ROW","fields":[]}]""", WriteOutcomeKind.Retryable, IssueKind.Transient)]
    [InlineData(400, """[{"message":"trigger: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access","errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"}]""", WriteOutcomeKind.Retryable, IssueKind.Transient)]
    [InlineData(400, """[{"message":"trigger: no","errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"}]""", WriteOutcomeKind.Rejected, IssueKind.BusinessRule)]
    [InlineData(403, """[{"message":"m","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""", WriteOutcomeKind.Retryable, IssueKind.Throttled)]
    [InlineData(503, """[{"message":"m","errorCode":"SERVER_UNAVAILABLE"}]""", WriteOutcomeKind.Retryable, IssueKind.Transient)]
    [InlineData(500, """[{"message":"m","errorCode":"UNKNOWN_EXCEPTION"}]""", WriteOutcomeKind.Unknown, IssueKind.UnknownOutcome)]
    public async Task Upsert_Answer_BecomesAnOutcome(int status, string body, WriteOutcomeKind kind, IssueKind? issue)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On("PATCH /services/data/v64.0/sobjects/Account/ERP_Id__c/1", status, body));
        WriteOutcome outcome = await client.UpsertAsync("Account", "ERP_Id__c", "1", """{"Name":"n"}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(kind, outcome.Kind);
        Assert.Equal(issue, outcome.Issues.Count > 0 ? outcome.Issues[0].Kind : null);
    }

    [Theory]
    [InlineData(404, """[{"message":"Provided external ID field does not exist or is not accessible: ERP_Id__c","errorCode":"NOT_FOUND"}]""")]
    [InlineData(400, """[{"message":"No such column 'Nam' on sobject of type Account","errorCode":"INVALID_FIELD"}]""")]
    [InlineData(400, """[{"message":"m","errorCode":"INSUFFICIENT_ACCESS_OR_READONLY"}]""")]
    public async Task Upsert_SetUpIsWrong_StopsTheRun(int status, string body)
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On("PATCH /services/data/v64.0/sobjects/Account/ERP_Id__c/1", status, body));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => client.UpsertAsync("Account", "ERP_Id__c", "1", """{"Nam":"n"}"""u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Equal(IssueKind.Configuration, failed.Kind);
        Assert.Equal(SalesforceErrorCodes.Misconfigured, failed.Code);
    }

    [Fact]
    public async Task Upsert_ParentByExternalIdIsMissing_RejectsTheRecordAlone()
    {
        using SalesforceClient client = TestClients.Over(new RouteTable().Token().On("PATCH /services/data/v64.0/sobjects/Contact/ERP_Id__c/1", 400, """[{"message":"Foreign key external ID: 0116 not found for field ERP_Id__c in entity Account","errorCode":"INVALID_FIELD","fields":[]}]"""));
        WriteOutcome outcome = await client.UpsertAsync("Contact", "ERP_Id__c", "1", """{"LastName":"n","Account":{"ERP_Id__c":"0116"}}"""u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(WriteOutcomeKind.Rejected, outcome.Kind);
        Assert.Equal(IssueKind.NotFound, outcome.Issues[0].Kind);
    }
}
