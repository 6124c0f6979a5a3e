using System.Text.Json;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>An org whose opportunities are written with their lines, and what writes them.</summary>
internal sealed class LinesOrg : IAsyncDisposable
{
    private LinesOrg(SalesforceSandbox sandbox) => Sandbox = sandbox;

    public SalesforceSandbox Sandbox { get; }

    public KeptReferences References { get; } = new();

    public string Account { get; private set; } = "";

    public string Entry { get; private set; } = "";

    public static SalesforceWriteOptions<Opportunity> Options { get; } = new() { ExternalIdField = "ERP_Id__c", Lines = [SalesforceLineOptions.OpportunityLineItems("ERP_Line_Id__c")] };

    /// <summary>The package's mapping, which writes lines too.</summary>
    public static MappingDocument Mapping { get; } = SalesforceMappings.OpportunityToOpportunity();

    public SalesforceReadOptions Read => SandboxOrg.Read(Sandbox) with { References = References };

    public static async Task<LinesOrg> StartAsync(TimeProvider? time = null)
    {
        SalesforceSandboxOptions options = SandboxOrg.Options();
        options.CustomFields["Opportunity"] =
        [
            new SalesforceSandboxField("ERP_Id__c", SalesforceSandboxFieldType.Text) { Length = 80, ExternalId = true, Unique = true },
            new SalesforceSandboxField("ForecastCategoryName", SalesforceSandboxFieldType.Picklist),
        ];
        options.CustomFields["OpportunityLineItem"] =
        [
            new SalesforceSandboxField("ERP_Line_Id__c", SalesforceSandboxFieldType.Text) { Length = 120, ExternalId = true, Unique = true },
        ];
        var org = new LinesOrg(new SalesforceSandbox(options, time));
        org.Account = SandboxOrg.SeedAccount(org.Sandbox, "Acme");
        string product = org.Sandbox.Seed("Product2", """{"Name":"Consulting","ProductCode":"C-1","IsActive":true}""");
        string book = org.Sandbox.Seed("Pricebook2", """{"Name":"Standard","IsActive":true,"IsStandard":true}""");
        org.Entry = org.Sandbox.Seed("PricebookEntry", $$"""{"Name":"C-1","Pricebook2Id":"{{book}}","Product2Id":"{{product}}","UnitPrice":100,"IsActive":true,"CurrencyIsoCode":"EUR"}""");
        await org.Sandbox.StartAsync(TestContext.Current.CancellationToken);
        return org;
    }

    public SalesforceClient Client(Action<SalesforceOptions>? change = null, TimeProvider? time = null, HttpMessageHandler? handler = null) => SalesforceClient.Create(
        TestClients.Options(o =>
        {
            o.LoginAddress = Sandbox.BaseAddress;
            change?.Invoke(o);
        }),
        time,
        primaryHandler: handler is null ? null : () => handler);

    public SalesforceSink<Opportunity> Sink(SalesforceClient client, SalesforceWriteOptions<Opportunity>? options = null) => new(client, Mapping, Read, options ?? Options);

    public SalesforceBulkSink<Opportunity> BulkSink(SalesforceClient client, SalesforceWriteOptions<Opportunity>? options = null) => new(client, Mapping, Read, options ?? Options);

    /// <summary>An opportunity of another system.</summary>
    public Opportunity Make(string name, params IReadOnlyList<(string Id, decimal Quantity, decimal Rate)> lines)
    {
        CanonicalId customer = References.Know(SandboxOrg.Tenant, "customer", Sandbox.OrganizationId, Account);
        return new Opportunity
        {
            Id = CanonicalId.Derive(SandboxOrg.Tenant, "opportunity", "netsuite", "1234567", name),
            SourceRefs = [new SourceRef { System = "netsuite", Instance = "1234567", ObjectType = "opportunity", RecordId = name }],
            Status = RecordStatus.Active,
            ObservedAt = new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero),
            Name = name,
            Customer = new Reference<Customer>(customer),
            Stage = new OpportunityStage("Prospecting"),
            State = OpportunityState.Open,
            Currency = CurrencyCode.Parse("EUR"),
            CloseDate = new DateOnly(2026, 9, 30),
            Lines = [.. lines.Select(l => new OpportunityLine { LineId = l.Id, Description = "Line " + l.Id, Quantity = new Quantity(l.Quantity, QuantityUnit.Each), Rate = new Money(l.Rate, "EUR") })],
        };
    }

    public WriteRequest<Opportunity> Request(string name, params IReadOnlyList<(string Id, decimal Quantity, decimal Rate)> lines) => new(Make(name, lines), SinkTests.NextKey());

    /// <summary>The lines of a record, by our id of them.</summary>
    public static async Task<List<string>> LinesOfAsync(SalesforceClient client, string id)
    {
        var lines = new List<string>();
        Soql query = SoqlBuilder.From("OpportunityLineItem", "Id", "ERP_Line_Id__c", "Quantity", "UnitPrice").Where(SoqlCondition.Equal("OpportunityId", id)).OrderBy("ERP_Line_Id__c").Build();
        await foreach (SalesforceRecord record in client.QueryAsync(query, cancellationToken: TestContext.Current.CancellationToken).Items(TestContext.Current.CancellationToken))
        {
            string? key = SalesforceAnswers.Text(record.Json, "ERP_Line_Id__c");
            lines.Add($"{(key is null ? "-" : key[(key.LastIndexOf('-') + 1)..])}:{record.Json.GetProperty("Quantity").GetDecimal():0.##}x{record.Json.GetProperty("UnitPrice").GetDecimal():0.##}");
        }

        return lines;
    }

    public decimal? Amount(string id)
    {
        using JsonDocument shown = JsonDocument.Parse(Sandbox.Show("Opportunity", id)!);
        return shown.RootElement.GetProperty("Amount") is { ValueKind: JsonValueKind.Number } amount ? amount.GetDecimal() : null;
    }

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
