using System.Text;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>What only describe knows, told before the first write: protocols/salesforce.md §1.9, §1.11, §4.2.</summary>
public sealed class PreflightTrapTests
{
    private static readonly SalesforceWriteOptions<Customer> Write = new() { ExternalIdField = "ERP_Id__c" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Currency_MappingForAnOrgWithAnotherNumberOfThem_IsAnErrorBeforeAmountsAreWrong(bool orgHasSeveral, bool mappingTakesSeveral)
    {
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options(orgHasSeveral));
        await sandbox.StartAsync(Cancellation);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforcePreflightReport report = await SalesforcePreflight.RunAsync(client, SalesforceMappings.AccountToCustomer(singleCurrency: !mappingTakesSeveral), Cancellation);
        bool fits = orgHasSeveral == mappingTakesSeveral;
        Assert.Equal(fits ? 0 : 1, report.Findings.Count(f => f is { Code: SalesforceErrorCodes.CurrencyUnfit, SourcePath: "CurrencyIsoCode", Severity: MappingFindingSeverity.Error }));
        Assert.Equal(fits, report.IsReady);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Currency_OfTheOrg_IsFoundByProbing(bool several)
    {
        await using var sandbox = new SalesforceSandbox(SandboxOrg.Options(several));
        await sandbox.StartAsync(Cancellation);
        using SalesforceClient client = TestClients.Over(sandbox);
        string? currency = await client.GetOrgCurrencyAsync(Cancellation);
        Assert.Equal(several, currency is null);
        Assert.True(several || currency!.Length == 3);
    }

    [Fact]
    public async Task Hidden_Field_TheWordsNameFieldLevelSecurity()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.HideField("Account", "Industry");
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforcePreflightReport report = await SalesforcePreflight.RunAsync(client, SalesforceMappings.AccountToCustomer(), Cancellation);
        var failed = Assert.Throws<ConnectorException>(report.RequireReady);
        Assert.Contains("'Industry'", failed.Message, StringComparison.Ordinal);
        Assert.Contains("field-level security", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_IsAskedInEachRun_SoThatANewFieldIsSeen()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.HideField("Account", "Industry");
        using SalesforceClient client = TestClients.Over(sandbox);
        Assert.False((await SalesforcePreflight.RunAsync(client, SalesforceMappings.AccountToCustomer(), Cancellation)).IsReady);
        sandbox.HideField("Account", "Industry", hidden: false);
        Assert.True((await SalesforcePreflight.RunAsync(client, SalesforceMappings.AccountToCustomer(), Cancellation)).IsReady);
        Assert.Equal(2, sandbox.Requests.Count(r => r.PathAndQuery.EndsWith("/describe", StringComparison.Ordinal)));
    }

    [Theory]
    // createable && !nillable && !defaultedOnCreate
    [InlineData(true, false, false, true)]
    [InlineData(false, false, false, false)]
    [InlineData(true, true, false, false)]
    [InlineData(true, false, true, false)]
    public async Task Required_IsWhatCanBeGivenMustNotBeEmptyAndNobodyElseFills(bool createable, bool nillable, bool defaulted, bool required)
    {
        SalesforcePreflightReport report = await RunAsync($$"""{"name":"Tier__c","type":"string","length":10,"nillable":{{Json(nillable)}},"createable":{{Json(createable)}},"updateable":true,"defaultedOnCreate":{{Json(defaulted)}}}""", "ERP_Id__c");
        Assert.Equal(required, report.Findings.Any(f => f.Code == MappingCodes.RequiredFieldNotWritten && f.SourcePath == "Tier__c"));
    }

    [Theory]
    [InlineData("\"externalId\":true,\"idLookup\":true,\"unique\":true", true, "")]
    [InlineData("\"externalId\":false,\"idLookup\":true,\"unique\":true", true, "")]
    // Works, and can meet several records.
    [InlineData("\"externalId\":false,\"idLookup\":true,\"unique\":false", true, "SFC1018")]
    [InlineData("\"externalId\":true,\"unique\":false", true, "SFC1018")]
    [InlineData("\"externalId\":false,\"unique\":true", false, "SFC1018")]
    public async Task Key_ExternalIdOrStandardLookupField_IsFitAndUniqueOrWarned(string flags, bool ready, string code)
    {
        SalesforcePreflightReport report = await RunAsync($$"""{"name":"Key__c","type":"string","length":80,"nillable":true,"createable":true,"updateable":true,{{flags}}}""", "Key__c");
        Assert.Equal(ready, report.IsReady);
        Assert.Equal(code, string.Join(' ', report.Findings.Where(f => f.SourcePath == "Key__c" && f.Code.StartsWith("SFC", StringComparison.Ordinal)).Select(f => f.Code)));
    }

    [Fact]
    public async Task Key_Id_IsFitWhenTheObjectGivesIt()
    {
        const string id = """{"name":"Id","type":"id","length":18,"nillable":false,"createable":false,"updateable":false,"idLookup":true,"defaultedOnCreate":true}""";
        Assert.True((await RunAsync(id, "Id", static c => c.SourceRefs[0].RecordId)).IsReady);
        Assert.Contains((await RunAsync(id, "Id")).Findings, f => f.Code == MappingCodes.LengthLoss && f.SourcePath == "Id");
    }

    [Theory]
    // The mapping writes gold and silver.
    [InlineData("[\"gold\",\"silver\",\"other\"]", true, true)]
    [InlineData("[\"gold\"]", true, false)]
    [InlineData("[\"gold\"]", false, true)]
    // An inactive value is refused like one that is not there.
    [InlineData("[\"gold\",\"-silver\"]", true, false)]
    public async Task RestrictedPicklist_ValueThatIsNotInIt_IsFound(string values, bool restricted, bool fits)
    {
        string list = string.Join(',', System.Text.Json.JsonSerializer.Deserialize<string[]>(values)!.Select(v => $$"""{"value":"{{v.TrimStart('-')}}","label":"L","active":{{Json(v[0] != '-')}}}"""));
        SalesforcePreflightReport report = await RunAsync($$"""{"name":"Rating","type":"picklist","length":40,"nillable":true,"createable":true,"updateable":true,"restrictedPicklist":{{Json(restricted)}},"picklistValues":[{{list}}]}""", "ERP_Id__c", lenses: """
            {"id":"rating","kind":"table","source":"Rating","target":"customerNumber","entries":[{"vendor":"gold","canonical":"1"},{"vendor":"silver","canonical":"2"}]},
            """);
        Assert.Equal(!fits, report.Findings.Any(f => f.SourcePath == "Rating" && f.Message.Contains("silver", StringComparison.Ordinal)));
    }

    private static async Task<SalesforcePreflightReport> RunAsync(string field, string key, Func<Customer, string>? externalId = null, string lenses = "")
    {
        string more = key == "Id" ? "" : """{"name":"Id","type":"id","length":18,"nillable":false,"createable":false,"updateable":false,"defaultedOnCreate":true},""";
        string ours = key is "ERP_Id__c" ? """{"name":"ERP_Id__c","type":"string","length":40,"nillable":true,"createable":true,"updateable":true,"externalId":true,"unique":true},""" : "";
        RouteTable routes = new RouteTable().Token().On("GET /services/data/v64.0/sobjects/Account/describe", 200, $$"""
            {"name":"Account","keyPrefix":"001","fields":[{{more}}{{ours}}{"name":"Name","type":"string","length":255,"nillable":false,"createable":true,"updateable":true},{{field}}]}
            """);
        using SalesforceClient client = TestClients.Over(routes);
        MappingDocument mapping = MappingDocument.Parse(Encoding.UTF8.GetBytes($$"""
            {"$schema":"https://schemas.canonical-sdk.org/mapping/1.0.0","mapping":"t.account","version":"1.0.0","title":"t","source":{"system":"salesforce","object":"Account","key":"Id"},"target":"customer/1.0.0",
            "lenses":[{{lenses}}{"id":"name","kind":"field","source":"Name","target":"name","convert":"text"},
            {"id":"kind","kind":"default","target":"kind","value":"organization","loss":"Not written back."},{"id":"currency","kind":"constant","target":"defaultCurrency","value":"EUR"}]}
            """));
        return await SalesforcePreflight.RunAsync(client, mapping, Write with { ExternalIdField = key, ExternalId = externalId }, Cancellation);
    }

    private static string Json(bool value) => value ? "true" : "false";
}
