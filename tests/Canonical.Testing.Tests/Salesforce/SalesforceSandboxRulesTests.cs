using System.Text.Json;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>What an administrator sets up, and what the product does with it: record types, person accounts, validation and duplicate rules, activated records, prices.</summary>
public sealed class SalesforceSandboxRulesTests : IAsyncLifetime
{
    private const string Base = "/services/data/v64.0/";
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
    private SalesforceSandbox _sandbox = null!;
    private SalesforceTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = new SalesforceSandbox(
            new SalesforceSandboxOptions
            {
                PersonAccounts = true,
                RecordTypes = { ["Opportunity"] = [new("New_Business") { IsDefault = true }, new("Renewal"), new("Old") { IsActive = false }] },
                CustomFields = { ["Account"] = [new("ERP_Id__c", SalesforceSandboxFieldType.Text) { ExternalId = true, Unique = true }] },
            },
            _time);
        await _sandbox.StartAsync(TestContext.Current.CancellationToken);
        _client = new SalesforceTestClient(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task RecordTypes_DefaultGivenAndWrong_AreThoseOfTheProduct()
    {
        JsonElement[] types = await _client.RecordsAsync("SELECT Id, DeveloperName FROM RecordType WHERE SobjectType = 'Opportunity' ORDER BY DeveloperName");
        Assert.Equal(["New_Business", "Old", "Renewal"], types.Select(t => t.GetProperty("DeveloperName").GetString()));
        Assert.Equal("New_Business", await TypeOf(await CreateAsync("Opportunity", """{"Name":"o","StageName":"Prospecting","CloseDate":"2026-06-01"}""")));
        Assert.Equal("Renewal", await TypeOf(await CreateAsync("Opportunity", $$"""{"Name":"o","StageName":"Prospecting","CloseDate":"2026-06-01","RecordTypeId":"{{types[2].GetProperty("Id").GetString()}}"}""")));
        (_, JsonElement refused, _) = await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Opportunity", $$"""{"Name":"o","StageName":"Prospecting","CloseDate":"2026-06-01","RecordTypeId":"{{types[1].GetProperty("Id").GetString()}}"}""");
        Assert.Equal("INVALID_CROSS_REFERENCE_KEY", refused[0].GetProperty("errorCode").GetString());
        (_, JsonElement describe, _) = await _client.GetAsync(Base + "sobjects/Opportunity/describe");
        JsonElement infos = describe.GetProperty("recordTypeInfos");
        Assert.Equal(["New_Business", "Renewal", "Old", "Master"], infos.EnumerateArray().Select(i => i.GetProperty("developerName").GetString()));
        Assert.Equal("012000000000000AAA", infos[3].GetProperty("recordTypeId").GetString());
        Assert.Equal(SalesforceFixture.Shape(SalesforceFixture.Read("describe-Account.json").GetProperty("recordTypeInfos")), SalesforceFixture.Shape(infos));

        async Task<string?> TypeOf(string id) =>
            (await _client.RecordsAsync($"SELECT RecordType.DeveloperName FROM Opportunity WHERE Id = '{id}'"))[0].GetProperty("RecordType").GetProperty("DeveloperName").GetString();
    }

    [Fact]
    public async Task PersonAccount_CreatedByLastName_IsAPairThatGoesTogether()
    {
        string id = await CreateAsync("Account", """{"LastName":"Müller","FirstName":"Eva","PersonEmail":"Eva@Example.com","Phone":"1","PersonMailingCity":"Köln"}""");
        JsonElement account = (await _client.RecordsAsync($"SELECT Name, IsPersonAccount, PersonContactId, RecordType.DeveloperName, PersonEmail FROM Account WHERE Id = '{id}'"))[0];
        Assert.Equal("Eva Müller", account.GetProperty("Name").GetString());
        Assert.True(account.GetProperty("IsPersonAccount").GetBoolean());
        Assert.Equal("PersonAccount", account.GetProperty("RecordType").GetProperty("DeveloperName").GetString());
        string contactId = account.GetProperty("PersonContactId").GetString()!;
        using (JsonDocument contact = JsonDocument.Parse(_sandbox.Show("Contact", contactId)!))
        {
            Assert.Equal(id, contact.RootElement.GetProperty("AccountId").GetString());
            Assert.Equal("eva@example.com", contact.RootElement.GetProperty("Email").GetString());
            Assert.Equal("Köln", contact.RootElement.GetProperty("MailingCity").GetString());
            Assert.True(contact.RootElement.GetProperty("IsPersonAccount").GetBoolean());
        }

        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Account/{id}", """{"FirstName":"Ada","PersonEmail":"ada@example.com"}""")).Status);
        using (JsonDocument contact = JsonDocument.Parse(_sandbox.Show("Contact", contactId)!))
        {
            Assert.Equal("Ada Müller", contact.RootElement.GetProperty("Name").GetString());
            Assert.Equal("ada@example.com", contact.RootElement.GetProperty("Email").GetString());
        }

        Assert.Equal("INVALID_FIELD_FOR_INSERT_UPDATE", Code(await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Account/{id}", """{"Name":"x"}""")));
        Assert.Equal("INVALID_PERSON_ACCOUNT_OPERATION", Code(await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Contact/{contactId}", """{"Email":"x@example.com"}""")));
        Assert.Equal("INVALID_PERSON_ACCOUNT_OPERATION", Code(await _client.SendAsync(HttpMethod.Delete, $"{Base}sobjects/Contact/{contactId}")));
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Delete, $"{Base}sobjects/Account/{id}")).Status);
        Assert.Null(_sandbox.Show("Contact", contactId));
    }

    [Theory]
    [InlineData("""{"Name":"Acme","LastName":"x"}""", "INVALID_FIELD_FOR_INSERT_UPDATE")]
    [InlineData("""{"Name":"Acme","PersonEmail":"x@example.com"}""", "INVALID_FIELD_FOR_INSERT_UPDATE")]
    [InlineData("""{"Phone":"1"}""", "REQUIRED_FIELD_MISSING")]
    [InlineData("""{"LastName":"x","IsPersonAccount":true}""", "INVALID_FIELD_FOR_INSERT_UPDATE")]
    public async Task PersonAccount_FieldsOfTheOtherKind_AreRefused(string json, string code) => Assert.Equal(code, Code(await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", json)));

    [Fact]
    public async Task PersonAccount_SeededAndBusinessAccount_AreWhatTheyAre()
    {
        string person = _sandbox.Seed("Account", """{"LastName":"Seed"}""");
        string business = await CreateAsync("Account", """{"Name":"Acme"}""");
        JsonElement[] accounts = await _client.RecordsAsync("SELECT Id, IsPersonAccount, RecordType.DeveloperName, PersonContactId FROM Account ORDER BY Name");
        Assert.Equal([business, person], accounts.Select(a => a.GetProperty("Id").GetString()));
        Assert.Equal("Business_Account", accounts[0].GetProperty("RecordType").GetProperty("DeveloperName").GetString());
        Assert.Equal(JsonValueKind.Null, accounts[0].GetProperty("PersonContactId").ValueKind);
        Assert.Equal(JsonValueKind.String, accounts[1].GetProperty("PersonContactId").ValueKind);
    }

    [Fact]
    public async Task ValidationRule_RecordThatMeetsIt_IsRefusedWithItsText()
    {
        _sandbox.Rules.Add(new SalesforceValidationRule("Opportunity", "Amount > 1000000 AND NextStep = null", "Große Geschäfte brauchen einen nächsten Schritt.\nFrag Eva.") { Field = "NextStep" });
        const string deal = "\"Name\":\"o\",\"StageName\":\"Prospecting\",\"CloseDate\":\"2026-06-01\"";
        (int status, JsonElement refused, _) = await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Opportunity", "{" + deal + ",\"Amount\":1000001}");
        Assert.Equal(400, status);
        Assert.Equal("""[{"message":"Große Geschäfte brauchen einen nächsten Schritt.\nFrag Eva.","errorCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION","fields":["NextStep"]}]""", refused.GetRawText());
        string id = await CreateAsync("Opportunity", "{" + deal + ",\"Amount\":1000001,\"NextStep\":\"call\"}");
        Assert.Equal("FIELD_CUSTOM_VALIDATION_EXCEPTION", Code(await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Opportunity/{id}", """{"NextStep":null}""")));
        Assert.Contains("\"call\"", _sandbox.Show("Opportunity", id), StringComparison.Ordinal);
        JsonElement job = await _client.IngestAsync("""{"object":"Opportunity","operation":"insert"}""", "Name,StageName,CloseDate,Amount\nb,Prospecting,2026-06-01,2000000\n");
        Assert.Equal(1, job.GetProperty("numberRecordsFailed").GetInt32());
        _sandbox.Rules.Clear();
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Opportunity/{id}", """{"NextStep":null}""")).Status);
        Assert.Throws<ArgumentException>(() => _sandbox.Rules.Add(new SalesforceValidationRule("Opportunity", "Nonsense = 1", "m")));
    }

    [Fact]
    public async Task DuplicateRule_AlertOrBlock_GoesByTheHeader()
    {
        string first = await CreateAsync("Account", """{"Name":"Acme","BillingCity":"Köln"}""");
        _sandbox.Rules.Add(new SalesforceDuplicateRule("Account", "Name", "BillingCity"));
        const string twin = """{"Name":"ACME","BillingCity":"köln","ERP_Id__c":"1"}""";
        (int status, JsonElement refused, _) = await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", twin);
        Assert.Equal(400, status);
        Assert.Equal("DUPLICATES_DETECTED", refused[0].GetProperty("errorCode").GetString());
        JsonElement result = refused[0].GetProperty("duplicateResult");
        Assert.True(result.GetProperty("allowSave").GetBoolean());
        Assert.Equal(first, result.GetProperty("matchResults")[0].GetProperty("matchRecords")[0].GetProperty("record").GetProperty("Id").GetString());
        Assert.Equal(1, _sandbox.Count("Account"));
        (_, JsonElement rows, _) = await _client.SendAsync(HttpMethod.Post, Base + "composite/sobjects", """{"records":[{"attributes":{"type":"Account"},"Name":"Acme","BillingCity":"Köln"},{"attributes":{"type":"Account"},"Name":"Acme"}]}""");
        Assert.Equal("DUPLICATES_DETECTED", rows[0].GetProperty("errors")[0].GetProperty("statusCode").GetString());
        Assert.True(rows[1].GetProperty("success").GetBoolean());
        (int saved, _, _) = await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", twin, ("Sforce-Duplicate-Rule-Header", "allowSave=true"));
        Assert.Equal(201, saved);
        _sandbox.Rules.Clear();
        _sandbox.Rules.Add(new SalesforceDuplicateRule("Account", "Name") { AllowSave = false });
        (int blocked, _, _) = await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", """{"Name":"Acme"}""", ("Sforce-Duplicate-Rule-Header", "allowSave=true"));
        Assert.Equal(400, blocked);
    }

    [Fact]
    public async Task Order_Activation_IsAnUpdateThatLocks()
    {
        string account = _sandbox.Seed("Account", """{"Name":"Acme"}""");
        string other = _sandbox.Seed("Account", """{"Name":"Other"}""");
        string product = _sandbox.Seed("Product2", """{"Name":"P","IsActive":true}""");
        string book = _sandbox.Seed("Pricebook2", """{"Name":"Standard","IsStandard":true,"IsActive":true}""");
        string price = await CreateAsync("PricebookEntry", $$"""{"Pricebook2Id":"{{book}}","Product2Id":"{{product}}","UnitPrice":10,"IsActive":true}""");
        string head = $$"""{"AccountId":"{{account}}","EffectiveDate":"2026-06-01","Pricebook2Id":"{{book}}","Status":""";
        Assert.Equal("FAILED_ACTIVATION", Code(await _client.SendAsync(HttpMethod.Post, Base + "sobjects/Order", head + "\"Activated\"}")));
        string order = await CreateAsync("Order", head + "\"Draft\"}");
        Assert.Equal("FAILED_ACTIVATION", Code(await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Order/{order}", """{"Status":"Activated"}""")));
        string item = await CreateAsync("OrderItem", $$"""{"OrderId":"{{order}}","PricebookEntryId":"{{price}}","Quantity":2,"UnitPrice":10}""");
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Order/{order}", """{"Status":"Activated"}""")).Status);
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", Code(await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Order/{order}", $$"""{"AccountId":"{{other}}"}""")));
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", Code(await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/OrderItem/{item}", """{"Quantity":3}""")));
        Assert.Equal("DELETE_FAILED", Code(await _client.SendAsync(HttpMethod.Delete, $"{Base}sobjects/Order/{order}")));
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Order/{order}", """{"Description":"still open to words"}""")).Status);
    }

    [Fact]
    public async Task Contract_Activated_HasItsTimeAndNoWayBack()
    {
        string account = _sandbox.Seed("Account", """{"Name":"Acme"}""");
        string contract = await CreateAsync("Contract", $$"""{"AccountId":"{{account}}","StartDate":"2026-06-01","ContractTerm":12}""");
        Assert.Equal(204, (await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Contract/{contract}", """{"Status":"Activated"}""")).Status);
        Assert.Contains("\"ActivatedDate\":\"2026-05-06T12:00:00.000+0000\"", _sandbox.Show("Contract", contract), StringComparison.Ordinal);
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", Code(await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Contract/{contract}", """{"Status":"Draft"}""")));
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", Code(await _client.SendAsync(HttpMethod.Patch, $"{Base}sobjects/Contract/{contract}", """{"ContractTerm":24}""")));
    }

    [Fact]
    public async Task Price_InACustomBook_NeedsAStandardPriceOfItsCurrency()
    {
        string product = _sandbox.Seed("Product2", """{"Name":"P"}""");
        string standard = _sandbox.Seed("Pricebook2", """{"Name":"Standard","IsStandard":true}""");
        string custom = _sandbox.Seed("Pricebook2", """{"Name":"Partners"}""");
        Assert.Equal("STANDARD_PRICE_NOT_DEFINED", Code(await _client.SendAsync(HttpMethod.Post, Base + "sobjects/PricebookEntry", Price(custom, "EUR"))));
        await CreateAsync("PricebookEntry", Price(standard, "EUR"));
        await CreateAsync("PricebookEntry", Price(custom, "EUR"));
        Assert.Equal("STANDARD_PRICE_NOT_DEFINED", Code(await _client.SendAsync(HttpMethod.Post, Base + "sobjects/PricebookEntry", Price(custom, "USD"))));
        Assert.Equal("DUPLICATE_VALUE", Code(await _client.SendAsync(HttpMethod.Post, Base + "sobjects/PricebookEntry", Price(custom, "EUR"))));

        string Price(string book, string currency) => $$"""{"Pricebook2Id":"{{book}}","Product2Id":"{{product}}","UnitPrice":10,"IsActive":true,"CurrencyIsoCode":"{{currency}}"}""";
    }

    [Theory]
    [InlineData(false, "DUPLICATE_VALUE")]
    [InlineData(true, null)]
    public async Task ExternalId_WhereTheCaseCounts_TellsTwoValuesApart(bool caseSensitive, string? code)
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { CustomFields = { ["Account"] = [new("Key__c", SalesforceSandboxFieldType.Text) { ExternalId = true, Unique = true, CaseSensitive = caseSensitive }] } });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using var client = new SalesforceTestClient(sandbox);
        await client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", """{"Name":"a","Key__c":"abc"}""");
        Assert.Equal(code ?? "201: ", Code(await client.SendAsync(HttpMethod.Post, Base + "sobjects/Account", """{"Name":"b","Key__c":"ABC"}"""))?[..(code?.Length ?? 5)]);
        (int status, _, _) = await client.SendAsync(HttpMethod.Patch, Base + "sobjects/Account/Key__c/ABC", """{"Site":"s"}""");
        Assert.Equal(200, status);
        Assert.Equal(caseSensitive ? 2 : 1, sandbox.Count("Account"));
    }

    private static string? Code((int Status, JsonElement Body, System.Net.Http.Headers.HttpResponseHeaders Headers) answer) => answer.Body.ValueKind == JsonValueKind.Array ? answer.Body[0].GetProperty("errorCode").GetString() : $"{answer.Status}: {answer.Body}";

    private async Task<string> CreateAsync(string objectName, string json)
    {
        (int status, JsonElement body, _) = await _client.SendAsync(HttpMethod.Post, $"{Base}sobjects/{objectName}", json);
        Assert.True(status == 201, body.ToString());
        return body.GetProperty("id").GetString()!;
    }
}
