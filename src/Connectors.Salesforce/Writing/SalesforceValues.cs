using System.Globalization;
using System.Text.Json;

namespace Connectors.Salesforce;

/// <summary>Compares what was written with what Salesforce gives back, after the forms in which it keeps values: trimmed, '' as null, e-mail in small letters, times in whole seconds, numbers by value.</summary>
internal static class SalesforceValues
{
    public static bool Same(JsonElement written, JsonElement read)
    {
        written = Normal(written);
        read = Normal(read);
        if (written.ValueKind == JsonValueKind.Undefined || read.ValueKind == JsonValueKind.Undefined)
        {
            // A check box has no null: clearing it makes it false.
            return written.ValueKind == read.ValueKind || (written.ValueKind == JsonValueKind.Undefined && read.ValueKind == JsonValueKind.False);
        }

        return (written.ValueKind, read.ValueKind) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) => SameNumber(written.GetRawText(), read.GetRawText()),
            (JsonValueKind.String, JsonValueKind.Number) => SameNumber(written.GetString()!.Trim(), read.GetRawText()),
            (JsonValueKind.Number, JsonValueKind.String) => SameNumber(written.GetRawText(), read.GetString()!.Trim()),
            (JsonValueKind.String, JsonValueKind.String) => SameText(written.GetString()!.Trim(), read.GetString()!.Trim()),
            _ => written.ValueKind == read.ValueKind && written.GetRawText() == read.GetRawText(),
        };
    }

    /// <summary>The fields, with those of parents, that were written and do not read back the same.</summary>
    public static IEnumerable<string> Differing(JsonElement written, JsonElement read) =>
        Paths(written).Where(path => !Same(At(written, path), At(read, path)));

    /// <summary>The names of the fields, those of parents as <c>Account.Name</c>.</summary>
    public static IEnumerable<string> Paths(JsonElement fields)
    {
        foreach (JsonProperty member in fields.EnumerateObject())
        {
            if (member.NameEquals("attributes"))
                continue;
            if (member.Value.ValueKind != JsonValueKind.Object)
            {
                yield return member.Name;
                continue;
            }

            foreach (string inner in Paths(member.Value))
                yield return member.Name + "." + inner;
        }
    }

    // Salesforce answers in the declared case of a name.
    public static JsonElement At(JsonElement value, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object)
                return default;
            if (!value.TryGetProperty(name, out JsonElement next))
                next = value.EnumerateObject().FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            value = next;
        }

        return value;
    }

    private static JsonElement Normal(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString())) ? default : value;

    private static bool SameNumber(string a, string b) =>
        a == b || (decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal left) && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal right) && left == right);

    private static bool SameText(string a, string b)
    {
        if (string.Equals(a, b, StringComparison.Ordinal))
            return true;
        // Line ends of long texts are kept or made CRLF, by the way they came in.
        if (a.Contains('\n', StringComparison.Ordinal) && string.Equals(a.ReplaceLineEndings("\n"), b.ReplaceLineEndings("\n"), StringComparison.Ordinal))
            return true;
        if (IsMail(a) && string.Equals(a, b, StringComparison.OrdinalIgnoreCase))
            return true;
        if (SalesforceAnswers.TryInstant(a, out DateTimeOffset left) && SalesforceAnswers.TryInstant(b, out DateTimeOffset right))
            return left.ToUnixTimeSeconds() == right.ToUnixTimeSeconds();
        // An id of 15 characters comes back with 18.
        if (a.Length == 15 && b.Length == 18 && SalesforceRecordId.IsValid(a) && SalesforceRecordId.Same(a, b))
            return true;
        // The values of a multi-select list come back in the order of the list.
        return a.Contains(';', StringComparison.Ordinal) && a.Length == b.Length
            && a.Split(';').Order(StringComparer.Ordinal).SequenceEqual(b.Split(';').Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static bool IsMail(string text) => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
}
