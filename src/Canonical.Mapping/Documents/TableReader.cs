using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>A table as it was read: without dates in <see cref="Table"/>, and by dates in <see cref="Dated"/> too, where entries without a period hold for ever.</summary>
internal sealed record ReadTable(CodeTable Table, DatedCodeTable Dated, bool IsDated, bool OneWay, bool HasLoss);

/// <summary>Reads code tables and holds that each direction has one answer, on any day.</summary>
internal static class TableReader
{
    public static ReadTable Read(JsonElement entries, string pointer, string? lens, List<MappingDocumentFinding> findings, bool asOf, bool hasLoss)
    {
        var codes = new List<DatedCode>();
        // Entries of one code stand together, so that a table of many thousands is not compared each with each.
        var known = new Dictionary<(MappingDirection Direction, JsonScalar Key), List<DatedCode>>();
        var index = -1;
        var oneWay = false;
        foreach (var entry in entries.EnumerateArray())
        {
            index++;
            JsonScalar.TryRead(entry.GetProperty("vendor"), out var vendor);
            JsonScalar.TryRead(entry.GetProperty("canonical"), out var canonical);
            var only = entry.TryGetProperty("only", out var direction) ? direction.GetString() : null;
            oneWay |= only is not null;
            var code = new DatedCode(vendor, canonical, Day(entry, "from"), Day(entry, "to"), only switch
            {
                "toCanonical" => MappingDirection.ToCanonical,
                "toVendor" => MappingDirection.ToVendor,
                _ => null,
            });
            if (code.From is not null && code.To is not null && code.From >= code.To)
                Add(findings, pointer, index, lens, "the period is empty: 'to' is the first day on which it no longer holds");
            if (IsTwice(known, code, MappingDirection.ToCanonical))
                Add(findings, pointer, index, lens, asOf || HasPeriod(code) ? "the vendor's code stands twice in one period" : "the vendor's code stands twice");
            if (IsTwice(known, code, MappingDirection.ToVendor))
                Add(findings, pointer, index, lens, "the canonical code stands twice, so the way back is not clear: give all but one entry 'only': 'toCanonical' and the table a 'loss'");
            codes.Add(code);
        }

        return new ReadTable(
            new CodeTable(Plain(codes, MappingDirection.ToCanonical), Plain(codes, MappingDirection.ToVendor)),
            new DatedCodeTable(codes),
            codes.Exists(HasPeriod),
            oneWay,
            hasLoss);
    }

    private static bool HasPeriod(DatedCode code) => code.From is not null || code.To is not null;

    private static bool IsTwice(Dictionary<(MappingDirection Direction, JsonScalar Key), List<DatedCode>> known, DatedCode code, MappingDirection direction)
    {
        if (!Runs(code, direction))
            return false;
        var key = (direction, Key(code, direction));
        if (!known.TryGetValue(key, out var others))
            known[key] = others = [];
        var isTwice = others.Exists(code.Meets);
        others.Add(code);
        return isTwice;
    }

    private static bool Runs(DatedCode code, MappingDirection direction) => code.Only is null || code.Only == direction;

    private static JsonScalar Key(DatedCode code, MappingDirection direction) => (direction == MappingDirection.ToCanonical ? code.Vendor : code.Canonical).ForComparison();

    private static FrozenDictionary<JsonScalar, JsonScalar> Plain(List<DatedCode> codes, MappingDirection direction)
    {
        var table = new Dictionary<JsonScalar, JsonScalar>();
        foreach (var code in codes.Where(code => Runs(code, direction)))
            table.TryAdd(Key(code, direction), direction == MappingDirection.ToCanonical ? code.Canonical : code.Vendor);
        return table.ToFrozenDictionary();
    }

    // A day that the calendar does not have is the schema's finding.
    private static DateOnly? Day(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var text) && DateOnly.TryParseExact(text.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static void Add(List<MappingDocumentFinding> findings, string pointer, int index, string? lens, string problem) =>
        findings.Add(new MappingDocumentFinding(MappingCodes.AmbiguousTable, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), lens, $"In this entry {problem}."));
}
