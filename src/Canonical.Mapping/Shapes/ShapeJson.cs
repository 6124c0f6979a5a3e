using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>The neutral form of a shape. Members that say what is true anyway are left out.</summary>
internal static class ShapeJson
{
    public const string SchemaId = "https://schemas.canonical-sdk.org/cli/shape.schema.json";

    private static readonly string[] s_types = ["any", "text", "integer", "decimal", "boolean", "date", "instant", "object", "array"];
    private static readonly string[] s_members = ["$schema", "system", "object", "version", "complete", "origin", "fields"];
    private static readonly string[] s_fieldMembers =
        ["path", "type", "vendorType", "label", "length", "precision", "scale", "nullable", "alwaysPresent", "createable", "updateable", "requiredOnCreate", "values", "onlyValues", "references", "open"];

    public static string Name(VendorFieldType type) => s_types[(int)type];

    public static VendorShape Read(ReadOnlySpan<byte> utf8Json)
    {
        var root = ShapeBytes.Read(utf8Json, "The shape");
        Known(root, s_members, "the shape");
        var fields = new List<VendorField>();
        if (!root.TryGetProperty("fields", out var array) || array.ValueKind != JsonValueKind.Array)
            throw new VendorShapeException("The shape has no array 'fields'.");
        foreach (var field in array.EnumerateArray())
            fields.Add(Field(field));
        return VendorShape.Create(
            Required(root, "system", "the shape"), Required(root, "object", "the shape"), fields,
            ShapeBytes.Flag(root, "complete", byDefault: true), ShapeBytes.Text(root, "version"), ShapeBytes.Text(root, "origin"));
    }

    private static VendorField Field(JsonElement json)
    {
        var path = Required(json, "path", "a field of the shape");
        var where = $"the field '{path}'";
        Known(json, s_fieldMembers, where);
        var type = Array.IndexOf(s_types, Required(json, "type", where));
        if (type < 0)
            throw new VendorShapeException($"In {where} the type is none of {string.Join(", ", s_types)}.");
        return new VendorField
        {
            Path = path,
            Type = (VendorFieldType)type,
            VendorType = ShapeBytes.Text(json, "vendorType"),
            Label = ShapeBytes.Text(json, "label"),
            Length = ShapeBytes.Number(json, "length"),
            Precision = ShapeBytes.Number(json, "precision"),
            Scale = ShapeBytes.Number(json, "scale"),
            IsNullable = ShapeBytes.Flag(json, "nullable", byDefault: true),
            IsAlwaysPresent = ShapeBytes.Flag(json, "alwaysPresent"),
            IsCreateable = ShapeBytes.Flag(json, "createable", byDefault: true),
            IsUpdateable = ShapeBytes.Flag(json, "updateable", byDefault: true),
            IsRequiredOnCreate = ShapeBytes.Flag(json, "requiredOnCreate"),
            Values = Texts(json, "values"),
            HasOnlyValues = ShapeBytes.Flag(json, "onlyValues"),
            References = Texts(json, "references"),
            IsOpen = ShapeBytes.Flag(json, "open"),
        };
    }

    public static byte[] Write(VendorShape shape)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema"u8, SchemaId);
            writer.WriteString("system"u8, shape.System);
            writer.WriteString("object"u8, shape.ObjectType);
            if (shape.Version is not null)
                writer.WriteString("version"u8, shape.Version);
            writer.WriteBoolean("complete"u8, shape.IsComplete);
            if (shape.Origin is not null)
                writer.WriteString("origin"u8, shape.Origin);
            writer.WriteStartArray("fields"u8);
            foreach (var field in shape.Fields)
                Write(writer, field);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, VendorField field)
    {
        writer.WriteStartObject();
        writer.WriteString("path"u8, field.Path);
        writer.WriteString("type"u8, Name(field.Type));
        Text(writer, "vendorType", field.VendorType);
        Text(writer, "label", field.Label);
        Number(writer, "length", field.Length);
        Number(writer, "precision", field.Precision);
        Number(writer, "scale", field.Scale);
        Flag(writer, "nullable", field.IsNullable, usual: true);
        Flag(writer, "alwaysPresent", field.IsAlwaysPresent, usual: false);
        Flag(writer, "createable", field.IsCreateable, usual: true);
        Flag(writer, "updateable", field.IsUpdateable, usual: true);
        Flag(writer, "requiredOnCreate", field.IsRequiredOnCreate, usual: false);
        Texts(writer, "values", field.Values);
        Flag(writer, "onlyValues", field.HasOnlyValues, usual: false);
        Texts(writer, "references", field.References);
        Flag(writer, "open", field.IsOpen, usual: false);
        writer.WriteEndObject();
    }

    private static void Known(JsonElement json, string[] members, string where)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new VendorShapeException($"In {where} an object is expected.");
        foreach (var member in json.EnumerateObject())
        {
            if (!members.Contains(member.Name, StringComparer.Ordinal))
                throw new VendorShapeException($"In {where} there is no member '{member.Name}'; there are {string.Join(", ", members)}.");
        }
    }

    private static string Required(JsonElement json, string name, string where) =>
        ShapeBytes.Text(json, name) is { Length: > 0 } text ? text : throw new VendorShapeException($"In {where} the member '{name}' is missing or no text.");

    private static List<string> Texts(JsonElement json, string name) =>
        [.. ShapeBytes.Items(json, name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void Number(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    private static void Flag(Utf8JsonWriter writer, string name, bool value, bool usual)
    {
        if (value != usual)
            writer.WriteBoolean(name, value);
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
