using System.Text;
using System.Text.Json;

using Connectors.Abstractions;

namespace Canonical.Sync.Sqlite;

/// <summary>The reasons of a dead letter as JSON text. Unknown members are passed over, so that a newer package may add some.</summary>
internal static class IssuesJson
{
    public static string Write(IReadOnlyList<RecordIssue> issues)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (RecordIssue issue in issues)
            {
                writer.WriteStartObject();
                writer.WriteString("code", issue.Code);
                writer.WriteString("kind", issue.Kind.ToString());
                writer.WriteString("message", issue.Message);
                Optional(writer, "path", issue.Path);
                Optional(writer, "vendorPath", issue.VendorPath);
                Optional(writer, "remedy", issue.Remedy);
                Optional(writer, "vendorCode", issue.VendorCode);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static IReadOnlyList<RecordIssue> Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.EnumerateArray().Select(issue => new RecordIssue
            {
                Code = issue.GetProperty("code"u8).GetString()!,
                Kind = Enum.Parse<IssueKind>(issue.GetProperty("kind"u8).GetString()!),
                Message = issue.GetProperty("message"u8).GetString()!,
                Path = Optional(issue, "path"),
                VendorPath = Optional(issue, "vendorPath"),
                Remedy = Optional(issue, "remedy"),
                VendorCode = Optional(issue, "vendorCode"),
            }),
        ];
    }

    private static void Optional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static string? Optional(JsonElement issue, string name) => issue.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
