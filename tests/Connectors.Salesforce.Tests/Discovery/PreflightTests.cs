using System.Text;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

public sealed class PreflightTests
{
    private static readonly SalesforceWriteOptions<Customer> Write = new() { ExternalIdField = "ERP_Id__c" };

    [Fact]
    public async Task Run_OrgThatFits_IsReady()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforcePreflightReport report = await SalesforcePreflight.RunAsync(client, SalesforceMappings.AccountToCustomer(), Write, TestContext.Current.CancellationToken);
        Assert.True(report.IsReady, string.Join('\n', report.Findings));
        report.RequireReady();
    }

    [Fact]
    public async Task ToString_FieldHidden_NamesItFirstAndLeavesNotesOut()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.HideField("Account", "Industry");
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforcePreflightReport report = await SalesforcePreflight.RunAsync(client, SalesforceMappings.AccountToCustomer(), Write, TestContext.Current.CancellationToken);
        string[] lines = report.ToString().Split(Environment.NewLine);
        Assert.Equal("Account: not ready", lines[0]);
        Assert.StartsWith($"  {MappingCodes.SourceUnknown} Error", lines[1], StringComparison.Ordinal);
        Assert.Contains("'Industry'", lines[1], StringComparison.Ordinal);
        Assert.Contains(report.Findings, f => f.Severity == MappingFindingSeverity.Note);
        Assert.Equal(report.Findings.Count(f => f.Severity != MappingFindingSeverity.Note) + 1, lines.Length);
    }

    [Fact]
    public async Task Run_FieldsHidden_NamesEachOfThem()
    {
        await using SalesforceSandbox sandbox = await SandboxOrg.StartAsync(0);
        sandbox.HideField("Account", "Industry");
        sandbox.HideField("Account", "ERP_Id__c");
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforcePreflightReport report = await SalesforcePreflight.RunAsync(client, SalesforceMappings.AccountToCustomer(), Write, TestContext.Current.CancellationToken);
        Assert.False(report.IsReady);
        Assert.Equal(["ERP_Id__c", "Industry"], report.Findings.Where(f => f.Code == MappingCodes.SourceUnknown).Select(f => f.SourcePath).Order(StringComparer.Ordinal));
        var failed = Assert.Throws<ConnectorException>(report.RequireReady);
        Assert.Equal(SalesforceErrorCodes.PreflightFailed, failed.Code);
        Assert.Contains("Industry", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FieldsReadOnlyTooShortAndRequired_AreFoundOnlyForWhoWrites()
    {
        RouteTable routes = new RouteTable().Token().On("GET /services/data/v64.0/sobjects/Account/describe", 200, """
            {"name":"Account","keyPrefix":"001","fields":[
            {"name":"Id","type":"id","length":18,"nillable":false},{"name":"IsDeleted","type":"boolean"},{"name":"SystemModstamp","type":"datetime"},{"name":"CreatedDate","type":"datetime"},
            {"name":"Name","type":"string","length":255,"nillable":false,"createable":true,"updateable":true},
            {"name":"Phone","type":"phone","length":40,"nillable":true,"createable":false,"updateable":false},
            {"name":"Tier__c","type":"string","length":10,"nillable":false,"createable":true,"updateable":true},
            {"name":"ERP_Id__c","type":"string","length":20,"nillable":true,"createable":true,"updateable":true}]}
            """);
        using SalesforceClient client = TestClients.Over(routes);
        MappingDocument mapping = MappingDocument.Parse("""
            {"$schema":"https://schemas.canonical-sdk.org/mapping/1.0.0","mapping":"t.account","version":"1.0.0","title":"t","source":{"system":"salesforce","object":"Account","key":"Id"},"target":"customer/1.0.0",
            "lenses":[{"id":"name","kind":"field","source":"Name","target":"name","convert":"text"},
            {"id":"kind","kind":"default","target":"kind","value":"organization","loss":"Not written back."},{"id":"currency","kind":"constant","target":"defaultCurrency","value":"EUR"},
            {"id":"phone","kind":"field","source":"Phone","target":"phones[kind=main].number","convert":"text"}]}
            """u8);
        SalesforcePreflightReport written = await SalesforcePreflight.RunAsync(client, mapping, Write, TestContext.Current.CancellationToken);
        Assert.Contains(written.Findings, f => f.Code == MappingCodes.SourceReadOnly && f.SourcePath == "Phone");
        Assert.Contains(written.Findings, f => f.Code == MappingCodes.RequiredFieldNotWritten && f.SourcePath == "Tier__c");
        Assert.Equal([SalesforceErrorCodes.KeyUnfit, SalesforceErrorCodes.KeyUnfit, MappingCodes.LengthLoss], written.Findings.Where(f => f.SourcePath == "ERP_Id__c" && f.Code != MappingCodes.SourceNotMapped).Select(f => f.Code));
        SalesforcePreflightReport read = await SalesforcePreflight.RunAsync(client, mapping, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(read.Findings, f => f.Code is MappingCodes.SourceReadOnly or MappingCodes.RequiredFieldNotWritten);
    }

    [Theory]
    [InlineData("describe-Account.json", 68)]
    [InlineData("describe-Opportunity.json", 40)]
    [InlineData("describe-custom-object.json", 30)]
    public async Task Discover_RecordedDescribe_HasEveryField(string fixture, int fields)
    {
        RouteTable routes = new RouteTable().Token().On("GET /services/data/v64.0/sobjects/X/describe", 200, Encoding.UTF8.GetString(SharedFiles.Fixture(fixture)));
        using SalesforceClient client = TestClients.Over(routes);
        VendorShape shape = await client.DiscoverAsync("X", TestContext.Current.CancellationToken);
        SalesforceObjectDescription description = await client.DescribeAsync("X", TestContext.Current.CancellationToken);
        Assert.Equal(fields, description.Fields.Count);
        Assert.All(description.Fields, f => Assert.NotNull(shape.Find(f.Name)));
    }

    [Fact]
    public async Task ListObjects_Answer_SaysWhatMayBeDone()
    {
        RouteTable routes = new RouteTable().Token().On("GET /services/data/v64.0/sobjects", 200, """{"encoding":"UTF-8","sobjects":[{"name":"Account","label":"Account","keyPrefix":"001","queryable":true,"createable":true,"updateable":false,"deletable":true,"replicateable":true}]}""");
        using SalesforceClient client = TestClients.Over(routes);
        Assert.Equal(
            new SalesforceObjectSummary("Account", "Account", "001", IsQueryable: true, IsCreateable: true, IsUpdateable: false, IsDeletable: true, IsReplicateable: true),
            Assert.Single(await client.ListObjectsAsync(TestContext.Current.CancellationToken)));
    }
}
