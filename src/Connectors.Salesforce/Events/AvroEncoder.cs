using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>
/// Encodes a JSON object by the Avro schema of an event (Apache Avro Specification, Binary Encoding), the other way of <see cref="AvroJson"/>. All that does not fit is told, field by field and without values.
/// </summary>
internal sealed class AvroEncoder
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly List<RecordIssue> _issues = [];
    private readonly IReadOnlyDictionary<string, string> _defaults;

    private AvroEncoder(IReadOnlyDictionary<string, string> defaults) => _defaults = defaults;

    /// <summary>Encodes an event.</summary>
    /// <param name="schema">The schema of the event.</param>
    /// <param name="utf8Json">The event's fields.</param>
    /// <param name="defaults">Texts for fields that the event does not have: who made it and when.</param>
    /// <param name="issues">What does not fit; empty when the payload is whole.</param>
    /// <returns>The payload; empty when something does not fit.</returns>
    public static byte[] Encode(AvroType schema, ReadOnlyMemory<byte> utf8Json, IReadOnlyDictionary<string, string> defaults, out IReadOnlyList<RecordIssue> issues)
    {
        var encoder = new AvroEncoder(defaults);
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = AvroReader.MaxDepth, AllowDuplicateProperties = false });
            encoder.Record(document.RootElement, schema, "");
        }
        catch (JsonException e)
        {
            encoder.Add("", string.Create(CultureInfo.InvariantCulture, $"The event is not one JSON object whose members have each a name of its own (line {e.LineNumber + 1})."));
        }

        catch (InvalidOperationException)
        {
            // Well-formed JSON can hold what is no text: one half of a surrogate pair, or bytes that are not UTF-8.
            encoder.Add("", "The event has a name or a text that is not Unicode.");
        }

        issues = encoder._issues;
        return encoder._issues.Count == 0 ? encoder._buffer.WrittenSpan.ToArray() : [];
    }

    private void Record(JsonElement json, AvroType record, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add(path, $"{Named(path)} has to be a JSON object.");
            return;
        }

        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!record.Fields.Exists(f => f.Name == member.Name))
                Add(path + member.Name, $"{record.Name} has no field '{path}{Shown(member.Name)}' that this user may publish.{Meant(record, member.Name)}");
        }

        foreach (AvroField field in record.Fields)
        {
            if (json.TryGetProperty(field.Name, out JsonElement value) && !(value.ValueKind == JsonValueKind.Null && _defaults.ContainsKey(field.Name)))
            {
                Value(value, field.Type, field.Time, path + field.Name);
            }
            else if (path.Length == 0 && _defaults.TryGetValue(field.Name, out string? text))
            {
                using JsonDocument given = JsonDocument.Parse(Quote(text));
                Value(given.RootElement, field.Type, field.Time, field.Name);
            }
            else if (!WriteNull(field.Type))
            {
                Add(path + field.Name, $"{Named(path + field.Name)} is missing, and may not be empty.");
            }
        }
    }

    private void Value(JsonElement json, AvroType type, AvroTime time, string path)
    {
        switch (type.Kind)
        {
            case AvroKind.Union:
                Union(json, type, time, path);
                break;
            case AvroKind.Null when json.ValueKind == JsonValueKind.Null:
                break;
            case AvroKind.Boolean when json.ValueKind is JsonValueKind.True or JsonValueKind.False:
                Byte(json.ValueKind == JsonValueKind.True ? (byte)1 : (byte)0);
                break;
            case AvroKind.Int or AvroKind.Long:
                Whole(json, type.Kind, time, path);
                break;
            case AvroKind.Float or AvroKind.Double when json.ValueKind == JsonValueKind.Number:
                Fraction(json, type.Kind, path);
                break;
            case AvroKind.Text when json.ValueKind == JsonValueKind.String:
                Text(json.GetString()!);
                break;
            case AvroKind.Enum when json.ValueKind == JsonValueKind.String:
                int word = type.Symbols.IndexOf(json.GetString()!);
                if (word < 0)
                    Add(path, $"{Named(path)} has a word that is not one of: {string.Join(", ", type.Symbols)}.");
                else
                    Long(word);
                break;
            case AvroKind.Bytes or AvroKind.Fixed when json.ValueKind == JsonValueKind.String:
                Binary(json, type, path);
                break;
            case AvroKind.Record:
                Record(json, type, path + ".");
                break;
            case AvroKind.Array when json.ValueKind == JsonValueKind.Array:
                if (json.GetArrayLength() > 0)
                    Long(json.GetArrayLength());
                int index = 0;
                foreach (JsonElement item in json.EnumerateArray())
                    Value(item, type.Types[0], AvroTime.None, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"));
                Long(0);
                break;
            case AvroKind.Map when json.ValueKind == JsonValueKind.Object:
                JsonProperty[] members = [.. json.EnumerateObject()];
                if (members.Length > 0)
                    Long(members.Length);
                foreach (JsonProperty member in members)
                {
                    Text(member.Name);
                    Value(member.Value, type.Types[0], AvroTime.None, path + "." + member.Name);
                }

                Long(0);
                break;
            default:
                Add(path, json.ValueKind == JsonValueKind.Null ? $"{Named(path)} is null, and may not be empty." : $"{Named(path)} has to be {Wanted(type, time)}; it is {Given(json)}.");
                break;
        }
    }

    // Salesforce's unions are of null and one type; of several the first that has values of this kind is taken.
    private void Union(JsonElement json, AvroType union, AvroTime time, string path)
    {
        int branch = union.Types.FindIndex(t => Fits(t, json, time));
        if (branch < 0)
            branch = union.Types.FindIndex(static t => t.Kind != AvroKind.Null);
        if (branch < 0)
        {
            Add(path, $"{Named(path)} can only be null.");
            return;
        }

        Long(branch);
        Value(json, union.Types[branch], time, path);
    }

    private static bool Fits(AvroType type, JsonElement json, AvroTime time) => json.ValueKind switch
    {
        JsonValueKind.Null => type.Kind == AvroKind.Null,
        JsonValueKind.True or JsonValueKind.False => type.Kind == AvroKind.Boolean,
        JsonValueKind.Number => type.Kind is AvroKind.Int or AvroKind.Long or AvroKind.Float or AvroKind.Double,
        JsonValueKind.String => type.Kind is AvroKind.Text or AvroKind.Enum or AvroKind.Bytes or AvroKind.Fixed || (time != AvroTime.None && type.Kind is AvroKind.Int or AvroKind.Long),
        JsonValueKind.Array => type.Kind == AvroKind.Array,
        _ => type.Kind is AvroKind.Record or AvroKind.Map,
    };

    private void Whole(JsonElement json, AvroKind kind, AvroTime time, string path)
    {
        long value;
        if (json.ValueKind == JsonValueKind.String && time != AvroTime.None)
        {
            if (!TryTime(json.GetString()!, time, out value))
            {
                Add(path, $"{Named(path)} has to be {Wanted(time)}.");
                return;
            }
        }
        else if (json.ValueKind != JsonValueKind.Number || !TryWhole(json, out value))
        {
            Add(path, $"{Named(path)} has to be {(time == AvroTime.None ? "a whole number" : Wanted(time))}; it is {Given(json)}.");
            return;
        }

        if (kind == AvroKind.Int && value is < int.MinValue or > int.MaxValue)
            Add(path, $"{Named(path)} is beyond 32 bits.");
        else
            Long(value);
    }

    // 1.0 is a whole number too.
    private static bool TryWhole(JsonElement json, out long value)
    {
        if (json.TryGetInt64(out value))
            return true;
        if (!json.TryGetDecimal(out decimal number) || decimal.Truncate(number) != number || number is < long.MinValue or > long.MaxValue)
            return false;
        value = (long)number;
        return true;
    }

    private void Fraction(JsonElement json, AvroKind kind, string path)
    {
        if (!json.TryGetDouble(out double value) || !double.IsFinite(value) || (kind == AvroKind.Float && !float.IsFinite((float)value)))
        {
            Add(path, $"{Named(path)} is beyond what the field can hold.");
            return;
        }

        // What the field cannot hold is told, and never rounded in silence: the shortest text of the double has to be the number that was given.
        string held = kind == AvroKind.Float ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
        if (json.TryGetDecimal(out decimal given) && (!decimal.TryParse(held, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal kept) || kept != given))
        {
            Add(path, $"{Named(path)} has more digits than the field can hold.");
            return;
        }

        if (kind == AvroKind.Float)
        {
            BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(sizeof(float)), (float)value);
            _buffer.Advance(sizeof(float));
            return;
        }

        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(sizeof(double)), value);
        _buffer.Advance(sizeof(double));
    }

    private void Binary(JsonElement json, AvroType type, string path)
    {
        if (!json.TryGetBytesFromBase64(out byte[]? bytes) || (type.Kind == AvroKind.Fixed && bytes.Length != type.Size))
        {
            Add(path, $"{Named(path)} has to be {Wanted(type, AvroTime.None)}.");
            return;
        }

        if (type.Kind == AvroKind.Bytes)
            Long(bytes.Length);
        _buffer.Write(bytes);
    }

    private static bool TryTime(string text, AvroTime time, out long value)
    {
        value = 0;
        switch (time)
        {
            case AvroTime.Instant when SalesforceAnswers.TryInstant(text, out DateTimeOffset instant):
                value = instant.ToUnixTimeMilliseconds();
                return true;
            case AvroTime.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date):
                value = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
                return true;
            case AvroTime.TimeOfDay when TimeOnly.TryParseExact(text.TrimEnd('Z'), ["HH:mm:ss.fff", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly at):
                value = at.Ticks / TimeSpan.TicksPerMillisecond;
                return true;
            default:
                return false;
        }
    }

    private bool WriteNull(AvroType type)
    {
        if (type.Kind == AvroKind.Null)
            return true;
        int branch = type.Kind == AvroKind.Union ? type.Types.FindIndex(static t => t.Kind == AvroKind.Null) : -1;
        if (branch >= 0)
            Long(branch);
        return branch >= 0;
    }

    private void Text(string value)
    {
        Long(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _buffer);
    }

    private void Long(long value)
    {
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7)
            Byte((byte)(zigzag | 0x80));
        Byte((byte)zigzag);
    }

    private void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    private void Add(string path, string message) => _issues.Add(new RecordIssue
    {
        Code = SalesforceErrorCodes.EventRefused,
        Kind = IssueKind.Validation,
        Message = message,
        VendorPath = path.Length == 0 ? null : path,
        Remedy = "Correct the event; it was not sent.",
    });

    private static string Named(string path) => path.Length == 0 ? "The event" : $"The field '{Shown(path.TrimEnd('.'))}'";

    // A name comes from the caller's own text: no more of it than names have.
    private static string Shown(string name) => name.Length <= 80 ? name : name[..80] + "…";

    private static string Meant(AvroType record, string name) =>
        record.Fields.Find(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(f.Name, name + "__c", StringComparison.OrdinalIgnoreCase)) is { } field ? $" '{field.Name}' may be meant." : "";

    private static string Wanted(AvroTime time) => time switch
    {
        AvroTime.Date => "a date such as 2026-03-08",
        AvroTime.TimeOfDay => "a time of day such as 14:30:00.000Z",
        _ => "an instant such as 2026-03-08T14:30:00.000Z",
    };

    private static string Wanted(AvroType type, AvroTime time) => type.Kind switch
    {
        AvroKind.Boolean => "true or false",
        AvroKind.Int or AvroKind.Long when time != AvroTime.None => Wanted(time),
        AvroKind.Int or AvroKind.Long => "a whole number",
        AvroKind.Float or AvroKind.Double => "a number",
        AvroKind.Text => "a text",
        AvroKind.Enum => "a word of its list",
        AvroKind.Bytes => "bytes in base64",
        AvroKind.Fixed => string.Create(CultureInfo.InvariantCulture, $"{type.Size} bytes in base64"),
        AvroKind.Array => "an array",
        AvroKind.Map or AvroKind.Record => "an object",
        _ => "null",
    };

    private static string Given(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        _ => "an object",
    };

    private static string Quote(string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            writer.WriteStringValue(text);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
