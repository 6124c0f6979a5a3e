using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>One JSON value that is neither an object, an array nor null: what converters take and give. Immutable and safe to share between threads.</summary>
/// <remarks>A number is kept as its text, so that no digit passes through binary floating point.</remarks>
public readonly record struct JsonScalar
{
    private readonly string? _text;

    private JsonScalar(JsonScalarKind kind, string text)
    {
        Kind = kind;
        _text = text;
    }

    /// <summary>Whether it is a string, a number or a boolean.</summary>
    public JsonScalarKind Kind { get; }

    /// <summary>The text of the string, the number as it stands in the JSON, or <c>true</c> and <c>false</c>. The default value is the empty string.</summary>
    public string Text => _text ?? "";

    /// <summary>True for the boolean <c>true</c> alone.</summary>
    public bool IsTrue => Kind == JsonScalarKind.Boolean && Text == "true";

    /// <summary>A string.</summary>
    /// <param name="text">The text.</param>
    public static JsonScalar Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new JsonScalar(JsonScalarKind.String, text);
    }

    /// <summary>A boolean.</summary>
    /// <param name="value">The value.</param>
    public static JsonScalar Of(bool value) => new(JsonScalarKind.Boolean, value ? "true" : "false");

    /// <summary>An integer.</summary>
    /// <param name="value">The value.</param>
    public static JsonScalar Of(long value) => new(JsonScalarKind.Number, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number by its JSON text (RFC 8259 section 6), such as <c>1.0E7</c>.</summary>
    /// <param name="json">The number as it stands in JSON.</param>
    /// <exception cref="FormatException">The text is not a JSON number.</exception>
    public static JsonScalar Number(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return DecimalText.IsJsonNumber(json)
            ? new JsonScalar(JsonScalarKind.Number, json)
            : throw new FormatException("The text is not a JSON number.");
    }

    /// <summary>Reads a JSON value; false for an object, an array, null and a string that is no text (an escape of half a surrogate pair).</summary>
    /// <param name="element">The value.</param>
    /// <param name="scalar">The scalar.</param>
    public static bool TryRead(JsonElement element, out JsonScalar scalar)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return TryText(element, out scalar);
            case JsonValueKind.Number:
                scalar = new JsonScalar(JsonScalarKind.Number, element.GetRawText());
                return true;
            case JsonValueKind.True:
                scalar = Of(true);
                return true;
            case JsonValueKind.False:
                scalar = Of(false);
                return true;
            default:
                scalar = default;
                return false;
        }
    }

    /// <summary>The kind alone: a value may be personal, so it does not show itself by accident.</summary>
    public override string ToString() => Kind.ToString();

    // A string may be JSON and yet no text: an escape of half a surrogate pair.
    private static bool TryText(JsonElement element, out JsonScalar scalar)
    {
        try
        {
            scalar = new JsonScalar(JsonScalarKind.String, element.GetString()!);
            return true;
        }
        catch (InvalidOperationException)
        {
            scalar = default;
            return false;
        }
    }

    // Codes are compared by meaning: 1, 1.0 and 1E0 are one number.
    internal JsonScalar ForComparison() =>
        Kind == JsonScalarKind.Number && DecimalText.TryNormalize(Text, 0, out var plain) ? new JsonScalar(JsonScalarKind.Number, plain) : this;
}
