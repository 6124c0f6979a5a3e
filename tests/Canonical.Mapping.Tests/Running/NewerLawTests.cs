using System.Globalization;
using System.Text.Json.Nodes;

namespace Canonical.Mapping.Tests;

/// <summary>Forth and back is where we began, for the kinds of lenses that join, split, filter, look up by date and take the rest; modulo the loss that they declare.</summary>
public sealed class NewerLawTests(ITestOutputHelper output)
{
    private const int Records = 400;

    private const string Tables = """
         "tables": { "terms": { "entries": [
            { "vendor": 30, "canonical": "net30", "to": "2025-07-01" }, { "vendor": 30, "canonical": "net45", "from": "2025-07-01", "to": "2026-01-01" },
            { "vendor": "45", "canonical": "net45", "from": "2026-01-01" }, { "vendor": 30, "canonical": "net30", "from": "2026-01-01" } ] } },
        """;

    private const string Lenses = """
        { "id": "name", "kind": "concat", "sources": ["last", "first", "middle"], "separator": ", ", "target": "name" },
        { "id": "place", "kind": "split", "source": "place", "separator": "//", "targets": ["city", "country"] },
        { "id": "terms", "kind": "table", "source": "terms", "target": "terms", "table": "terms", "asOf": { "source": "signed", "target": "signedOn" } },
        { "id": "signed", "kind": "extension", "source": "signed", "namespace": "acme", "name": "signed", "type": "date", "only": "toCanonical", "loss": "It is written by the next lens." },
        { "id": "signedOn", "kind": "field", "source": "signed", "target": "signedOn", "convert": "date" },
        { "id": "score", "kind": "extension", "source": "score", "namespace": "acme.crm", "name": "score", "type": "decimal" },
        { "id": "at", "kind": "field", "source": "at", "target": "at", "convert": { "name": "instant", "zone": "Europe/Stockholm", "digits": 0 } },
        { "id": "each", "kind": "each", "source": "numbers", "target": "phones", "where": { "source": "kind != 'old' and length(no) > 0" }, "loss": "Old numbers are left out.",
          "lenses": [ { "id": "no", "kind": "field", "source": "no", "target": "number" }, { "id": "more", "kind": "rest", "target": "extensions.acme.more" } ] },
        { "id": "when", "kind": "when", "source": "lower(state) == 'closed' or exists(closedOn)", "target": "status == 'deleted'", "loss": "The state is written in small letters.",
          "lenses": [ { "id": "deleted", "kind": "constant", "target": "status", "value": "deleted" }, { "id": "closed", "kind": "constant", "source": "state", "value": "closed", "only": "toVendor", "loss": "The state is written in small letters." },
            { "id": "closedOn", "kind": "field", "source": "closedOn", "target": "closedOn" } ] },
        { "id": "rest", "kind": "rest", "target": "extensions.acme.rest", "except": ["_links"], "loss": "Links are made anew." }
        """;

    [Theory]
    [InlineData(20260308)]
    [InlineData(3)]
    [InlineData(99)]
    public void Laws_GeneratedRecords_HoldUpToTheDeclaredLoss(int seed)
    {
        output.WriteLine($"seed {seed}");
        var mapper = Bench.Mapper(Lenses, Tables);
        var random = new Random(seed);
        for (var i = 0; i < Records; i++)
        {
            var vendor = Vendor(random);
            var canonical = mapper.Forth(vendor.ToJsonString()).Text();
            var back = JsonNode.Parse(mapper.Back(canonical).Text())!.AsObject();
            back["id"] = vendor["id"]!.DeepClone();
            var expected = Normal(vendor);
            Assert.True(JsonNode.DeepEquals(expected, Nulls(back)), $"seed {seed}, record {i}:\n{vendor.ToJsonString()}\n{canonical}\n{back.ToJsonString()}");
            // put-get, to the letter.
            Assert.Equal(canonical, mapper.Forth(back.ToJsonString()).Text());
        }
    }

    private static JsonObject Vendor(Random random)
    {
        var record = new JsonObject { ["id"] = random.Next(1, 1000) };
        void Maybe(string name, Func<JsonNode?> value)
        {
            if (random.Next(3) > 0)
                record[name] = value();
        }

        Maybe("last", () => Word(random));
        Maybe("first", () => Word(random));
        Maybe("middle", () => Word(random) + ", " + Word(random));
        Maybe("place", () => string.Join("//", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word(random))));
        var day = new DateOnly(2025, 1, 1).AddDays(random.Next(700));
        record["signed"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Maybe("terms", () => day >= new DateOnly(2026, 1, 1) && random.Next(2) == 0 ? JsonValue.Create("45") : JsonValue.Create(30));
        Maybe("score", () => JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 99)}.{random.Next(1, 9)}")));
        Maybe("at", () => new DateTime(2026, 1, 1, 12, 0, 0, DateTimeKind.Unspecified).AddDays(random.Next(365)).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        Maybe("numbers", () => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode)Number(random))]));
        Maybe("closedOn", () => "2026-02-0" + random.Next(1, 9).ToString(CultureInfo.InvariantCulture));
        Maybe("x\"y", () => new JsonObject { ["deep"] = new JsonArray(1, null, Word(random)) });
        Maybe("nothing", () => null);
        Maybe("_links", () => new JsonArray());
        return record;
    }

    private static JsonObject Number(Random random)
    {
        var number = new JsonObject { ["no"] = random.Next(3) == 0 ? "" : Word(random), ["kind"] = random.Next(3) == 0 ? "old" : "main" };
        if (random.Next(2) == 0)
            number["ext"] = random.Next(100);
        return number;
    }

    // What the lenses say is lost.
    private static JsonObject Normal(JsonObject vendor)
    {
        var record = vendor.DeepClone().AsObject();
        record.Remove("_links");
        if (record["numbers"] is JsonArray numbers)
            record["numbers"] = new JsonArray([.. numbers.Where(n => (string?)n!["kind"] != "old" && (string?)n["no"] != "").Select(n => n!.DeepClone())]);
        if (record["closedOn"] is not null)
            record["state"] = "closed";
        return Nulls(record);
    }

    // A member that is null says what its absence says, and so does an empty text that is split.
    private static JsonObject Nulls(JsonObject record)
    {
        foreach (var name in record.Where(member => member.Value is null).Select(member => member.Key).ToArray())
            record.Remove(name);
        return record;
    }

    private static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => "abÅé雪'\"\\"[random.Next(8)])]);
}
