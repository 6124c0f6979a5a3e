using System.Buffers;
using System.Globalization;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>How far the events of a topic were dealt with.</summary>
internal sealed record EventState
{
    /// <summary>The version of the form in which it is kept.</summary>
    public const int Form = 1;

    /// <summary>A replay id has some bytes; more than these is none.</summary>
    public const int MaxReplayId = 512;

    /// <summary>The place in the stream behind which to go on; null when none is known.</summary>
    public byte[]? ReplayId { get; init; }

    /// <summary>By the server's clock: what was committed before was dealt with, but for what <see cref="CatchUp"/> has still to read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Without a place: whether to go on with the newest event, and to tell that some may be lost, instead of with the oldest that is kept.</summary>
    public bool AtTheTip { get; init; }

    /// <summary>The cursor of a catch-up that is under way; null when none is.</summary>
    public ChangeCursor? CatchUp { get; init; }

    /// <summary>The objects that have still to be caught up, the one that <see cref="CatchUp"/> is of first.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>Since when the objects have to be caught up that come behind the first.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <param name="source">The name of the feed.</param>
    /// <param name="isChannel">Whether there may be several objects, so that those that wait are named.</param>
    public ChangeCursor ToCursor(string source, bool isChannel = false)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (ReplayId is not null)
                writer.WriteBase64String("replay", ReplayId);
            writer.WriteString("at", Text(At));
            if (AtTheTip)
                writer.WriteBoolean("tip", true);
            if (CatchUp is not null)
                writer.WriteString("catchUp", CatchUp.ToString());
            if (isChannel && Waiting.Count > 0)
            {
                writer.WriteStartArray("waiting");
                foreach (string name in Waiting)
                    writer.WriteStringValue(name);
                writer.WriteEndArray();
                if (Since is { } since)
                    writer.WriteString("since", Text(since));
            }

            writer.WriteEndObject();
        }

        return new ChangeCursor(source, Form, buffer.WrittenSpan);
    }

    /// <exception cref="ConnectorException">The cursor is of another source or a newer version.</exception>
    public static EventState FromCursor(ChangeCursor cursor, string source)
    {
        ReadOnlyMemory<byte> state = cursor.Open(source, Form);
        try
        {
            using JsonDocument document = JsonDocument.Parse(state);
            JsonElement root = document.RootElement;
            byte[]? replay = root.TryGetProperty("replay", out JsonElement id) ? id.GetBytesFromBase64() : null;
            return new EventState
            {
                ReplayId = replay is null or { Length: > 0 and <= MaxReplayId } ? replay : throw new FormatException(),
                At = Instant(root.GetProperty("at")),
                AtTheTip = root.TryGetProperty("tip", out JsonElement tip) && tip.ValueKind == JsonValueKind.True,
                CatchUp = root.TryGetProperty("catchUp", out JsonElement catchUp) ? ChangeCursor.Parse(catchUp.GetString() ?? "") : null,
                Waiting = root.TryGetProperty("waiting", out JsonElement waiting) ? [.. waiting.EnumerateArray().Select(static name => name.GetString() ?? "")] : [],
                Since = root.TryGetProperty("since", out JsonElement since) ? Instant(since) : null,
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ConnectorException(ConnectorErrorCodes.CursorRefused, IssueKind.Configuration, $"The cursor of '{source}' does not hold the state of this connector. Start again without one.", e);
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(JsonElement text) =>
        DateTimeOffset.ParseExact(text.GetString() ?? "", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
