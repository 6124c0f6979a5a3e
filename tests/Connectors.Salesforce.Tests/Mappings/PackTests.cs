using System.Text;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>The mapping packs against a generated org: every record becomes an object that keeps its contract and its laws, or says why not.</summary>
public sealed class PackTests
{
    [Fact]
    public async Task Read_GeneratedOrg_EveryPackMapsItsRecords()
    {
        SalesforceSandboxOptions settings = SandboxOrg.Options();
        settings.CertiniaPsa = true;
        settings.DailyApiRequests = 1_000_000;
        SalesforceSandboxField entity = new("Legal_Entity__c", SalesforceSandboxFieldType.Picklist);
        settings.CustomFields["Contract"] = [entity];
        settings.CustomFields["Order"] = [entity];
        settings.CustomFields["Contact"] = [entity];
        // Standard in every org, and unknown to the sandbox.
        settings.CustomFields["Opportunity"] = [entity, new SalesforceSandboxField("ForecastCategoryName", SalesforceSandboxFieldType.Picklist)];
        // A clock that stands still, so that the golden files do.
        var time = new SkippingTimeProvider(TimeSpan.FromSeconds(8));
        await using var sandbox = new SalesforceSandbox(settings, time);
        IReadOnlyDictionary<string, IReadOnlyList<string>> ids = new SalesforceOrgGenerator(7) { Accounts = 12 }.Fill(sandbox);
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox, time: time);
        CancellationToken none = TestContext.Current.CancellationToken;
        foreach (string name in (string[])["Contract", "Order", "Contact", "Opportunity"])
        {
            foreach (string[] part in ids.GetValueOrDefault(name, []).Chunk(200))
                await client.UpdateManyAsync(name, [.. part.Select(id => new SalesforceWrite(id, """{"Legal_Entity__c":"DE01"}"""u8.ToArray()))], cancellationToken: none);
        }

        SalesforceReadOptions org = SandboxOrg.Read(sandbox) with { References = DerivedReferenceResolver.Instance };
        var report = new StringBuilder();
        await CheckAsync(new SalesforceObjectSource<Customer>(client, SalesforceMappings.AccountToCustomer(), org), "Account", "account.customer");
        await CheckAsync(new SalesforceObjectSource<Contact>(client, SalesforceMappings.ContactToContact(), org with { Where = SoqlCondition.NotEqual("AccountId", SoqlValue.Null) }), null, "contact.contact");
        await CheckAsync(new SalesforceObjectSource<Opportunity>(client, SalesforceMappings.OpportunityToOpportunity(), org), "Opportunity", "opportunity.opportunity");
        await CheckAsync(new SalesforceObjectSource<ServiceContract>(client, SalesforceMappings.ContractToContract(), org), "Contract", "contract.contract");
        await CheckAsync(new SalesforceObjectSource<ServiceContract>(client, SalesforceMappings.OrderToContract(), org), "Order", "order.contract");
        await CheckAsync(new SalesforceObjectSource<ServiceContract>(client, SalesforceMappings.QuoteToContract(), org), "Quote", "quote.contract");
        await CheckAsync(new SalesforceObjectSource<Project>(client, CertiniaMappings.Project(), org), "pse__Proj__c", "certinia.project");
        await CheckAsync(new SalesforceObjectSource<Resource>(client, CertiniaMappings.Resource(), org with { Where = SoqlCondition.Equal("pse__Is_Resource__c", true) }), null, "certinia.resource");
        await CheckAsync(new SalesforceObjectSource<Assignment>(client, CertiniaMappings.Assignment(), org), "pse__Assignment__c", "certinia.assignment");
        await CheckAsync(new SalesforceObjectSource<Milestone>(client, CertiniaMappings.Milestone(), org), "pse__Milestone__c", "certinia.milestone");
        await CheckAsync(new SalesforceObjectSource<RateCard>(client, CertiniaMappings.RateCard(), org), "pse__Rate_Card__c", "certinia.rate-card");
        await CheckAsync(new SalesforceObjectSource<ExpenseReport>(client, CertiniaMappings.ExpenseReport(), org), "pse__Expense_Report__c", "certinia.expense-report");
        await CheckAsync(new SalesforceObjectSource<BillingEvent>(client, CertiniaMappings.BillingEvent(), org), "pse__Billing_Event_Item__c", "certinia.billing-event-item.billing-event");
        await CheckAsync(new CertiniaTimecardSource(client, org), null, "certinia.timecard-split.time-entry");
        Assert.True(report.Length == 0, report.ToString());

        async Task CheckAsync<T>(ISource<T> source, string? objectName, string mapping)
            where T : class, ICanonicalObject<T>
        {
            int count = 0;
            var issues = new Dictionary<string, int>(StringComparer.Ordinal);
            await foreach (SourceItem<T> item in source.ReadAsync(cancellationToken: none).Items(none))
            {
                if (count++ == 0 && item.Value is { } first)
                    Golden(mapping, first.ToUtf8Bytes(), report);
                foreach (LawViolation violation in item.Value?.CheckLaws() ?? [])
                    issues[$"{violation.Code} {violation.Path} {violation.Message}"] = issues.GetValueOrDefault($"{violation.Code} {violation.Path} {violation.Message}") + 1;
                foreach (RecordIssue issue in item.Issues)
                    issues[$"{issue.Code} {issue.VendorPath} {issue.Path} {issue.Message}"] = issues.GetValueOrDefault($"{issue.Code} {issue.VendorPath} {issue.Path} {issue.Message}") + 1;
            }

            if (count == 0 || (objectName is not null && count != sandbox.Count(objectName)))
                report.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{typeof(T).Name} of {objectName}: {count} of {(objectName is null ? -1 : sandbox.Count(objectName))} records");
            foreach ((string issue, int times) in issues)
                report.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{typeof(T).Name} of {objectName}: {times} x {issue}");
        }
    }

    // CANONICAL_UPDATE_GOLDEN=1 writes the files anew; read the difference before you commit it.
    private static void Golden(string mapping, byte[] canonical, StringBuilder report)
    {
        using var document = System.Text.Json.JsonDocument.Parse(canonical);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer, new System.Text.Json.JsonWriterOptions { Indented = true, NewLine = "\n" }))
            document.WriteTo(writer);
        string text = Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
        string file = Path.Combine(SharedFiles.Root(), "tests", "Connectors.Salesforce.Tests", "Mappings", "Golden", mapping + ".json");
        if (Environment.GetEnvironmentVariable("CANONICAL_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        if (!File.Exists(file) || File.ReadAllText(file) != text)
            report.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{mapping}: the canonical object is not that of its golden file.");
    }
}
