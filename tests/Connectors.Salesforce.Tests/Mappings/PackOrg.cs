using System.Text;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>A generated org with Certinia PSA, in which every object that the packs write has an external id of ours.</summary>
internal sealed class PackOrg : IAsyncDisposable
{
    public const string ExternalId = "ERP_Id__c";

    /// <summary>A key of price book entries, so that lines can name their item.</summary>
    public const string ItemField = "PricebookEntry.Item_Key__c";

    private static readonly string[] Written =
        ["Contact", "Opportunity", "OpportunityLineItem", "Contract", "Order", "OrderItem", "pse__Proj__c", "pse__Assignment__c", "pse__Milestone__c", "pse__Rate_Card__c", "pse__Expense_Report__c", "pse__Expense__c"];

    private PackOrg(SalesforceSandbox sandbox, SalesforceClient client) => (Sandbox, Client) = (sandbox, client);

    public SalesforceSandbox Sandbox { get; }

    public SalesforceClient Client { get; }

    public KeptReferences References { get; } = new();

    public string? OrgCurrency { get; private init; }

    public SalesforceReadOptions Read => SandboxOrg.Read(Sandbox) with { References = References, OrgCurrency = OrgCurrency };

    public static async Task<PackOrg> StartAsync(int seed, int accounts = 8, bool multiCurrency = true)
    {
        SalesforceSandboxOptions settings = SandboxOrg.Options(multiCurrency);
        settings.CertiniaPsa = true;
        settings.DailyApiRequests = 1_000_000;
        var entity = new SalesforceSandboxField("Legal_Entity__c", SalesforceSandboxFieldType.Picklist);
        var key = new SalesforceSandboxField(ExternalId, SalesforceSandboxFieldType.Text) { Length = 120, ExternalId = true, Unique = true };
        foreach (string name in Written)
            settings.CustomFields[name] = [key];
        foreach (string name in (string[])["Contact", "Contract", "Order"])
            settings.CustomFields[name] = [key, entity];
        // The forecast category is standard in every org, and unknown to the sandbox.
        settings.CustomFields["Opportunity"] = [key, entity, new SalesforceSandboxField("ForecastCategoryName", SalesforceSandboxFieldType.Picklist)];
        settings.CustomFields["PricebookEntry"] = [key with { Name = "Item_Key__c" }];
        // Stamps in whole seconds of a clock that moves with each wait.
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        var sandbox = new SalesforceSandbox(settings, time);
        IReadOnlyDictionary<string, IReadOnlyList<string>> ids = new SalesforceOrgGenerator(seed) { Accounts = accounts }.Fill(sandbox);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        SalesforceClient client = TestClients.Over(sandbox, time: time);
        foreach (string name in (string[])["Contact", "Contract", "Order", "Opportunity"])
            await SetAsync(name, static _ => """{"Legal_Entity__c":"DE01"}""");
        await SetAsync("PricebookEntry", static i => $$"""{"Item_Key__c":"ITEM-{{i}}"}""");
        return new PackOrg(sandbox, client) { OrgCurrency = multiCurrency ? null : "EUR" };

        async Task SetAsync(string name, Func<int, string> fields)
        {
            int at = 0;
            foreach (string[] part in ids.GetValueOrDefault(name, []).Chunk(200))
                await client.UpdateManyAsync(name, [.. part.Select(id => new SalesforceWrite(id, Encoding.UTF8.GetBytes(fields(at++))))], cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The records that a mapping reads, as Salesforce gives them.</summary>
    public async Task<List<SalesforceRecord>> RecordsAsync<T>(MappingDocument mapping, SoqlCondition? where = null)
        where T : class, ICanonicalObject<T>
    {
        SoqlBuilder query = new SalesforceMappedRecords<T>(mapping, mapping.Source.ObjectType, Read).Query();
        var records = new List<SalesforceRecord>();
        await foreach (Page<SalesforceRecord> page in Client.QueryAsync((where is null ? query : query.Where(where)).Build(), cancellationToken: TestContext.Current.CancellationToken))
            records.AddRange(page.Items);
        return records;
    }

    public MappingContext Context(MappingDocument mapping, AbsentMembers absent = AbsentMembers.NotSent) =>
        Read.Context(mapping, new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero)) with { AbsentMembers = absent };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }
}
