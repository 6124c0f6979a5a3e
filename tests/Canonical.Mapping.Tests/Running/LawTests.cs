using System.Globalization;
using System.Text.Json.Nodes;

namespace Canonical.Mapping.Tests;

/// <summary>Forth and back is where we began, for every kind of lens, on generated records.</summary>
public sealed class LawTests(ITestOutputHelper output)
{
    private const int Records = 500;

    private const string Letters = "abcxyzÅé雪'\"\\/<";

    // Every kind; no lens here has a loss, so the laws hold to the letter for records in normal form.
    private const string Lenses = """
        { "id": "name", "kind": "field", "source": "Name", "target": "name", "convert": "text" },
        { "id": "raw", "kind": "field", "source": "Blob", "target": "extensions.'acme.crm'.blob" },
        { "id": "code", "kind": "field", "source": "code", "target": "code", "convert": "upper" },
        { "id": "email", "kind": "field", "source": "nested.'e.mail'", "target": "emails[kind=main].address", "convert": "lower" },
        { "id": "dec", "kind": "field", "source": "n.dec", "target": "dec", "convert": "decimal" },
        { "id": "pct", "kind": "field", "source": "n.pct", "target": "pct", "convert": "percent" },
        { "id": "int", "kind": "field", "source": "n.int", "target": "int", "convert": { "name": "integer", "as": "string" } },
        { "id": "flag", "kind": "field", "source": "inactive", "target": "active", "convert": { "name": "boolean", "true": "T", "false": "F", "invert": true } },
        { "id": "day", "kind": "field", "source": "day", "target": "day", "convert": { "name": "date", "format": "MM/dd/yyyy" } },
        { "id": "at", "kind": "field", "source": "at", "target": "at", "convert": { "name": "instant", "as": "+0000", "digits": 3 } },
        { "id": "mins", "kind": "field", "source": "mins", "target": "mins", "convert": "minutes" },
        { "id": "clock", "kind": "field", "source": "clock", "target": "clock", "convert": "hours-minutes" },
        { "id": "money", "kind": "money", "source": "amount", "target": "amount", "shift": -2, "currency": { "path": "cur" } },
        { "id": "time", "kind": "quantity", "source": "hhmm", "target": "time", "unit": "min", "form": "h:mm" },
        { "id": "state", "kind": "table", "source": "state.id", "target": "state", "unknown": "pass",
          "entries": [ { "vendor": "1", "canonical": "open" }, { "vendor": "2", "canonical": "done" } ] },
        { "id": "ref", "kind": "reference", "source": "customer", "target": "customer", "to": "customer", "form": "id" },
        { "id": "lines", "kind": "each", "source": "item.items", "target": "lines", "lenses": [
          { "id": "lineNo", "kind": "field", "source": "line", "target": "number", "convert": "integer" },
          { "id": "lineAmount", "kind": "money", "source": "amt", "target": "amount", "currency": { "path": "$.cur" } },
          { "id": "tags", "kind": "each", "source": "tags", "target": "tags", "lenses": [ { "id": "tag", "kind": "field", "source": ".", "target": ".", "convert": "text" } ] } ] },
        { "id": "person", "kind": "when", "source": { "path": "isPerson", "equals": true }, "target": { "path": "kind", "equals": "person" },
          "lenses": [ { "id": "p1", "kind": "constant", "source": "isPerson", "value": true }, { "id": "p2", "kind": "constant", "target": "kind", "value": "person" }, { "id": "p3", "kind": "field", "source": "last", "target": "label" } ],
          "else": [ { "id": "o1", "kind": "constant", "source": "isPerson", "value": false }, { "id": "o2", "kind": "constant", "target": "kind", "value": "organization" }, { "id": "o3", "kind": "field", "source": "company", "target": "label" } ] }
        """;

    private static readonly DictionaryReferenceResolver s_references = References();

    private static readonly MappingContext s_context = Bench.Context with { References = s_references };

    [Theory]
    [InlineData(20260308)]
    [InlineData(7)]
    public void GetPut_RecordInNormalForm_ComesBackUnchanged(int seed)
    {
        output.WriteLine($"seed {seed}");
        var mapper = Bench.Mapper(Lenses);
        var random = new Random(seed);
        for (var i = 0; i < Records; i++)
        {
            var vendor = Vendor(random);
            var canonical = mapper.Forth(vendor.ToJsonString(), s_context);
            var back = JsonNode.Parse(mapper.Back(canonical.Text(), s_context).Text())!.AsObject();
            // The key is the connector's to place, and an object without members says what its absence says.
            back["id"] = vendor["id"]!.DeepClone();
            Assert.True(JsonNode.DeepEquals(vendor, back), $"seed {seed}, record {i}:\n{vendor.ToJsonString()}\n{back.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData(20260308)]
    [InlineData(11)]
    public void PutGet_CanonicalObject_ComesBackUnchanged(int seed)
    {
        output.WriteLine($"seed {seed}");
        var mapper = Bench.Mapper(Lenses);
        var random = new Random(seed);
        for (var i = 0; i < Records; i++)
        {
            // Vendor records out of normal form reach canonical objects that others than our own would write too.
            var canonical = mapper.Forth(Costume(Vendor(random), random).ToJsonString(), s_context).Text();
            var vendor = JsonNode.Parse(mapper.Back(canonical, s_context).Text())!.AsObject();
            vendor["id"] = JsonNode.Parse(canonical)!["sourceRefs"]![0]!["recordId"]!.DeepClone();
            Assert.Equal(canonical, mapper.Forth(vendor.ToJsonString(), s_context).Text());
        }
    }

    private static DictionaryReferenceResolver References()
    {
        var resolver = new DictionaryReferenceResolver(DerivedReferenceResolver.Instance);
        for (var i = 0; i < 50; i++)
        {
            var reference = new VendorReference("acme", "customer", "test", "org1", i.ToString(CultureInfo.InvariantCulture));
            Assert.True(resolver.TryGetCanonical(reference, out var id));
            resolver.Add(reference, id);
        }

        return resolver;
    }

    private static JsonObject Vendor(Random random)
    {
        var record = new JsonObject { ["id"] = random.Next(1, 1_000_000).ToString(CultureInfo.InvariantCulture) };
        void Maybe(string name, Func<JsonNode> value)
        {
            if (random.Next(4) > 0)
                record[name] = value();
        }

        Maybe("Name", () => Word(random));
        Maybe("Blob", () => new JsonArray(1, "x", new JsonObject { ["deep"] = Word(random) }));
        Maybe("code", () => Word(random).ToUpperInvariant());
        Maybe("nested", () => new JsonObject { ["e.mail"] = "a" + random.Next(100).ToString(CultureInfo.InvariantCulture) + "@example.com" });
        if (random.Next(3) > 0)
            record["n"] = JsonNode.Parse($$"""{"dec":{{Decimal(random)}},"pct":{{random.Next(101)}},"int":"{{random.Next()}}"}""");
        Maybe("inactive", () => random.Next(2) == 0 ? "T" : "F");
        Maybe("day", () => new DateOnly(2020, 1, 1).AddDays(random.Next(4000)).ToString("MM/dd/yyyy", CultureInfo.InvariantCulture));
        Maybe("at", () => DateTime.UnixEpoch.AddMilliseconds(random.NextInt64(2_000_000_000_000)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture));
        Maybe("mins", () => random.Next(-600, 6000));
        Maybe("clock", () => Clock(random));
        if (random.Next(4) > 0)
        {
            record["amount"] = random.Next(-100_000, 1_000_000);
            record["cur"] = random.Next(2) == 0 ? "EUR" : "SEK";
        }

        Maybe("hhmm", () => Clock(random));
        Maybe("state", () => new JsonObject { ["id"] = random.Next(3) switch { 0 => "1", 1 => "2", _ => "other" } });
        Maybe("customer", () => new JsonObject { ["id"] = random.Next(50).ToString(CultureInfo.InvariantCulture) });
        Maybe("item", () => new JsonObject { ["items"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(i => Line(i, record.ContainsKey("cur"), random))]) });
        var person = random.Next(2) == 0;
        record["isPerson"] = person;
        Maybe(person ? "last" : "company", () => Word(random));
        return record;
    }

    private static JsonObject Line(int index, bool hasCurrency, Random random)
    {
        var line = new JsonObject { ["line"] = index + 1 };
        if (hasCurrency && random.Next(2) == 0)
            line["amt"] = JsonNode.Parse(Decimal(random));
        if (random.Next(2) == 0)
            line["tags"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => (JsonNode)Word(random))]);
        return line;
    }

    /// <summary>The same facts in the clothes of another day: white space, other cases, exponents, offsets, extra members, nulls.</summary>
    private static JsonObject Costume(JsonObject record, Random random)
    {
        if (record["Name"] is not null)
            record["Name"] = "  " + (string)record["Name"]! + " ";
        if (record["code"] is not null)
            record["code"] = ((string)record["code"]!).ToUpperInvariant() + "\t";
        if (record["inactive"] is not null)
            record["inactive"] = (string)record["inactive"]! == "T" ? JsonValue.Create(1) : JsonValue.Create("false");
        if (record["n"] is not null)
            record["n"]!["dec"] = JsonNode.Parse(random.Next(1, 99).ToString(CultureInfo.InvariantCulture) + ".50E" + random.Next(-3, 6).ToString(CultureInfo.InvariantCulture));
        if (record["mins"] is not null)
            record["mins"] = JsonNode.Parse(record["mins"]!.ToJsonString() + ".0");
        if (record["cur"] is not null)
            record["cur"] = ((string)record["cur"]!).ToUpperInvariant() + " ";
        record["at"] = "2015-12-02T12:18:30.841-08:00";
        record["links"] = new JsonArray();
        record["ignored"] = null;
        return record;
    }

    private static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters[random.Next(Letters.Length)])]);

    private static string Clock(Random random) => string.Create(CultureInfo.InvariantCulture, $"{random.Next(0, 60)}:{random.Next(0, 60):00}");

    private static string Decimal(Random random) => random.Next(3) switch
    {
        0 => random.Next(-100_000, 100_000).ToString(CultureInfo.InvariantCulture),
        1 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(0, 10_000)}.{random.Next(1, 10)}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"-{random.Next(1, 10_000)}.{random.Next(0, 100):00}{random.Next(1, 10)}"),
    };
}
