using static Canonical.Testing.FieldKit;

namespace Canonical.Testing;

/// <summary>Products, prices, lines, contracts, orders and quotes, with the part of their fields that the sandbox knows (Salesforce, Object Reference).</summary>
internal static class SalesObjects
{
    public static IEnumerable<SalesforceSandboxObject> Create(bool multiCurrency)
    {
        SalesforceSandboxField[] currency = Currencies(multiCurrency);
        yield return new("Product2", "01t",
        [
            Short("Name", required: true),
            Short("ProductCode"),
            Long("Description", 4000),
            Choice("Family"),
            Flag("IsActive"),
            Choice("QuantityUnitOfMeasure"),
            Short("StockKeepingUnit", 180),
            .. currency,
        ]);
        yield return new("Pricebook2", "01s",
        [
            Short("Name", required: true),
            Flag("IsActive"),
            ReadOnly(Flag("IsStandard")),
        ]);
        yield return new("PricebookEntry", "01u",
        [
            ReadOnly(Short("Name")),
            CreateOnly(Ref("Pricebook2Id", "Pricebook2", "PricebookEntries", required: true)),
            CreateOnly(Ref("Product2Id", "Product2", "PricebookEntries", required: true)),
            Money("UnitPrice", required: true),
            Flag("IsActive"),
            Flag("UseStandardPrice"),
            .. currency,
        ]);
        yield return new("OpportunityLineItem", "00k",
        [
            Master("OpportunityId", "Opportunity", "OpportunityLineItems"),
            CreateOnly(Ref("PricebookEntryId", "PricebookEntry")),
            CreateOnly(Ref("Product2Id", "Product2")),
            Double("Quantity", 12, 2, required: true),
            Money("UnitPrice"),
            Money("TotalPrice"),
            new("Discount", SalesforceSandboxFieldType.Percent) { Precision = 4, Scale = 2 },
            Day("ServiceDate"),
            Short("Description"),
            new("SortOrder", SalesforceSandboxFieldType.WholeNumber),
            .. currency,
        ]);
        yield return new("Contract", "800",
        [
            Ref("AccountId", "Account", "Contracts", required: true) with { CascadeDelete = true },
            Number("ContractNumber", "{0:D8}"),
            Choice("Status", "Draft", "In Approval Process", "Activated") with { Nillable = false, DefaultedOnCreate = true },
            ReadOnly(Choice("StatusCode")) with { Nillable = false },
            Day("StartDate"),
            ReadOnly(Day("EndDate")),
            new("ContractTerm", SalesforceSandboxFieldType.WholeNumber),
            Ref("CustomerSignedId", "Contact", "ContractsSigned"),
            Day("CustomerSignedDate"),
            Day("CompanySignedDate"),
            Ref("Pricebook2Id", "Pricebook2"),
            ReadOnly(new("ActivatedDate", SalesforceSandboxFieldType.DateTime)),
            Short("Name", 80),
            Long("Description"),
            Long("SpecialTerms", 4000),
            .. StandardObjects.AddressParts("Billing"),
            .. currency,
            Owner,
        ]);
        yield return new("Order", "801",
        [
            Ref("AccountId", "Account", "Orders") with { CascadeDelete = true },
            Ref("ContractId", "Contract", "Orders"),
            Ref("OpportunityId", "Opportunity", "Orders"),
            Number("OrderNumber", "{0:D8}"),
            Day("EffectiveDate", required: true),
            Day("EndDate"),
            Choice("Status", "Draft", "Activated") with { Nillable = false },
            ReadOnly(Choice("StatusCode")) with { Nillable = false },
            Short("PoNumber", 80),
            Day("PoDate"),
            Ref("Pricebook2Id", "Pricebook2"),
            ReadOnly(Money("TotalAmount", required: true)),
            CreateOnly(Flag("IsReductionOrder")),
            Ref("BillToContactId", "Contact"),
            Short("Name", 80),
            Long("Description"),
            .. currency,
            Owner,
        ]);
        yield return new("OrderItem", "802",
        [
            Master("OrderId", "Order", "OrderItems"),
            CreateOnly(Ref("PricebookEntryId", "PricebookEntry", required: true)),
            CreateOnly(Ref("Product2Id", "Product2")),
            Number("OrderItemNumber", "{0:D10}"),
            Double("Quantity", required: true),
            Money("UnitPrice"),
            ReadOnly(Money("ListPrice")),
            ReadOnly(Money("TotalPrice")),
            Day("ServiceDate"),
            Day("EndDate"),
            Short("Description"),
            .. currency,
        ]);
        yield return new("Quote", "0Q0",
        [
            Master("OpportunityId", "Opportunity", "Quotes"),
            Short("Name", required: true),
            Number("QuoteNumber", "{0:D8}"),
            Choice("Status", "Draft", "Needs Review", "In Review", "Approved", "Rejected", "Presented", "Accepted", "Denied"),
            Day("ExpirationDate"),
            ReadOnly(Flag("IsSyncing")),
            CreateOnly(Ref("Pricebook2Id", "Pricebook2")),
            Ref("ContactId", "Contact", "Quotes"),
            Ref("ContractId", "Contract"),
            ReadOnly(Ref("AccountId", "Account", "Quotes")),
            ReadOnly(Money("Subtotal")),
            ReadOnly(new("Discount", SalesforceSandboxFieldType.Percent) { Precision = 5, Scale = 2 }),
            ReadOnly(Money("TotalPrice")),
            Money("Tax"),
            Money("ShippingHandling"),
            ReadOnly(Money("GrandTotal")),
            ReadOnly(new("LineItemCount", SalesforceSandboxFieldType.WholeNumber)),
            Short("BillingName"),
            .. StandardObjects.AddressParts("Billing"),
            Long("Description"),
            .. currency,
            Owner,
        ]);
        yield return new("QuoteLineItem", "0QL",
        [
            Master("QuoteId", "Quote", "QuoteLineItems"),
            CreateOnly(Ref("PricebookEntryId", "PricebookEntry")),
            CreateOnly(Ref("Product2Id", "Product2")),
            Double("Quantity", 12, 2, required: true),
            Money("UnitPrice", required: true),
            ReadOnly(Money("TotalPrice")),
            Day("ServiceDate"),
            Short("Description"),
            .. currency,
        ]);
    }
}
