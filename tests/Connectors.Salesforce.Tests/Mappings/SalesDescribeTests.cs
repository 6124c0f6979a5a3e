using System.Text;

using Canonical.Mapping;
using Canonical.Model;
using Canonical.Testing;

using Connectors.Abstractions;

namespace Connectors.Salesforce.Tests;

/// <summary>The sandbox says of the fields of the sales objects what the product says (describe of v64): * is never empty, ! is read-only, ^ is given when a record is made and never changed. So a wrong write is refused.</summary>
public sealed class SalesDescribeTests
{
    [Theory]
    [InlineData("OpportunityLineItem", "OpportunityId*^ PricebookEntryId^ Product2Id^ Quantity* UnitPrice TotalPrice ListPrice! ServiceDate Description Discount SortOrder")]
    [InlineData("Contract", "AccountId* Status* StatusCode! StartDate EndDate! ContractTerm ContractNumber*! CustomerSignedId CustomerSignedDate CompanySignedId CompanySignedDate Pricebook2Id BillingCity Name Description")]
    [InlineData("Order", "AccountId ContractId EffectiveDate* EndDate Status* StatusCode! PoNumber PoDate Pricebook2Id TotalAmount*! OrderNumber*! IsReductionOrder*^ BillToContactId")]
    [InlineData("OrderItem", "OrderId*^ PricebookEntryId*^ Product2Id^ Quantity* UnitPrice ListPrice! TotalPrice! ServiceDate EndDate AvailableQuantity! OrderItemNumber*!")]
    [InlineData("Quote", "OpportunityId*^ Name* QuoteNumber! Status ExpirationDate IsSyncing! Pricebook2Id ContactId ContractId AccountId! Subtotal! Discount! TotalPrice! Tax ShippingHandling GrandTotal! LineItemCount! BillingName BillingCity")]
    [InlineData("QuoteLineItem", "QuoteId*^ PricebookEntryId^ Product2Id^ Quantity* UnitPrice* TotalPrice! ListPrice! Subtotal! LineNumber! ServiceDate Description Discount")]
    [InlineData("Product2", "Name* ProductCode Family IsActive* QuantityUnitOfMeasure StockKeepingUnit IsArchived!")]
    [InlineData("Pricebook2", "Name* IsActive* IsStandard!")]
    [InlineData("PricebookEntry", "Pricebook2Id*^ Product2Id*^ UnitPrice* UseStandardPrice IsActive CurrencyIsoCode^")]
    public async Task Describe_FieldsOfAnObject_AreMarkedAsInTheProduct(string name, string fields)
    {
        await using var sandbox = new SalesforceSandbox();
        await sandbox.StartAsync(TestContext.Current.CancellationToken);
        using SalesforceClient client = TestClients.Over(sandbox);
        SalesforceObjectDescription description = await client.DescribeAsync(name, TestContext.Current.CancellationToken);
        foreach (string marked in fields.Split(' '))
        {
            Assert.True(description.TryGetField(marked.TrimEnd('*', '!', '^'), out SalesforceFieldDescription? field), marked);
            Assert.True(field.IsCreateable == !marked.Contains('!', StringComparison.Ordinal), marked);
            Assert.True(field.IsUpdateable == !(marked.Contains('!', StringComparison.Ordinal) || marked.Contains('^', StringComparison.Ordinal)), marked);
            // A check box is never empty, whatever the mark.
            if (marked.Contains('*', StringComparison.Ordinal) && field.Type != "boolean")
                Assert.False(field.IsNillable, marked);
        }
    }

    [Theory]
    [InlineData("Contract", "EndDate", "2026-12-31")]
    [InlineData("Order", "TotalAmount", "1")]
    [InlineData("pse__Assignment__c", "pse__Start_Date__c", "2026-01-01")]
    public async Task Write_FieldThatIsReadOnly_IsFoundBeforeAndRefused(string name, string field, string value)
    {
        await using PackOrg org = await PackOrg.StartAsync(31, accounts: 4);
        CancellationToken none = TestContext.Current.CancellationToken;
        string id = (await org.Client.QueryAsync(SoqlBuilder.From(name, "Id").Build(), cancellationToken: none).Items(none).ToListAsync())[0].Id!;
        WriteOutcome refused = Assert.Single(await org.Client.UpdateManyAsync(name, [new SalesforceWrite(id, Encoding.UTF8.GetBytes($$"""{"{{field}}":"{{value}}"}"""))], cancellationToken: none));
        Assert.Equal(WriteOutcomeKind.Rejected, refused.Kind);
        Assert.Equal("INVALID_FIELD_FOR_INSERT_UPDATE", refused.Issues[0].VendorCode);

        MappingDocument wrong = MappingDocument.Parse(Encoding.UTF8.GetBytes($$"""
            {"$schema":"https://schemas.canonical-sdk.org/mapping/1.0.0","mapping":"test.wrong","version":"1.0.0","title":"t","source":{"system":"salesforce","object":"{{name}}","key":"Id"},"target":"customer/1.0.0",
            "lenses":[{"id":"wrong","kind":"field","source":"{{field}}","target":"extensions.'acme.test'.value"}]}
            """));
        SalesforcePreflightReport report = await SalesforcePreflight.RunAsync(org.Client, wrong, new SalesforceWriteOptions<Customer> { ExternalIdField = PackOrg.ExternalId }, none);
        Assert.Contains(report.Findings, f => f.Code == MappingCodes.SourceReadOnly && f.SourcePath == field);
    }
}
