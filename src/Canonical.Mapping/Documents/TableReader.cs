using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>Reads code tables and holds that each direction has one answer.</summary>
internal static class TableReader
{
    public static (CodeTable Table, bool OneWay) Read(JsonElement entries, string pointer, string? lens, List<MappingDocumentFinding> findings)
    {
        var forth = new Dictionary<JsonScalar, JsonScalar>();
        var back = new Dictionary<JsonScalar, JsonScalar>();
        var oneWay = false;
        var index = -1;
        foreach (var entry in entries.EnumerateArray())
        {
            index++;
            JsonScalar.TryRead(entry.GetProperty("vendor"), out var vendor);
            JsonScalar.TryRead(entry.GetProperty("canonical"), out var canonical);
            var only = entry.TryGetProperty("only", out var direction) ? direction.GetString() : null;
            oneWay |= only is not null;
            if (only is not "toVendor" && !forth.TryAdd(vendor.ForComparison(), canonical))
                Add(findings, pointer, index, lens, "the vendor's code stands twice");
            if (only is not "toCanonical" && !back.TryAdd(canonical.ForComparison(), vendor))
                Add(findings, pointer, index, lens, "the canonical code stands twice, so the way back is not clear: give all but one entry 'only': 'toCanonical' and the table a 'loss'");
        }

        return (new CodeTable(forth.ToFrozenDictionary(), back.ToFrozenDictionary()), oneWay);
    }

    private static void Add(List<MappingDocumentFinding> findings, string pointer, int index, string? lens, string problem) =>
        findings.Add(new MappingDocumentFinding(MappingCodes.AmbiguousTable, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), lens, $"In this entry {problem}."));
}
