using System.Globalization;
using System.Text.Json;

namespace Canonical.Testing;

/// <summary>The API versions of the org.</summary>
internal static class SalesforceVersions
{
    private const int Oldest = 31;

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"v{number}.0");

    /// <summary>Reads a version in an address; null when it is none that the org knows.</summary>
    public static int? Read(string text, int newest)
    {
        if (!text.StartsWith('v') || !text.EndsWith(".0", StringComparison.Ordinal) || !int.TryParse(text.AsSpan(1, text.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > newest)
            return null;
        return number >= Oldest ? number : throw new SalesforceApiException(410, "UNSUPPORTED_API_VERSION", "This API version is retired.");
    }

    public static void Write(Utf8JsonWriter writer, int newest)
    {
        string[] seasons = ["Spring", "Summer", "Winter"];
        writer.WriteStartArray();
        for (int version = Oldest; version <= newest; version++)
        {
            // Version 33 was Spring '15; three releases a year, of which Winter carries the next year's number.
            int year = (version - 33 + 45) / 3 + (version % 3 == 2 ? 1 : 0);
            writer.WriteStartObject();
            writer.WriteString("label", string.Create(CultureInfo.InvariantCulture, $"{seasons[version % 3]} '{year}"));
            writer.WriteString("url", "/services/data/" + Name(version));
            writer.WriteString("version", string.Create(CultureInfo.InvariantCulture, $"{version}.0"));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
