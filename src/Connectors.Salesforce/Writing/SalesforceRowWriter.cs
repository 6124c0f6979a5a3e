using System.Runtime.InteropServices;
using System.Text.Json;

namespace Connectors.Salesforce;

/// <summary>Writes records for collections and composite calls. The order of members counts: a record that does not begin with its attributes is refused as "polymorphic".</summary>
internal static class SalesforceRowWriter
{
    /// <summary>Checks the fields of a record; true when it names parents by nested objects.</summary>
    /// <exception cref="ArgumentException">They are no JSON object, or hold the key.</exception>
    public static bool Check(JsonElement fields, string? keyField, string parameter)
    {
        if (fields.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("The fields are a JSON object.", parameter);
        bool hasParents = false;
        foreach (JsonProperty member in fields.EnumerateObject())
        {
            if (member.Name.Equals("Id", StringComparison.OrdinalIgnoreCase) || (keyField is not null && member.Name.Equals(keyField, StringComparison.OrdinalIgnoreCase)))
                throw new ArgumentException($"The field '{member.Name}' is the key and must not be among the fields.", parameter);
            hasParents |= member.Value.ValueKind == JsonValueKind.Object && !member.NameEquals("attributes");
        }

        return hasParents;
    }

    /// <summary>The record with its attributes first, then its key, then its fields.</summary>
    public static void Write(Utf8JsonWriter writer, string objectName, string? keyField, string? key, JsonElement fields)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("attributes");
        writer.WriteString("type", objectName);
        writer.WriteEndObject();
        if (keyField is not null)
            writer.WriteString(keyField, key);
        WriteFields(writer, fields);
        writer.WriteEndObject();
    }

    /// <summary>The fields without attributes of their own; parents with theirs first.</summary>
    public static void WriteFields(Utf8JsonWriter writer, JsonElement fields)
    {
        foreach (JsonProperty member in fields.EnumerateObject())
        {
            if (member.NameEquals("attributes"))
                continue;
            writer.WritePropertyName(member.Name);
            if (member.Value.ValueKind != JsonValueKind.Object)
            {
                // As it came: a decimal must not pass through another form.
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
                continue;
            }

            writer.WriteStartObject();
            if (member.Value.TryGetProperty("attributes", out JsonElement attributes))
            {
                writer.WritePropertyName("attributes");
                attributes.WriteTo(writer);
            }

            WriteFields(writer, member.Value);
            writer.WriteEndObject();
        }
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8Fields, string parameter)
    {
        try
        {
            return JsonDocument.Parse(utf8Fields);
        }
        catch (JsonException e)
        {
            throw new ArgumentException("The fields are not JSON.", parameter, e);
        }
    }
}
