using System.Text.Json;
using System.Text.Json.Nodes;

using Canonical.Mapping;

namespace Connectors.Salesforce;

/// <summary>The mapping documents of this package, fitted to an org. Thread-safe.</summary>
public static class SalesforceMappings
{
    /// <summary>Where the legal entity of a quote stands unless given: <c>Opportunity.Legal_Entity__c</c>.</summary>
    public const string DefaultQuoteLegalEntityField = "Opportunity." + SalesforceReadOptions.DefaultLegalEntityField;

    /// <summary>Where the first day of a quote's contract stands unless given: <c>Opportunity.CloseDate</c>.</summary>
    public const string DefaultQuoteFirstDayField = "Opportunity.CloseDate";

    /// <summary>Account to customer.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none; the parameter <c>orgCurrency</c> must then be given. False for an org with several, where a record without a currency is refused.</param>
    /// <param name="personAccounts">
    /// True for an org with person accounts: <c>IsPersonAccount</c> then tells the kind, and a person's mail address and mobile number are mapped both ways. The name of a person is read alone, since Salesforce makes it of its parts;
    /// a new person, which needs these parts, is made in Salesforce. False for an org without, where the fields do not exist.
    /// </param>
    /// <returns>The document.</returns>
    public static MappingDocument AccountToCustomer(bool singleCurrency = false, bool personAccounts = false)
    {
        JsonObject document = Load("account.customer.json");
        FitCurrency(document, singleCurrency);
        if (personAccounts)
            PersonAccounts.Tell(document["lenses"]!.AsArray());
        return Parse(document);
    }

    /// <summary>Won opportunity to project. It is read and not written: a project is not its opportunity.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none; the parameter <c>orgCurrency</c> must then be given. False for an org with several, where a record without a currency is refused.</param>
    /// <param name="legalEntityField">The field that says which of our legal entities does the work; parents are given as <c>Account.Legal_Entity__c</c>.</param>
    /// <param name="projectNumberField">The field that holds the project's number; null to take the opportunity's id.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">A field is not a name.</exception>
    public static MappingDocument OpportunityToProject(bool singleCurrency = false, string legalEntityField = SalesforceReadOptions.DefaultLegalEntityField, string? projectNumberField = null)
    {
        JsonObject document = Load("opportunity.project.json");
        FitCurrency(document, singleCurrency);
        Lens(document, "legalEntity")["source"] = SoqlName.Field(legalEntityField, nameof(legalEntityField));
        if (projectNumberField is not null)
        {
            JsonObject number = Lens(document, "number");
            number["source"] = SoqlName.Field(projectNumberField, nameof(projectNumberField));
            number["required"] = "toCanonical";
        }

        return Parse(document);
    }

    /// <summary>Contact to contact. A private contact, which has no account, is refused.</summary>
    /// <returns>The document.</returns>
    public static MappingDocument ContactToContact() => Parse(Load("contact.contact.json"));

    /// <summary>Opportunity with its lines to opportunity, whatever its stage. Written without lines: Salesforce works the amount out of them, so it is sent only when there are none.</summary>
    /// <param name="singleCurrency">As for <see cref="AccountToCustomer"/>.</param>
    /// <param name="itemField">
    /// Where a line's item stands, over a parent, in a field that is an external id: <c>Product2.Item_Key__c</c> or, since Salesforce wants price book entries, <c>PricebookEntry.Item_Key__c</c>. It is then written too.
    /// Null to read the product's code, which is no key and is not written.
    /// </param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static MappingDocument OpportunityToOpportunity(bool singleCurrency = false, string? itemField = null) => Fit("opportunity.opportunity.json", singleCurrency, null, itemField);

    /// <summary>Contract to contract, a master agreement. The last day is read as the canonical end, the day after; written is the term in months, which is kept under <c>extensions</c>.</summary>
    /// <param name="singleCurrency">As for <see cref="AccountToCustomer"/>.</param>
    /// <param name="legalEntityField">The field that says which of our legal entities signs.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static MappingDocument ContractToContract(bool singleCurrency = false, string legalEntityField = SalesforceReadOptions.DefaultLegalEntityField) => Fit("contract.contract.json", singleCurrency, legalEntityField);

    /// <summary>Order with its items to contract, a statement of work. A new order is a draft: write it before it is signed.</summary>
    /// <param name="singleCurrency">As for <see cref="AccountToCustomer"/>.</param>
    /// <param name="legalEntityField">The field that says which of our legal entities does the work.</param>
    /// <param name="itemField">As for <see cref="OpportunityToOpportunity"/>.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">A field is not a name.</exception>
    public static MappingDocument OrderToContract(bool singleCurrency = false, string legalEntityField = SalesforceReadOptions.DefaultLegalEntityField, string? itemField = null) =>
        Fit("order.contract.json", singleCurrency, legalEntityField, itemField);

    /// <summary>Quote with its items to contract, a statement of work that is being agreed. It is read and not written. The org must have quotes switched on.</summary>
    /// <param name="singleCurrency">As for <see cref="AccountToCustomer"/>.</param>
    /// <param name="legalEntityField">The field that says which of our legal entities would do the work; that of the opportunity unless given.</param>
    /// <param name="firstDayField">The field with the first day of the contract. Standard quotes have none: the day on which the opportunity closes stands in unless given.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">A field is not a name.</exception>
    public static MappingDocument QuoteToContract(bool singleCurrency = false, string legalEntityField = DefaultQuoteLegalEntityField, string firstDayField = DefaultQuoteFirstDayField)
    {
        JsonObject document = Load("quote.contract.json");
        FitCurrency(document, singleCurrency);
        Lens(document, "legalEntity")["source"] = SoqlName.Field(legalEntityField, nameof(legalEntityField));
        Lens(document, "effectiveFrom")["source"] = SoqlName.Field(firstDayField, nameof(firstDayField));
        return Parse(document);
    }

    internal static MappingDocument Fit(string file, bool singleCurrency, string? legalEntityField, string? itemField = null)
    {
        JsonObject document = Load(file);
        if (document["parameters"]?["orgCurrency"] is not null)
            FitCurrency(document, singleCurrency);
        if (legalEntityField is not null)
            Lens(document, "legalEntity")["source"] = SoqlName.Field(legalEntityField, nameof(legalEntityField));
        if (itemField is not null)
        {
            // A key goes both ways; a code of the product only names it.
            JsonObject item = Lens(document, "lines")["lenses"]!.AsArray().OfType<JsonObject>().First(static lens => lens["id"]!.GetValue<string>() == "lines.item");
            item["source"] = SoqlName.Field(itemField, nameof(itemField));
            item.Remove("only");
            item.Remove("loss");
        }

        return Parse(document);
    }

    internal static MappingDocument FitOptional(string file, bool singleCurrency, string lens, string? field, string parameter)
    {
        JsonObject document = Load(file);
        FitCurrency(document, singleCurrency);
        if (field is null)
            Remove(document["lenses"]!, lens);
        else
            Lens(document, lens)["source"] = SoqlName.Field(field, parameter);
        return Parse(document);
    }

    private static void FitCurrency(JsonObject document, bool singleCurrency)
    {
        if (singleCurrency)
        {
            // The field does not exist there: nothing reads it and nothing writes it. A currency that stands in a field of its own does.
            Remove(document["lenses"]!, "currency", "reimbursementCurrency", "lines.converted");
            foreach (JsonObject currency in Currencies(document["lenses"]!).Where(static c => c["parameter"] is not null))
                currency.Remove("path");
            return;
        }

        // A default would hide that a record has no currency, and an amount without one is not money.
        Remove(document["lenses"]!, "currencyOfOrg");
        document["parameters"]!.AsObject().Remove("orgCurrency");
        if (document["parameters"]!.AsObject().Count == 0)
            document.Remove("parameters");
        foreach (JsonObject currency in Currencies(document["lenses"]!))
            currency.Remove("parameter");
        foreach (JsonObject lens in document["lenses"]!.AsArray().OfType<JsonObject>().Where(static lens => lens["id"]!.GetValue<string>() is "currency" or "reimbursementCurrency"))
            lens["required"] = "toCanonical";
    }

    // Those of inner lenses too.
    private static IEnumerable<JsonObject> Currencies(JsonNode lenses)
    {
        foreach (JsonObject lens in lenses.AsArray().OfType<JsonObject>())
        {
            if (lens["currency"] is JsonObject currency)
                yield return currency;
            foreach (string member in (string[])["lenses", "else"])
            {
                foreach (JsonObject inner in lens[member] is JsonArray nested ? Currencies(nested) : [])
                    yield return inner;
            }
        }
    }

    private static JsonObject Lens(JsonObject document, string id) =>
        document["lenses"]!.AsArray().OfType<JsonObject>().First(lens => lens["id"]!.GetValue<string>() == id);

    // Inner lenses too.
    private static void Remove(JsonNode lenses, params ReadOnlySpan<string> ids)
    {
        JsonArray list = lenses.AsArray();
        for (int i = list.Count - 1; i >= 0; i--)
        {
            if (ids.Contains(list[i]!["id"]!.GetValue<string>()))
                list.RemoveAt(i);
            else if (list[i]!["lenses"] is { } inner)
                Remove(inner, ids);
        }
    }

    private static JsonObject Load(string name)
    {
        using Stream stream = typeof(SalesforceMappings).Assembly.GetManifestResourceStream("Connectors.Salesforce.Mappings." + name)
            ?? throw new InvalidOperationException($"The package lacks its mapping {name}.");
        return JsonNode.Parse(stream)!.AsObject();
    }

    private static MappingDocument Parse(JsonObject document)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            document.WriteTo(writer);
        return MappingDocument.Parse(buffer.WrittenSpan);
    }
}
