using System.Globalization;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>
/// Exact money out of <c>*_in_cents</c> and <c>*_in_subunits</c>. The name lies: the number counts subunits of the currency, and how many make one unit is in
/// <c>currency_base_unit</c> (100 for USD, 1 for JPY). Amounts for display ("$44,250", "TBD", and rounded) are never read.
/// </summary>
internal static class ComputedMoney
{
    private static readonly string[] Suffixes = ["_in_cents", "_in_subunits"];

    /// <summary>Writes <c>"money": {"price": {"amount": "44250", "currency": "USD"}, …}</c> for every amount of the record that is there and not null.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement record, List<RecordIssue> issues)
    {
        string? currency = record.TryGetProperty("currency", out JsonElement code) && code.ValueKind == JsonValueKind.String ? code.GetString() : null;
        long? baseUnit = record.TryGetProperty("currency_base_unit", out JsonElement unit) && unit.ValueKind == JsonValueKind.Number && unit.TryGetInt64(out long number) && number > 0
            ? number
            : null;
        writer.WriteStartObject("money");
        foreach (JsonProperty member in record.EnumerateObject())
        {
            if (Name(member.Name) is not { } name || member.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetInt64(out long subunits))
            {
                issues.Add(Unusable(member.Name, "it is not an integer"));
            }
            else if (currency is null || baseUnit is null)
            {
                issues.Add(Unusable(member.Name, currency is null ? "the record has no currency" : "the record has no currency_base_unit"));
            }
            else if (!TryDivide(subunits, baseUnit.Value, out decimal amount))
            {
                issues.Add(Unusable(member.Name, "it has no exact decimal in units of the currency"));
            }
            else
            {
                writer.WriteStartObject(name);
                writer.WriteString("amount", amount.ToString(CultureInfo.InvariantCulture));
                writer.WriteString("currency", currency);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Divides without rounding: all base units of currencies are products of twos and fives, but the number comes from outside.</summary>
    public static bool TryDivide(long subunits, long baseUnit, out decimal amount)
    {
        amount = (decimal)subunits / baseUnit;
        // The scale of a quotient is as the division left it: one value, one text.
        amount /= 1.000000000000000000000000000000m;
        return amount * baseUnit == subunits && decimal.Round(amount, 10) == amount;
    }

    private static string? Name(string member)
    {
        foreach (string suffix in Suffixes)
        {
            if (member.Length > suffix.Length && member.EndsWith(suffix, StringComparison.Ordinal))
                return member[..^suffix.Length];
        }

        return null;
    }

    private static RecordIssue Unusable(string member, string why) => new()
    {
        Code = KantataErrorCodes.UnusableAmount,
        Kind = IssueKind.Validation,
        VendorPath = member,
        Message = $"The amount was left out: {why}.",
        Remedy = "Look at the record in Kantata; the user of the token needs financial access to see the currency.",
    };
}
