using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

// The examples beside the contracts.
internal static class Examples
{
    public static TheoryData<string, string> Valid() => Files("valid");

    public static TheoryData<string, string> Invalid() => Files("invalid");

    public static TheoryData<string, string> Unlawful() => Files("unlawful");

    public static byte[] Read(string contract, string kind, string file) => File.ReadAllBytes(Path.Combine(Folder(contract, kind), file));

    // Every string and name in escapes, members in another order: another spelling of the same value.
    public static byte[] Respell(ReadOnlySpan<byte> utf8Json, Random random)
    {
        var text = new StringBuilder();
        Respell(JsonNode.Parse(utf8Json), text, random);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Respell(JsonNode? node, StringBuilder text, Random random)
    {
        switch (node)
        {
            case JsonObject map:
                var members = map.ToArray();
                random.Shuffle(members);
                text.Append("{ ");
                for (var i = 0; i < members.Length; i++)
                {
                    if (i > 0) text.Append(" ,\n");
                    Escape(members[i].Key, text);
                    text.Append(" : ");
                    Respell(members[i].Value, text, random);
                }
                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Respell(list[i], text, random);
                }
                text.Append(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Escape(value.GetValue<string>(), text);
                break;
            default:
                text.Append(node is null ? "null" : node.ToJsonString());
                break;
        }
    }

    private static void Escape(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        text.Append('"');
    }

    private static TheoryData<string, string> Files(string kind)
    {
        var data = new TheoryData<string, string>();
        foreach (var contract in CanonicalContracts.All.Where(c => c.Id.Name != "common"))
        {
            var folder = Folder(contract.Id.ToString(), kind);
            if (!Directory.Exists(folder)) continue;
            foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)) data.Add(contract.Id.ToString(), Path.GetFileName(file));
        }
        return data;
    }

    // Of the newest version, when none is named.
    private static string Folder(string contract, string kind) =>
        Path.Combine(Shared.Root, "schemas", (contract.Contains('/', StringComparison.Ordinal) ? contract : CanonicalContracts.Get(contract).Id.ToString()) + ".examples", kind);
}
