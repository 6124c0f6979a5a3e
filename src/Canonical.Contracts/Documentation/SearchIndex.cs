using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Canonical.Contracts;

// What the search finds: objects, parts and members. A script, not a JSON file, so that the pages work from a folder without a server.
internal static class SearchIndex
{
    public static string Write(IEnumerable<SiteContract> newest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var contract in newest)
            {
                Add(json, contract.Title, "", contract.FileName, contract.Description);
                foreach (var part in contract.Parts)
                {
                    if (part.Name.Length > 0) Add(json, part.Name, contract.Title, $"{contract.FileName}#{part.Name}", part.Description);
                    foreach (var member in part.Members)
                    {
                        Add(json, member.Name, part.Name.Length == 0 ? contract.Title : $"{contract.Title} · {part.Name}", $"{contract.FileName}#{ObjectPage.Anchor(part, member)}", member.Description);
                    }
                }
            }
            json.WriteEndArray();
        }
        return $"const searchIndex = {Encoding.UTF8.GetString(buffer.WrittenSpan)};\n";
    }

    private static void Add(Utf8JsonWriter json, string name, string where, string address, string description)
    {
        json.WriteStartObject();
        json.WriteString("n"u8, name);
        json.WriteString("w"u8, where);
        json.WriteString("a"u8, address);
        json.WriteString("d"u8, description);
        json.WriteEndObject();
    }
}
