using System.Globalization;

namespace Canonical.Mapping;

/// <summary>A declared parameter with its default, and how its text is read.</summary>
internal sealed record ParameterValue(string Name, MappingParameterType Type, string? Description, JsonScalar? Default)
{
    public static bool TryParse(MappingParameterType type, string text, out JsonScalar value)
    {
        value = JsonScalar.Of(text);
        switch (type)
        {
            case MappingParameterType.Text:
                return !string.IsNullOrWhiteSpace(text);
            case MappingParameterType.Code:
                return text.Length > 0 && text.Trim().Length == text.Length;
            case MappingParameterType.Currency:
                return IsCurrency(text);
            case MappingParameterType.Decimal:
                if (!DecimalText.TryNormalize(text, 0, out var plain))
                    return false;
                value = JsonScalar.Of(plain);
                return true;
            case MappingParameterType.Integer:
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                    return false;
                value = JsonScalar.Of(number);
                return true;
            case MappingParameterType.Boolean:
                value = JsonScalar.Of(text == "true");
                return text is "true" or "false";
            default:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        }
    }

    public static bool IsCurrency(string text) => text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z'];
}
