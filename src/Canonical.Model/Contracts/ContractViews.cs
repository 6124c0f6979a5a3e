using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical;

// The two views of one contract. What is written is the reader's view: objects are open, so that a later minor version may add members. The writer's view is the same
// contract with every open object closed: whoever writes may only write what the version knows, and the extensions. Also compiled into Canonical.Contracts, which compares views.
internal static class ContractViews
{
    // The writer's view of one contract. References lead to the same ids, so every contract of a set is closed before they are compiled together.
    public static byte[] Close(ReadOnlySpan<byte> utf8Contract)
    {
        var root = JsonNode.Parse(utf8Contract)!;
        Close(root);
        return System.Text.Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    // Schemas stand under "$defs", "properties" and "items" in the contract profile. What else holds a schema there ("if", "then", the branches of a choice) speaks of
    // members of the same object and must stay open; a closed "if" would never hold.
    private static void Close(JsonNode? schema)
    {
        if (schema is not JsonObject node) return;
        foreach (var name in (ReadOnlySpan<string>)["$defs", "properties"])
        {
            if (node[name] is not JsonObject children) continue;
            foreach (var child in children) Close(child.Value);
        }
        Close(node["items"]);
        // Extensions and the like say themselves what they take.
        if (!IsObject(node) || node.ContainsKey("additionalProperties") || node.ContainsKey("unevaluatedProperties") || node["properties"] is not JsonObject) return;
        node["unevaluatedProperties"] = false;
    }

    private static bool IsObject(JsonObject schema) => schema["type"] is JsonValue type && type.GetValueKind() == JsonValueKind.String && type.GetValue<string>() == "object";
}
