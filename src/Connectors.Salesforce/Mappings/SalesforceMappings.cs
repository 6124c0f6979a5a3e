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

    private static void FitCurrency(JsonObject document, bool singleCurrency)
    {
        if (singleCurrency)
        {
            // The field does not exist there: nothing reads it and nothing writes it.
            Remove(document, "currency");
            foreach (JsonNode? lens in document["lenses"]!.AsArray())
                (lens!["currency"] as JsonObject)?.Remove("path");
            return;
        }

        // A default would hide that a record has no currency, and an amount without one is not money.
        Remove(document, "currencyOfOrg");
        document["parameters"]!.AsObject().Remove("orgCurrency");
        foreach (JsonNode? lens in document["lenses"]!.AsArray())
            (lens!["currency"] as JsonObject)?.Remove("parameter");
        Lens(document, "currency")["required"] = "toCanonical";
    }

    private static JsonObject Lens(JsonObject document, string id) =>
        document["lenses"]!.AsArray().OfType<JsonObject>().First(lens => lens["id"]!.GetValue<string>() == id);

    private static void Remove(JsonObject document, string id) => document["lenses"]!.AsArray().Remove(Lens(document, id));

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
