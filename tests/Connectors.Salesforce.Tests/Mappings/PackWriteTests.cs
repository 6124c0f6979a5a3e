using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>
/// Every pack that claims a way back is written into the sandbox, which refuses what the product refuses: objects that were read are written as records of their own, are there as they were sent, can be written again and
/// patched, and are read again as they were, but for what the document declares as lost.
/// </summary>
public sealed class PackWriteTests
{
    private const int Most = 20;

    [Fact]
    public Task Customer_WrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        SalesforceMappings.AccountToCustomer(), new SalesforceWriteOptions<Customer> { ExternalIdField = PackOrg.ExternalId }, null,
        """{"website":"https://new.example","industry":null,"billingAddress":{"city":"Ulm"}}""", ("Website", "https://new.example"), ("Industry", null), ("BillingCity", "Ulm"));

    [Fact]
    public Task Contact_WrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        SalesforceMappings.ContactToContact(), new SalesforceWriteOptions<Contact> { ExternalIdField = PackOrg.ExternalId }, SoqlCondition.NotEqual("AccountId", SoqlValue.Null),
        """{"jobTitle":"CFO","phones":null,"extensions":{"salesforce.contact":{"birthdate":null}}}""", ("Title", "CFO"), ("Phone", null), ("Birthdate", null));

    [Fact]
    public Task Opportunity_WithLinesWrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        SalesforceMappings.OpportunityToOpportunity(itemField: PackOrg.ItemField),
        new SalesforceWriteOptions<Opportunity> { ExternalIdField = PackOrg.ExternalId, Lines = [SalesforceLineOptions.OpportunityLineItems(PackOrg.ExternalId)] }, null,
        """{"stage":"Negotiation/Review","leadSource":null,"closeDate":"2026-12-31","probability":"0.6"}""", ("StageName", "Negotiation/Review"), ("LeadSource", null), ("CloseDate", "2026-12-31"), ("Probability", 60m));

    // The last day follows from the term, in the sandbox as in the product.
    [Fact]
    public Task Contract_WrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        SalesforceMappings.ContractToContract(), new SalesforceWriteOptions<ServiceContract> { ExternalIdField = PackOrg.ExternalId }, null,
        """{"title":"Renewed","signedOn":null,"effectiveFrom":"2026-01-01","extensions":{"salesforce.contract":{"termMonths":18}}}""", ("Name", "Renewed"), ("CustomerSignedDate", null), ("ContractTerm", 18m), ("EndDate", "2027-06-30"));

    [Fact]
    public Task Order_WithItemsWrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        SalesforceMappings.OrderToContract(itemField: PackOrg.ItemField),
        new SalesforceWriteOptions<ServiceContract> { ExternalIdField = PackOrg.ExternalId, Lines = [SalesforceLineOptions.OrderItems(PackOrg.ExternalId)] }, null,
        """{"effectiveTo":"2027-01-01","purchaseOrders":[{"number":"PO-2"}],"billingContact":null}""", ("EndDate", "2026-12-31"), ("PoNumber", "PO-2"), ("BillToContactId", null));

    [Fact]
    public Task Project_WrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        CertiniaMappings.Project(), new SalesforceWriteOptions<Project> { ExternalIdField = PackOrg.ExternalId }, null,
        """{"stage":"onHold","plannedEnd":null,"openForTime":false,"notes":"Waits for the customer."}""", ("pse__Stage__c", "On Hold"), ("pse__End_Date__c", null), ("pse__Closed_for_Time_Entry__c", true), ("pse__Notes__c", "Waits for the customer."));

    [Fact]
    public Task Resource_WrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        CertiniaMappings.Resource(), new SalesforceWriteOptions<Resource> { ExternalIdField = PackOrg.ExternalId }, SoqlCondition.Equal("pse__Is_Resource__c", true),
        """{"role":"Architect","workEmail":null,"terminationDate":"2026-12-31","bookable":false}""", ("pse__Resource_Role__c", "Architect"), ("Email", null), ("pse__Last_Date__c", "2026-12-31"), ("pse__Is_Resource_Active__c", false));

    [Fact]
    public Task Assignment_WrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        CertiniaMappings.Assignment(), new SalesforceWriteOptions<Assignment> { ExternalIdField = PackOrg.ExternalId }, null,
        """{"commitment":"soft","allocation":"0.5","costRate":null,"plannedHours":{"value":"90","unit":"min"}}""", ("pse__Status__c", "Tentative"), ("pse__Percent_Allocated__c", 50m), ("pse__Cost_Rate_Amount__c", null), ("pse__Planned_Hours__c", 1.5m));

    [Fact]
    public Task Milestone_WrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        CertiniaMappings.Milestone(), new SalesforceWriteOptions<Milestone> { ExternalIdField = PackOrg.ExternalId }, null,
        """{"state":"accepted","completedOn":"2026-03-01","notes":null,"billable":false}""", ("pse__Status__c", "Approved"), ("pse__Actual_Date__c", "2026-03-01"), ("pse__Description__c", null), ("pse__Exclude_from_Billing__c", true));

    [Fact]
    public Task RateCard_WrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        CertiniaMappings.RateCard(), new SalesforceWriteOptions<RateCard> { ExternalIdField = PackOrg.ExternalId }, null,
        """{"name":"Closed","effectiveTo":"2026-03-01","extensions":{"certinia.rate-card":{"averageCostRate":"50.5"}}}""", ("Name", "Closed"), ("pse__End_Date__c", "2026-02-28"), ("pse__Average_Cost_Rate__c", 50.5m));

    [Fact]
    public Task ExpenseReport_WithExpensesWrittenPatchedAndRead_IsAsItWas() => CheckAsync(
        CertiniaMappings.ExpenseReport(), new SalesforceWriteOptions<ExpenseReport> { ExternalIdField = PackOrg.ExternalId, Lines = [SalesforceLineOptions.Expenses(PackOrg.ExternalId)] }, null,
        """{"title":"Journey","state":"approved","purpose":null}""", ("Name", "Journey"), ("pse__Status__c", "Approved"), ("pse__Submitted__c", true), ("pse__Approved__c", true), ("pse__Description__c", null));

    // An amount by the hour in a field that stays by the day would be another price.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Assignment_HourlyRateOverADailyOne_IsByTheHour(bool patches)
    {
        await using PackOrg org = await PackOrg.StartAsync(22);
        CancellationToken none = TestContext.Current.CancellationToken;
        MappingDocument mapping = CertiniaMappings.Assignment();
        var sink = new SalesforceSink<Assignment>(org.Client, mapping, org.Read, new SalesforceWriteOptions<Assignment> { ExternalIdField = PackOrg.ExternalId, AbsentMembers = patches ? AbsentMembers.NotSent : AbsentMembers.Cleared });
        SourceItem<Assignment> item = (await new SalesforceObjectSource<Assignment>(org.Client, mapping, org.Read).ReadAsync(cancellationToken: none).Items(none).ToListAsync()).First(static i => i.Value?.BillRate is not null);
        string id = item.Source.RecordId;
        await org.Client.UpdateManyAsync("pse__Assignment__c", [new SalesforceWrite(id, Encoding.UTF8.GetBytes($$"""{"pse__Daily_Bill_Rate__c":true,"pse__Bill_Rate__c":1000,"{{PackOrg.ExternalId}}":"{{item.Value!.Id}}"}"""))], cancellationToken: none);
        WriteOutcome outcome = patches
            ? await sink.PatchAsync(new PatchRequest<Assignment> { NativeId = id, MergePatch = """{"billRate":{"amount":"90","currency":"EUR"}}"""u8.ToArray(), Key = SinkTests.NextKey() }, none)
            // As another system has it, which knows nothing of rates by the day.
            : await sink.UpsertAsync(new WriteRequest<Assignment>(item.Value with { BillRate = new Money(90m, "EUR"), Extensions = null }, SinkTests.NextKey()), none);
        Assert.True(outcome.Kind == WriteOutcomeKind.Updated, string.Join('\n', outcome.Issues));
        using JsonDocument shown = JsonDocument.Parse(org.Sandbox.Show("pse__Assignment__c", id)!);
        Assert.Equal(90m, shown.RootElement.GetProperty("pse__Bill_Rate__c").GetDecimal());
        Assert.False(shown.RootElement.GetProperty("pse__Daily_Bill_Rate__c").GetBoolean());
    }

    private static async Task CheckAsync<T>(MappingDocument mapping, SalesforceWriteOptions<T> options, SoqlCondition? where, string patch, params (string Field, object? Value)[] expected)
        where T : class, ICanonicalObject<T>
    {
        await using PackOrg org = await PackOrg.StartAsync(21);
        CancellationToken none = TestContext.Current.CancellationToken;
        SalesforcePreflightReport ready = await SalesforcePreflight.RunAsync(org.Client, mapping, options, none);
        Assert.True(ready.IsReady, string.Join('\n', ready.Findings));
        var laws = new PackLaws(mapping);
        var sink = new SalesforceSink<T>(org.Client, mapping, org.Read, options);
        var source = new SalesforceObjectSource<T>(org.Client, mapping, org.Read with { Where = where });
        List<SourceItem<T>> items = await source.ReadAsync(cancellationToken: none).Items(none).ToListAsync();
        Assert.True(items.Count >= 3, $"{items.Count} records");
        string? first = null;
        foreach (SourceItem<T> item in items.Take(Most))
        {
            Assert.True(item.Value is not null, string.Join('\n', item.Issues));
            // As an object of another system: it is found by our id, and the record that it was read from stays alone.
            var request = new WriteRequest<T>(item.Value, SinkTests.NextKey());
            int before = org.Sandbox.Count(mapping.Source.ObjectType);
            WriteOutcome created = await sink.UpsertAsync(request, none);
            Assert.True(created.Kind == WriteOutcomeKind.Created, $"{mapping.Id} {created.Kind}: {string.Join('\n', created.Issues)}");
            Assert.NotEqual(item.Source.RecordId, created.NativeId);
            ReadBack back = await sink.ReadBackAsync(request, none);
            Assert.True(back.Matches, $"{mapping.Id}: {string.Join(' ', back.Differences)}");
            WriteOutcome again = await sink.UpsertAsync(request, none);
            Assert.True(again.Kind is WriteOutcomeKind.Updated or WriteOutcomeKind.Unchanged, $"{mapping.Id} {again.Kind}: {string.Join('\n', again.Issues)}");
            Assert.Equal(before + 1, org.Sandbox.Count(mapping.Source.ObjectType));

            T read = Assert.Single(await new SalesforceObjectSource<T>(org.Client, mapping, org.Read with { Where = SoqlCondition.Equal("Id", created.NativeId) }).ReadAsync(cancellationToken: none).Items(none).ToListAsync()).Value!;
            (List<string> broken, int compared) = laws.OfMembers(Sorted(item.Value), Sorted(read));
            Assert.True(broken.Count == 0, $"{mapping.Id}: {string.Join('\n', broken)}");
            Assert.True(compared > 3, $"{compared} values were compared.");
            first ??= created.NativeId;
        }

        // By a system that knows nothing of Salesforce's own, as the whole truth: what only Salesforce knows stays.
        JsonObject foreign = JsonNode.Parse(items[0].Value!.ToUtf8Bytes())!.AsObject();
        foreign.Remove("extensions");
        Assert.True(T.TryRead(Encoding.UTF8.GetBytes(foreign.ToJsonString()), out T? whole, out _));
        var wholeRequest = new WriteRequest<T>(whole, SinkTests.NextKey());
        var clearing = new SalesforceSink<T>(org.Client, mapping, org.Read, options with { AbsentMembers = AbsentMembers.Cleared });
        WriteOutcome replaced = await clearing.UpsertAsync(wholeRequest, none);
        Assert.True(replaced.Kind is WriteOutcomeKind.Updated or WriteOutcomeKind.Unchanged, $"{mapping.Id} {replaced.Kind}: {string.Join('\n', replaced.Issues)}");
        Assert.Equal(first, replaced.NativeId);
        ReadBack now = await clearing.ReadBackAsync(wholeRequest, none);
        Assert.True(now.Matches, $"{mapping.Id}: {string.Join(' ', now.Differences)}");

        WriteOutcome patched = await sink.PatchAsync(new PatchRequest<T> { NativeId = first!, MergePatch = Encoding.UTF8.GetBytes(patch), Key = SinkTests.NextKey() }, none);
        Assert.True(patched.Kind == WriteOutcomeKind.Updated, $"{mapping.Id} {patched.Kind}: {string.Join('\n', patched.Issues)}");
        using JsonDocument shown = JsonDocument.Parse(org.Sandbox.Show(mapping.Source.ObjectType, first!)!);
        foreach ((string field, object? value) in expected)
        {
            JsonElement there = shown.RootElement.GetProperty(field);
            Assert.True(SalesforceValues.Same(JsonSerializer.SerializeToElement(value), there), $"{mapping.Id}: {field} is {there.GetRawText()}");
        }
    }

    // The lines of a record come in the order of their ids, which are new; and the id of a line is that of its record.
    private static JsonObject Sorted<T>(T value)
        where T : class, ICanonicalObject<T>
    {
        JsonObject json = JsonNode.Parse(value.ToUtf8Bytes())!.AsObject();
        // Salesforce keeps e-mail in small letters.
        foreach (JsonObject email in (json["emails"] as JsonArray)?.OfType<JsonObject>() ?? [])
            email["address"] = email["address"]!.GetValue<string>().ToLowerInvariant();
        if (json["lines"] is not JsonArray lines)
            return json;
        foreach (JsonObject line in lines.OfType<JsonObject>())
            line.Remove("lineId");
        json["lines"] = new JsonArray([.. lines.Select(line => line!.DeepClone()).OrderBy(line => line.ToJsonString(), StringComparer.Ordinal)]);
        return json;
    }
}
