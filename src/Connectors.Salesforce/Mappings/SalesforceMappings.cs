using System.Text.Json;
using System.Text.Json.Nodes;

using Canonical.Mapping;

namespace Connectors.Salesforce;

/// <summary>The mapping documents of this package, fitted to an org. Thread-safe.</summary>
public static class SalesforceMappings
{
    /// <summary>Account to customer.</summary>
    /// <param name="singleCurrency">True for an org with one currency, whose records name none; the parameter <c>orgCurrency</c> must then be given. False for an org with several, where a record without a currency is refused.</param>
    /// <returns>The document.</returns>
    public static MappingDocument AccountToCustomer(bool singleCurrency = false)
    {
        JsonObject document = Load("account.customer.json");
        FitCurrency(document, singleCurrency);
        return Parse(document);
    }

    /// <summary>Won opportunity to project.</summary>
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

    /// <summary>Opportunity with its lines to opportunity, whatever its stage.</summary>
    /// <param name="singleCurrency">As for <see cref="AccountToCustomer"/>.</param>
    /// <returns>The document.</returns>
    public static MappingDocument OpportunityToOpportunity(bool singleCurrency = false) => Fit("opportunity.opportunity.json", singleCurrency, null);

    /// <summary>Contract to contract, a master agreement.</summary>
    /// <param name="singleCurrency">As for <see cref="AccountToCustomer"/>.</param>
    /// <param name="legalEntityField">The field that says which of our legal entities signs.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static MappingDocument ContractToContract(bool singleCurrency = false, string legalEntityField = SalesforceReadOptions.DefaultLegalEntityField) => Fit("contract.contract.json", singleCurrency, legalEntityField);

    /// <summary>Order with its items to contract, a statement of work. It is read and not written.</summary>
    /// <param name="singleCurrency">As for <see cref="AccountToCustomer"/>.</param>
    /// <param name="legalEntityField">The field that says which of our legal entities does the work.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The field is not a name.</exception>
    public static MappingDocument OrderToContract(bool singleCurrency = false, string legalEntityField = SalesforceReadOptions.DefaultLegalEntityField) => Fit("order.contract.json", singleCurrency, legalEntityField);

    internal static MappingDocument Fit(string file, bool singleCurrency, string? legalEntityField)
    {
        JsonObject document = Load(file);
        if (document["parameters"]?["orgCurrency"] is not null)
            FitCurrency(document, singleCurrency);
        if (legalEntityField is not null)
            Lens(document, "legalEntity")["source"] = SoqlName.Field(legalEntityField, nameof(legalEntityField));
        return Parse(document);
    }

    private static void FitCurrency(JsonObject document, bool singleCurrency)
    {
        if (singleCurrency)
        {
            // The field does not exist there: nothing reads it and nothing writes it. A currency that stands in a field of its own does.
            Remove(document, "currency", "reimbursementCurrency");
            foreach (JsonObject currency in Currencies(document["lenses"]!).Where(static c => c["parameter"] is not null))
                currency.Remove("path");
            return;
        }

        // A default would hide that a record has no currency, and an amount without one is not money.
        Remove(document, "currencyOfOrg");
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

    private static void Remove(JsonObject document, params ReadOnlySpan<string> ids)
    {
        JsonArray lenses = document["lenses"]!.AsArray();
        for (int i = lenses.Count - 1; i >= 0; i--)
        {
            if (ids.Contains(lenses[i]!["id"]!.GetValue<string>()))
                lenses.RemoveAt(i);
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
