using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Reads the JSON of documents and overlays: one value, and no member named twice, since one of the two would be lost without a word.</summary>
internal static class DocumentJson
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public static JsonElement Read(ReadOnlySpan<byte> utf8Json, string what)
    {
        try
        {
            using var parsed = JsonDocument.Parse(utf8Json.ToArray(), s_strict);
            return parsed.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            // A name that stands twice has no place in the exception, and its message may hold the name of anything.
            throw Refused(exception.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"The {what} is not JSON: line {line + 1}, byte {exception.BytePositionInLine + 1}.")
                : $"The {what} names a member twice in one object.");
        }
        catch (InvalidOperationException)
        {
            throw Refused($"The {what} holds a name that is no text: half of a surrogate pair.");
        }
    }

    private static MappingDocumentException Refused(string message) => new([new MappingDocumentFinding(MappingCodes.DocumentNotJson, "", null, message)]);
}
