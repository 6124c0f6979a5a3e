using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Salesforce;

/// <summary>
/// Turns an event's payload into JSON by its schema: members in the schema's order, the value of a union's branch itself, dates and instants as Salesforce's REST API writes them.
/// What does not follow the schema is <see cref="InvalidDataException"/>.
/// </summary>
internal static class AvroJson
{
    // An event has at most 1 MB; names and words of a hostile schema could make anything of it.
    private const int MaxBytes = 64 * 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The payload as a JSON object.</summary>
    /// <exception cref="InvalidDataException">The schema is not one of a record, or the payload does not follow it.</exception>
    public static byte[] Read(AvroType schema, ReadOnlySpan<byte> payload)
    {
        if (schema.Kind != AvroKind.Record)
            throw new InvalidDataException("The schema of an event is not that of a record.");
        var reader = new AvroReader(payload);
        var buffer = new ArrayBufferWriter<byte>(2 * payload.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, ref reader, schema, AvroTime.None, 0);
        }

        if (!reader.IsAtEnd)
            throw new InvalidDataException("An event is longer than its schema says.");
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ref AvroReader reader, AvroType type, AvroTime time, int depth)
    {
        if (depth > AvroReader.MaxDepth)
            throw new InvalidDataException("An event is deeper than events are.");
        reader.Visit();
        if (json.BytesCommitted + json.BytesPending > MaxBytes)
            throw new InvalidDataException("An event is larger than events are.");
        switch (type.Kind)
        {
            case AvroKind.Null:
                json.WriteNullValue();
                break;
            case AvroKind.Boolean:
                json.WriteBooleanValue(reader.Boolean());
                break;
            case AvroKind.Int or AvroKind.Long:
                WriteNumber(json, reader.Long(), time);
                break;
            case AvroKind.Float:
                WriteNumber(json, reader.Float());
                break;
            case AvroKind.Double:
                WriteNumber(json, reader.Double());
                break;
            case AvroKind.Bytes:
                json.WriteBase64StringValue(reader.Bytes());
                break;
            case AvroKind.Fixed:
                json.WriteBase64StringValue(reader.Take(type.Size));
                break;
            case AvroKind.Text:
                WriteText(json, reader.Bytes());
                break;
            case AvroKind.Enum:
                json.WriteStringValue(reader.Word(type));
                break;
            case AvroKind.Union:
                Write(json, ref reader, reader.Branch(type), time, depth + 1);
                break;
            case AvroKind.Record:
                json.WriteStartObject();
                foreach (AvroField field in type.Fields)
                {
                    json.WritePropertyName(field.Name);
                    Write(json, ref reader, field.Type, field.Time, depth + 1);
                }

                json.WriteEndObject();
                break;
            case AvroKind.Array:
                json.WriteStartArray();
                for (long count; (count = reader.Block()) > 0;)
                {
                    for (; count > 0; count--)
                        Write(json, ref reader, type.Types[0], AvroTime.None, depth + 1);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStartObject();
                for (long count; (count = reader.Block()) > 0;)
                {
                    for (; count > 0; count--)
                    {
                        json.WritePropertyName(Utf8(reader.Bytes()));
                        Write(json, ref reader, type.Types[0], AvroTime.None, depth + 1);
                    }
                }

                json.WriteEndObject();
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, long value, AvroTime time)
    {
        switch (time)
        {
            case AvroTime.Instant:
                json.WriteStringValue(Instant(value).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture));
                break;
            case AvroTime.Date:
                json.WriteStringValue(Instant(value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case AvroTime.TimeOfDay:
                if (value is < 0 or >= TimeSpan.MillisecondsPerDay)
                    throw new InvalidDataException("An event has a time of day that is none.");
                json.WriteStringValue(new TimeOnly(value * TimeSpan.TicksPerMillisecond).ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteNumberValue(value);
                break;
        }
    }

    // The shortest text that gives the same double again, which is what Salesforce's own JSON has.
    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (!double.IsFinite(value))
            throw new InvalidDataException("An event has a number that is none.");
        json.WriteNumberValue(value);
    }

    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (!float.IsFinite(value))
            throw new InvalidDataException("An event has a number that is none.");
        json.WriteNumberValue(value);
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> utf8) => json.WriteStringValue(Utf8(utf8));

    private static ReadOnlySpan<byte> Utf8(ReadOnlySpan<byte> text) =>
        System.Text.Unicode.Utf8.IsValid(text) ? text : throw new InvalidDataException("An event has a text that is not UTF-8.");

    public static DateTimeOffset Instant(long milliseconds) =>
        milliseconds is >= -62_135_596_800_000 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : throw new InvalidDataException("An event has a time that is none.");
}
