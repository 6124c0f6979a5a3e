using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Canonical.Model;

/// <summary>The data of an event and its media type. Valid by construction: JSON is well formed, text is valid UTF-8. Thread-safe: immutable; the bytes must not be changed.</summary>
public sealed class EventData : IEquatable<EventData>
{
    /// <summary>The media type of JSON, <c>application/json</c>.</summary>
    public const string JsonMediaType = "application/json";

    private EventData(EventDataKind kind, ReadOnlyMemory<byte> bytes, string mediaType) => (Kind, Bytes, MediaType) = (kind, bytes, mediaType);

    /// <summary>What the data is.</summary>
    public EventDataKind Kind { get; }

    /// <summary>The data: JSON or text in UTF-8, or the bytes themselves.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The media type (RFC 2046), <c>datacontenttype</c>.</summary>
    public string MediaType { get; }

    /// <summary>One JSON value.</summary>
    /// <param name="utf8Json">The value in UTF-8; the bytes are kept, not copied.</param>
    /// <param name="mediaType">A media type that declares JSON: <c>*/json</c> or <c>*/*+json</c>.</param>
    /// <returns>The data.</returns>
    /// <exception cref="ArgumentException">The text is not one well-formed JSON value in valid UTF-8, or the media type does not declare JSON.</exception>
    public static EventData FromJson(ReadOnlyMemory<byte> utf8Json, string mediaType = JsonMediaType)
    {
        CheckMediaType(mediaType);
        if (!EventText.IsJson(mediaType)) throw new ArgumentException("The media type does not declare JSON.", nameof(mediaType));
        return IsJsonValue(utf8Json.Span, CanonicalJson.MaxDepth) ? new(EventDataKind.Json, utf8Json, mediaType) : throw new ArgumentException("The data is not one well-formed JSON value in valid UTF-8.", nameof(utf8Json));
    }

    /// <summary>A text that is not JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mediaType">Its media type, such as <c>application/xml</c>.</param>
    /// <returns>The data.</returns>
    /// <exception cref="ArgumentException">The media type is none, or declares JSON; or the text has half of a surrogate pair.</exception>
    public static EventData FromText(string text, string mediaType)
    {
        ArgumentNullException.ThrowIfNull(text);
        CheckMediaType(mediaType);
        if (EventText.IsJson(mediaType)) throw new ArgumentException("The media type declares JSON: give the JSON value.", nameof(mediaType));
        if (TextCheck.HasLoneSurrogate(text)) throw new ArgumentException("The text has half of a surrogate pair, which has no UTF-8 form.", nameof(text));
        return new(EventDataKind.Text, Encoding.UTF8.GetBytes(text), mediaType);
    }

    /// <summary>Bytes.</summary>
    /// <param name="bytes">The bytes; kept, not copied.</param>
    /// <param name="mediaType">Their media type, such as <c>application/pdf</c>.</param>
    /// <returns>The data.</returns>
    /// <exception cref="ArgumentException">The media type is none, or declares JSON.</exception>
    public static EventData FromBytes(ReadOnlyMemory<byte> bytes, string mediaType)
    {
        CheckMediaType(mediaType);
        return EventText.IsJson(mediaType)
            ? throw new ArgumentException("The media type declares JSON: give the JSON value.", nameof(mediaType))
            : new(EventDataKind.Binary, bytes, mediaType);
    }

    /// <summary>Whether both are the same: JSON by its canonical form (RFC 8785), the rest by its bytes; the media type by its text.</summary>
    /// <param name="other">The other data.</param>
    /// <returns>True when they are.</returns>
    public bool Equals([NotNullWhen(true)] EventData? other) => other is not null && Kind == other.Kind && MediaType == other.MediaType
        && (Kind == EventDataKind.Json ? new JsonMember("", Bytes).Equals(new JsonMember("", other.Bytes)) : Bytes.Span.SequenceEqual(other.Bytes.Span));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as EventData);

    // Two spellings of one JSON value are equal, so the bytes are not part of the hash.
    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, MediaType);

    /// <summary>The media type and the size: the data may be personal.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{MediaType}, {Bytes.Length} bytes";

    // The caller has checked the JSON and the media type.
    internal static EventData FromCheckedJson(ReadOnlyMemory<byte> utf8Json, string mediaType) => new(EventDataKind.Json, utf8Json, mediaType);

    internal static bool IsJsonValue(ReadOnlySpan<byte> utf8Json, int maxDepth)
    {
        if (!Utf8.IsValid(utf8Json)) return false;
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            var any = false;
            while (reader.Read()) any = true;
            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Text types are written as text in JSON, so that people can read them; anything else is base64.
    internal static bool IsTextMediaType(string mediaType)
    {
        var essence = EventText.Essence(mediaType);
        var isText = essence.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || essence.EndsWith("/xml", StringComparison.OrdinalIgnoreCase) || essence.EndsWith("+xml", StringComparison.OrdinalIgnoreCase);
        var charset = mediaType.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        return isText && (charset < 0 || mediaType.AsSpan(charset + "charset=".Length).TrimStart('"').StartsWith("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    // Bytes that came with a media type: text where the type is one and the bytes are UTF-8.
    internal static EventData FromChecked(ReadOnlyMemory<byte> bytes, string mediaType) =>
        new(IsTextMediaType(mediaType) && Utf8.IsValid(bytes.Span) ? EventDataKind.Text : EventDataKind.Binary, bytes, mediaType);

    private static void CheckMediaType(string mediaType)
    {
        ArgumentException.ThrowIfNullOrEmpty(mediaType);
        if (!EventText.IsMediaType(mediaType)) throw new ArgumentException("A media type is a type, a slash and a subtype (RFC 2046).", nameof(mediaType));
    }
}
