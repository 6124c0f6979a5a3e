using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>
/// Every recording of the product beside the repository: where it has a request that is sent to the sandbox, otherwise the situation is laid out; and the answer is compared with what was recorded.
/// A recording that nobody reads here fails <see cref="Recordings_Each_IsReadHere"/>.
/// </summary>
public sealed class SalesforceRecordingTests : IAsyncLifetime
{
    private const string Base = "/services/data/v64.0/";

    /// <summary>Recordings that are not answers to a call of REST or Bulk 2.0, and where they are used.</summary>
    private static readonly string[] Elsewhere = ["README.md", "pubsub_api.proto.txt", "cdc-account-update-decoded.json"];

    private static readonly string[] Here =
    [
        "bulk1-batch-result.csv", "bulk2-failedResults.csv", "bulk2-ingest-comma-wrapped.csv", "bulk2-query-job-created.json", "bulk2-successfulResults-upsert.csv", "collections-upsert-16-created.json",
        "collections-upsert-16-created.request.json", "composite-200-with-inner-404.json", "composite-allornone-rolled-back.json", "composite-mixed-success-and-invalid-type.json", "describe-Account.json", "describe-Opportunity.json",
        "describe-custom-object.json", "error-400-invalid-field.json", "error-401-invalid-session.json", "error-404-external-id-field.json", "getdeleted.json", "getupdated.json", "oauth-refresh-expired.json", "oauth-token-invalid-grant.json",
        "oauth-token-success.json", "query-aggregate-null-group.json", "query-case-two-parents-with-nulls.json", "query-count-only.json", "query-duplicate-business-key.json", "query-email-lowercased.json", "query-empty.json",
        "query-nested-parent-and-children.json", "query-paged-first.json", "query-paged-last.json", "record-account-compound-address.json", "record-contact-null-compound.json", "sobject-tree-accounts-contacts.json", "upsert-300-multiple.json",
        "x-api-versions.json", "x-collections-upsert-json-parser-error.json", "x-composite-graph.json", "x-limits-v60.json", "x-opportunities-query-v59.json", "x-querymore-last-page-v60.json", "x-upsert-created-201.json", "x-upsert-updated-200.json",
    ];

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        SalesforceSandboxOptions options = SalesforceTestOrg.Options(SalesforceTestOrg.Key);
        options.MultiCurrency = false;
        options.CustomFields["Opportunity"] = [new("CampaignId", SalesforceSandboxFieldType.Text)];
        options.CustomObjects.Add(new SalesforceSandboxObject(
            "Whizbang__c",
            "a00",
            [
                new("Name", SalesforceSandboxFieldType.Text) { Length = 80, DefaultedOnCreate = true }, new("Checkbox_Label", SalesforceSandboxFieldType.Boolean), new("Text_Label", SalesforceSandboxFieldType.Text), new("Date_Label", SalesforceSandboxFieldType.Date),
                new("DateTime_Label", SalesforceSandboxFieldType.DateTime), new("Picklist_Multiselect_Label", SalesforceSandboxFieldType.MultiPicklist), new("External_Field__c", SalesforceSandboxFieldType.Text) { ExternalId = true },
                new("ParentWhizbang__c", SalesforceSandboxFieldType.Reference) { ReferenceTo = "Whizbang__c", RelationshipName = "ParentWhizbang__r", ChildRelationshipName = "Whizbangs__r", DefaultedOnCreate = true },
                new("OwnerId", SalesforceSandboxFieldType.Reference) { ReferenceTo = "User", RelationshipName = "Owner", DefaultedOnCreate = true, Nillable = false },
            ]));
        _sandbox = new SalesforceSandbox(options, _time);
        await _sandbox.StartAsync(TestContext.Current.CancellationToken);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public void Recordings_Each_IsReadHere() => Assert.Equal(SalesforceFixture.Names().Order(StringComparer.Ordinal), Here.Concat(Elsewhere).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Token_Success_HasWhatWasRecorded()
    {
        (int status, JsonElement token) = await _client.TokenAsync(("grant_type", "refresh_token"), ("refresh_token", SalesforceSandboxOptions.DefaultRefreshToken), ("client_id", SalesforceSandboxOptions.DefaultClientId));
        Assert.Equal(200, status);
        Assert.Subset(SalesforceFixture.Shape(token), SalesforceFixture.Shape(SalesforceFixture.Read("oauth-token-success.json")));
    }

    [Theory]
    [InlineData("oauth-refresh-expired.json", "refresh_token")]
    [InlineData("oauth-token-invalid-grant.json", "urn:ietf:params:oauth:grant-type:jwt-bearer")]
    public async Task Token_Refused_IsAnObjectAsRecorded(string recording, string grant)
    {
        (int status, JsonElement error) = await _client.TokenAsync(("grant_type", grant), ("refresh_token", "x"), ("assertion", "x"), ("client_id", SalesforceSandboxOptions.DefaultClientId));
        JsonElement recorded = SalesforceFixture.Read(recording);
        Assert.Equal(400, status);
        Assert.Equal(SalesforceFixture.Names(recorded), SalesforceFixture.Names(error));
        Assert.Equal(recorded.GetProperty("error").GetString(), error.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Errors_OfCalls_AreTheRecordedOnes()
    {
        (int status, JsonElement error, _) = await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", """{"Name":"n","foo":1}""");
        Assert.Equal(400, status);
        JsonElement recorded = SalesforceFixture.Read("error-400-invalid-field.json")[0];
        Assert.Equal(recorded.GetProperty("message").GetString()!.Replace("Bar", "Account", StringComparison.Ordinal), error[0].GetProperty("message").GetString());
        Assert.Equal(SalesforceFixture.Names(recorded), SalesforceFixture.Names(error[0]));

        (status, error, _) = await _client.SendAsync(HttpMethod.Patch, Base + "sobjects/Account/Namez/1", """{"Name":"n"}""");
        Assert.Equal(404, status);
        Assert.Equal(SalesforceFixture.Read("error-404-external-id-field.json").GetRawText(), error.GetRawText());

        _sandbox.ExpireSessions();
        (status, error, _) = await _client.GetAsync(Base + "limits");
        Assert.Equal(401, status);
        Assert.Equal(SalesforceFixture.Read("error-401-invalid-session.json").GetRawText(), error.GetRawText());
    }

    [Fact]
    public async Task Upsert_SeveralMatches_IsAnArrayOfAddresses()
    {
        for (int i = 0; i < 2; i++)
            _sandbox.Seed("Whizbang__c", """{"Name":"w","External_Field__c":"twice"}""");
        (int status, JsonElement body, _) = await _client.SendAsync(HttpMethod.Patch, "/services/data/v32.0/sobjects/Whizbang__c/External_Field__c/twice", """{"Name":"x"}""");
        Assert.Equal(300, status);
        Assert.Equal(SalesforceFixture.Read("upsert-300-multiple.json").EnumerateArray().Select(u => Form(u.GetString()!)), body.EnumerateArray().Select(u => Form(u.GetString()!)));

        static string Form(string url) => string.Join('/', url.Split('/')[..3].Append("sobjects"));
    }

    [Fact]
    public async Task Query_NestedParentAndChildren_HasTheRecordedMembers()
    {
        JsonElement recorded = SalesforceFixture.Read("query-nested-parent-and-children.json");
        string parent = _sandbox.Seed("Whizbang__c", """{"Name":"Parent Whizbang","Text_Label":"Hello"}""");
        string whizbang = _sandbox.Seed("Whizbang__c", $$"""{"Name":"w","Checkbox_Label":false,"Text_Label":"Hi there!","Date_Label":"2010-01-01","DateTime_Label":"2011-07-07T00:37:00Z","Picklist_Multiselect_Label":"four;six","ParentWhizbang__c":"{{parent}}"}""");
        _sandbox.Seed("Whizbang__c", $$"""{"Name":"Child Whizbang","ParentWhizbang__c":"{{whizbang}}"}""");
        (_, JsonElement body, _) = await _client.QueryAsync($"SELECT Checkbox_Label, Text_Label, Date_Label, DateTime_Label, Picklist_Multiselect_Label, ParentWhizbang__r.Name, ParentWhizbang__r.Text_Label, (SELECT Name FROM Whizbangs__r) FROM Whizbang__c WHERE Id = '{whizbang}'");
        Assert.Equal(SalesforceFixture.Shape(recorded), SalesforceFixture.Shape(body));
        foreach (string member in (string[])["Checkbox_Label", "Text_Label", "Date_Label", "DateTime_Label", "Picklist_Multiselect_Label"])
            Assert.Equal(recorded.GetProperty("records")[0].GetProperty(member).GetRawText(), body.GetProperty("records")[0].GetProperty(member).GetRawText());
    }

    [Fact]
    public async Task Query_PagedEmptyCountedAndGrouped_HaveTheRecordedShapes()
    {
        (_, JsonElement empty, _) = await _client.QueryAsync("SELECT Id FROM Account");
        Assert.Equal(SalesforceFixture.Shape(SalesforceFixture.Read("query-empty.json")), SalesforceFixture.Shape(empty));

        for (int i = 0; i < 201; i++)
            _sandbox.Seed("Whizbang__c", """{"Name":"w","Text_Label":"t"}""");
        (_, JsonElement first, _) = await _client.QueryAsync("SELECT Text_Label FROM Whizbang__c", ("Sforce-Query-Options", "batchSize=200"));
        JsonElement recorded = SalesforceFixture.Read("query-paged-first.json");
        Assert.Equal(SalesforceFixture.Shape(recorded), SalesforceFixture.Shape(first));
        Assert.Equal(SalesforceFixture.Names(recorded), SalesforceFixture.Names(first));
        (_, JsonElement last, _) = await _client.GetAsync(first.GetProperty("nextRecordsUrl").GetString()!);
        Assert.Equal(SalesforceFixture.Shape(SalesforceFixture.Read("query-paged-last.json")), SalesforceFixture.Shape(last));

        for (int i = 0; i < 26; i++)
            _sandbox.Seed("Opportunity", $$"""{"Name":"o","StageName":"Prospecting","CloseDate":"2026-01-01","Amount":100{{(i < 2 ? $",\"CampaignId\":\"C{i}\"" : "")}}}""");
        (_, JsonElement count, _) = await _client.QueryAsync("SELECT COUNT() FROM Opportunity");
        Assert.True(JsonElement.DeepEquals(SalesforceFixture.Read("query-count-only.json"), count), count.GetRawText());
        (_, JsonElement grouped, _) = await _client.QueryAsync("SELECT CampaignId, SUM(Amount) FROM Opportunity GROUP BY CampaignId");
        JsonElement groups = SalesforceFixture.Read("query-aggregate-null-group.json");
        Assert.Equal(SalesforceFixture.Shape(groups), SalesforceFixture.Shape(grouped));
        Assert.Equal(SalesforceFixture.Names(groups.GetProperty("records")[0]), SalesforceFixture.Names(grouped.GetProperty("records")[0]));
    }

    [Fact]
    public async Task Query_CasesWithTwoParents_GivesTheRecordedRecords()
    {
        JsonElement recorded = SalesforceFixture.Read("query-case-two-parents-with-nulls.json");
        foreach (JsonElement record in recorded.GetProperty("records").EnumerateArray())
        {
            string account = Parent(record, "Account", "Name");
            string contact = Parent(record, "Contact", "LastName");
            _sandbox.Seed("Case", $$"""{"Id":"{{Text(record, "Id")}}","CaseNumber":"{{Text(record, "CaseNumber")}}","SystemModstamp":"{{Text(record, "SystemModstamp")}}","AccountId":{{account}},"ContactId":{{contact}}}""");
        }

        (_, JsonElement body, _) = await _client.GetAsync("/services/data/v57.0/query?q=" + Uri.EscapeDataString("SELECT Id, CaseNumber, SystemModstamp, Account.Name, Account.SystemModstamp, Contact.Name, Contact.SystemModstamp FROM Case ORDER BY CaseNumber"));
        Assert.True(JsonElement.DeepEquals(recorded, body), body.GetRawText());

        string Parent(JsonElement record, string name, string nameField)
        {
            if (record.GetProperty(name) is not { ValueKind: JsonValueKind.Object } parent)
                return "null";
            string id = parent.GetProperty("attributes").GetProperty("url").GetString()!.Split('/')[^1];
            if (_sandbox.Show(name, id) is null)
                _sandbox.Seed(name, $$"""{"Id":"{{id}}","{{nameField}}":{{parent.GetProperty("Name").GetRawText()}},"SystemModstamp":"{{Text(parent, "SystemModstamp")}}"}""");
            return $"\"{id}\"";
        }

        static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Query_DuplicateBusinessKeys_AreTakenAndFound()
    {
        JsonElement recorded = SalesforceFixture.Read("query-duplicate-business-key.json");
        foreach (JsonElement record in recorded.GetProperty("records").EnumerateArray())
            _sandbox.Seed("Account", $$"""{"Id":"{{record.GetProperty("Id").GetString()}}","Name":"n","AccountNumber":"420"}""");
        (_, JsonElement body, _) = await _client.QueryAsync("SELECT Id, AccountNumber FROM Account WHERE AccountNumber = '420'");
        Assert.Equal(recorded.GetRawText().Replace("vxx.0", "v64.0", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), body.GetRawText());
    }

    [Fact]
    public async Task CollectionsUpsert_RecordedRequest_GivesTheRecordedAnswerAndLowerCaseEmails()
    {
        JsonElement request = SalesforceFixture.Read("collections-upsert-16-created.request.json");
        if (request.ValueKind == JsonValueKind.String)
            request = JsonDocument.Parse(request.GetString()!).RootElement;
        (int status, JsonElement answer, _) = await _client.SendAsync(HttpMethod.Patch, Base + "composite/sobjects/Contact/Id", request.GetRawText());
        Assert.Equal(200, status);
        JsonElement recorded = SalesforceFixture.Read("collections-upsert-16-created.json");
        Assert.Equal(recorded.EnumerateArray().Select(WithoutId), answer.EnumerateArray().Select(WithoutId));
        (_, JsonElement emails, _) = await _client.QueryAsync("SELECT Email FROM Contact");
        JsonElement lower = SalesforceFixture.Read("query-email-lowercased.json");
        Assert.Equal(lower.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Email").GetString()), emails.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("Email").GetString()));

        static string WithoutId(JsonElement row) => string.Join(';', row.EnumerateObject().Select(m => m.NameEquals("id") ? "id" : m.Name + m.Value.GetRawText().Replace(" ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Composite_RecordedSituations_GiveTheRecordedBodies()
    {
        (int status, JsonElement missing, _) = await CompositeAsync("""{"method":"GET","url":"/services/data/v64.0/nonsense","referenceId":"CCI__RefId__0__"}""");
        Assert.Equal(200, status);
        Assert.Equal(Members(SalesforceFixture.Read("composite-200-with-inner-404.json")), Members(missing));

        for (int i = 0; i < 17; i++)
            _sandbox.Seed("Account", """{"Name":"n"}""");
        (_, JsonElement mixed, _) = await CompositeAsync("""{"method":"GET","url":"/services/data/v64.0/query/?q=select+count()+from+Account","referenceId":"refAccount"},{"method":"GET","url":"/services/data/v64.0/query/?q=select+count()+from+XYZZY","referenceId":"refXYZZY"}""");
        Assert.True(JsonElement.DeepEquals(SalesforceFixture.Read("composite-mixed-success-and-invalid-type.json"), mixed), mixed.GetRawText());

        (_, JsonElement rolledBack, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite", """{"allOrNone":true,"compositeRequest":[{"method":"POST","url":"/services/data/v64.0/sobjects/Whizbang__c","referenceId":"NewPayment1","body":{"Name":"a"}},{"method":"POST","url":"/services/data/v64.0/sobjects/Whizbang__c","referenceId":"NewPayment2","body":{"Name":"b","ParentWhizbang__r":{"External_Field__c":"0116"}}}]}""");
        string recorded = SalesforceFixture.Read("composite-allornone-rolled-back.json").GetRawText().Replace("Invoice_External_Id__c in entity blng__Invoice__c", "External_Field__c in entity Whizbang__c", StringComparison.Ordinal);
        Assert.Equal(Members(JsonDocument.Parse(recorded).RootElement), Members(rolledBack));

        Task<(int Status, JsonElement Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> CompositeAsync(string parts) => _client.SendAsync(HttpMethod.Post, Base + "composite", $$"""{"compositeRequest":[{{parts}}]}""");

        // An error without fields has an empty list of them in one recording and none in another.
        static string Members(JsonElement composite) => string.Join('\n', composite.GetProperty("compositeResponse").EnumerateArray().Select(p => $"{p.GetProperty("referenceId")} {p.GetProperty("httpStatusCode")} {p.GetProperty("body")[0].GetProperty("errorCode")} {p.GetProperty("body")[0].GetProperty("message")}"));
    }

    [Fact]
    public async Task Graph_RecordedRequest_GivesTheRecordedShape()
    {
        JsonElement exchange = SalesforceFixture.Read("x-composite-graph.json");
        (_, JsonElement body, _) = await ReplayAsync(exchange);
        Assert.Equal(SalesforceFixture.Shape(exchange.GetProperty("body")), SalesforceFixture.Shape(body));
    }

    [Fact]
    public async Task Tree_RecordedRequest_CreatesParentsAndChildren()
    {
        (int status, JsonElement body, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/tree/Account", SalesforceFixture.Read("sobject-tree-accounts-contacts.json").GetRawText());
        Assert.Equal(201, status);
        Assert.Equal(["PresidentSmithRef", "SampleAccountRef", "SampleAcct2Ref", "VPEvansRef"], body.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("referenceId").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await _client.RecordsAsync("SELECT Id FROM Contact WHERE Account.Name = 'SampleAccount' AND Account.NumberOfEmployees = 100")).Length);
    }

    [Fact]
    public async Task Collections_WithoutAttributes_GivesTheRecordedError()
    {
        JsonElement exchange = SalesforceFixture.Read("x-collections-upsert-json-parser-error.json");
        (_, JsonElement body, _) = await ReplayAsync(exchange);
        Assert.True(JsonElement.DeepEquals(exchange.GetProperty("body"), body), body.GetRawText());
    }

    [Theory]
    [InlineData("x-upsert-created-201.json")]
    [InlineData("x-upsert-updated-200.json")]
    public async Task Upsert_RecordedRequest_GivesTheRecordedAnswer(string recording)
    {
        JsonElement exchange = SalesforceFixture.Read(recording);
        _sandbox.Seed("Account", """{"Id":"001dM00003kReWpQAK","Name":"n"}""");
        (_, JsonElement body, var headers) = await ReplayAsync(exchange);
        JsonElement recorded = exchange.GetProperty("body");
        Assert.Equal(recorded.EnumerateObject().Select(Text), body.EnumerateObject().Select(Text));
        Assert.Equal(exchange.GetProperty("headers").GetProperty("location").GetString()!.Replace(recorded.GetProperty("id").GetString()!, body.GetProperty("id").GetString(), StringComparison.Ordinal), headers.Location?.ToString());

        static string Text(JsonProperty member) => member.NameEquals("id") ? "id" : $"{member.Name}: {member.Value}".Replace(" ", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_RecordedOpportunities_ComeBackAsRecorded()
    {
        JsonElement exchange = SalesforceFixture.Read("x-opportunities-query-v59.json");
        foreach (JsonElement record in exchange.GetProperty("body").GetProperty("records").EnumerateArray())
            _sandbox.Seed("Opportunity", record.GetRawText());
        (_, JsonElement body, _) = await ReplayAsync(exchange);
        Assert.True(JsonElement.DeepEquals(exchange.GetProperty("body"), body), body.GetRawText());
    }

    [Fact]
    public async Task QueryMore_LastPage_HasTheRecordedShapeAndTheKindOfLocator()
    {
        JsonElement exchange = SalesforceFixture.Read("x-querymore-last-page-v60.json");
        for (int i = 0; i < 2086; i++)
            _sandbox.Seed("Account", $$"""{"Name":"Test Account for Pagination {{i}}"}""");
        (_, JsonElement first, _) = await _client.GetAsync("/services/data/v60.0/query?q=SELECT+Id,Name+FROM+Account");
        string next = first.GetProperty("nextRecordsUrl").GetString()!;
        string recorded = exchange.GetProperty("request").GetProperty("path").GetString()!;
        Assert.Equal(recorded.Length, next.Length);
        Assert.StartsWith("/services/data/v60.0/query/0r8", next, StringComparison.Ordinal);
        Assert.EndsWith("-2000", next, StringComparison.Ordinal);
        (int status, JsonElement last, var headers) = await _client.GetAsync(next);
        CheckHeaders(exchange, headers);
        Assert.Equal(200, status);
        Assert.Equal(2086, last.GetProperty("totalSize").GetInt32());
        Assert.Equal(SalesforceFixture.Shape(exchange.GetProperty("body")), SalesforceFixture.Shape(last));
    }

    [Fact]
    public async Task Versions_AreThoseThatWereRecorded()
    {
        JsonElement exchange = SalesforceFixture.Read("x-api-versions.json");
        (_, JsonElement body, _) = await ReplayAsync(exchange);
        Assert.Equal(exchange.GetProperty("body").EnumerateArray().Select(Text), body.EnumerateArray().Select(Text));

        // One recorded label has a typographic apostrophe.
        static string Text(JsonElement version) => version.ToString().Replace('\u2019', '\'').Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_HaveTheRecordedNamesAndForm()
    {
        JsonElement exchange = SalesforceFixture.Read("x-limits-v60.json");
        (_, JsonElement body, _) = await ReplayAsync(exchange);
        Assert.Subset(SalesforceFixture.Shape(exchange.GetProperty("body")), SalesforceFixture.Shape(body));
        Assert.True(body.TryGetProperty("DailyBulkV2QueryFileStorageMB", out _));
    }

    [Theory]
    [InlineData("record-account-compound-address.json", "Account")]
    [InlineData("record-contact-null-compound.json", "Contact")]
    public async Task Record_OfTheRecording_ComesBackInItsOwnForms(string recording, string objectName)
    {
        JsonElement recorded = SalesforceFixture.Read(recording);
        _sandbox.Seed("Account", """{"Id":"001i000002C8QTIAA3","Name":"Acme Corporation"}""");
        _sandbox.EmptyRecycleBin();
        (_, JsonElement describe, _) = await _client.GetAsync($"{Base}sobjects/{objectName}/describe");
        HashSet<string> known = [.. describe.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!)];
        JsonProperty[] members = [.. recorded.EnumerateObject().Where(m => known.Contains(m.Name))];
        // At least the fields that an integration of customers and contacts asks for.
        Assert.True(members.Length >= 35, $"Only {members.Length} of the recorded fields are known.");
        string id = recorded.GetProperty("Id").GetString()!;
        string json = "{" + string.Join(',', members.Where(m => m.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null) && m.Name is not ("Id" or "Name" or "IsDeleted")).Select(m => $"\"{m.Name}\":{m.Value.GetRawText()}"))
            + (objectName == "Account" ? ",\"Name\":\"Acme Corporation\",\"Id\":\"001i000002C8QTJAA3\"}" : $",\"Id\":\"{id}\"}}");
        string seeded = _sandbox.Seed(objectName, json);
        (_, JsonElement body, _) = await _client.GetAsync($"{Base}sobjects/{objectName}/{seeded}");
        foreach (JsonProperty member in members.Where(m => m.Name != "Id"))
            Assert.True(JsonElement.DeepEquals(member.Value, body.GetProperty(member.Name)), $"{member.Name}: {member.Value.GetRawText()} was recorded, {body.GetProperty(member.Name).GetRawText()} came");
    }

    [Theory]
    [InlineData("describe-Account.json", "Account")]
    [InlineData("describe-Opportunity.json", "Opportunity")]
    [InlineData("describe-custom-object.json", "Whizbang__c")]
    public async Task Describe_Fields_SayWhatTheRecordedOnesSay(string recording, string objectName)
    {
        JsonElement recorded = SalesforceFixture.Read(recording);
        (_, JsonElement body, _) = await _client.GetAsync($"{Base}sobjects/{objectName}/describe");
        Assert.Empty(SalesforceFixture.Names(recorded).Except(SalesforceFixture.Names(body)));
        Assert.Subset(SalesforceFixture.Shape(body.GetProperty("childRelationships")), SalesforceFixture.Shape(recorded.GetProperty("childRelationships")).Where(s => !s.EndsWith("relationshipName:Null", StringComparison.Ordinal)).ToHashSet());
        Dictionary<string, JsonElement> fields = body.GetProperty("fields").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!, StringComparer.Ordinal);
        var differences = new List<string>();
        foreach (JsonElement field in recorded.GetProperty("fields").EnumerateArray())
        {
            string name = field.GetProperty("name").GetString()!;
            // The sandbox has no campaigns: the test put a text there.
            if (!fields.TryGetValue(name, out JsonElement own) || name == "CampaignId")
                continue;
            foreach (string member in SalesforceFixture.Names(field).Except(SalesforceFixture.Names(own)))
                differences.Add($"{name} has no {member}");
            foreach (string member in (string[])["type", "soapType", "length", "precision", "scale", "nillable", "createable", "updateable", "calculated", "unique", "externalId", "relationshipName", "referenceTo", "compoundFieldName", "nameField", "polymorphicForeignKey", "defaultedOnCreate", "filterable", "sortable", "autoNumber"])
            {
                if (field.TryGetProperty(member, out JsonElement value) && (name, member) != ("ParentWhizbang__c", "referenceTo") && !JsonElement.DeepEquals(value, own.GetProperty(member)))
                    differences.Add($"{name}.{member}: recorded {value}, here {own.GetProperty(member)}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task Replication_Answers_HaveTheRecordedShapes()
    {
        string id = _sandbox.Seed("Account", """{"Name":"n"}""");
        await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Account/{id}", """{"Site":"s"}""");
        _time.Advance(TimeSpan.FromMinutes(10));
        (_, JsonElement updated, _) = await _client.GetAsync(Base + "sobjects/Account/updated/?start=2026-05-06T12%3A00%3A00Z&end=2026-05-06T12%3A09%3A00Z");
        Assert.Equal(SalesforceFixture.Shape(SalesforceFixture.Read("getupdated.json")), SalesforceFixture.Shape(updated));
        await _client.SendAsync(HttpMethod.Delete, $"{Base}sobjects/Account/{id}");
        _time.Advance(TimeSpan.FromMinutes(2));
        (_, JsonElement deleted, _) = await _client.GetAsync(Base + "sobjects/Account/deleted/?start=2026-05-06T12%3A00%3A00Z&end=2026-05-06T12%3A12%3A00Z");
        Assert.Equal(SalesforceFixture.Shape(SalesforceFixture.Read("getdeleted.json")), SalesforceFixture.Shape(deleted));
    }

    [Fact]
    public async Task Bulk_RecordedFiles_AreTakenAndGiven()
    {
        // Every value quoted, and names of fields in capitals.
        JsonElement job = await _client.IngestAsync("""{"object":"Account","operation":"insert"}""", SalesforceFixture.ReadText("bulk2-ingest-comma-wrapped.csv"));
        Assert.Equal(0, job.GetProperty("numberRecordsFailed").GetInt32());
        Assert.Equal(10, _sandbox.Count("Account"));

        string failed = SalesforceFixture.ReadText("bulk2-failedResults.csv");
        string[] rows = failed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _sandbox.RowFaults.Add(new SalesforceRowFault { Times = 2, ObjectName = "Contact" });
        JsonElement contacts = await _client.IngestAsync("""{"object":"Contact","operation":"insert"}""", "AccountId,Email,FirstName,LastName\n,contact1@example.com,Bob,x\n,contact2@example.com,Alice,y\n");
        string[] own = (await _client.CsvAsync(HttpMethod.Get, $"{Base}jobs/ingest/{contacts.GetProperty("id").GetString()}/failedResults")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(rows[0].Replace("\"Custom_Id__c\",", "", StringComparison.Ordinal), own[0]);
        Assert.Equal(rows.Length, own.Length);
        Assert.StartsWith("\"\",\"UNABLE_TO_LOCK_ROW", own[1], StringComparison.Ordinal);
        Assert.StartsWith("\"\",\"UNABLE_TO_LOCK_ROW", rows[1], StringComparison.Ordinal);

        _sandbox.Seed("Whizbang__c", """{"Name":"n","External_Field__c":"CustomID1"}""");
        JsonElement upsert = await _client.IngestAsync("""{"object":"Whizbang__c","operation":"upsert","externalIdFieldName":"External_Field__c"}""", "External_Field__c,Name\nCustomID1,X\n");
        string[] successful = (await _client.CsvAsync(HttpMethod.Get, $"{Base}jobs/ingest/{upsert.GetProperty("id").GetString()}/successfulResults")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] recorded = SalesforceFixture.ReadText("bulk2-successfulResults-upsert.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(recorded[0].Replace("Custom_Id__c", "External_Field__c", StringComparison.Ordinal).Replace("LastName", "Name", StringComparison.Ordinal), successful[0]);
        Assert.Equal(recorded[1].Split(',')[1..], successful[1].Split(',')[1..]);

        (_, JsonElement query, _) = await _client.SendAsync(HttpMethod.Post, "/services/data/v57.0/jobs/query", """{"operation":"queryAll","query":"SELECT Id FROM Account"}""");
        JsonElement created = SalesforceFixture.Read("bulk2-query-job-created.json");
        Assert.Equal(SalesforceFixture.Names(created), SalesforceFixture.Names(query));
        Assert.Equal(created.GetProperty("apiVersion").GetRawText(), query.GetProperty("apiVersion").GetRawText());
        Assert.Equal(created.GetProperty("state").GetString(), query.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Bulk1_ResultFile_IsOfAnApiThatIsNotHere()
    {
        Assert.StartsWith("\"Id\",\"Success\",\"Created\",\"Error\"", SalesforceFixture.ReadText("bulk1-batch-result.csv"), StringComparison.Ordinal);
        // Its expired session is a 400.
        (int status, JsonElement error, _) = await _client.SendAsync(HttpMethod.Post, "/services/async/64.0/job", "{}");
        Assert.Equal(400, status);
        Assert.Equal("InvalidSessionId", error.GetProperty("exceptionCode").GetString());
    }

    private async Task<(int Status, JsonElement Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> ReplayAsync(JsonElement exchange)
    {
        JsonElement request = exchange.GetProperty("request");
        string path = request.GetProperty("path").GetString()!;
        if (request.GetProperty("params") is { ValueKind: JsonValueKind.Object } parameters)
            path += "?" + string.Join('&', parameters.EnumerateObject().Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value.GetString()!)}"));
        string? data = request.GetProperty("data") is { ValueKind: JsonValueKind.Object } body ? body.GetRawText() : null;
        (int Status, JsonElement Body, System.Net.Http.Headers.HttpResponseHeaders Headers) answer = await _client.SendAsync(new HttpMethod(request.GetProperty("method").GetString()!), path, data, ("Accept-Encoding", "gzip"));
        Assert.True(exchange.GetProperty("status").GetInt32() == answer.Status, $"{answer.Status}: {answer.Body}");
        CheckHeaders(exchange, answer.Headers);
        return answer;
    }

    // Those of the content are not among these; Vary is there when the answer was compressed, for which it may be too small here.
    private static void CheckHeaders(JsonElement exchange, System.Net.Http.Headers.HttpResponseHeaders headers)
    {
        foreach (string name in SalesforceFixture.Names(exchange.GetProperty("headers")).Except(["content-type", "vary"]))
            Assert.True(headers.Contains(name), $"The answer has no {name}.");
        Assert.Equal(exchange.GetProperty("headers").TryGetProperty("sforce-limit-info", out _), headers.Contains("Sforce-Limit-Info"));
    }
}
