using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>Collections, Composite, Graph, Tree and Batch, against the recorded answers where there are some.</summary>
public sealed class SalesforceSandboxCompositeTests : IAsyncLifetime
{
    private const string Base = "/services/data/v64.0/";
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SalesforceTestOrg.StartAsync(SalesforceTestOrg.Options(SalesforceTestOrg.Key), _time);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task CollectionsUpsert_RecordedRequest_GivesTheRecordedShape()
    {
        JsonElement request = SalesforceFixture.Read("collections-upsert-16-created.request.json");
        if (request.ValueKind == JsonValueKind.String)
            request = JsonDocument.Parse(request.GetString()!).RootElement;
        SalesforceSandboxOptions options = SalesforceTestOrg.Options(SalesforceTestOrg.Key);
        await using SalesforceSandbox sandbox = await SalesforceTestOrg.StartAsync(options);
        using var client = new SalesforceTestClient(sandbox);
        (int status, JsonElement answer, _) = await client.SendAsync(HttpMethod.Patch, Base + "composite/sobjects/Contact/Id", request.GetRawText());
        Assert.Equal(200, status);
        JsonElement recorded = SalesforceFixture.Read("collections-upsert-16-created.json");
        Assert.Equal(recorded.GetArrayLength(), answer.GetArrayLength());
        Assert.Equal(SalesforceFixture.Names(recorded[0]), SalesforceFixture.Names(answer[0]));
        Assert.Equal(SalesforceFixture.Shape(recorded), SalesforceFixture.Shape(answer));
        string[] expected = [.. SalesforceFixture.Read("query-email-lowercased.json").GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Email").GetString()!)];
        Assert.Equal(expected, (await client.RecordsAsync("SELECT Email FROM Contact")).Select(r => r.GetProperty("Email").GetString()));
    }

    [Fact]
    public async Task CollectionsUpsert_WithoutAttributes_Gives200WithTheRecordedError()
    {
        JsonElement exchange = SalesforceFixture.Read("x-collections-upsert-json-parser-error.json");
        (int status, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Patch, Base + "composite/sobjects/Account/Id", exchange.GetProperty("request").GetProperty("data").GetRawText());
        Assert.Equal(exchange.GetProperty("status").GetInt32(), status);
        Assert.Equal(JsonSerializer.Serialize(exchange.GetProperty("body")), JsonSerializer.Serialize(answer));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "JSON_PARSER_ERROR")]
    public async Task CollectionsCreate_AttributesLast_AreTakenUnlessTheSandboxIsStrict(bool attributesFirst, string? error)
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { AttributesFirst = attributesFirst });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        (_, JsonElement late, _) = await client.SendAsync(HttpMethod.Post, Base + "composite/sobjects", """{"records":[{"Name":"n","attributes":{"type":"Account"}}]}""");
        Assert.Equal(error is null, late[0].GetProperty("success").GetBoolean());
        if (error is not null)
            Assert.Equal(error, late[0].GetProperty("errors")[0].GetProperty("statusCode").GetString());
    }

    [Fact]
    public async Task CollectionsUpsert_RowsThatFail_StandInOrderBesideThoseThatDoNot()
    {
        (int status, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Patch, Base + "composite/sobjects/Account/ERP_Id__c", """
            {"allOrNone":false,"records":[
              {"attributes":{"type":"Account"},"ERP_Id__c":"1","Name":"one"},
              {"attributes":{"type":"Account"},"ERP_Id__c":"2","Site":"no name"},
              {"attributes":{"type":"Account"},"ERP_Id__c":"3","Name":"a"},
              {"attributes":{"type":"Account"},"ERP_Id__c":"3","Name":"b"},
              {"attributes":{"type":"Account"},"ERP_Id__c":null,"Name":"without a key"},
              {"attributes":{"type":"Account"},"ERP_Id__c":"4","Name":"four","AccountNumber":"12345678901234567890123456789012345678901"}]}
            """);
        Assert.Equal(200, status);
        Assert.Equal("ok, REQUIRED_FIELD_MISSING, DUPLICATE_VALUE, DUPLICATE_VALUE, ok, STRING_TOO_LONG", Codes(answer));
        Assert.True(answer[0].GetProperty("created").GetBoolean());
        Assert.Equal(["success", "errors", "created"], SalesforceFixture.Names(answer[1]));
        Assert.Equal("Name", answer[1].GetProperty("errors")[0].GetProperty("fields")[0].GetString());
        (_, JsonElement again, _) = await _client.SendAsync(HttpMethod.Patch, Base + "composite/sobjects/Account/ERP_Id__c", """{"records":[{"attributes":{"type":"Account"},"ERP_Id__c":"1","Site":"s"}]}""");
        Assert.False(again[0].GetProperty("created").GetBoolean());
        Assert.Equal(answer[0].GetProperty("id").GetString(), again[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Collections_AllOrNone_RollsBackAndBlamesOnlyTheRowThatFailed()
    {
        int before = _sandbox.Count("Account");
        (int status, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/sobjects", """
            {"allOrNone":true,"records":[{"attributes":{"type":"Account"},"Name":"one"},{"attributes":{"type":"Account"}},{"attributes":{"type":"Contact"},"LastName":"three"}]}
            """);
        Assert.Equal(200, status);
        Assert.Equal("ALL_OR_NONE_OPERATION_ROLLED_BACK, REQUIRED_FIELD_MISSING, ALL_OR_NONE_OPERATION_ROLLED_BACK", Codes(answer));
        Assert.Equal(before, _sandbox.Count("Account"));
    }

    [Fact]
    public async Task Collections_UpdateDeleteAndGet_WorkById()
    {
        string[] ids = [.. (await _client.RecordsAsync("SELECT Id FROM Account ORDER BY Name LIMIT 2")).Select(r => r.GetProperty("Id").GetString()!)];
        (_, JsonElement updated, _) = await _client.SendAsync(HttpMethod.Patch, Base + "composite/sobjects", $$"""{"records":[{"attributes":{"type":"Account"},"id":"{{ids[0]}}","Site":"s"},{"attributes":{"type":"Account"},"Site":"t"}]}""");
        Assert.Equal("ok, MISSING_ARGUMENT", Codes(updated));
        (_, JsonElement read, _) = await _client.GetAsync($"{Base}composite/sobjects/Account?ids={ids[0]},001000000000000AAA&fields=Id,Site");
        Assert.Equal("s", read[0].GetProperty("Site").GetString());
        Assert.Equal(JsonValueKind.Null, read[1].ValueKind);
        (_, JsonElement deleted, _) = await _client.SendAsync(HttpMethod.Delete, $"{Base}composite/sobjects?ids={ids[0]},{ids[1]},{ids[0]}");
        Assert.Equal("ok, ok, ENTITY_IS_DELETED", Codes(deleted));
    }

    [Fact]
    public async Task Collections_MoreThan200Rows_AreRefused()
    {
        string rows = string.Join(',', Enumerable.Repeat("""{"attributes":{"type":"Account"},"Name":"n"}""", 201));
        (int status, JsonElement error, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/sobjects", $$"""{"records":[{{rows}}]}""");
        Assert.Equal(400, status);
        Assert.Equal("EXCEEDED_ID_LIMIT", error[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Write_ParentByExternalId_IsLookedUp()
    {
        await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", """{"Name":"parent","ERP_Id__c":"P-1"}""");
        (int status, JsonElement made, _) = await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Contact", """{"LastName":"child","Account":{"attributes":{"type":"Account"},"ERP_Id__c":"P-1"}}""");
        Assert.Equal(201, status);
        Assert.Equal("parent", (await _client.RecordsAsync($"SELECT Account.Name FROM Contact WHERE Id = '{made.GetProperty("id").GetString()}'"))[0].GetProperty("Account").GetProperty("Name").GetString());
        (int missing, JsonElement error, _) = await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Contact", """{"LastName":"child","Account":{"ERP_Id__c":"0116"}}""");
        Assert.Equal(400, missing);
        Assert.Equal("Foreign key external ID: 0116 not found for field ERP_Id__c in entity Account", error[0].GetProperty("message").GetString());
        Assert.Equal("INVALID_FIELD", error[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Composite_References_ReachLaterParts()
    {
        (int status, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite", """
            {"allOrNone":true,"compositeRequest":[
              {"method":"POST","url":"/services/data/v64.0/sobjects/Account","referenceId":"NewAccount","body":{"Name":"made"}},
              {"method":"POST","url":"/services/data/v64.0/sobjects/Contact","referenceId":"NewContact","body":{"LastName":"c","AccountId":"@{NewAccount.id}"}},
              {"method":"GET","url":"/services/data/v64.0/query?q=SELECT+Name+FROM+Contact+WHERE+AccountId='@{NewAccount.id}'","referenceId":"Found"},
              {"method":"PATCH","url":"/services/data/v64.0/sobjects/Contact/@{NewContact.id}","referenceId":"Patched","body":{"Title":"@{Found.records[0].Name}"}}]}
            """);
        Assert.Equal(200, status);
        JsonElement[] parts = [.. answer.GetProperty("compositeResponse").EnumerateArray()];
        Assert.Equal([201, 201, 200, 204], parts.Select(p => p.GetProperty("httpStatusCode").GetInt32()));
        Assert.Equal(["body", "httpHeaders", "httpStatusCode", "referenceId"], SalesforceFixture.Names(parts[0]));
        Assert.Equal(1, parts[2].GetProperty("body").GetProperty("totalSize").GetInt32());
        Assert.Equal(JsonValueKind.Null, parts[3].GetProperty("body").ValueKind);
        Assert.Equal("c", (await _client.RecordsAsync("SELECT Title FROM Contact WHERE LastName = 'c'"))[0].GetProperty("Title").GetString());
    }

    [Fact]
    public async Task Composite_OneFailsUnderAllOrNone_TheOthersAreHaltedAsRecorded()
    {
        JsonElement recorded = SalesforceFixture.Read("composite-allornone-rolled-back.json");
        int before = _sandbox.Count("Contact");
        (_, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite", """
            {"allOrNone":true,"compositeRequest":[
              {"method":"POST","url":"/services/data/v64.0/sobjects/Contact","referenceId":"NewPayment1","body":{"LastName":"one"}},
              {"method":"POST","url":"/services/data/v64.0/sobjects/Contact","referenceId":"NewPayment2","body":{"LastName":"two","Account":{"ERP_Id__c":"0116"}}}]}
            """);
        Assert.Equal(before, _sandbox.Count("Contact"));
        JsonElement halted = recorded.GetProperty("compositeResponse")[0];
        JsonElement actual = answer.GetProperty("compositeResponse")[0];
        Assert.Equal(halted.GetProperty("body")[0].GetProperty("errorCode").GetString(), actual.GetProperty("body")[0].GetProperty("errorCode").GetString());
        Assert.Equal(halted.GetProperty("body")[0].GetProperty("message").GetString(), actual.GetProperty("body")[0].GetProperty("message").GetString());
        Assert.Equal(400, actual.GetProperty("httpStatusCode").GetInt32());
        Assert.Equal("INVALID_FIELD", answer.GetProperty("compositeResponse")[1].GetProperty("body")[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Composite_WithoutAllOrNone_GoesOnAndHaltsOnlyWhatDependsOnTheFailure()
    {
        (_, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite", """
            {"compositeRequest":[
              {"method":"GET","url":"/services/data/v64.0/query?q=select+count()+from+XYZZY","referenceId":"refXYZZY"},
              {"method":"POST","url":"/services/data/v64.0/sobjects/Account","referenceId":"bad","body":{}},
              {"method":"POST","url":"/services/data/v64.0/sobjects/Contact","referenceId":"dependent","body":{"LastName":"x","AccountId":"@{bad.id}"}},
              {"method":"POST","url":"/services/data/v64.0/sobjects/Contact","referenceId":"free","body":{"LastName":"y"}}]}
            """);
        Assert.Equal(["INVALID_TYPE", "REQUIRED_FIELD_MISSING", "PROCESSING_HALTED", null], answer.GetProperty("compositeResponse").EnumerateArray()
            .Select(p => p.GetProperty("body") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("errorCode").GetString() : null));
        Assert.StartsWith("\nselect count() from XYZZY\n                    ^\nERROR at Row:1:Column:21\n", answer.GetProperty("compositeResponse")[0].GetProperty("body")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_RecordedRequest_GivesTheRecordedShapeAndEachGraphStandsAlone()
    {
        JsonElement exchange = SalesforceFixture.Read("x-composite-graph.json");
        (int status, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Post, "/services/data/v66.0/composite/graph", exchange.GetProperty("request").GetProperty("data").GetRawText());
        Assert.Equal(200, status);
        Assert.Equal(SalesforceFixture.Shape(exchange.GetProperty("body")), SalesforceFixture.Shape(answer));
        int before = _sandbox.Count("Account");
        (_, JsonElement two, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/graph", """
            {"graphs":[
              {"graphId":"bad","compositeRequest":[
                {"method":"POST","url":"/services/data/v64.0/sobjects/Account","referenceId":"a","body":{"Name":"n"}},
                {"method":"POST","url":"/services/data/v64.0/sobjects/Contact","referenceId":"c","body":{"AccountId":"@{a.id}"}}]},
              {"graphId":"good","compositeRequest":[{"method":"POST","url":"/services/data/v64.0/sobjects/Account","referenceId":"a","body":{"Name":"n"}}]}]}
            """);
        Assert.Equal([false, true], two.GetProperty("graphs").EnumerateArray().Select(g => g.GetProperty("isSuccessful").GetBoolean()));
        Assert.Equal(before + 1, _sandbox.Count("Account"));
    }

    [Fact]
    public async Task Tree_RecordedRequest_CreatesParentsWithChildren()
    {
        JsonElement request = SalesforceFixture.Read("sobject-tree-accounts-contacts.json");
        (int status, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/tree/Account", request.GetRawText());
        Assert.Equal(201, status);
        Assert.False(answer.GetProperty("hasErrors").GetBoolean());
        Assert.Equal(["SampleAccountRef", "PresidentSmithRef", "VPEvansRef", "SampleAcct2Ref"], answer.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("referenceId").GetString()));
        Assert.Equal("SampleAccount", (await _client.RecordsAsync("SELECT Account.Name FROM Contact WHERE LastName = 'Smith'"))[0].GetProperty("Account").GetProperty("Name").GetString());
        (int refused, JsonElement errors, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/tree/Account", """{"records":[{"attributes":{"type":"Account","referenceId":"r1"},"name":"n"},{"attributes":{"type":"Account","referenceId":"r2"}}]}""");
        Assert.Equal(400, refused);
        Assert.Equal("r2", errors.GetProperty("results")[0].GetProperty("referenceId").GetString());
        Assert.Equal("REQUIRED_FIELD_MISSING", errors.GetProperty("results")[0].GetProperty("errors")[0].GetProperty("statusCode").GetString());
    }

    [Fact]
    public async Task Batch_Parts_StandAlone()
    {
        (_, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/batch", """{"batchRequests":[{"method":"GET","url":"v64.0/limits"},{"method":"POST","url":"v64.0/sobjects/Account","richInput":{}}]}""");
        Assert.True(answer.GetProperty("hasErrors").GetBoolean());
        Assert.Equal([200, 400], answer.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("statusCode").GetInt32()));
    }

    [Fact]
    public async Task RowFault_InACollection_HitsItsRowsOnly()
    {
        _sandbox.RowFaults.Add(new SalesforceRowFault { ObjectName = "Account", Skip = 1 });
        (_, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/sobjects", """
            {"records":[{"attributes":{"type":"Account"},"Name":"1"},{"attributes":{"type":"Account"},"Name":"2"},{"attributes":{"type":"Account"},"Name":"3"}]}
            """);
        Assert.Equal("ok, UNABLE_TO_LOCK_ROW, ok", Codes(answer));
        Assert.Equal(1, _sandbox.RowFaults.Hits);
    }

    private static string Codes(JsonElement rows) =>
        string.Join(", ", rows.EnumerateArray().Select(r => r.GetProperty("success").GetBoolean() ? "ok" : r.GetProperty("errors")[0].GetProperty("statusCode").GetString()));

    [Theory]
    [InlineData(15, 200)]
    [InlineData(16, 400)]
    public async Task Graph_ChainOfReferences_HasADepth(int depth, int expected)
    {
        string nodes = string.Join(',', Enumerable.Range(0, depth).Select(Node));
        (int status, JsonElement body, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/graph", $$"""{"graphs":[{"graphId":"g","compositeRequest":[{{nodes}}]}]}""");
        Assert.True(status == expected, body.ToString());

        static string Node(int i)
        {
            string parent = i == 0 ? "" : $",\"ParentId\":\"@{{a{i - 1}.id}}\"";
            return $$$"""{"method":"POST","url":"/services/data/v64.0/sobjects/Account","referenceId":"a{{{i}}}","body":{"Name":"n"{{{parent}}}}}""";
        }
    }

    [Fact]
    public async Task DescribeGlobal_Unchanged_Gives304()
    {
        Assert.Equal(200, (await _client.GetAsync(Base + "sobjects")).Status);
        Assert.Equal(304, (await _client.GetAsync(Base + "sobjects", ("If-Modified-Since", _time.GetUtcNow().ToString("R")))).Status);
        _time.Advance(TimeSpan.FromSeconds(1));
        _sandbox.HideField("Account", "Site");
        Assert.Equal(200, (await _client.GetAsync(Base + "sobjects", ("If-Modified-Since", _time.GetUtcNow().AddSeconds(-1).ToString("R")))).Status);
    }
}
