using System.Buffers;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>
/// Asks the converter of a lens what it makes of a value, by a mapping of one lens that has the same converter: what a check says is what a run does, converters of the host included.
/// </summary>
internal sealed class ConverterProbe
{
    private static readonly MappingContext s_context = new() { Tenant = "probe", Instance = "probe", ObservedAt = DateTimeOffset.UnixEpoch };
    private readonly Mapper _mapper;

    private ConverterProbe(Mapper mapper) => _mapper = mapper;

    /// <summary>Null for a lens without a converter of its own.</summary>
    public static ConverterProbe? Of(Lens lens, MappingDocument document)
    {
        if (lens.ConverterName is not { } name || lens is not (FieldLens or FirstLens or MoneyLens))
            return null;
        using var parsed = JsonDocument.Parse(document.Utf8Json);
        if (!TryFind(parsed.RootElement, lens.Head.Pointer, out var json))
            return null;
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("mapping"u8, "probe.converter");
            writer.WriteString("version"u8, "1.0.0");
            writer.WriteStartObject("source"u8);
            writer.WriteString("system"u8, "probe");
            writer.WriteString("object"u8, "probe");
            writer.WriteString("key"u8, "id");
            writer.WriteEndObject();
            writer.WriteString("target"u8, "probe/1.0.0");
            writer.WriteStartArray("lenses"u8);
            writer.WriteStartObject();
            writer.WriteString("id"u8, "probe");
            writer.WriteString("kind"u8, "field");
            writer.WriteString("source"u8, "v");
            writer.WriteString("target"u8, "v");
            writer.WritePropertyName("convert"u8);
            Convert(writer, lens, name, json);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        try
        {
            return new ConverterProbe(Mapper.Compile(MappingDocument.Parse(bytes.WrittenSpan, document.Options with { Contracts = _ => null })));
        }
        catch (MappingDocumentException)
        {
            // Then nothing can be told for certain.
            return null;
        }
    }

    /// <summary>What becomes of a value: a scalar, nothing, or a failure with the reason.</summary>
    public (bool Failed, JsonScalar? Value, string? Why) ToCanonical(JsonScalar vendor) => Read(_mapper.ToCanonical(Record(vendor), s_context));

    public (bool Failed, JsonScalar? Value, string? Why) ToVendor(JsonScalar canonical) => Read(_mapper.ToVendor(Record(canonical), s_context));

    private static (bool Failed, JsonScalar? Value, string? Why) Read(MappingResult result)
    {
        if (!result.Succeeded)
            return (true, null, result.Issues.FirstOrDefault(issue => issue.Severity == MappingSeverity.Error)?.Message);
        using var json = JsonDocument.Parse(result.Json);
        return json.RootElement.TryGetProperty("v", out var value) && JsonScalar.TryRead(value, out var scalar) ? (false, scalar, null) : (false, null, null);
    }

    private static byte[] Record(JsonScalar value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, "1");
            writer.WriteString("contract"u8, "probe/1.0.0");
            writer.WritePropertyName("v"u8);
            LensValues.Write(writer, value);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void Convert(Utf8JsonWriter writer, Lens lens, string name, JsonElement json)
    {
        if (lens is not MoneyLens)
        {
            if (json.TryGetProperty("convert", out var convert))
                convert.WriteTo(writer);
            else
                writer.WriteStringValue(name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("name"u8, "decimal");
        if (ShapeBytes.Number(json, "shift") is { } shift and not 0)
            writer.WriteNumber("shift"u8, shift);
        if (ShapeBytes.Text(json, "as") is { } form)
            writer.WriteString("as"u8, form);
        writer.WriteEndObject();
    }

    private static bool TryFind(JsonElement root, string pointer, out JsonElement found)
    {
        found = root;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            if (found.ValueKind == JsonValueKind.Array && int.TryParse(token, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < found.GetArrayLength())
                found = found[index];
            else if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(token, out found))
                return false;
        }

        return found.ValueKind == JsonValueKind.Object;
    }
}
