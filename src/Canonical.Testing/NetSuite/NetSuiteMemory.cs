using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Testing;

/// <summary>Writes the records of a sandbox as JSON and takes them in again, so that a sandbox can remember what an earlier one held. Not the vendor's format: <c>[{"type","id","fields"}]</c>.</summary>
internal static class NetSuiteMemory
{
    public static byte[] Write(IEnumerable<NetSuiteRecord> records)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (NetSuiteRecord record in records)
            {
                writer.WriteStartObject();
                writer.WriteString("type", record.Type.Name);
                writer.WriteString("id", record.Id);
                writer.WriteStartObject("fields");
                foreach ((string name, JsonNode value) in record.Fields)
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.ToArray();
    }

    public static List<NetSuiteRecord> Read(ReadOnlySpan<byte> utf8Json, Func<string, NetSuiteRecordType> type)
    {
        var reader = new Utf8JsonReader(utf8Json);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        var records = new List<NetSuiteRecord>();
        foreach (JsonElement element in document.RootElement.EnumerateArray())
        {
            string id = element.GetProperty("id").GetString()!;
            // Ids are numbers; some of the product's own are negative.
            if (!long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                throw new JsonException("The id of a record is not a number.");
            var record = new NetSuiteRecord(type(element.GetProperty("type").GetString()!), id);
            foreach (JsonProperty field in element.GetProperty("fields").EnumerateObject())
                record.Fields[field.Name] = JsonNode.Parse(field.Value.GetRawText())!;
            records.Add(record);
        }

        return records;
    }
}
