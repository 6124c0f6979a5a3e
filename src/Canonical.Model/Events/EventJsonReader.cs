using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Canonical.Model;

// Reads the JSON event format and the JSON batch format in one walk; the data is taken as the bytes it was written with.
internal static class EventJsonReader
{
    private const string SendJson = "Send one CloudEvent as a JSON object in valid UTF-8.";

    public static (CanonicalEvent? Event, EventReport Report) Read(ReadOnlySpan<byte> utf8Json, EventReadOptions options)
    {
        if (utf8Json.Length > options.MaxEventBytes) return (null, TooLarge($"The event has {utf8Json.Length} bytes; the reader takes {options.MaxEventBytes}.", "Send the data by reference, or raise MaxEventBytes."));
        if (!Utf8.IsValid(utf8Json)) return (null, EventReport.Of(EventCodes.MalformedEvent, "", "The text is not valid UTF-8.", SendJson));
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = options.MaxDepth });
        try
        {
            return ReadEvent(ref reader, utf8Json, options);
        }
        catch (JsonException e)
        {
            return (null, Malformed(e, IsTooDeep(in reader, options.MaxDepth), options.MaxDepth, SendJson));
        }
        catch (InvalidOperationException)
        {
            // What the reader throws when an escape stands for half of a surrogate pair.
            return (null, EventReport.Of(EventCodes.MalformedEvent, "", "A string has half of a surrogate pair, which has no UTF-8 form.", SendJson));
        }
    }

    public static (IReadOnlyList<EventReadResult>? Events, EventReport Report) ReadBatch(ReadOnlySpan<byte> utf8Json, EventReadOptions options)
    {
        const string remedy = "Send a JSON array of CloudEvents in valid UTF-8.";
        if (utf8Json.Length > options.MaxBatchBytes) return (null, TooLarge($"The batch has {utf8Json.Length} bytes; the reader takes {options.MaxBatchBytes}.", "Send smaller batches, or raise MaxBatchBytes."));
        if (!Utf8.IsValid(utf8Json)) return (null, EventReport.Of(EventCodes.MalformedEvent, "", "The text is not valid UTF-8.", remedy));
        // Each event is held to the depth by itself: one that is too deep does not spoil the others. The reader does not recurse, a level costs it one bit.
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var events = new List<EventReadResult>();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return (null, EventReport.Of(EventCodes.MalformedEvent, "", "A batch is a JSON array.", remedy));
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (events.Count >= options.MaxBatchCount) return (null, TooLarge($"The batch has more than {options.MaxBatchCount} events.", "Send smaller batches, or raise MaxBatchCount."));
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var (value, report) = Read(utf8Json[start..(int)reader.BytesConsumed], options);
                events.Add(new(events.Count, value, report));
            }
            // What comes after the array, if anything, is an error of the text.
            reader.Read();
            return (events, EventReport.Valid);
        }
        catch (JsonException e)
        {
            return (null, Malformed(e, tooDeep: false, options.MaxDepth, remedy));
        }
    }

    private static (CanonicalEvent? Event, EventReport Report) ReadEvent(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8Json, EventReadOptions options)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return (null, EventReport.Of(EventCodes.MalformedEvent, "", "An event is a JSON object.", SendJson));
        var builder = new EventBuilder(options);
        var dataType = JsonTokenType.None;
        var (dataStart, dataEnd) = (0, 0);
        string? text = null;
        byte[]? bytes = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var taken = builder.Take(name);
            reader.Read();
            if (name == EventAttributes.Data)
            {
                dataType = reader.TokenType;
                dataStart = (int)reader.TokenStartIndex;
                if (dataType == JsonTokenType.String) text = reader.GetString();
                reader.Skip();
                dataEnd = (int)reader.BytesConsumed;
            }
            else if (name == EventAttributes.DataBase64)
            {
                bytes = ReadBase64(ref reader, builder);
            }
            else
            {
                ReadAttribute(ref reader, name, taken ? builder : null);
            }
        }
        reader.Read();
        if (bytes is not null && dataType != JsonTokenType.None)
        {
            builder.Error(EventCodes.InvalidData, EventAttributes.Data, "The event has both data and data_base64.", "Give one of them.");
            bytes = null;
        }
        // A media type without data says nothing; JSON is what data without a media type is.
        EventData? data = null;
        var mediaType = builder.MediaType ?? EventData.JsonMediaType;
        if (bytes is not null) data = FromBytes(bytes, mediaType, builder, options);
        else if (dataType != JsonTokenType.None && EventText.IsJson(mediaType)) data = EventData.FromCheckedJson(utf8Json[dataStart..dataEnd].ToArray(), mediaType);
        else if (dataType == JsonTokenType.String) data = EventData.FromText(text!, mediaType);
        else if (dataType != JsonTokenType.None) builder.Error(EventCodes.InvalidData, EventAttributes.Data, "The media type does not declare JSON, and the data is not a string.", "Write the data as a string or as data_base64, or say that it is JSON.");
        return builder.Build(data);
    }

    /// <summary>Data that came as bytes: base64 in JSON, or the body of an HTTP message.</summary>
    public static EventData? FromBytes(ReadOnlyMemory<byte> bytes, string mediaType, EventBuilder builder, EventReadOptions options)
    {
        if (!EventText.IsJson(mediaType)) return EventData.FromChecked(bytes, mediaType);
        // The envelope is one level of the structured form, so that both forms take the same data.
        if (EventData.IsJsonValue(bytes.Span, Math.Max(1, options.MaxDepth - 1))) return EventData.FromCheckedJson(bytes, mediaType);
        builder.Error(EventCodes.InvalidData, EventAttributes.Data, "The media type declares JSON, and the data is not one well-formed JSON value within the reader's depth.", "Send one JSON value in valid UTF-8, or the media type that the data has.");
        return null;
    }

    private static byte[]? ReadBase64(ref Utf8JsonReader reader, EventBuilder builder)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        // White space, which the decoder would take, is no base64 of RFC 4648.
        if (text is not null && !text.AsSpan().ContainsAny(' ', '\t', '\n') && !text.Contains('\r', StringComparison.Ordinal) && Base64.IsValid(text)) return Convert.FromBase64String(text);
        builder.Error(EventCodes.InvalidData, EventAttributes.DataBase64, "The value is not base64 (RFC 4648).", "Encode the bytes as base64 with padding.");
        return null;
    }

    // Without a builder the value is only passed over.
    private static void ReadAttribute(ref Utf8JsonReader reader, string name, EventBuilder? builder)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                // The same as an attribute that is not there.
                break;
            case JsonTokenType.String:
                builder?.Add(name, reader.GetString()!, EventAttributeKind.Text);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                builder?.Add(name, reader.TokenType == JsonTokenType.True ? "true" : "false", EventAttributeKind.Boolean);
                break;
            case JsonTokenType.Number when IsInteger(reader.ValueSpan, out var number):
                builder?.Add(name, number.ToString(CultureInfo.InvariantCulture), EventAttributeKind.Number);
                break;
            default:
                builder?.Error(EventCodes.InvalidAttribute, name.Length <= 40 ? name : "", "The value is not a string, a truth value or an integer of 32 bits.", "Write larger numbers as text; what has parts belongs into the data.");
                reader.Skip();
                break;
        }
    }

    // CloudEvents takes the integer part alone: 1.0 and 1e2 are no integers here.
    private static bool IsInteger(ReadOnlySpan<byte> token, out int number) =>
        int.TryParse(Encoding.ASCII.GetString(token), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    // The reader counts a value that it stands at the start of from outside.
    private static bool IsTooDeep(in Utf8JsonReader reader, int maxDepth) =>
        reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0) >= maxDepth;

    private static EventReport TooLarge(string message, string remedy) => EventReport.Of(EventCodes.EventTooLarge, "", message, remedy);

    private static EventReport Malformed(JsonException e, bool tooDeep, int maxDepth, string remedy) => tooDeep
        ? TooLarge($"The JSON is nested deeper than {maxDepth}.", "Send flatter data, or raise MaxDepth.")
        : EventReport.Of(EventCodes.MalformedEvent, "", $"The text is not well-formed JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1} of the line).", remedy);
}
