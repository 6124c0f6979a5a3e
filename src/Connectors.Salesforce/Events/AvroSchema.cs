using System.Text.Json;

namespace Connectors.Salesforce;

internal enum AvroKind
{
    Null, Boolean, Int, Long, Float, Double, Bytes, Text, Fixed, Enum, Array, Map, Union, Record,
}

/// <summary>What a whole number stands for. Avro's schema does not say it: Salesforce does in the field's <c>doc</c>, as in <c>Data:DateTime:00N…</c>.</summary>
internal enum AvroTime
{
    /// <summary>Nothing but itself.</summary>
    None,

    /// <summary>Milliseconds since 1970.</summary>
    Instant,

    /// <summary>The midnight of a day, in milliseconds since 1970.</summary>
    Date,

    /// <summary>Milliseconds since midnight.</summary>
    TimeOfDay,
}

/// <summary>One field of a record.</summary>
internal sealed record AvroField(string Name, AvroType Type, AvroTime Time)
{
    public void Deconstruct(out string name, out AvroType type) => (name, type) = (Name, Type);
}

/// <summary>One type of an Avro schema (Apache Avro Specification, Schema Declaration).</summary>
internal sealed class AvroType(AvroKind kind)
{
    public AvroKind Kind { get; } = kind;

    /// <summary>The name of a record, an enum or a fixed value without its namespace; empty for others.</summary>
    public string Name { get; set; } = "";

    /// <summary>Members of a record.</summary>
    public List<AvroField> Fields { get; } = [];

    /// <summary>Branches of a union; the items of an array or the values of a map alone.</summary>
    public List<AvroType> Types { get; } = [];

    /// <summary>The words of an enum.</summary>
    public List<string> Symbols { get; } = [];

    /// <summary>The bytes of a fixed value.</summary>
    public int Size { get; init; }

    /// <summary>The record of a union such as <c>["null", {record}]</c>, or the record itself.</summary>
    public AvroType? Record => Kind == AvroKind.Record ? this : Types.Find(static t => t.Kind == AvroKind.Record);
}

/// <summary>Reads Avro schemas, with bounds: a schema comes from outside.</summary>
internal static class AvroSchema
{
    private const int MaxDepth = 32;
    private const int MaxTypes = 20_000;

    /// <exception cref="InvalidDataException">It is not a schema, or beyond the bounds.</exception>
    public static AvroType Parse(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = 4 * MaxDepth });
            int types = 0;
            return Read(document.RootElement, new Dictionary<string, AvroType>(StringComparer.Ordinal), 0, ref types);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("An Avro schema cannot be read.", e);
        }
    }

    private static AvroType Read(JsonElement json, Dictionary<string, AvroType> named, int depth, ref int types)
    {
        if (depth > MaxDepth || ++types > MaxTypes)
            throw new InvalidDataException("An Avro schema is deeper or larger than events need.");
        if (json.ValueKind == JsonValueKind.Array)
        {
            var union = new AvroType(AvroKind.Union);
            foreach (JsonElement branch in json.EnumerateArray())
                union.Types.Add(Read(branch, named, depth + 1, ref types));
            return union;
        }

        JsonElement type = json.ValueKind == JsonValueKind.String ? json : json.GetProperty("type");
        // As in {"type": {"type": "record", …}}: the inner one counts.
        if (type.ValueKind != JsonValueKind.String)
            return Read(type, named, depth + 1, ref types);
        string name = type.GetString()!;
        switch (name)
        {
            case "array" or "map":
                var many = new AvroType(name == "array" ? AvroKind.Array : AvroKind.Map);
                many.Types.Add(Read(json.GetProperty(name == "array" ? "items" : "values"), named, depth + 1, ref types));
                return many;
            case "enum":
                var words = new AvroType(AvroKind.Enum);
                words.Symbols.AddRange(json.GetProperty("symbols").EnumerateArray().Select(Text));
                return Name(json, named, words);
            case "fixed":
                int size = json.GetProperty("size").GetInt32();
                return size >= 0 ? Name(json, named, new AvroType(AvroKind.Fixed) { Size = size }) : throw new InvalidDataException("An Avro schema has a negative size.");
            case "record" or "error":
                // Named before its fields are read, since these may refer to it.
                AvroType record = Name(json, named, new AvroType(AvroKind.Record));
                foreach (JsonElement field in json.GetProperty("fields").EnumerateArray())
                {
                    string member = Text(field.GetProperty("name"));
                    record.Fields.Add(new AvroField(member, Read(field.GetProperty("type"), named, depth + 1, ref types), TimeOf(field)));
                }

                return record;
        }

        AvroKind? simple = name switch
        {
            "null" => AvroKind.Null,
            "boolean" => AvroKind.Boolean,
            "int" => AvroKind.Int,
            "long" => AvroKind.Long,
            "float" => AvroKind.Float,
            "double" => AvroKind.Double,
            "bytes" => AvroKind.Bytes,
            "string" => AvroKind.Text,
            _ => null,
        };
        if (simple is { } kind)
            return new AvroType(kind);
        return named.GetValueOrDefault(name) ?? named.GetValueOrDefault(name[(name.LastIndexOf('.') + 1)..]) ?? throw new InvalidDataException("An Avro schema refers to a type that it does not define.");
    }

    // By its last part: Salesforce's schemas have one namespace each.
    private static AvroType Name(JsonElement json, Dictionary<string, AvroType> named, AvroType type)
    {
        string name = Text(json.GetProperty("name"));
        type.Name = name[(name.LastIndexOf('.') + 1)..];
        named[type.Name] = type;
        return type;
    }

    private static string Text(JsonElement json) => json.GetString() ?? throw new InvalidDataException("An Avro schema has a name that is null.");

    private static AvroTime TimeOf(JsonElement field)
    {
        if (!field.TryGetProperty("doc", out JsonElement doc) || doc.ValueKind != JsonValueKind.String)
            return field.GetProperty("name").GetString() is "CreatedDate" or "LastModifiedDate" ? AvroTime.Instant : AvroTime.None;
        // Role, type and id of the field: Data:DateTime:00N…, CreatedDate:DateTime.
        return doc.GetString()!.Split(':') switch
        {
            [_, "DateTime", ..] => AvroTime.Instant,
            [_, "DateOnly" or "Date", ..] => AvroTime.Date,
            [_, "TimeOnly" or "Time", ..] => AvroTime.TimeOfDay,
            _ => AvroTime.None,
        };
    }
}
