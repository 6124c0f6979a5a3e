using System.Text.Json;

namespace Connectors.Kantata;

/// <summary>Ids are strings in maps and results, and numbers in some plain columns of the same records: both are read.</summary>
internal static class JsonId
{
    /// <summary>The id as text; null for null, for an empty text and for anything that is no id.</summary>
    public static string? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number when element.TryGetInt64(out long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    public static string? Read(JsonElement record, string name) => record.TryGetProperty(name, out JsonElement element) ? Read(element) : null;
}
