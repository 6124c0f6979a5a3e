using System.Globalization;
using System.Text.Json.Nodes;

namespace Canonical.Mapping.Tests;

/// <summary>Forth and back for joined and split texts, dated tables, extensions and the rest, on generated records: whatever is not refused comes back.</summary>
public sealed class NewerLensLawTests(ITestOutputHelper output)
{
    private const int Records = 1500;

    // Letters that meet the separators halfway, so that a split at another place would show.
    private const string Letters = "--a-/ b//,é";

    private const string Lenses = """
        { "id": "name", "kind": "concat", "sources": [ "last", "first", "suffix" ], "separator": "--", "target": "name" },
        { "id": "place", "kind": "split", "source": "place", "separator": "//", "targets": [ "city", "region", "country" ] },
        { "id": "terms", "kind": "table", "source": "terms", "target": "terms", "table": "terms", "asOf": { "source": "day", "target": "day" } },
        { "id": "day", "kind": "field", "source": "day", "target": "day", "convert": "date" },
        { "id": "score", "kind": "extension", "source": "Score__c", "namespace": "acme.crm", "name": "score", "type": "decimal" },
        { "id": "on", "kind": "extension", "source": "On__c", "namespace": "acme.crm", "name": "on", "type": "date", "convert": { "name": "date", "format": "dd.MM.yyyy" } },
        { "id": "big", "kind": "when", "source": "amount >= 100 and exists(unit)", "target": "exists(bigUnit)", "lenses": [ { "id": "bigUnit", "kind": "field", "source": "unit", "target": "bigUnit" } ], "else": [ { "id": "unit", "kind": "field", "source": "unit", "target": "smallUnit" } ] },
        { "id": "amount", "kind": "field", "source": "amount", "target": "amount", "convert": "decimal" },
        { "id": "rest", "kind": "rest", "target": "extensions.'acme.crm'.rest" }
        """;

    private const string Tables = """
        "tables": { "terms": { "entries": [
          { "vendor": "30", "canonical": "net30", "to": "2025-07-01" }, { "vendor": "30", "canonical": "net45", "from": "2025-07-01", "to": "2026-01-01" },
          { "vendor": "45", "canonical": "net45", "from": "2026-01-01" }, { "vendor": "30", "canonical": "net30", "from": "2026-01-01" } ] } },
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public void GetPut_WhatIsNotRefused_ComesBackUnchanged(int seed)
    {
        output.WriteLine($"seed {seed}");
        var mapper = Bench.Mapper(Lenses, Tables);
        var random = new Random(seed);
        var (mapped, refused) = (0, 0);
        for (var i = 0; i < Records; i++)
        {
            var vendor = Vendor(random);
            var canonical = mapper.Forth(vendor.ToJsonString());
            if (!canonical.Succeeded)
            {
                Assert.All(canonical.Issues, issue => Assert.Contains(issue.Code, (string[])[MappingCodes.NotConvertible, MappingCodes.UnknownCode, MappingCodes.RequiredMissing]));
                refused++;
                continue;
            }

            var back = mapper.ToVendor(canonical.Json.Span, Bench.Context);
            Assert.True(back.Succeeded, $"seed {seed}, record {i}: {vendor.ToJsonString()}\n{string.Join('\n', back.Issues)}");
            var record = Plain(JsonNode.Parse(back.Json.Span)!.AsObject());
            record["id"] = vendor["id"]!.DeepClone();
            Assert.True(JsonNode.DeepEquals(Plain(vendor), record), $"seed {seed}, record {i}:\n{vendor.ToJsonString()}\n{record.ToJsonString()}");
            // And once more: the canonical object is the same.
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(canonical.Json.Span), JsonNode.Parse(mapper.Forth(record.ToJsonString()).Json.Span)), $"seed {seed}, record {i}");
            mapped++;
        }

        Assert.InRange(mapped, Records / 10, Records);
        Assert.InRange(refused, Records / 10, Records);
    }

    [Theory]
    [InlineData(3)]
    public void PutGet_CanonicalParts_ComeBackOrAreRefused(int seed)
    {
        output.WriteLine($"seed {seed}");
        var mapper = Bench.Mapper(Lenses, Tables);
        var random = new Random(seed);
        var mapped = 0;
        for (var i = 0; i < Records; i++)
        {
            var canonical = new JsonObject();
            foreach (var part in new[] { "city", "region", "country", "name" })
            {
                if (random.Next(3) > 0)
                    canonical[part] = Text(random);
            }

            var vendor = mapper.Back(canonical.ToJsonString());
            if (!vendor.Succeeded)
                continue;
            var record = JsonNode.Parse(vendor.Json.Span)!.AsObject();
            record["id"] = "1";
            var again = JsonNode.Parse(mapper.Forth(record.ToJsonString()).Json.Span)!.AsObject();
            foreach (var part in new[] { "city", "region", "country" })
                Assert.True(JsonNode.DeepEquals(Plain(canonical)[part], again[part]), $"seed {seed}, object {i}:\n{canonical.ToJsonString()}\n{again.ToJsonString()}");
            mapped++;
        }

        Assert.InRange(mapped, Records / 10, Records);
    }

    private static JsonObject Vendor(Random random)
    {
        var record = new JsonObject { ["id"] = random.Next(1, 1000).ToString(CultureInfo.InvariantCulture) };
        void Maybe(string name, Func<JsonNode> value)
        {
            if (random.Next(4) > 0)
                record[name] = value();
        }

        Maybe("last", () => Text(random));
        Maybe("first", () => Text(random));
        Maybe("suffix", () => Text(random));
        Maybe("place", () => Text(random) + (random.Next(2) == 0 ? "//" + Text(random) : ""));
        if (random.Next(3) > 0)
        {
            record["terms"] = random.Next(3) == 0 ? "45" : "30";
            record["day"] = new DateOnly(2025, 1, 1).AddDays(random.Next(600)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        Maybe("Score__c", () => random.Next(100) + 0.5m);
        Maybe("On__c", () => new DateOnly(2025, 1, 1).AddDays(random.Next(600)).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture));
        Maybe("amount", () => random.Next(200));
        Maybe("unit", () => Letters[2].ToString() + random.Next(9).ToString(CultureInfo.InvariantCulture));
        Maybe("Custom_" + random.Next(3).ToString(CultureInfo.InvariantCulture) + "__c", () => new JsonArray(1, Text(random)));
        return record;
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Letters[random.Next(Letters.Length)]));

    // Null, the empty text and nothing are one; a text that ends in an empty part says so by its absence.
    private static JsonObject Plain(JsonObject record)
    {
        var plain = new JsonObject();
        foreach (var (name, value) in record)
        {
            if (value is null || (value is JsonValue text && text.TryGetValue<string>(out var content) && content.Length == 0))
                continue;
            plain[name] = name == "place" ? Place(value.GetValue<string>()) : value.DeepClone();
        }

        if (plain["place"] is JsonValue place && place.GetValue<string>().Length == 0)
            plain.Remove("place");
        return plain;
    }

    private static string Place(string text)
    {
        // As many parts as targets, the last takes the rest; empty ones at the end are left out.
        var parts = text.Split("//", 3).ToList();
        while (parts.Count > 0 && parts[^1].Length == 0)
            parts.RemoveAt(parts.Count - 1);
        return string.Join("//", parts);
    }
}
