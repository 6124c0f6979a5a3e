using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Canonical.Testing;

/// <summary>The references between the parts of a composite request, such as <c>@{NewAccount.id}</c> or <c>@{Found.records[0].Id}</c>.</summary>
internal sealed partial class SalesforceReferences
{
    private readonly Dictionary<string, JsonElement> _answers = new(StringComparer.Ordinal);

    public void Add(string reference, SalesforceReply reply)
    {
        if (reply.Status >= 300 || reply.Body.IsEmpty)
            return;
        using JsonDocument body = JsonDocument.Parse(reply.Body);
        _answers[reference] = body.RootElement.Clone();
    }

    public string Resolve(string text) => text.Contains("@{", StringComparison.Ordinal) ? Pattern().Replace(text, match => Find(match.Groups["path"].Value)) : text;

    /// <summary>Replaces the references in all texts of a body.</summary>
    public JsonElement Resolve(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Undefined || !body.GetRawText().Contains("@{", StringComparison.Ordinal))
            return body;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Copy(writer, body);
        using JsonDocument resolved = JsonDocument.Parse(buffer.WrittenMemory);
        return resolved.RootElement.Clone();
    }

    private void Copy(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Copy(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    Copy(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Resolve(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private string Find(string path)
    {
        string[] parts = path.Split('.', '[');
        if (!_answers.TryGetValue(parts[0], out JsonElement at))
            throw Missing(path, parts[0]);
        foreach (string part in parts[1..])
        {
            if (part.EndsWith(']'))
            {
                int index = int.TryParse(part.AsSpan(0, part.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : -1;
                if (at.ValueKind != JsonValueKind.Array || index < 0 || index >= at.GetArrayLength())
                    throw Missing(path, parts[0]);
                at = at[index];
            }
            else
            {
                at = at.ValueKind == JsonValueKind.Object && at.TryGetProperty(part, out JsonElement next) ? next : throw Missing(path, parts[0]);
            }
        }

        return at.ToString();
    }

    private static SalesforceApiException Missing(string path, string reference) => new(400, "PROCESSING_HALTED", $"Invalid reference specified. No value for {path} found in {reference}");

    [GeneratedRegex(@"@\{(?<path>[^}]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
