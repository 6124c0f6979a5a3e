using System.Text.Json;

namespace Canonical.Testing;

/// <summary>Records in the JSON of the REST API.</summary>
internal static class SalesforceRecordJson
{
    private static readonly string[] AddressParts = ["City", "Country", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "Street"];

    /// <summary>Whether a field is a part of a compound address.</summary>
    public static bool IsPart(SalesforceSandboxField address, SalesforceSandboxField field)
    {
        string prefix = address.Name[..^"Address".Length];
        return field.Name.StartsWith(prefix, StringComparison.Ordinal) && AddressParts.Contains(field.Name[prefix.Length..], StringComparer.Ordinal);
    }

    /// <param name="writer">The answer.</param>
    /// <param name="row">The record.</param>
    /// <param name="version">The version in the address.</param>
    /// <param name="asName">Whether the record is seen as a Name, through a polymorphic relation.</param>
    public static void WriteAttributes(Utf8JsonWriter writer, SalesforceRow row, string version, bool asName = false)
    {
        writer.WriteStartObject("attributes");
        writer.WriteString("type", asName ? "Name" : row.Type.Name);
        writer.WriteString("url", $"/services/data/{version}/sobjects/{row.Type.Name}/{row.Id}");
        writer.WriteEndObject();
    }

    public static void WriteField(Utf8JsonWriter writer, SalesforceRow row, SalesforceSandboxField field)
    {
        if (field.Type is SalesforceSandboxFieldType.Address)
            WriteAddress(writer, row, field);
        else
            SalesforceValue.Write(writer, field, row[field.Name]);
    }

    // A compound address: an object when any part is there, null when none is.
    private static void WriteAddress(Utf8JsonWriter writer, SalesforceRow row, SalesforceSandboxField field)
    {
        string prefix = field.Name[..^"Address".Length];
        if (Array.TrueForAll(AddressParts, part => row[prefix + part] is null))
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        foreach (string part in AddressParts)
        {
            writer.WritePropertyName(char.ToLowerInvariant(part[0]) + part[1..]);
            if (row.Type.TryGetField(prefix + part, out SalesforceSandboxField? partField))
                SalesforceValue.Write(writer, partField, row[prefix + part]);
            else
                writer.WriteNullValue();
            // Without state and country lists the code members are there and empty.
            if (part is "Country" or "State")
                writer.WriteNull(char.ToLowerInvariant(part[0]) + part[1..] + "Code");
        }

        writer.WriteEndObject();
    }
}
