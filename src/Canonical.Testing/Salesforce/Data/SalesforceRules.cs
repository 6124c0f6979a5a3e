using System.Globalization;

namespace Canonical.Testing;

/// <summary>What the product works out by itself when a record is saved: names, numbers, totals, dates.</summary>
internal static class SalesforceRules
{
    /// <summary>Fills the fields that follow from others of the same record.</summary>
    public static void Apply(SalesforceStore store, SalesforceType type, string id, object?[] values, Dictionary<string, object?> given, bool creating)
    {
        if (creating)
            NumberIt(type, id, values);
        switch (type.Name)
        {
            case "Opportunity":
                Opportunity(type, values, given, store.WriteTime);
                break;
            case "Account" when type.IndexOf("IsPersonAccount") >= 0:
                PersonAccounts.Apply(type, values, given, creating);
                break;
            case "Task":
                SetIfNull("Status", "Not Started");
                SetIfNull("Priority", "Normal");
                Set("IsClosed", Get("Status") is "Completed");
                Set("IsHighPriority", Get("Priority") is "High");
                if (Get("WhatId") is string what && SalesforceId.HasPrefix(what, "001"))
                    Set("AccountId", what);
                else if (Get("WhoId") is string who && store.Find("Contact", who) is { } person)
                    Set("AccountId", person["AccountId"]);
                break;
            case "Case":
                SetIfNull("Status", "New");
                Set("IsClosed", Get("Status") is "Closed");
                Set("ClosedDate", Get("Status") is "Closed" ? Get("ClosedDate") ?? store.WriteTime : null);
                break;
            case "Contact" or "Lead":
                string name = $"{Get("FirstName")} {Get("LastName")}".Trim();
                Set("Name", name.Length == 0 ? null : name);
                if (type.Name == "Lead")
                    SetIfNull("Status", "Open - Not Contacted");
                break;
            case "Contract":
                SetIfNull("Status", "Draft");
                Set("StatusCode", Get("Status") is string status && status.StartsWith("Activated", StringComparison.OrdinalIgnoreCase) ? "Activated" : "Draft");
                if (Get("StatusCode") is "Activated")
                    SetIfNull("ActivatedDate", store.WriteTime);
                Set("EndDate", Get("StartDate") is DateOnly start && Get("ContractTerm") is decimal months ? start.AddMonths((int)months).AddDays(-1) : null);
                break;
            case "Order":
                Set("StatusCode", Get("Status") is "Activated" ? "Activated" : "Draft");
                SetIfNull("TotalAmount", 0m);
                break;
            case "OpportunityLineItem" or "OrderItem" or "QuoteLineItem":
                Line(store, type, values, given);
                break;
            case "Quote":
                foreach (string total in (ReadOnlySpan<string>)["Subtotal", "TotalPrice", "GrandTotal"])
                    SetIfNull(total, 0m);
                if (Get("OpportunityId") is string opportunity)
                    Set("AccountId", store.Find("Opportunity", opportunity)?["AccountId"]);
                break;
            case "pse__Timecard_Header__c" or "pse__Timecard__c":
                decimal hours = 0;
                foreach (string day in CertiniaObjects.Days)
                    hours += Get($"pse__{day}_Hours__c") as decimal? ?? 0;
                Set("pse__Total_Hours__c", hours);
                break;
        }

        object? Get(string field) => type.IndexOf(field) is >= 0 and var column ? values[column] : null;

        void Set(string field, object? value)
        {
            if (type.IndexOf(field) is >= 0 and var column)
                values[column] = value;
        }

        void SetIfNull(string field, object? value)
        {
            if (Get(field) is null)
                Set(field, value);
        }
    }

    /// <summary>Rolls lines up into their header. The header's stamp moves with them, as it does in the product.</summary>
    public static void AfterWrite(SalesforceStore store, SalesforceRow row)
    {
        if (row.Type.Name == "Account" && row["IsPersonAccount"] is true)
            store.WritePerson(row);
        (string? parentField, string parentType, string total) = row.Type.Name switch
        {
            "OpportunityLineItem" => ("OpportunityId", "Opportunity", "Amount"),
            "OrderItem" => ("OrderId", "Order", "TotalAmount"),
            "QuoteLineItem" => ("QuoteId", "Quote", "TotalPrice"),
            _ => (null, "", ""),
        };
        if (parentField is null || row[parentField] is not string parentId || store.Find(parentType, parentId) is not { IsDeleted: false } parent)
            return;
        int lineCount = 0;
        decimal sum = 0;
        foreach (SalesforceRow line in store.Table(row.Type).FindBy(row.Type.IndexOf(parentField), parentId))
        {
            if (line.IsDeleted)
                continue;
            lineCount++;
            sum += line["TotalPrice"] as decimal? ?? 0;
        }

        Dictionary<string, object?> changes = parentType switch
        {
            // The last line that goes leaves the amount as it was.
            "Opportunity" when lineCount == 0 => SalesforceStore.Values(("HasOpportunityLineItem", SalesforceValue.False)),
            "Opportunity" => SalesforceStore.Values((total, sum), ("HasOpportunityLineItem", true)),
            "Quote" => SalesforceStore.Values((total, sum), ("Subtotal", sum), ("GrandTotal", sum), ("LineItemCount", (decimal)lineCount)),
            _ => SalesforceStore.Values((total, sum)),
        };
        if (changes.Any(c => !Equals(parent[c.Key], c.Value)))
            store.Update(parent, changes);
    }

    // Auto-numbers count by the number inside of the id, which is never given twice.
    private static void NumberIt(SalesforceType type, string id, object?[] values)
    {
        foreach (SalesforceSandboxField field in type.AllFields)
        {
            int column = type.IndexOf(field.Name);
            if (field.AutoNumber is { } format && values[column] is null)
                values[column] = string.Format(CultureInfo.InvariantCulture, format, SalesforceId.NumberOf(id, type.KeyPrefix) ?? 1);
        }
    }

    private static void Opportunity(SalesforceType type, object?[] values, Dictionary<string, object?> given, DateTimeOffset now)
    {
        if (values[type.IndexOf("CloseDate")] is DateOnly close)
        {
            values[type.IndexOf("FiscalYear")] = (decimal)close.Year;
            values[type.IndexOf("FiscalQuarter")] = (decimal)((close.Month + 2) / 3);
            values[type.IndexOf("Fiscal")] = string.Create(CultureInfo.InvariantCulture, $"{close.Year} {(close.Month + 2) / 3}");
        }

        int probability = type.IndexOf("Probability");
        if (values[type.IndexOf("StageName")] is not string stage)
            return;
        foreach ((string name, bool isClosed, bool isWon, int share) in StandardObjects.Stages)
        {
            if (!string.Equals(name, stage, StringComparison.OrdinalIgnoreCase))
                continue;
            values[type.IndexOf("IsClosed")] = isClosed;
            values[type.IndexOf("IsWon")] = isWon;
            if (given.ContainsKey("StageName") && !given.ContainsKey("Probability"))
                values[probability] = (decimal)share;
            if (given.ContainsKey("StageName") && !given.ContainsKey("ForecastCategoryName"))
                values[type.IndexOf("ForecastCategoryName")] = isWon ? "Closed" : isClosed ? "Omitted" : "Pipeline";
        }

        if (given.ContainsKey("StageName"))
            values[type.IndexOf("LastStageChangeDate")] = now;
        values[type.IndexOf("ForecastCategory")] = values[type.IndexOf("ForecastCategoryName")] switch
        {
            "Best Case" => "BestCase",
            "Commit" => "Forecast",
            "Most Likely" => "MostLikely",
            var same => same,
        };

        values[type.IndexOf("ExpectedRevenue")] = values[type.IndexOf("Amount")] is decimal amount && values[probability] is decimal percent ? amount * percent / 100 : null;
    }

    // Either the price of a unit or that of the line is given; the other follows.
    private static void Line(SalesforceStore store, SalesforceType type, object?[] values, Dictionary<string, object?> given)
    {
        int unit = type.IndexOf("UnitPrice");
        int total = type.IndexOf("TotalPrice");
        decimal? quantity = values[type.IndexOf("Quantity")] as decimal?;
        if (values[type.IndexOf("PricebookEntryId")] is string entryId && store.Find("PricebookEntry", entryId) is { } entry)
        {
            values[type.IndexOf("Product2Id")] ??= entry["Product2Id"];
            values[unit] ??= given.ContainsKey("TotalPrice") ? null : entry["UnitPrice"];
        }

        if (given.ContainsKey("TotalPrice") && !given.ContainsKey("UnitPrice") && values[total] is decimal whole && quantity is { } parts and not 0)
            values[unit] = whole / parts;
        else
            values[total] = values[unit] is decimal price ? price * (quantity ?? 0) : null;
    }
}
