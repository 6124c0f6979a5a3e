using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>The values that a lens can give and that stand in the document.</summary>
internal static class LensValues
{
    public static IEnumerable<JsonElement> Canonical(Lens lens, MappingDocument document) => lens switch
    {
        ConstantLens { Target: not null } constant => Fixed(constant.Value, document),
        DefaultLens { Target: not null } filled => Fixed(filled.Value, document),
        TableLens table => Codes(table, MappingDirection.ToCanonical).Select(Element),
        _ => [],
    };

    public static IEnumerable<JsonElement> Vendor(Lens lens, MappingDocument document) => lens switch
    {
        ConstantLens { Source: not null } constant => Fixed(constant.Value, document),
        DefaultLens { Source: not null } filled => Fixed(filled.Value, document),
        TableLens table => Codes(table, MappingDirection.ToVendor).Select(Element),
        _ => [],
    };

    /// <summary>What a table gives in a direction, its default included.</summary>
    public static IEnumerable<JsonScalar> Codes(TableLens table, MappingDirection direction)
    {
        IEnumerable<JsonScalar> codes = table.AsOf is { } dated
            ? dated.Table.Entries.Where(entry => entry.Only is null || entry.Only == direction).Select(entry => direction == MappingDirection.ToCanonical ? entry.Canonical : entry.Vendor)
            : table.Table.Of(direction).Values;
        var fallback = table.Unknown != UnknownCode.Default ? null : direction == MappingDirection.ToCanonical ? table.DefaultToCanonical : table.DefaultToVendor;
        return (fallback is { } code ? codes.Append(code) : codes).Distinct().OrderBy(found => found.Text, StringComparer.Ordinal);
    }

    /// <summary>What a table knows in a direction, in the form for comparison.</summary>
    public static IReadOnlyCollection<JsonScalar> Keys(TableLens table, MappingDirection direction) =>
        table.AsOf is { } dated ? dated.Table.Of(direction).Keys : table.Table.Of(direction).Keys;

    public static JsonElement Element(JsonScalar scalar)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
            Write(writer, scalar);
        var reader = new Utf8JsonReader(bytes.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    public static void Write(Utf8JsonWriter writer, JsonScalar scalar)
    {
        switch (scalar.Kind)
        {
            case JsonScalarKind.Number:
                writer.WriteRawValue(scalar.Text);
                break;
            case JsonScalarKind.Boolean:
                writer.WriteBooleanValue(scalar.IsTrue);
                break;
            default:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }

    private static IEnumerable<JsonElement> Fixed(FixedValue value, MappingDocument document) =>
        value.Literal is { } literal ? [literal]
        : value.Parameter is { } name && document.ParameterValues.TryGetValue(name, out var parameter) && parameter.Default is { } given ? [Element(given)]
        : [];
}
