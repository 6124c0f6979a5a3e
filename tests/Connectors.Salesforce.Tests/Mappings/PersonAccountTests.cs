using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>Accounts that are persons: read as such, changed, and never given a name that Salesforce makes itself.</summary>
public sealed class PersonAccountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAndWrite_PersonsAndOrganizations_AreToldApart()
    {
        await using SalesforceSandbox sandbox = await StartAsync();
        string person = sandbox.Seed("Account", """{"LastName":"Lovelace","FirstName":"Ada","CurrencyIsoCode":"EUR","PersonEmail":"ada@example.com","PersonMobilePhone":"+44 1","ERP_Id__c":"P"}""");
        string company = sandbox.Seed("Account", """{"Name":"Acme","CurrencyIsoCode":"EUR","ERP_Id__c":"C"}""");
        using SalesforceClient client = TestClients.Over(sandbox);
        MappingDocument mapping = SalesforceMappings.AccountToCustomer(personAccounts: true);
        var write = new SalesforceWriteOptions<Customer> { ExternalIdField = "ERP_Id__c", ExternalId = customer => customer.Kind == CustomerKind.Person ? "P" : "C" };
        (await SalesforcePreflight.RunAsync(client, mapping, write, Cancellation)).RequireReady();

        var source = new SalesforceObjectSource<Customer>(client, mapping, SandboxOrg.Read(sandbox));
        Customer[] read = [.. (await source.ReadAsync(cancellationToken: Cancellation).Items(Cancellation).ToListAsync()).Select(item => item.Value!)];
        Customer ada = Assert.Single(read, customer => customer.SourceRefs[0].RecordId == person), acme = Assert.Single(read, customer => customer.SourceRefs[0].RecordId == company);
        Assert.Equal((CustomerKind.Person, "Ada Lovelace", "ada@example.com", "+44 1"), (ada.Kind, ada.Name, Assert.Single(ada.Emails!).Address, Assert.Single(ada.Phones!).Number));
        Assert.Equal((CustomerKind.Organization, "Acme"), (acme.Kind, acme.Name));
        Assert.Null(acme.Emails);

        // Of the person what Salesforce lets be written, of the organization its name too.
        var sink = new SalesforceSink<Customer>(client, mapping, SandboxOrg.Read(sandbox), write);
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(SinkTests.Request(ada with { Name = "Countess Lovelace", Phones = [ada.Phones![0] with { Number = "+44 2" }] }), Cancellation)).Kind);
        Assert.Equal(WriteOutcomeKind.Updated, (await sink.UpsertAsync(SinkTests.Request(acme with { Name = "Acme Ltd" }), Cancellation)).Kind);
        read = [.. (await source.ReadAsync(cancellationToken: Cancellation).Items(Cancellation).ToListAsync()).Select(item => item.Value!)];
        Assert.Equal(["+44 2"], read.Single(customer => customer.Kind == CustomerKind.Person).Phones!.Select(phone => phone.Number));
        Assert.Equal(["Acme Ltd", "Ada Lovelace"], read.Select(customer => customer.Name).Order(StringComparer.Ordinal));
    }

    private static async Task<SalesforceSandbox> StartAsync()
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.PersonAccounts = true;
        var sandbox = new SalesforceSandbox(options);
        await sandbox.StartAsync(Cancellation);
        return sandbox;
    }
}
