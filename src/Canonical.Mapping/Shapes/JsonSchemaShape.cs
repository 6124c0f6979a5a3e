using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>
/// A JSON Schema of a record. It is read for what it describes, not for what it forbids: properties, types, lengths, enumerations, references within the document. A reference that leads
/// outside of it (NetSuite has some that answer 404) becomes an open object.
/// </summary>
internal sealed class JsonSchemaShape(JsonElement document, VendorSchemaOptions options)
{
    public const string Origin = "json-schema";

    // A sublist of a line of a record of a record: deeper ones come from types that contain each other.
    private const int MaxLevels = 24;

    private readonly List<VendorField> _fields = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    public static VendorShape Read(ReadOnlySpan<byte> utf8Json, VendorSchemaOptions options)
    {
        var document = ShapeBytes.Read(utf8Json, "The schema");
        var reader = new JsonSchemaShape(document, options);
        var root = document;
        if (!string.IsNullOrEmpty(options.Root) && !TryPointer(document, options.Root, out root))
            throw new VendorShapeException($"The schema has nothing at '{options.Root}'.");
        root = reader.Resolve(root, out _);
        if (root.ValueKind != JsonValueKind.Object || (!root.TryGetProperty("properties", out _) && !root.TryGetProperty("allOf", out _)))
        {
            throw new VendorShapeException(document.TryGetProperty("components", out _) || document.TryGetProperty("definitions", out _)
                ? "The document itself describes no object: say where in it the record is, such as /components/schemas/customer."
                : "The schema describes no object: it has no 'properties'.");
        }

        reader.Properties(root, []);
        return VendorShape.Create(options.System, options.ObjectType, reader._fields, isComplete: true, options.Version, Origin);
    }

    private void Properties(JsonElement schema, PathStep[] path)
    {
        var required = options.TrustsRequired
            ? ShapeBytes.Items(schema, "required").Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (property.Name.Length == 0)
                    continue;
                PathStep[] place = [.. path, ShapePath.Member(property.Name)];
                if (_paths.Add(ShapePath.Text(place)))
                    Add(property.Value, place, required.Contains(property.Name));
            }
        }

        foreach (var part in ShapeBytes.Items(schema, "allOf"))
        {
            var resolved = Resolve(part, out var isThere);
            if (isThere && path.Length <= MaxLevels)
                Within(part, () => Properties(resolved, path));
        }
    }

    private void Add(JsonElement given, PathStep[] path, bool isRequired)
    {
        if (_fields.Count >= VendorShape.MaxFields)
            throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"The schema describes more than {VendorShape.MaxFields} fields."));
        var schema = Resolve(given, out var isThere);
        var type = TypeOf(schema, out var isNullable);
        var readOnly = ShapeBytes.Flag(schema, "readOnly") || ShapeBytes.Flag(given, "readOnly");
        var isRecursive = ShapeBytes.Text(given, "$ref") is { } reference && _open.Contains(reference);
        var goesOn = isThere && !isRecursive && path.Length < MaxLevels;
        var hasMembers = schema.ValueKind == JsonValueKind.Object && (schema.TryGetProperty("properties", out _) || schema.TryGetProperty("allOf", out _));
        _fields.Add(new VendorField
        {
            Path = ShapePath.Text(path),
            Type = type,
            VendorType = ShapeBytes.Text(schema, "format"),
            Label = ShapeBytes.Text(given, "title") ?? ShapeBytes.Text(schema, "title"),
            Length = type == VendorFieldType.Text ? ShapeBytes.Number(schema, "maxLength") : null,
            IsNullable = isNullable || !isRequired,
            IsCreateable = !readOnly,
            IsUpdateable = !readOnly,
            IsRequiredOnCreate = isRequired && !readOnly,
            Values = [.. ShapeBytes.Items(schema, "enum").Where(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText())],
            HasOnlyValues = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("enum", out _),
            IsOpen = type == VendorFieldType.Object && (!goesOn || !hasMembers || IsOpenObject(schema)),
        });
        if (!goesOn)
            return;
        if (type == VendorFieldType.Object)
            Within(given, () => Properties(schema, path));
        else if (type == VendorFieldType.Array && schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
            Within(given, () => Add(items, [.. path, ShapePath.All], isRequired: false));
    }

    // Schemas of records close nothing, so the absence of the keyword says nothing; only what says that others may be there is open.
    private static bool IsOpenObject(JsonElement schema) =>
        schema.TryGetProperty("additionalProperties", out var rest) && (rest.ValueKind == JsonValueKind.True || rest.ValueKind == JsonValueKind.Object);

    private void Within(JsonElement given, Action read)
    {
        if (ShapeBytes.Text(given, "$ref") is not { } name)
        {
            read();
            return;
        }

        if (_open.Contains(name))
            return;
        _open.Add(name);
        read();
        _open.Remove(name);
    }

    private JsonElement Resolve(JsonElement schema, out bool isThere)
    {
        isThere = true;
        for (var hops = 0; schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String; hops++)
        {
            var text = reference.GetString()!;
            if (hops > 16 || !text.StartsWith('#') || !TryPointer(document, text[1..], out var found))
            {
                // OpenAPI and draft 06 let members stand beside the reference; they are what is left to know.
                isThere = schema.TryGetProperty("properties", out _);
                return schema;
            }

            schema = found;
        }

        return schema;
    }

    private static VendorFieldType TypeOf(JsonElement schema, out bool isNullable)
    {
        isNullable = ShapeBytes.Flag(schema, "nullable");
        string? type = null;
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var given))
        {
            if (given.ValueKind == JsonValueKind.Array)
            {
                var names = given.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToArray();
                isNullable |= names.Contains("null", StringComparer.Ordinal);
                var others = names.Where(name => name != "null").ToArray();
                type = others.Length == 1 ? others[0] : null;
            }
            else if (given.ValueKind == JsonValueKind.String)
            {
                type = given.GetString();
            }
        }

        return type switch
        {
            "object" => VendorFieldType.Object,
            "array" => VendorFieldType.Array,
            "boolean" => VendorFieldType.Boolean,
            "integer" => VendorFieldType.Integer,
            "number" => ShapeBytes.Text(schema, "format") is "int32" or "int64" ? VendorFieldType.Integer : VendorFieldType.Decimal,
            "string" => ShapeBytes.Text(schema, "format") switch
            {
                "date" => VendorFieldType.Date,
                "date-time" => VendorFieldType.Instant,
                _ => VendorFieldType.Text,
            },
            null when schema.ValueKind == JsonValueKind.Object && (schema.TryGetProperty("properties", out _) || schema.TryGetProperty("$ref", out _) || schema.TryGetProperty("allOf", out _)) => VendorFieldType.Object,
            _ => VendorFieldType.Any,
        };
    }

    private static bool TryPointer(JsonElement root, string pointer, out JsonElement found)
    {
        found = root;
        if (pointer.Length == 0)
            return true;
        if (pointer[0] != '/')
            return false;
        foreach (var token in pointer[1..].Split('/'))
        {
            var name = Uri.UnescapeDataString(token).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                return false;
        }

        return true;
    }
}
