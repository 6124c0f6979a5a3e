using System.Text.Json;

namespace Connectors.Kantata;

/// <summary>
/// Reads the bodies of refused requests. There are three shapes: <c>{"errors":[{type,message,field?,index?}]}</c>, <c>{"status":400,"error":"malformed JSON …"}</c>
/// from the parser in front, and <c>{"error_message":…}</c>, which the vendor's own client looks for. A body may also be empty, or a page of the edge.
/// </summary>
internal static class KantataErrorBody
{
    private const int MaxErrors = 200;
    private const int MaxNameLength = 80;

    // Sentences without a variable part. A validation message may repeat what was sent, so nothing else is passed on.
    private static readonly string[] Known =
    [
        "Not found",
        "Invalid OAuth 2 Request",
        "Missing required parameters. Please see our documentation at http://developer.mavenlink.com",
        "Please give your project a title",
        "Please select a role for this project",
        "Search is currently unavailable",
    ];

    public static IReadOnlyList<KantataError> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return [];
            if (root.TryGetProperty("errors", out JsonElement errors) && errors.ValueKind == JsonValueKind.Array)
                return [.. errors.EnumerateArray().Take(MaxErrors).Where(static error => error.ValueKind == JsonValueKind.Object).Select(ReadOne)];
            if (Text(root, "error") is { } error1)
                return [new KantataError("syntax", error1.StartsWith("malformed JSON", StringComparison.Ordinal) ? "malformed JSON detected" : Redact(error1), null, null)];
            return Text(root, "error_message") is { } message ? [new KantataError("system", Redact(message), null, null)] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static KantataError ReadOne(JsonElement error) => new(
        Name(Text(error, "type")) ?? "unknown",
        Redact(Text(error, "message") ?? ""),
        Name(Text(error, "field")),
        error.TryGetProperty("index", out JsonElement index) && index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out int place) ? place : null);

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Types and fields are names of Kantata's own; anything else in their place is not repeated.
    private static string? Name(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') ? text : null;

    private static string Redact(string text)
    {
        foreach (string known in Known)
        {
            if (string.Equals(text, known, StringComparison.Ordinal))
                return known;
        }

        return $"A message of {text.Length} characters, withheld because it may repeat what was sent.";
    }
}
