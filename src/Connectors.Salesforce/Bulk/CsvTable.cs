using System.Buffers;
using System.Text;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Records as CSV for Bulk API: RFC 4180, LF, UTF-8; <c>#N/A</c> sets null, an empty value leaves the field as it is. Parents that are named by their external ids become columns such as <c>Account.ERP_Id__c</c>.
/// </summary>
internal static class CsvTable
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\n\r");

    /// <summary>The values of a record by column, in the form of CSV without quotes; or why Bulk API cannot take it.</summary>
    public static bool TryFlatten(JsonElement fields, string prefix, Dictionary<string, string> values, out RecordIssue? refused)
    {
        refused = null;
        foreach (JsonProperty member in fields.EnumerateObject())
        {
            if (member.NameEquals("attributes"))
                continue;
            string column = prefix + member.Name;
            JsonElement value = member.Value;
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    if (!TryFlatten(value, column + ".", values, out refused))
                        return false;
                    break;
                case JsonValueKind.Array:
                case JsonValueKind.String when value.ValueEquals("#N/A"u8):
                    refused = new RecordIssue
                    {
                        Code = SalesforceErrorCodes.NotForBulk,
                        Kind = IssueKind.Validation,
                        Message = value.ValueKind == JsonValueKind.Array ? "Bulk API takes no array in a field." : "The text is the one that stands for null in Bulk API; it would clear the field.",
                        VendorPath = column,
                        Remedy = "Write this record by an upsert of its own.",
                    };
                    return false;
                default:
                    // '' clears a text as null does; an empty cell would leave it as it is.
                    values[column] = value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8)) ? "#N/A"
                        : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
                    break;
            }
        }

        return true;
    }

    public static void WriteRow(IBufferWriter<byte> output, IEnumerable<string> values)
    {
        bool first = true;
        foreach (string value in values)
        {
            if (!first)
                output.Write(","u8);
            first = false;
            if (!NeedsQuoting(value))
            {
                Encoding.UTF8.GetBytes(value, output);
                continue;
            }

            output.Write("\""u8);
            Encoding.UTF8.GetBytes(value.Replace("\"", "\"\"", StringComparison.Ordinal), output);
            output.Write("\""u8);
        }

        output.Write("\n"u8);
    }

    // Blanks at the ends belong to the value in RFC 4180, and not every reader knows that.
    private static bool NeedsQuoting(string value) =>
        value.AsSpan().ContainsAny(NeedsQuotes) || (value.Length > 0 && (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1])));
}
