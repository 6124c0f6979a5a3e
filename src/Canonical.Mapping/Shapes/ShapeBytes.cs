using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>JSON descriptions, bounded in size and depth.</summary>
internal static class ShapeBytes
{
    public static JsonElement Read(ReadOnlySpan<byte> utf8Json, string what)
    {
        if (utf8Json.Length > VendorShape.MaxBytes)
            throw new VendorShapeException(string.Create(CultureInfo.InvariantCulture, $"{what} is larger than {VendorShape.MaxBytes / 1024 / 1024} MiB."));
        if (utf8Json.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            utf8Json = utf8Json[3..];
        try
        {
            var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = VendorShape.MaxDepth });
            using var parsed = JsonDocument.ParseValue(ref reader);
            var root = parsed.RootElement.Clone();
            if (reader.Read())
                throw new VendorShapeException($"{what} holds more than one JSON value.");
            // A string may be JSON and yet no text, which is seen only when somebody asks for it.
            if (!RawJson.TryNormalize(utf8Json, new byte[utf8Json.Length], out _, out _))
                throw new VendorShapeException($"{what} holds text that is no Unicode text (half of a surrogate pair, or bytes that are not UTF-8).");
            return root.ValueKind == JsonValueKind.Object ? root : throw new VendorShapeException($"{what} is no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new VendorShapeException(
                string.Create(CultureInfo.InvariantCulture, $"{what} is not JSON, or deeper than {VendorShape.MaxDepth} levels: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."), exception);
        }
    }

    public static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool Flag(JsonElement json, string name, bool byDefault = false) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.True || (value.ValueKind != JsonValueKind.False && byDefault)
            : byDefault;

    public static int? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    public static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
