using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Canonical.Mapping;

/// <summary>A literal of a mapping document, or a parameter of it. Made from a string, a boolean or a number by assignment. Immutable and safe to share between threads.</summary>
public readonly record struct MappingLiteral
{
    private readonly string? _json;

    private MappingLiteral(string? json, string? parameter)
    {
        _json = json;
        ParameterName = parameter;
    }

    /// <summary>The name of the parameter that gives the value, or null for a literal.</summary>
    public string? ParameterName { get; }

    /// <summary>The literal as JSON text; <c>null</c> for the default value and for a parameter.</summary>
    public string Json => _json ?? "null";

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator MappingLiteral(string value) => FromString(value);

    /// <summary>A boolean.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator MappingLiteral(bool value) => new(value ? "true" : "false", null);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator MappingLiteral(long value) => new(value.ToString(CultureInfo.InvariantCulture), null);

    /// <summary>A number.</summary>
    /// <param name="value">The number; it never passes through binary floating point.</param>
    public static implicit operator MappingLiteral(decimal value) => new(value.ToString(CultureInfo.InvariantCulture), null);

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static MappingLiteral FromString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new MappingLiteral($"\"{JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"", null);
    }

    /// <summary>Any JSON value, such as an object.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static MappingLiteral FromJson(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return new MappingLiteral(json, null);
    }

    /// <summary>The value of a parameter of the mapping.</summary>
    /// <param name="name">The parameter's name.</param>
    public static MappingLiteral Parameter(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new MappingLiteral(null, name);
    }

    internal JsonNode? Node() => ParameterName is null
        ? JsonNode.Parse(Json)
        : throw new InvalidOperationException($"The parameter '{ParameterName}' cannot stand here: a literal is asked for.");
}
