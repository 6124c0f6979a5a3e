using System.Security.Cryptography;

namespace Canonical.Testing.Tests.Salesforce;

/// <summary>The sandbox of these tests: accounts enough for several pages, an external id that is unique and one that is not.</summary>
internal static class SalesforceTestOrg
{
    public const int Accounts = 450;

    /// <summary>One key for all tests: making one takes a good part of a second.</summary>
    public static readonly RSA Key = RSA.Create(2048);

    public static SalesforceSandboxOptions Options(RSA key) => new()
    {
        AssertionKey = key.ExportParameters(includePrivateParameters: false),
        CustomFields =
        {
            ["Account"] =
            [
                new SalesforceSandboxField("ERP_Id__c", SalesforceSandboxFieldType.Text) { Length = 40, ExternalId = true, Unique = true },
                new SalesforceSandboxField("Legacy_Id__c", SalesforceSandboxFieldType.Text) { Length = 40, ExternalId = true },
            ],
        },
    };

    public static async Task<SalesforceSandbox> StartAsync(SalesforceSandboxOptions options, TimeProvider? time = null)
    {
        var sandbox = new SalesforceSandbox(options, time);
        for (int i = 0; i < Accounts; i++)
            sandbox.Seed("Account", $$"""{"Name":"Account {{i:D4}}"{{(i < 2 ? ""","Legacy_Id__c":"TWICE" """ : "")}},"CurrencyIsoCode":"EUR"}""");
        string first = sandbox.Seed("Account", """{"Name":"Küche & Söhne","CurrencyIsoCode":"EUR","BillingCity":"Köln","AnnualRevenue":12000000,"NumberOfEmployees":100}""");
        sandbox.Seed("Opportunity", $$"""{"Name":"Won large","AccountId":"{{first}}","StageName":"Closed Won","Amount":15000,"CloseDate":"2026-02-27","CurrencyIsoCode":"EUR"}""");
        sandbox.Seed("Opportunity", """{"Name":"Won without account","StageName":"Closed Won","Amount":12.5,"CloseDate":"2026-01-20","CurrencyIsoCode":"EUR"}""");
        sandbox.Seed("Opportunity", """{"Name":"Open","StageName":"Prospecting","Amount":1,"CloseDate":"2026-03-01","CurrencyIsoCode":"EUR"}""");
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        return sandbox;
    }
}
