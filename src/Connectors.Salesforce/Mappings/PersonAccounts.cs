using System.Text.Json.Nodes;

namespace Connectors.Salesforce;

/// <summary>What the mapping of accounts is in an org with person accounts, whose fields do not exist elsewhere.</summary>
internal static class PersonAccounts
{
    // In place of the lenses with the same id, and beyond them.
    private const string Lenses = """
        [
          {
            "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text", "required": "toCanonical", "only": "toCanonical",
            "loss": "Salesforce makes the name of a person of its parts; that of an organization is written by a lens of its own."
          },
          {
            "id": "nameOfOrganization", "kind": "when", "target": "kind == 'organization'", "only": "toVendor",
            "lenses": [ { "id": "nameWritten", "kind": "field", "source": "Name", "target": "name", "convert": "text" } ],
            "loss": "Read by the lens for all names."
          },
          {
            "id": "kind", "kind": "table", "source": "IsPersonAccount", "target": "kind", "only": "toCanonical",
            "entries": [ { "vendor": false, "canonical": "organization" }, { "vendor": true, "canonical": "person" } ],
            "loss": "The record type decides whether an account is a person."
          },
          {
            "id": "person", "kind": "when", "source": "IsPersonAccount == true", "target": "kind == 'person'",
            "lenses": [
              { "id": "personEmail", "kind": "field", "source": "PersonEmail", "target": "emails[kind=main].address", "convert": "text" },
              { "id": "personMobile", "kind": "field", "source": "PersonMobilePhone", "target": "phones[kind=mobile].number", "convert": "text" }
            ]
          }
        ]
        """;

    public static void Tell(JsonArray lenses)
    {
        foreach (JsonNode? node in JsonNode.Parse(Lenses)!.AsArray())
        {
            JsonNode lens = node!.DeepClone();
            int at = lenses.ToList().FindIndex(known => known!["id"]!.GetValue<string>() == lens["id"]!.GetValue<string>());
            if (at < 0)
                // The last one takes what the others leave.
                lenses.Insert(lenses.Count - 1, lens);
            else
                lenses[at] = lens;
        }
    }
}
