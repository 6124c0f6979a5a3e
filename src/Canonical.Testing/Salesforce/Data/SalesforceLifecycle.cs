namespace Canonical.Testing;

/// <summary>What may be written when: contracts and orders that are activated by an update and locked then, prices that need a standard price first. The codes of the locks were not recorded.</summary>
internal static class SalesforceLifecycle
{
    private static readonly string[] OfOrder = ["AccountId", "ContractId", "OpportunityId", "Pricebook2Id", "EffectiveDate", "CurrencyIsoCode"];
    private static readonly string[] OfContract = ["AccountId", "StartDate", "ContractTerm", "Pricebook2Id", "CurrencyIsoCode"];

    public static void BeforeCreate(SalesforceStore store, SalesforceType type, Dictionary<string, object?> values)
    {
        switch (type.Name)
        {
            case "Contract" when IsActivated(values.GetValueOrDefault("Status")):
                throw new SalesforceApiException(400, "FIELD_INTEGRITY_EXCEPTION", "Choose a valid contract status and save your changes. Ask your admin for details.", "Status");
            case "Order" when IsActivated(values.GetValueOrDefault("Status")):
                throw new SalesforceApiException(400, "FAILED_ACTIVATION", "An order is created as a draft, and activated by an update.", "Status");
            case "OrderItem":
                RequireOpenOrder(store, values.GetValueOrDefault("OrderId"));
                break;
            case "PricebookEntry":
                BeforePrice(store, type, values);
                break;
        }
    }

    public static void BeforeChange(SalesforceStore store, SalesforceRow row, Dictionary<string, object?> changes)
    {
        switch (row.Type.Name)
        {
            // The amount of an opportunity with lines is their sum: the product takes another one and forgets it.
            case "Opportunity" when row["HasOpportunityLineItem"] is true:
                changes.Remove("Amount");
                break;
            case "Contract" when IsActivated(row["StatusCode"]):
                RequireUnlocked(row, changes, OfContract);
                if (changes.TryGetValue("Status", out object? status) && !IsActivated(status))
                    throw new SalesforceApiException(400, "FIELD_INTEGRITY_EXCEPTION", "Choose a valid contract status and save your changes. Ask your admin for details.", "Status");
                break;
            case "Order" when IsActivated(row["StatusCode"]):
                RequireUnlocked(row, changes, OfOrder);
                break;
            case "Order" when IsActivated(changes.GetValueOrDefault("Status")):
                if (!store.Table(store.Required("OrderItem")).FindBy(store.Required("OrderItem").IndexOf("OrderId"), row.Id).Any(i => !i.IsDeleted))
                    throw new SalesforceApiException(400, "FAILED_ACTIVATION", "An order must have at least one product.", "Status");
                break;
            case "OrderItem":
                RequireOpenOrder(store, row["OrderId"]);
                break;
            // Approved timecards and expenses are locked, unless an administrator says why.
            case "pse__Timecard_Header__c" or "pse__Expense__c" when row["pse__Approved__c"] is true && !(changes.GetValueOrDefault("pse__Admin_Global_Edit__c") is true && changes.GetValueOrDefault("pse__Audit_Notes__c") is not null):
                throw new SalesforceApiException(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "This record is approved and cannot be edited, unless Admin Global Edit is set and Audit Notes are given.");
        }
    }

    public static void BeforeDelete(SalesforceStore store, SalesforceRow row)
    {
        if (row.Type.Name is "Contract" or "Order" && IsActivated(row["StatusCode"]))
            throw new SalesforceApiException(400, "DELETE_FAILED", $"The {row.Type.Name} is activated and cannot be deleted");
        if (row.Type.Name == "OrderItem")
            RequireOpenOrder(store, row["OrderId"]);
        if (row.Type.Name == "Contact" && row["IsPersonAccount"] is true)
            throw new SalesforceApiException(400, "INVALID_PERSON_ACCOUNT_OPERATION", "cannot delete the contact of a person account");
    }

    private static bool IsActivated(object? status) => status is string text && text.StartsWith("Activated", StringComparison.OrdinalIgnoreCase);

    private static void RequireUnlocked(SalesforceRow row, Dictionary<string, object?> changes, string[] locked)
    {
        string[] fields = [.. locked.Where(f => changes.TryGetValue(f, out object? value) && !Equals(value, row[f]))];
        if (fields.Length > 0)
            throw new SalesforceApiException(400, "FIELD_INTEGRITY_EXCEPTION", $"The {row.Type.Name} is activated: {string.Join(", ", fields)} cannot be changed", fields);
    }

    private static void RequireOpenOrder(SalesforceStore store, object? orderId)
    {
        if (orderId is string id && store.Find("Order", id) is { } order && IsActivated(order["StatusCode"]))
            throw new SalesforceApiException(400, "FIELD_INTEGRITY_EXCEPTION", "The order is activated: its products cannot be changed", "OrderId");
    }

    // A price in another book needs one in the standard book first, of the same product and currency; and one of a kind is enough.
    private static void BeforePrice(SalesforceStore store, SalesforceType type, Dictionary<string, object?> values)
    {
        if (values.GetValueOrDefault("Pricebook2Id") is not string bookId || store.Find("Pricebook2", bookId) is not { } book || values.GetValueOrDefault("Product2Id") is not string product)
            return;
        string? currency = values.GetValueOrDefault("CurrencyIsoCode") as string ?? (store.IsMultiCurrency ? store.DefaultCurrency : null);
        List<SalesforceRow> prices = [.. store.Table(type).FindBy(type.IndexOf("Product2Id"), product).Where(p => !p.IsDeleted && p["CurrencyIsoCode"] as string == currency)];
        if (prices.Exists(p => p["Pricebook2Id"] as string == bookId))
            throw new SalesforceApiException(400, "DUPLICATE_VALUE", "This price definition already exists in this price book");
        bool hasStandard = prices.Exists(p => p["IsActive"] is true && p["Pricebook2Id"] is string other && store.Find("Pricebook2", other)?["IsStandard"] is true);
        if (book["IsStandard"] is not true && !hasStandard)
            throw new SalesforceApiException(400, "STANDARD_PRICE_NOT_DEFINED", "Before creating a custom price, create a standard price.");
    }
}
