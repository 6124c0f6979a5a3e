using System.Text.Json;

namespace Connectors.NetSuite;

/// <summary>Finds where what NetSuite holds differs from what was written. Both sides went through the same mapping to the canonical object, so that spellings (decimals, references, trimmed text) do not count.</summary>
internal static class RecordComparison
{
    // The mapper's own: they name the record and the time of reading.
    private static readonly string[] Header = ["id", "contract", "sourceRefs", "observedAt", "sourceCreatedAt", "sourceUpdatedAt"];

    /// <summary>The members that were written and are not so in NetSuite, as JSON Pointers.</summary>
    public static IReadOnlyList<string> Differences(ReadOnlyMemory<byte> written, ReadOnlyMemory<byte> found)
    {
        using JsonDocument expected = JsonDocument.Parse(written);
        using JsonDocument actual = JsonDocument.Parse(found);
        List<string> differences = [];
        foreach (JsonProperty member in expected.RootElement.EnumerateObject())
        {
            if (Array.IndexOf(Header, member.Name) >= 0)
                continue;
            string pointer = "/" + member.Name;
            if (actual.RootElement.TryGetProperty(member.Name, out JsonElement value))
                Compare(member.Value, value, pointer, differences);
            else
                differences.Add(pointer);
        }

        return differences;
    }

    private static void Compare(JsonElement expected, JsonElement actual, string pointer, List<string> differences)
    {
        if (expected.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in expected.EnumerateObject())
            {
                string inner = $"{pointer}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                if (actual.TryGetProperty(member.Name, out JsonElement value))
                    Compare(member.Value, value, inner, differences);
                else
                    differences.Add(inner);
            }
        }
        else if (expected.ValueKind == JsonValueKind.Array && actual.ValueKind == JsonValueKind.Array)
        {
            // NetSuite may know more telephone numbers than we wrote: what was written must be among them.
            foreach (JsonElement element in expected.EnumerateArray())
            {
                if (!actual.EnumerateArray().Any(candidate => JsonElement.DeepEquals(element, candidate)))
                {
                    differences.Add(pointer);
                    break;
                }
            }
        }
        else if (!JsonElement.DeepEquals(expected, actual))
        {
            differences.Add(pointer);
        }
    }
}
