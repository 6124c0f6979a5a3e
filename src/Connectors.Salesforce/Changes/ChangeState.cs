using System.Buffers;
using System.Globalization;
using System.Text.Json;

using Connectors.Abstractions;

namespace Connectors.Salesforce;

/// <summary>How far the changes of one object have been read. All times are the server's, in whole seconds.</summary>
internal sealed record ChangeState
{
    /// <summary>The version of the form in which it is kept.</summary>
    public const int Form = 1;

    /// <summary>Where the window begins; null for the first one, which has no beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Where the window ends.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>True when the window was read to its end.</summary>
    public bool WindowDone { get; init; }

    /// <summary>The stamp of the last record of the window that was read; null before the first.</summary>
    public DateTimeOffset? Stamp { get; init; }

    /// <summary>The id of that record.</summary>
    public string? Id { get; init; }

    /// <summary>Up to when deletions are known.</summary>
    public required DateTimeOffset DeletedThrough { get; init; }

    /// <summary>When the last full reading began.</summary>
    public required DateTimeOffset RefreshedAt { get; init; }

    /// <summary>The last id of a full reading that is under way; null when none is, empty at its beginning.</summary>
    public string? RefreshId { get; init; }

    public ChangeCursor ToCursor(string source)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Time(writer, "from", From);
            Time(writer, "to", To);
            if (WindowDone)
                writer.WriteBoolean("done", true);
            Time(writer, "stamp", Stamp);
            if (Id is not null)
                writer.WriteString("id", Id);
            Time(writer, "deleted", DeletedThrough);
            Time(writer, "refreshed", RefreshedAt);
            if (RefreshId is not null)
                writer.WriteString("refreshId", RefreshId);
            writer.WriteEndObject();
        }

        return new ChangeCursor(source, Form, buffer.WrittenSpan);
    }

    /// <exception cref="ConnectorException">The cursor is of another source or a newer version.</exception>
    public static ChangeState FromCursor(ChangeCursor cursor, string source)
    {
        ReadOnlyMemory<byte> state = cursor.Open(source, Form);
        try
        {
            using JsonDocument document = JsonDocument.Parse(state);
            JsonElement root = document.RootElement;
            string? id = Text(root, "id"), refreshId = Text(root, "refreshId");
            if ((id is null || SalesforceRecordId.IsValid(id)) && (refreshId is null or "" || SalesforceRecordId.IsValid(refreshId)))
            {
                return new ChangeState
                {
                    From = Time(root, "from"),
                    To = Time(root, "to") ?? throw new FormatException(),
                    WindowDone = root.TryGetProperty("done", out JsonElement done) && done.ValueKind == JsonValueKind.True,
                    Stamp = Time(root, "stamp"),
                    Id = id,
                    DeletedThrough = Time(root, "deleted") ?? throw new FormatException(),
                    RefreshedAt = Time(root, "refreshed") ?? throw new FormatException(),
                    RefreshId = refreshId,
                };
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // Told below: the cursor's own check has passed, so it was made by something else than this connector.
        }

        throw new ConnectorException(ConnectorErrorCodes.CursorRefused, IssueKind.Configuration, $"The cursor of '{source}' does not hold the state of this connector. Start again without one.");
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } value)
            writer.WriteString(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static DateTimeOffset? Time(JsonElement root, string name) =>
        Text(root, name) is { } text ? DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
