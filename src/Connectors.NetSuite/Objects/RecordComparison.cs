using System.Text.Json;

namespace Connectors.NetSuite;

/// <summary>Finds where two canonical objects differ. Both went through the same mapping, so that spellings (decimals, references, trimmed text) do not count.</summary>
internal static class RecordComparison
{
    // The mapper's own: they name the record and the time of reading.
    private static readonly string[] Header = ["id", "contract", "sourceRefs", "observedAt", "sourceCreatedAt", "sourceUpdatedAt"];

    /// <summary>The members that differ, as JSON Pointers (RFC 6901); an array that differs is named as a whole.</summary>
    public static IReadOnlyList<string> Differences(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual)
    {
        using JsonDocument left = JsonDocument.Parse(expected);
        using JsonDocument right = JsonDocument.Parse(actual);
        List<string> differences = [];
        CompareMembers(left.RootElement, right.RootElement, "", differences);
        return differences;
    }

    private static void CompareMembers(JsonElement expected, JsonElement actual, string pointer, List<string> differences)
    {
        foreach (JsonProperty member in expected.EnumerateObject())
        {
            if (pointer.Length == 0 && Array.IndexOf(Header, member.Name) >= 0)
                continue;
            string inner = $"{pointer}/{Escape(member.Name)}";
            if (!actual.TryGetProperty(member.Name, out JsonElement value))
                differences.Add(inner);
            else if (member.Value.ValueKind == JsonValueKind.Object && value.ValueKind == JsonValueKind.Object)
                CompareMembers(member.Value, value, inner, differences);
            else if (!JsonElement.DeepEquals(member.Value, value))
                differences.Add(inner);
        }

        foreach (JsonProperty member in actual.EnumerateObject())
        {
            bool isHeader = pointer.Length == 0 && Array.IndexOf(Header, member.Name) >= 0;
            if (!isHeader && !expected.TryGetProperty(member.Name, out _))
                differences.Add($"{pointer}/{Escape(member.Name)}");
        }
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
