using System.Globalization;

namespace Connectors.NetSuite;

/// <summary>Builds the addresses of the record service by joining texts that are known to be safe.</summary>
internal static class RecordAddress
{
    private const string Records = "services/rest/record/v1/";

    public static Uri Collection(string baseAddress, string recordType) => new(baseAddress + Records + RequireType(recordType));

    public static Uri Page(string baseAddress, string recordType, int limit, int offset) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{baseAddress}{Records}{RequireType(recordType)}?limit={limit}&offset={offset}"));

    public static Uri Instance(string baseAddress, string recordType, NetSuiteRecordKey key, IReadOnlyList<string>? fields = null)
    {
        if (key.Value.Length == 0)
            throw new ArgumentException("The key is empty.", nameof(key));
        string address = $"{baseAddress}{Records}{RequireType(recordType)}/{key}";
        return new Uri(fields is null or { Count: 0 } ? address : $"{address}?fields={string.Join(',', fields.Select(RequireType))}");
    }

    /// <summary>The internal id at the end of a <c>Location</c>, absolute or a path; null when there is none.</summary>
    public static string? IdOf(Uri? location)
    {
        string? path = location?.OriginalString.Split('?', 2)[0].TrimEnd('/');
        string? id = path?[(path.LastIndexOf('/') + 1)..];
        return NetSuiteRecordKey.IsInternalId(id) ? id : null;
    }

    // Record types and fields come from code and configuration, but a slash or a question mark in one would change the address all the same.
    private static string RequireType(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                throw new ArgumentException("Names of record types and fields have letters, digits and underscores only.", nameof(name));
        }

        return name;
    }
}
