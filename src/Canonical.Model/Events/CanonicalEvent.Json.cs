using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Canonical.Model;

// The JSON event format and the JSON batch format of CloudEvents 1.0.2.
public sealed partial record CanonicalEvent
{
    /// <summary>The media type of one event as JSON (the structured form): <c>application/cloudevents+json</c>.</summary>
    public const string JsonMediaType = "application/cloudevents+json";

    /// <summary>The media type of several events as JSON: <c>application/cloudevents-batch+json</c>.</summary>
    public const string JsonBatchMediaType = "application/cloudevents-batch+json";

    // The text is JSON for machines, never put into HTML: only what JSON itself asks for is escaped.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads an event in the JSON event format (the structured form).</summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <param name="value">The event.</param>
    /// <param name="report">Every error; valid when the method returns true.</param>
    /// <param name="options">Limits and contracts; without them <see cref="EventReadOptions.Default"/>.</param>
    /// <returns>True when it is an event, and its data keeps its contract where that is known.</returns>
    public static bool TryRead(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out CanonicalEvent? value, out EventReport report, EventReadOptions? options = null)
    {
        (value, report) = EventJsonReader.Read(utf8Json, options ?? EventReadOptions.Default);
        return value is not null;
    }

    /// <summary>Reads a batch in the JSON batch format. One broken event does not spoil the others: each has its own report.</summary>
    /// <param name="utf8Json">A JSON array of events in UTF-8; it may be empty.</param>
    /// <param name="events">Each event, or why it cannot be read.</param>
    /// <param name="report">Why the batch as a whole cannot be read; valid when the method returns true.</param>
    /// <param name="options">Limits and contracts; without them <see cref="EventReadOptions.Default"/>.</param>
    /// <returns>True when it is a batch, even if no event of it can be read.</returns>
    public static bool TryReadBatch(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out IReadOnlyList<EventReadResult>? events, out EventReport report, EventReadOptions? options = null)
    {
        (events, report) = EventJsonReader.ReadBatch(utf8Json, options ?? EventReadOptions.Default);
        return events is not null;
    }

    /// <summary>The event in the JSON event format (the structured form).</summary>
    /// <returns>UTF-8 without white space, but for JSON data, which stays as it was written.</returns>
    public byte[] ToUtf8Bytes()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Events in the JSON batch format.</summary>
    /// <param name="events">The events; there may be none.</param>
    /// <returns>UTF-8 without white space, but for JSON data, which stays as it was written.</returns>
    public static byte[] ToBatchUtf8Bytes(IReadOnlyList<CanonicalEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var buffer = new ArrayBufferWriter<byte>(1024 * Math.Clamp(events.Count, 1, 64));
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartArray();
            for (var i = 0; i < events.Count; i++) events[i].WriteTo(writer);
            writer.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the event in the JSON event format: the attributes of CloudEvents, the extensions by name, the data.</summary>
    /// <param name="writer">Where it goes.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("specversion"u8, SpecVersion);
        writer.WriteString("id"u8, Id);
        writer.WriteString("source"u8, Source);
        writer.WriteString("type"u8, Type);
        if (Subject is not null) writer.WriteString("subject"u8, Subject);
        if (Time is { } time) writer.WriteString("time"u8, EventText.FormatTime(time));
        if (Data is not null) writer.WriteString("datacontenttype"u8, Data.MediaType);
        if (DataSchema is not null) writer.WriteString("dataschema"u8, DataSchema);
        foreach (var (name, attribute) in Extensions)
        {
            switch (attribute.Kind)
            {
                case EventAttributeKind.Boolean:
                    writer.WriteBoolean(name, attribute.Text == "true");
                    break;
                case EventAttributeKind.Number:
                    writer.WriteNumber(name, int.Parse(attribute.Text, CultureInfo.InvariantCulture));
                    break;
                default:
                    writer.WriteString(name, attribute.Text);
                    break;
            }
        }
        if (Data is not null) WriteData(writer, Data);
        writer.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter writer, EventData data)
    {
        switch (data.Kind)
        {
            case EventDataKind.Json:
                writer.WritePropertyName("data"u8);
                // The data is JSON by construction.
                writer.WriteRawValue(data.Bytes.Span, skipInputValidation: true);
                break;
            case EventDataKind.Text:
                writer.WriteString("data"u8, Encoding.UTF8.GetString(data.Bytes.Span));
                break;
            default:
                writer.WriteBase64String("data_base64"u8, data.Bytes.Span);
                break;
        }
    }
}
