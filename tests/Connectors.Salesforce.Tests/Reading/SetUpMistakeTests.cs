using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>What a new user gets wrong first, and what is said then.</summary>
public sealed class SetUpMistakeTests
{
    private static readonly SalesforceReadOptions Org = new() { Tenant = "acme", Instance = "00D000000000062EAA" };

    [Fact]
    public async Task Read_MappingOfSeveralCurrenciesInOrgWithOne_NamesTheOption()
    {
        await using var sandbox = new SalesforceSandbox(new SalesforceSandboxOptions { MultiCurrency = false });
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);

        ConnectorException refused = await Assert.ThrowsAsync<ConnectorException>(() => new SalesforceAccountSource(client, Org).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync());

        Assert.Equal(SalesforceErrorCodes.Misconfigured, refused.Code);
        Assert.EndsWith("An org with one currency has no such field: give OrgCurrency, and a mapping for one currency (singleCurrency).", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AnotherFieldIsMissing_SaysNothingOfCurrencies()
    {
        await using var sandbox = new SalesforceSandbox();
        sandbox.HideField("Account", "Name");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);

        ConnectorException refused = await Assert.ThrowsAsync<ConnectorException>(() => new SalesforceAccountSource(client, Org).ReadAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync());

        Assert.Equal(SalesforceErrorCodes.Misconfigured, refused.Code);
        Assert.DoesNotContain("OrgCurrency", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Without this, every record of the org would be refused for one missing option.</summary>
    [Fact]
    public void Constructor_RequiredParameterIsNotGiven_NamesTheOption()
    {
        using SalesforceClient client = SalesforceClient.Create(TestClients.Options());
        MappingDocument mapping = SalesforceMappings.AccountToCustomer(singleCurrency: true);
        Action[] makers =
        [
            () => _ = new SalesforceObjectSource<Customer>(client, mapping, Org),
            () => _ = new SalesforceChangeSource<Customer>(client, mapping, Org),
            () => _ = new SalesforceBulkSource<Customer>(client, mapping, Org),
            () => _ = new SalesforceSink<Customer>(client, mapping, Org, new SalesforceWriteOptions<Customer> { ExternalIdField = "ERP_Id__c" }),
        ];

        foreach (Action make in makers)
            Assert.Contains("the parameter 'orgCurrency': give OrgCurrency of SalesforceReadOptions", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
        _ = new SalesforceObjectSource<Customer>(client, mapping, Org with { OrgCurrency = "EUR" });
        _ = new SalesforceObjectSource<Customer>(client, mapping, Org with { Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["orgCurrency"] = "EUR" } });
    }
}
