using System.Buffers;
using System.Globalization;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>How far the events of one object were dealt with.</summary>
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

    /// <summary>The cursor of a catch-up that is under way; null when none is.</summary>
    public ChangeCursor? CatchUp { get; init; }

    public ChangeCursor ToCursor(string source)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (ReplayId is not null)
                writer.WriteBase64String("replay", ReplayId);
            writer.WriteString("at", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            if (CatchUp is not null)
                writer.WriteString("catchUp", CatchUp.ToString());
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
                At = DateTimeOffset.ParseExact(root.GetProperty("at").GetString() ?? "", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                CatchUp = root.TryGetProperty("catchUp", out JsonElement catchUp) ? ChangeCursor.Parse(catchUp.GetString() ?? "") : null,
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ConnectorException(ConnectorErrorCodes.CursorRefused, IssueKind.Configuration, $"The cursor of '{source}' does not hold the state of this connector. Start again without one.", e);
        }
    }
}
