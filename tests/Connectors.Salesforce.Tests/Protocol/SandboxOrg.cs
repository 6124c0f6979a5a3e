using Canonical.Model;
using Canonical.Testing;

namespace Connectors.Salesforce.Tests;

/// <summary>An org with won opportunities, and what a reader of it needs.</summary>
internal static class SandboxOrg
{
    public const string Tenant = "acme";

    // Members that follow others.
    private const string Euro = ""","CurrencyIsoCode":"EUR" """;
    private const string Germans = ""","Legal_Entity__c":"DE01" """;

    public static readonly CanonicalId Germany = CanonicalId.Derive(Tenant, "legal-entity", "netsuite", "1234567", "3");

    public static SalesforceSandboxOptions Options(bool multiCurrency = true) => new()
    {
        MultiCurrency = multiCurrency,
        // What we write has to keep to the documented order, which the product itself does not ask for.
        AttributesFirst = true,
        CustomFields =
        {
            ["Opportunity"] = [new SalesforceSandboxField("Legal_Entity__c", SalesforceSandboxFieldType.Picklist)],
            ["Account"] = [new SalesforceSandboxField("ERP_Id__c", SalesforceSandboxFieldType.Text) { Length = 40, ExternalId = true, Unique = true }],
        },
    };

    public static SalesforceReadOptions Read(SalesforceSandbox sandbox) => new()
    {
        Tenant = Tenant,
        Instance = sandbox.OrganizationId,
        References = new LegalEntityResolver(new Dictionary<string, CanonicalId>(StringComparer.Ordinal) { ["DE01"] = Germany }),
    };

    public static string SeedAccount(SalesforceSandbox sandbox, string name, string more = Euro) => sandbox.Seed("Account", $$"""{"Name":"{{name}}"{{more}}}""");

    public static string SeedWon(SalesforceSandbox sandbox, string name, string account, string more = Euro + Germans) =>
        sandbox.Seed("Opportunity", $$"""{"Name":"{{name}}","AccountId":"{{account}}","StageName":"Closed Won","CloseDate":"2026-02-27","Amount":15000{{more}}}""");

    /// <summary>As many won opportunities as asked for, of one account.</summary>
    public static async Task<SalesforceSandbox> StartAsync(int opportunities, TimeProvider? time = null)
    {
        var sandbox = new SalesforceSandbox(Options(), time);
        string account = SeedAccount(sandbox, "Acme");
        for (int i = 0; i < opportunities; i++)
            SeedWon(sandbox, $"Opportunity {i:D4}", account);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        return sandbox;
    }
}
