using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The rarer parts of SOQL: polymorphic relations, functions, scopes, subtotals, and what is refused because the sandbox does not know it.</summary>
public sealed class SalesforceSandboxSoqlMoreTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 30, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;
    private string _account = "";
    private string _contact = "";
    private string _queue = "";

    public async ValueTask InitializeAsync()
    {
        _sandbox = new SalesforceSandbox(
            new SalesforceSandboxOptions
            {
                ConversionRates = { ["USD"] = 1.25m },
                CustomFields = { ["Account"] = [new("Grade__c", SalesforceSandboxFieldType.Picklist) { Values = ["A", "B"], Labels = new Dictionary<string, string> { ["A"] = "Very good" } }] },
                CustomObjects = { new SalesforceSandboxObject("Visit__c", "a01", [new("Name", SalesforceSandboxFieldType.Text), new("OwnerId", SalesforceSandboxFieldType.Reference) { ReferenceTo = "User", RelationshipName = "Owner", DefaultedOnCreate = true }]) },
            },
            _time);
        _queue = _sandbox.Seed("Group", """{"Name":"Second line","DeveloperName":"Second_Line","Type":"Queue"}""");
        _account = _sandbox.Seed("Account", """{"Name":"Acme","Grade__c":"A","Phone":"1","Type":"Prospect","AnnualRevenue":1250.5,"CurrencyIsoCode":"USD"}""");
        _sandbox.Seed("Account", """{"Name":"Beta","Grade__c":"B","Type":"Prospect","AnnualRevenue":1100,"CurrencyIsoCode":"EUR"}""");
        _sandbox.Seed("Account", """{"Name":"Gamma","Type":"Other","AnnualRevenue":900,"CurrencyIsoCode":"EUR"}""");
        _contact = _sandbox.Seed("Contact", $$"""{"LastName":"Müller","FirstName":"Eva","Email":"eva@example.com","AccountId":"{{_account}}"}""");
        string lead = _sandbox.Seed("Lead", """{"LastName":"Neu","Company":"Neu & Co"}""");
        string deal = _sandbox.Seed("Opportunity", $$"""{"Name":"Deal","AccountId":"{{_account}}","StageName":"Closed Won","CloseDate":"2026-02-27","Amount":15000,"CurrencyIsoCode":"USD"}""");
        _sandbox.Seed("Task", $$"""{"Subject":"t1 account","WhoId":"{{_contact}}","WhatId":"{{_account}}"}""");
        _sandbox.Seed("Task", $$"""{"Subject":"t2 deal","WhoId":"{{lead}}","WhatId":"{{deal}}","OwnerId":"{{_queue}}"}""");
        _sandbox.Seed("Task", """{"Subject":"t3 alone"}""");
        _sandbox.Seed("Visit__c", $$"""{"Name":"v1","OwnerId":"{{_queue}}"}""");
        await _sandbox.StartAsync(TestContext.Current.CancellationToken);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Polymorphic_NameFields_AreOfWhateverStandsThere()
    {
        JsonElement[] tasks = await _client.RecordsAsync("SELECT Subject, Who.Name, Who.Type, What.Name, What.Type, Owner.Name FROM Task ORDER BY Subject");
        Assert.Equal($$"""{"attributes":{"type":"Name","url":"/services/data/v64.0/sobjects/Contact/{{_contact}}"},"Name":"Eva Müller","Type":"Contact"}""", tasks[0].GetProperty("Who").GetRawText());
        Assert.Equal("Account", tasks[0].GetProperty("What").GetProperty("Type").GetString());
        Assert.Equal("Integration User", tasks[0].GetProperty("Owner").GetProperty("Name").GetString());
        Assert.Equal("Neu", tasks[1].GetProperty("Who").GetProperty("Name").GetString());
        Assert.Equal("Deal", tasks[1].GetProperty("What").GetProperty("Name").GetString());
        Assert.Equal("Second line", tasks[1].GetProperty("Owner").GetProperty("Name").GetString());
        Assert.Equal(JsonValueKind.Null, tasks[2].GetProperty("What").ValueKind);
    }

    [Theory]
    [InlineData("What.Type = 'Account'", "t1 account")]
    [InlineData("What.Type IN ('Opportunity', 'Contract')", "t2 deal")]
    [InlineData("Who.LastName = 'müller'", "t1 account")]
    [InlineData("Owner.Type = 'Group'", "t2 deal")]
    [InlineData("WhatId IN (SELECT Id FROM Opportunity)", "t2 deal")]
    [InlineData("WhatId = null AND IsClosed = false", "t3 alone")]
    public async Task Polymorphic_Conditions_FindWhatTheProductWould(string where, string subjects) =>
        Assert.Equal(subjects, string.Join(',', (await _client.RecordsAsync($"SELECT Subject FROM Task WHERE {where} ORDER BY Subject")).Select(t => t.GetProperty("Subject").GetString())));

    [Fact]
    public async Task TypeOf_Cases_ShowTheFieldsOfEachObject()
    {
        JsonElement[] tasks = await _client.RecordsAsync("SELECT Subject, TYPEOF What WHEN Account THEN Phone, Owner.Name WHEN Opportunity THEN Amount, StageName END, TYPEOF Who WHEN Contact THEN LastName ELSE Name, Type END FROM Task ORDER BY Subject");
        Assert.Equal($$$"""{"attributes":{"type":"Account","url":"/services/data/v64.0/sobjects/Account/{{{_account}}}"},"Phone":"1","Owner":{"attributes":{"type":"User","url":"/services/data/v64.0/sobjects/User/{{{UserId(tasks[0])}}}"},"Name":"Integration User"}}""", tasks[0].GetProperty("What").GetRawText());
        Assert.Equal("15000.0", tasks[1].GetProperty("What").GetProperty("Amount").GetRawText());
        Assert.Equal("Müller", tasks[0].GetProperty("Who").GetProperty("LastName").GetString());
        Assert.Equal("Lead", tasks[1].GetProperty("Who").GetProperty("Type").GetString());
        Assert.Equal(JsonValueKind.Null, tasks[2].GetProperty("Who").ValueKind);

        static string? UserId(JsonElement task) => task.GetProperty("What").GetProperty("Owner").GetProperty("attributes").GetProperty("url").GetString()?.Split('/')[^1];
    }

    [Fact]
    public async Task TypeOf_NoCaseAndNoElse_ShowsNull() =>
        Assert.Equal(JsonValueKind.Null, (await _client.RecordsAsync("SELECT TYPEOF What WHEN Contract THEN Status END FROM Task WHERE Subject = 't1 account'"))[0].GetProperty("What").ValueKind);

    [Fact]
    public async Task Polymorphic_Children_AreReachedFromEachParent()
    {
        Assert.Equal("t1 account", (await _client.RecordsAsync($"SELECT (SELECT Subject FROM Tasks) FROM Contact WHERE Id = '{_contact}'"))[0].GetProperty("Tasks").GetProperty("records")[0].GetProperty("Subject").GetString());
        Assert.Equal("t1 account", (await _client.RecordsAsync($"SELECT (SELECT Subject FROM Tasks) FROM Account WHERE Id = '{_account}'"))[0].GetProperty("Tasks").GetProperty("records")[0].GetProperty("Subject").GetString());
    }

    [Fact]
    public async Task Describe_PolymorphicField_SaysSoAsTheProductDoes()
    {
        (_, JsonElement task, _) = await _client.GetAsync("/services/data/v64.0/sobjects/Task/describe");
        JsonElement who = task.GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "WhoId");
        Assert.True(who.GetProperty("polymorphicForeignKey").GetBoolean());
        Assert.True(who.GetProperty("namePointing").GetBoolean());
        Assert.Equal(["Contact", "Lead"], who.GetProperty("referenceTo").EnumerateArray().Select(t => t.GetString()));
        // The recorded custom object: an owner is a group or a user.
        JsonElement recorded = SalesforceFixture.Read("describe-custom-object.json").GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "OwnerId");
        (_, JsonElement visit, _) = await _client.GetAsync("/services/data/v64.0/sobjects/Visit__c/describe");
        JsonElement owner = visit.GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "OwnerId");
        Assert.Equal(recorded.GetProperty("referenceTo").EnumerateArray().Select(t => t.GetString()), owner.GetProperty("referenceTo").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(recorded.GetProperty("namePointing").GetBoolean(), owner.GetProperty("namePointing").GetBoolean());
    }

    [Theory]
    [InlineData("""{"WhatId":"{account}"}""", null)]
    [InlineData("""{"WhatId":"{contact}"}""", "INVALID_CROSS_REFERENCE_KEY")]
    [InlineData("""{"Who":{"attributes":{"type":"Contact"},"Email":"eva@example.com"}}""", null)]
    [InlineData("""{"Who":{"Email":"eva@example.com","attributes":{"type":"Contact"}}}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"Who":{"attributes":{"type":"Account"},"Email":"eva@example.com"}}""", "INVALID_FIELD")]
    public async Task Write_PolymorphicReference_IsTakenOrRefused(string json, string? code)
    {
        (int status, JsonElement body, _) = await _client.SendAsync(HttpMethod.Post, "/services/data/v64.0/sobjects/Task", json.Replace("{account}", _account, StringComparison.Ordinal).Replace("{contact}", _contact, StringComparison.Ordinal));
        Assert.Equal(code is null ? 201 : 400, status);
        if (code is not null)
            Assert.Equal(code, body[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Ingest_PolymorphicParentByExternalId_NamesItsObject()
    {
        JsonElement job = await _client.IngestAsync("""{"object":"Task","operation":"insert"}""", "Subject,Contact:Who.Email\nbulk,eva@example.com\n");
        Assert.Equal(0, job.GetProperty("numberRecordsFailed").GetInt32());
        Assert.Equal(_contact, (await _client.RecordsAsync("SELECT WhoId FROM Task WHERE Subject = 'bulk'"))[0].GetProperty("WhoId").GetString());
    }

    [Theory]
    [InlineData("SELECT toLabel(Grade__c) FROM Account WHERE Name = 'Acme'", "Grade__c", "\"Very good\"")]
    [InlineData("SELECT toLabel(Grade__c) grade FROM Account WHERE Name = 'Beta'", "grade", "\"B\"")]
    [InlineData("SELECT Name FROM Account WHERE toLabel(Grade__c) = 'very good'", "Name", "\"Acme\"")]
    [InlineData("SELECT convertCurrency(AnnualRevenue) FROM Account WHERE Name = 'Acme'", "AnnualRevenue", "1000.4")]
    [InlineData("SELECT FORMAT(AnnualRevenue) f FROM Account WHERE Name = 'Acme'", "f", "\"USD 1,251\"")]
    [InlineData("SELECT FORMAT(convertCurrency(AnnualRevenue)) f FROM Account WHERE Name = 'Acme'", "f", "\"EUR 1,000\"")]
    [InlineData("SELECT FORMAT(CloseDate) f FROM Opportunity", "f", "\"2/27/2026\"")]
    [InlineData("SELECT convertCurrency(Amount) FROM Opportunity", "Amount", "12000.0")]
    [InlineData("SELECT Name FROM Account WHERE AnnualRevenue > EUR1050", "Name", "\"Beta\"")]
    [InlineData("SELECT Name FROM Account WHERE AnnualRevenue = USD1250.5", "Name", "\"Acme\"")]
    [InlineData("SELECT Name FROM Account USING SCOPE mine WHERE Type = 'Other'", "Name", "\"Gamma\"")]
    [InlineData("SELECT Name FROM Account USING SCOPE everything WHERE Type = 'Other' WITH USER_MODE LIMIT 1 FOR VIEW", "Name", "\"Gamma\"")]
    [InlineData("SELECT Name FROM Account WHERE Type = 'Other' WITH SECURITY_ENFORCED ORDER BY Name FOR UPDATE", "Name", "\"Gamma\"")]
    [InlineData("SELECT HOUR_IN_DAY(convertTimezone(CreatedDate)) h, COUNT(Id) FROM Lead GROUP BY HOUR_IN_DAY(convertTimezone(CreatedDate))", "h", "12")]
    [InlineData("SELECT DAY_IN_WEEK(CloseDate) d FROM Opportunity GROUP BY DAY_IN_WEEK(CloseDate)", "d", "6")]
    [InlineData("SELECT DAY_IN_YEAR(CloseDate) d FROM Opportunity GROUP BY DAY_IN_YEAR(CloseDate)", "d", "58")]
    [InlineData("SELECT DAY_IN_MONTH(CloseDate) d FROM Opportunity GROUP BY DAY_IN_MONTH(CloseDate)", "d", "27")]
    [InlineData("SELECT WEEK_IN_YEAR(CloseDate) d FROM Opportunity GROUP BY WEEK_IN_YEAR(CloseDate)", "d", "9")]
    [InlineData("SELECT WEEK_IN_MONTH(CloseDate) d FROM Opportunity GROUP BY WEEK_IN_MONTH(CloseDate)", "d", "4")]
    [InlineData("SELECT FISCAL_QUARTER(CloseDate) d FROM Opportunity GROUP BY FISCAL_QUARTER(CloseDate)", "d", "1")]
    [InlineData("SELECT ForecastCategoryName FROM Opportunity", "ForecastCategoryName", "\"Closed\"")]
    [InlineData("SELECT IsoCode, ConversionRate FROM CurrencyType WHERE IsCorporate = false", "ConversionRate", "1.25")]
    public async Task Query_OneRecord_HasTheValueThatTheProductGives(string soql, string member, string json) =>
        Assert.Equal(json, Assert.Single(await _client.RecordsAsync(soql)).GetProperty(member).GetRawText());

    [Theory]
    [InlineData("Opens__c = 08:30:00.000Z", "early")]
    [InlineData("Opens__c > 09:00:00Z", "late")]
    [InlineData("Opens__c = null", "never")]
    public async Task Time_OfDay_ComparesAndComesInTheProductsForm(string where, string name)
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { CustomFields = { ["Account"] = [new("Opens__c", SalesforceSandboxFieldType.Time)] } });
        sandbox.Seed("Account", """{"Name":"early","Opens__c":"08:30:00"}""");
        string late = sandbox.Seed("Account", """{"Name":"late","Opens__c":"14:30:00.250Z"}""");
        sandbox.Seed("Account", """{"Name":"never"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        Assert.Equal(name, Assert.Single(await client.RecordsAsync($"SELECT Name FROM Account WHERE {where}")).GetProperty("Name").GetString());
        Assert.Contains("\"Opens__c\":\"14:30:00.250Z\"", sandbox.Show("Account", late), StringComparison.Ordinal);
        Assert.Equal(400, (await client.QueryAsync("SELECT Id FROM Account WHERE Opens__c = '08:30:00'")).Status);
        Assert.Equal(400, (await client.SendAsync(HttpMethod.Patch, "/services/data/v64.0/sobjects/Account/" + late, """{"Opens__c":"soon"}""")).Status);
    }

    [Fact]
    public async Task GroupByRollup_Subtotals_AreToldByGrouping()
    {
        JsonElement[] groups = await _client.RecordsAsync("SELECT Type, CurrencyIsoCode c, GROUPING(Type) t, GROUPING(CurrencyIsoCode) g, COUNT(Id) n FROM Account GROUP BY ROLLUP(Type, CurrencyIsoCode) ORDER BY GROUPING(Type), GROUPING(CurrencyIsoCode), Type, CurrencyIsoCode");
        Assert.Equal(
            ["Other/EUR/0/0/1", "Prospect/EUR/0/0/1", "Prospect/USD/0/0/1", "Other//0/1/1", "Prospect//0/1/2", "//1/1/3"],
            groups.Select(g => string.Join('/', g.EnumerateObject().Skip(1).Select(m => m.Value.ToString()))));
        Assert.Equal(8, (await _client.RecordsAsync("SELECT Type, CurrencyIsoCode, COUNT(Id) FROM Account GROUP BY CUBE(Type, CurrencyIsoCode)")).Length);
    }

    [Theory]
    [InlineData("SELECT Id FROM Account WITH DATA CATEGORY Geography__c AT usa__c")]
    [InlineData("SELECT Id FROM Account FOR JOY")]
    [InlineData("SELECT Id FROM Account UPDATE TRACKING")]
    [InlineData("SELECT Id FROM Account ALL ROWS")]
    [InlineData("SELECT Id FROM Account USING SCOPE team")]
    [InlineData("SELECT DISTANCE(BillingAddress, GEOLOCATION(1,2), 'km') FROM Account")]
    [InlineData("SELECT FORMAT(toLabel(Type)) FROM Account")]
    public async Task Query_WhatTheSandboxDoesNotKnow_SaysThatTheSandboxIsTheReason(string soql)
    {
        (int status, JsonElement error, _) = await _client.QueryAsync(soql);
        Assert.Equal(400, status);
        Assert.Equal("MALFORMED_QUERY", error[0].GetProperty("errorCode").GetString());
        Assert.Contains("the sandbox does not know", error[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT Who.Department FROM Task", "INVALID_FIELD")]
    [InlineData("SELECT Who.Account.Name FROM Task", "INVALID_FIELD")]
    [InlineData("SELECT TYPEOF Account WHEN Account THEN Name END FROM Contact", "MALFORMED_QUERY")]
    [InlineData("SELECT TYPEOF Who WHEN Opportunity THEN Name END FROM Task", "MALFORMED_QUERY")]
    [InlineData("SELECT TYPEOF Who WHEN Contact THEN Nonsense END FROM Task", "INVALID_FIELD")]
    [InlineData("SELECT TYPEOF Who END FROM Task", "MALFORMED_QUERY")]
    [InlineData("SELECT toLabel(Name) FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT convertCurrency(Name) FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT FORMAT(Name) FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT CALENDAR_YEAR(CloseDate) FROM Opportunity", "MALFORMED_QUERY")]
    [InlineData("SELECT FIELDS(ALL) FROM Account LIMIT 201", "MALFORMED_QUERY")]
    [InlineData("SELECT Type, toLabel(Type) FROM Account", "INVALID_FIELD")]
    [InlineData("SELECT Type FROM Account GROUP BY ROLLUP(Type, Site, Phone, Fax)", "MALFORMED_QUERY")]
    public async Task Query_WhatTheProductRefuses_HasItsCode(string soql, string code)
    {
        (int status, JsonElement error, _) = await _client.QueryAsync(soql);
        Assert.Equal(400, status);
        Assert.Equal(code, error[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task BulkQuery_TypeOf_IsRefusedAndLabelsAreNot()
    {
        Assert.Equal("API_ERROR", (await _client.SendAsync(HttpMethod.Post, "/services/data/v64.0/jobs/query", """{"operation":"query","query":"SELECT TYPEOF Who WHEN Contact THEN Email END FROM Task"}""")).Body[0].GetProperty("errorCode").GetString());
        (_, JsonElement job, _) = await _client.SendAsync(HttpMethod.Post, "/services/data/v64.0/jobs/query", """{"operation":"query","query":"SELECT Owner.Type, toLabel(Grade__c) g FROM Account WHERE Name = 'Acme'"}""");
        Assert.Equal("INVALID_FIELD", job[0].GetProperty("errorCode").GetString());
        (_, job, _) = await _client.SendAsync(HttpMethod.Post, "/services/data/v64.0/jobs/query", """{"operation":"query","query":"SELECT Owner.Type, Subject FROM Task WHERE Subject = 't2 deal'"}""");
        string path = "/services/data/v64.0/jobs/query/" + job.GetProperty("id").GetString();
        await _client.FinishAsync(path);
        Assert.Equal("\"Owner.Type\",\"Subject\"\n\"Group\",\"t2 deal\"\n", (await _client.CsvAsync(HttpMethod.Get, path + "/results")).Body);
    }
}
