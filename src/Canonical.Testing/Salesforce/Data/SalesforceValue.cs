using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>
/// Field values: null, <see cref="string"/>, <see cref="bool"/>, <see cref="decimal"/>, <see cref="DateOnly"/> or <see cref="DateTimeOffset"/>; read from JSON as the product does and written in its own forms.
/// </summary>
internal static class SalesforceValue
{
    /// <summary>One box for all: most booleans are false.</summary>
    public static readonly object False = false;

    public static object? FromJson(SalesforceSandboxField field, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return field.Type is SalesforceSandboxFieldType.Boolean
                ? throw BadType(field, json)
                : null;
        switch (field.Type)
        {
            case SalesforceSandboxFieldType.Boolean:
                return json.ValueKind switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    _ => throw BadType(field, json),
                };
            case SalesforceSandboxFieldType.WholeNumber or SalesforceSandboxFieldType.Number or SalesforceSandboxFieldType.Currency or SalesforceSandboxFieldType.Percent:
                // The product takes numbers as JSON numbers and also as texts.
                string number = json.ValueKind switch
                {
                    JsonValueKind.Number => json.GetRawText(),
                    JsonValueKind.String => json.GetString()!,
                    _ => throw BadType(field, json),
                };
                return decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && (field.Type is not SalesforceSandboxFieldType.WholeNumber || decimal.IsInteger(value))
                    ? value
                    : throw BadType(field, json);
            case SalesforceSandboxFieldType.Date:
                return json.ValueKind == JsonValueKind.String && TryParseDate(json.GetString()!, out DateOnly date) ? date : throw BadType(field, json);
            case SalesforceSandboxFieldType.DateTime:
                return json.ValueKind == JsonValueKind.String && TryParseInstant(json.GetString()!, out DateTimeOffset instant) ? instant : throw BadType(field, json);
            case SalesforceSandboxFieldType.Time:
                return json.ValueKind == JsonValueKind.String && TryParseTime(json.GetString()!, out string? time) ? time : throw BadType(field, json);
            default:
                if (json.ValueKind != JsonValueKind.String)
                    throw BadType(field, json);
                string text = json.GetString()!.Trim();
                return Text(field, text);
        }
    }

    /// <summary>Writes a value as an answer shows it.</summary>
    public static void Write(Utf8JsonWriter writer, SalesforceSandboxField field, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case decimal number when field.Type is SalesforceSandboxFieldType.WholeNumber:
                writer.WriteRawValue(number.ToString("0", CultureInfo.InvariantCulture));
                break;
            case decimal number:
                writer.WriteRawValue(JavaDouble(number));
                break;
            case DateOnly date:
                writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                writer.WriteStringValue(Instant(instant));
                break;
            default:
                writer.WriteStringValue((string)value);
                break;
        }
    }

    /// <summary>A time as Salesforce writes it in JSON.</summary>
    public static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000+0000'", CultureInfo.InvariantCulture);

    /// <summary>The text of Java's <c>Double.toString</c>: a digit behind the point always, and an exponent outside of 10^-3 to 10^7. The digits are the decimal's own.</summary>
    public static string JavaDouble(decimal number)
    {
        if (number == 0)
            return "0.0";
        decimal size = Math.Abs(number);
        string digits = size.ToString(CultureInfo.InvariantCulture);
        if (size >= 0.001m && size < 10_000_000m)
        {
            if (digits.Contains('.', StringComparison.Ordinal))
                digits = digits.TrimEnd('0');
            string plain = !digits.Contains('.', StringComparison.Ordinal) ? digits + ".0" : digits.EndsWith('.') ? digits + "0" : digits;
            return number < 0 ? "-" + plain : plain;
        }

        int point = digits.IndexOf('.', StringComparison.Ordinal);
        string all = digits.Replace(".", "", StringComparison.Ordinal);
        int first = all.AsSpan().IndexOfAnyExcept('0');
        int exponent = (point < 0 ? digits.Length : point) - 1 - first;
        string significant = all[first..].TrimEnd('0');
        string rest = significant.Length > 1 ? significant[1..] : "0";
        return string.Create(CultureInfo.InvariantCulture, $"{(number < 0 ? "-" : "")}{significant[0]}.{rest}E{exponent}");
    }

    public static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text.Length == 11 && text[10] == 'Z' ? text[..10] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Reads an instant: a date, a time and a zone (<c>Z</c>, <c>+00:00</c> or <c>+0000</c>); the fraction is dropped, since the product keeps whole seconds.</summary>
    public static bool TryParseInstant(string text, out DateTimeOffset instant)
    {
        if (text.Length > 5 && text[^5] is '+' or '-')
            text = text.Insert(text.Length - 2, ":");
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        instant = default;
        if (!text.EndsWith('Z') && (text.Length < 6 || text[^6] is not ('+' or '-')))
            return false;
        if (!DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant))
            return false;
        instant = WholeSeconds(instant);
        return true;
    }

    /// <summary>Reads a time of day and brings it to the product's form, in which times compare as texts do.</summary>
    public static bool TryParseTime(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? time)
    {
        bool read = TimeOnly.TryParseExact(text.EndsWith('Z') ? text[..^1] : text, (string[])["HH:mm:ss", "HH:mm:ss.FFF", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly value);
        time = read ? value.ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : null;
        return read;
    }

    public static DateTimeOffset WholeSeconds(DateTimeOffset instant) => new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static string? Text(SalesforceSandboxField field, string text)
    {
        if (text.Length == 0)
            return null;
        if (field.Type is SalesforceSandboxFieldType.Reference or SalesforceSandboxFieldType.Id)
        {
            return SalesforceId.TryNormalize(text, out string? id)
                ? id
                : throw new SalesforceApiException(400, "MALFORMED_ID", $"{field.Name}: id value of incorrect type: {text}", field.Name);
        }

        if (text.Length > field.Length)
            throw new SalesforceApiException(400, "STRING_TOO_LONG", $"{field.Name}: data value too large: {text} (max length={field.Length})", field.Name);
        if (field.Type is SalesforceSandboxFieldType.Email)
        {
            int at = text.IndexOf('@', StringComparison.Ordinal);
            if (at <= 0 || text.IndexOf('.', at) < at + 2 || text.EndsWith('.'))
                throw new SalesforceApiException(400, "INVALID_EMAIL_ADDRESS", $"{field.Name}: invalid email address: {text}", field.Name);
#pragma warning disable CA1308 // The product lower-cases addresses; upper case would not be what it does.
            return text.ToLowerInvariant();
#pragma warning restore CA1308
        }

        if (field.Restricted && field.Values.Count > 0 && !field.Values.Contains(text, StringComparer.OrdinalIgnoreCase))
            throw new SalesforceApiException(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{field.Name}: bad value for restricted picklist field: {text}", field.Name);
        return text;
    }

    private static SalesforceApiException BadType(SalesforceSandboxField field, JsonElement json) => new(
        400,
        "JSON_PARSER_ERROR",
        $"Cannot deserialize instance of {XsdName(field.Type)} from {json.ValueKind switch { JsonValueKind.String => "VALUE_STRING", JsonValueKind.Number => "VALUE_NUMBER", JsonValueKind.Null => "VALUE_NULL", JsonValueKind.Array => "START_ARRAY", JsonValueKind.Object => "START_OBJECT", _ => "VALUE_BOOLEAN" }} value or request may be missing a required field");

    private static string XsdName(SalesforceSandboxFieldType type) => type switch
    {
        SalesforceSandboxFieldType.Boolean => "boolean",
        SalesforceSandboxFieldType.WholeNumber => "int",
        SalesforceSandboxFieldType.Number => "double",
        SalesforceSandboxFieldType.Currency => "currency",
        SalesforceSandboxFieldType.Percent => "percent",
        SalesforceSandboxFieldType.Date => "date",
        SalesforceSandboxFieldType.DateTime => "datetime",
        SalesforceSandboxFieldType.Time => "time",
        _ => "string",
    };
}
