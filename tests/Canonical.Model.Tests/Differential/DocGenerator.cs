using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Model.Tests;

// Documents that keep a contract, for the most part: from its schema, at the limits of its rules as often as between them.
internal sealed class DocGenerator
{
    private static readonly string[] Alphabet = ["a", "b", "z", "A", "0", "9", " ", "-", "é", "å", "漢", "\U0001F602", "\u0000", "\n", "\"", "\\", "/", "\u007f", "\uffff", "<"];

    private static readonly string[] Decimals = ["0", "1", "0.5", "1.0", "12.50", "0.00000001", "123456789012345678", "123456789012345678.1234567890", "0.1234567890", "999999999999999999", "100.000", "-0", "-0.00", "-1", "-12.50", "-999999999999999999.9999999999"];

    private static readonly Dictionary<string, string[]> Patterns = new(StringComparer.Ordinal)
    {
        ["^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"] = ["customer", "time-entry", "a", "a1-2b"],
        ["^[a-z][a-z0-9]*(?:-[a-z0-9]+)*/(?:0|[1-9][0-9]{0,8})\\.(?:0|[1-9][0-9]{0,8})\\.(?:0|[1-9][0-9]{0,8})$"] = ["customer/1.0.0", "time-entry/1.12.999999999"],
        ["^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$"] = ["sv", "sv-SE", "zh-Hant-TW"],
        ["^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*$"] = ["Europe/Stockholm", "UTC", "Etc/GMT+1", "America/Argentina/Buenos_Aires"],
        ["^[a-z][a-z0-9-]{0,39}$"] = ["salesforce", "a", "net-suite", "abcdefghijklmnopqrstuvwxyzabcdefghijklmn"],
        ["^[A-Z]{2}$"] = ["SE", "AA", "ZZ"],
        ["^[0-9a-f]{64}$"] = ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
        ["^[A-Z]{2,8}[0-9]{3,6}$"] = ["AB123", "CANONICA123456"],
        ["^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"] = ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"],
    };

    private readonly Random _random;
    private readonly Dictionary<string, JsonElement> _roots;

    public DocGenerator(Random random)
    {
        _random = random;
        _roots = CanonicalContracts.All.ToDictionary(c => c.Id.ToString(), c => JsonDocument.Parse(c.Utf8Json).RootElement.Clone(), StringComparer.Ordinal);
    }

    public Doc Generate(ContractId contract, double density) => Object(_roots[contract.ToString()], contract, contract, density, 0);

    private Doc Value(JsonElement schema, ContractId place, ContractId contract, double density, int depth)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var (target, at) = Resolve(reference.GetString()!, place);
            return Value(target, at, contract, density, depth);
        }
        if (schema.TryGetProperty("x-canonical-type", out var type)) return Named(type.GetString()!, schema, place, contract);
        if (schema.TryGetProperty("enum", out var values)) return new Doc.Scalar(values[_random.Next(values.GetArrayLength())].GetRawText());
        if (schema.TryGetProperty("x-canonical-open-enum", out var known) && known.GetArrayLength() > 0 && _random.Next(2) == 0) return new Doc.Scalar(known[_random.Next(known.GetArrayLength())].GetRawText());
        return schema.GetProperty("type").GetString() switch
        {
            "object" => Object(schema, place, contract, density, depth + 1),
            "array" => List(schema, place, contract, density, depth),
            "boolean" => new Doc.Scalar(_random.Next(2) == 0 ? "true" : "false"),
            "integer" => Integer(schema),
            _ => Text(schema),
        };
    }

    private Doc.Map Object(JsonElement schema, ContractId place, ContractId contract, double density, int depth)
    {
        var map = new Doc.Map();
        var required = Names(schema, "required");
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            var isRequired = required.Contains(property.Name);
            if (!isRequired && (depth > 6 || _random.NextDouble() >= density)) continue;
            map.Members.Add((property.Name, Value(property.Value, place, contract, depth > 3 ? density / 4 : density, depth)));
        }
        if (_random.Next(40) != 0) KeepRules(schema, map, place, contract, density, depth);
        return map;
    }

    // What the rules across members ask for is added; what they forbid is not taken away, and becomes a document that must be refused.
    private void KeepRules(JsonElement schema, Doc.Map map, ContractId place, ContractId contract, double density, int depth)
    {
        for (var round = 0; round < 3; round++)
        {
            if (schema.TryGetProperty("dependentRequired", out var dependent))
            {
                foreach (var dependency in dependent.EnumerateObject().Where(d => map.Has(d.Name))) Add(dependency.Value);
            }
            foreach (var keyword in (string[])["anyOf", "oneOf"])
            {
                if (!schema.TryGetProperty(keyword, out var branches)) continue;
                var all = branches.EnumerateArray().Select(b => b.GetProperty("required")).ToList();
                if (!all.Exists(b => b.EnumerateArray().All(n => map.Has(n.GetString()!)))) Add(all[_random.Next(all.Count)]);
            }
            if (!schema.TryGetProperty("allOf", out var conditions)) continue;
            foreach (var condition in conditions.EnumerateArray())
            {
                var test = condition.GetProperty("if").GetProperty("properties").EnumerateObject().First();
                var value = map.Members.Find(m => m.Name == test.Name).Value as Doc.Scalar;
                var holds = value is not null && (test.Value.TryGetProperty("const", out var one) ? one.GetRawText() == value.Text : test.Value.GetProperty("enum").EnumerateArray().Any(v => v.GetRawText() == value.Text));
                if (condition.TryGetProperty(holds ? "then" : "else", out var branch)) Add(branch.GetProperty("required"));
            }
        }

        void Add(JsonElement names)
        {
            foreach (var name in names.EnumerateArray().Select(n => n.GetString()!).Where(n => !map.Has(n)).ToList())
            {
                map.Members.Add((name, Value(schema.GetProperty("properties").GetProperty(name), place, contract, density, depth)));
            }
        }
    }

    private Doc.List List(JsonElement schema, ContractId place, ContractId contract, double density, int depth)
    {
        var min = schema.TryGetProperty("minItems", out var least) ? least.GetInt32() : 0;
        var max = schema.TryGetProperty("maxItems", out var most) ? most.GetInt32() : 10;
        var count = _random.Next(80) == 0 && max <= 60 && depth < 2 ? max + (_random.Next(5) == 0 ? 1 : 0) : Math.Max(min, _random.Next(Math.Min(max, 3) + 1));
        var list = new Doc.List();
        for (var i = 0; i < count; i++) list.Items.Add(Value(schema.GetProperty("items"), place, contract, count > 5 ? 0 : density, depth));
        return list;
    }

    private Doc Named(string type, JsonElement schema, ContractId place, ContractId contract)
    {
        switch (type)
        {
            case "id":
                return Doc.String(Id());
            case "contract":
                return Doc.String(_random.Next(4) switch
                {
                    0 => string.Create(CultureInfo.InvariantCulture, $"{contract.Name}/{contract.Version.Major}.{_random.Next(1_000_000_000)}.{_random.Next(20)}"),
                    _ => contract.ToString(),
                });
            case "reference":
                return Map(("id", Doc.String(Id())));
            case "objectReference":
                return Map(("id", Doc.String(Id())), ("objectType", Doc.String(Pick("task", "time-entry", "a", "x1-y2"))));
            case "currency":
                return Doc.String(Pick("EUR", "USD", "JPY", "AAA", "ZZZ", "XXX"));
            case "decimal":
                return Decimal(schema);
            case "money":
                return Map(("amount", Member(schema, "amount", place, contract)), ("currency", Member(schema, "currency", place, contract)));
            case "quantity":
                return Map(("value", Member(schema, "value", place, contract)), ("unit", Member(schema, "unit", place, contract)));
            case "period":
                var period = Map(("from", Doc.String(Date())));
                if (_random.Next(2) == 0) period.Members.Add(("to", Doc.String(Date())));
                return period;
            case "date":
                return Doc.String(Date());
            case "instant":
                return Doc.String($"{Date()}T{Pick("00:00:00", "23:59:59", "12:30:01")}{Pick("", ".1", ".123", ".1234567", ".0000001", ".1000000", ".000")}Z");
            case "recordStatus":
                return Doc.String(Pick("active", "inactive", "deleted", "merged"));
            case "extensions":
                var extensions = new Doc.Map();
                foreach (var name in (string[])["acme", "a.b-c", "partner.example"])
                {
                    if (_random.Next(2) == 0) extensions.Members.Add((name, Map(("n", new Doc.Scalar(Pick("1", "null", "[1,{}]", "{\"a\":{\"b\":[]}}"))))));
                }
                return extensions;
            default:
                return Object(schema, place, contract, 0.5, 3);
        }
    }

    private Doc Member(JsonElement schema, string name, ContractId place, ContractId contract) => Value(schema.GetProperty("properties").GetProperty(name), place, contract, 1, 5);

    private Doc.Scalar Decimal(JsonElement schema)
    {
        var pattern = schema.GetProperty("pattern").GetString()!;
        if (pattern.StartsWith("^(?:0(", StringComparison.Ordinal)) return Doc.String(Pick("0", "1", "0.25", "1.00", "1.00000000", "0.12345678", "0.0"));
        var isSigned = pattern.StartsWith("^-", StringComparison.Ordinal);
        return Doc.String(Decimals[_random.Next(isSigned ? Decimals.Length : Array.IndexOf(Decimals, "-0"))]);
    }

    private Doc.Scalar Integer(JsonElement schema)
    {
        var (min, max) = (schema.GetProperty("minimum").GetInt64(), schema.GetProperty("maximum").GetInt64());
        var value = _random.Next(4) switch { 0 => min, 1 => max, _ => min + (long)(_random.NextDouble() * ((double)max - min)) };
        var text = Math.Clamp(value, min, max).ToString(CultureInfo.InvariantCulture);
        return new Doc.Scalar(_random.Next(6) switch { 0 => text + ".0", 1 => text + "e0", 2 => text + "0E-1", 3 when text is "0" => "-0", _ => text });
    }

    private Doc.Scalar Text(JsonElement schema)
    {
        if (schema.TryGetProperty("format", out var format)) return Doc.String(format.GetString() switch
        {
            "uri" => Pick("https://example.com/a?b=c#d", "urn:x:y", "s3://bucket/key"),
            "json-pointer" => Pick("/a", "/a/0/b~1c~0", "/lines/1"),
            "email" => Pick("a@example.com", "first.last+tag@sub.example.org"),
            var other => throw new InvalidOperationException($"No texts for the format {other}: add some."),
        });
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            return Patterns.TryGetValue(pattern.GetString()!, out var texts) ? Doc.String(texts[_random.Next(texts.Length)]) : throw new InvalidOperationException($"No texts for the pattern {pattern}: add some.");
        }
        var min = schema.TryGetProperty("minLength", out var least) ? least.GetInt32() : 0;
        var max = schema.TryGetProperty("maxLength", out var most) ? most.GetInt32() : 40;
        var length = _random.Next(300) switch { < 20 => min, < 40 when max < 300 => max, 40 when max < 300 => max + 1, _ => Math.Min(max, min + _random.Next(24)) };
        var text = new StringBuilder();
        var plain = _random.Next(3) > 0;
        for (var i = 0; i < length; i++) text.Append(plain ? Alphabet[_random.Next(7)] : Alphabet[_random.Next(Alphabet.Length)]);
        return Doc.String(text.ToString());
    }

    private (JsonElement Schema, ContractId Place) Resolve(string reference, ContractId place)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var at = hash == 0 ? place : ContractId.Parse(reference[1..hash]);
        var schema = _roots[at.ToString()];
        foreach (var step in reference[(hash + 2)..].Split('/')) schema = schema.GetProperty(step);
        return (schema, at);
    }

    private string Id()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString("D");
    }

    private string Date() => Pick("1000-01-01", "9999-12-31", "2024-02-29", "2026-11-21", new DateOnly(2020, 1, 1).AddDays(_random.Next(4000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private string Pick(params ReadOnlySpan<string> texts) => texts[_random.Next(texts.Length)];

    private static Doc.Map Map(params ReadOnlySpan<(string, Doc)> members)
    {
        var map = new Doc.Map();
        map.Members.AddRange(members);
        return map;
    }

    private static HashSet<string> Names(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var names) ? names.EnumerateArray().Select(n => n.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
}
