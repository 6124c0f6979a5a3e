using System.Diagnostics.CodeAnalysis;

namespace Canonical.Model;

// The CloudEvents HTTP Protocol Binding 1.0.2.
public sealed partial record CanonicalEvent
{
    private const string MediaTypePrefix = "application/cloudevents";

    /// <summary>How an HTTP message carries events, by its content type: <c>application/cloudevents-batch…</c>, <c>application/cloudevents…</c>, or else the binary form.</summary>
    /// <param name="contentType">The value of the header <c>content-type</c>; null when there is none.</param>
    /// <returns>The mode.</returns>
    public static EventHttpMode GetHttpMode(string? contentType)
    {
        var essence = EventText.Essence(contentType);
        if (essence.StartsWith(MediaTypePrefix + "-batch", StringComparison.OrdinalIgnoreCase)) return EventHttpMode.Batch;
        return essence.StartsWith(MediaTypePrefix, StringComparison.OrdinalIgnoreCase) ? EventHttpMode.Structured : EventHttpMode.Binary;
    }

    /// <summary>Reads the event of an HTTP message in the binary or the structured form.</summary>
    /// <param name="message">Headers and body.</param>
    /// <param name="value">The event.</param>
    /// <param name="report">Every error; valid when the method returns true. A batch is one: read it with <see cref="TryReadBatch"/>.</param>
    /// <param name="options">Limits and contracts; without them <see cref="EventReadOptions.Default"/>.</param>
    /// <returns>True when it carries an event, and its data keeps its contract where that is known.</returns>
    public static bool TryReadHttp(EventHttpMessage message, [NotNullWhen(true)] out CanonicalEvent? value, out EventReport report, EventReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        options ??= EventReadOptions.Default;
        var contentType = message.GetHeader(EventHttpMessage.ContentTypeHeader);
        switch (GetHttpMode(contentType))
        {
            case EventHttpMode.Binary:
                (value, report) = ReadBinary(message, contentType, options);
                break;
            case EventHttpMode.Structured when EventText.Essence(contentType).Equals(JsonMediaType, StringComparison.OrdinalIgnoreCase):
                (value, report) = EventJsonReader.Read(message.Body.Span, options);
                break;
            case EventHttpMode.Structured:
                (value, report) = (null, EventReport.Of(EventCodes.UnsupportedMessage, EventHttpMessage.ContentTypeHeader, "The event is in a format other than JSON.", $"Send {JsonMediaType}, or the binary form."));
                break;
            default:
                (value, report) = (null, EventReport.Of(EventCodes.UnsupportedMessage, EventHttpMessage.ContentTypeHeader, "The message is a batch, and one event is expected.", "Read it as a batch, or send one event."));
                break;
        }
        return value is not null;
    }

    /// <summary>The event as an HTTP message.</summary>
    /// <param name="mode">The binary or the structured form, or a batch of one; a batch may be sent only to a receiver that asked for batches.</param>
    /// <returns>Headers, names in lower case, and body.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The mode is not of the enum.</exception>
    public EventHttpMessage ToHttp(EventHttpMode mode) => mode switch
    {
        EventHttpMode.Binary => ToBinary(),
        EventHttpMode.Structured => new([new(EventHttpMessage.ContentTypeHeader, JsonMediaType + "; charset=utf-8")], ToUtf8Bytes()),
        EventHttpMode.Batch => ToHttpBatch([this]),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), "Not a mode of the enum."),
    };

    /// <summary>Events as one HTTP message; only for a receiver that asked for batches.</summary>
    /// <param name="events">The events; there may be none.</param>
    /// <returns>Headers and body.</returns>
    public static EventHttpMessage ToHttpBatch(IReadOnlyList<CanonicalEvent> events) =>
        new([new(EventHttpMessage.ContentTypeHeader, JsonBatchMediaType + "; charset=utf-8")], ToBatchUtf8Bytes(events));

    private EventHttpMessage ToBinary()
    {
        var headers = new List<KeyValuePair<string, string>>(10 + Extensions.Count);
        Add(EventAttributes.SpecVersion, SpecVersion);
        Add(EventAttributes.Id, Id);
        Add(EventAttributes.Source, Source);
        Add(EventAttributes.Type, Type);
        Add(EventAttributes.Subject, Subject);
        Add(EventAttributes.Time, Time is { } time ? EventText.FormatTime(time) : null);
        Add(EventAttributes.DataSchema, DataSchema);
        foreach (var (name, attribute) in Extensions) Add(name, attribute.Text);
        if (Data is not null) headers.Add(new(EventHttpMessage.ContentTypeHeader, Data.MediaType));
        return new(headers, Data?.Bytes ?? default);

        void Add(string name, string? text)
        {
            if (text is not null) headers.Add(new(EventAttributes.HeaderPrefix + name, HeaderText.Encode(text)));
        }
    }

    private static (CanonicalEvent? Event, EventReport Report) ReadBinary(EventHttpMessage message, string? contentType, EventReadOptions options)
    {
        if (message.GetHeader(EventAttributes.HeaderPrefix + EventAttributes.SpecVersion) is null)
        {
            return (null, EventReport.Of(EventCodes.UnsupportedMessage, "", "The message carries no CloudEvent: it has neither the header ce-specversion nor the content type of one.", "Send a CloudEvent in the binary or the structured form."));
        }
        if (message.Body.Length > options.MaxEventBytes)
        {
            return (null, EventReport.Of(EventCodes.EventTooLarge, EventAttributes.Data, $"The body has {message.Body.Length} bytes; the reader takes {options.MaxEventBytes}.", "Send the data by reference, or raise MaxEventBytes."));
        }
        var builder = new EventBuilder(options);
        foreach (var (header, value) in message.Headers)
        {
            if (!header.StartsWith(EventAttributes.HeaderPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            var name = header[EventAttributes.HeaderPrefix.Length..].ToLowerInvariant();
            if (!builder.Take(name)) continue;
            if (name is EventAttributes.DataContentType or EventAttributes.Data) builder.Error(EventCodes.InvalidAttribute, name, "The binary form has no such header.", "Give the media type as content-type and the data as the body.");
            else if (HeaderText.TryDecode(value, out var text)) builder.Add(name, text, EventAttributeKind.Text);
            else builder.Error(EventCodes.InvalidAttribute, name, "The header's value is not percent-encoded UTF-8.", "Encode the value as the HTTP binding of CloudEvents says.");
        }
        // Without a content type there is no telling what a body is; the bytes are kept.
        var mediaType = contentType ?? "application/octet-stream";
        if (contentType is not null && !EventText.IsMediaType(contentType)) builder.Error(EventCodes.InvalidAttribute, EventAttributes.DataContentType, "The value is not a media type (RFC 2046).", "Write a media type (RFC 2046).");
        return builder.Build(message.Body.IsEmpty ? null : EventJsonReader.FromBytes(message.Body, mediaType, builder, options));
    }
}
