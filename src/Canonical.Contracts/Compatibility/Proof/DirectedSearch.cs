using System.Text.Json;

namespace Canonical.Contracts;

// Looks for a counterexample where no proof ended: starts from a document of the one schema and puts in its places the values that either schema speaks of, and those just beside them. Deterministic.
internal static class DirectedSearch
{
    private const int Seed = 20_260_101;
    private static readonly string[] Texts = ["", "a", "A", "0", " ", "a-b", "2024-02-29", "2024-02-30", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00.123+02:00", "12:00:00Z", "P1D", "a@example.org", "example.org", "192.0.2.1", "::1", "https://example.org/", "/a", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "é", "😀", "aa", "aaa", "Aa0-"];

    public static Datum? Find(SchemaPair pair, ReadOnlyMemory<byte> subset, ReadOnlyMemory<byte> superset, Datum? start, InclusionOptions options, CancellationToken cancellationToken)
    {
        if (options.MaxSearches == 0) return null;
        var values = new List<Datum> { Datum.Null, Datum.True, Datum.False, Datum.OfItems([]), Datum.OfMembers([]) };
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in new Rational[] { 0, 1, -1, new Rational(1, 2), 100 }) values.Add(Datum.Of(number));
        values.AddRange(Texts.Select(Datum.Of));
        Harvest(subset, values, names);
        Harvest(superset, values, names);
        var pool = values.Distinct().ToArray();
        var name = names.Append("x").Order(StringComparer.Ordinal).ToArray();
        foreach (var value in pool)
        {
            if (pair.Tells(value)) return value;
        }
        var random = new Random(Seed);
        var seeds = pool.Where(v => pair.Subset.IsValid(v.ToUtf8())).Take(50).ToList();
        if (start is not null) seeds.Insert(0, start);
        if (seeds.Count == 0) return null;
        for (var i = 0; i < options.MaxSearches; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var candidate = seeds[random.Next(seeds.Count)];
            for (var steps = random.Next(1, 4); steps > 0; steps--) candidate = Change(candidate, pool, name, random, 0);
            if (!pair.Subset.IsValid(candidate.ToUtf8())) continue;
            if (pair.Tells(candidate)) return candidate;
            if (seeds.Count < 200) seeds.Add(candidate);
        }
        return null;
    }

    private static Datum Change(Datum value, Datum[] pool, string[] names, Random random, int depth)
    {
        var other = pool[random.Next(pool.Length)];
        if (depth > 8) return other;
        switch (value.Kind)
        {
            case JsonKinds.Object when random.Next(8) > 0:
                var members = value.Members.ToList();
                var roll = random.Next(4);
                if (members.Count == 0 || roll == 0)
                {
                    var name = names[random.Next(names.Length)];
                    members.RemoveAll(m => m.Key == name);
                    members.Add(new(name, other));
                }
                else
                {
                    var at = random.Next(members.Count);
                    if (roll == 1) members.RemoveAt(at);
                    else members[at] = new(members[at].Key, Change(members[at].Value, pool, names, random, depth + 1));
                }
                return Datum.OfMembers(members);
            case JsonKinds.Array when random.Next(8) > 0:
                var items = value.Items.ToList();
                var kind = random.Next(4);
                if (items.Count == 0 || kind == 0) items.Insert(random.Next(items.Count + 1), other);
                else if (kind == 1) items.RemoveAt(random.Next(items.Count));
                else if (kind == 2) items.Add(items[random.Next(items.Count)]);
                else items[random.Next(items.Count)] = Change(items[random.Next(items.Count)], pool, names, random, depth + 1);
                return Datum.OfItems(items);
            default:
                return other;
        }
    }

    // The constants, limits, names and examples of a schema.
    private static void Harvest(ReadOnlyMemory<byte> schema, List<Datum> values, HashSet<string> names)
    {
        using var json = JsonDocument.Parse(schema, SchemaDocuments.JsonOptions);
        Harvest(json.RootElement, values, names);
    }

    private static void Harvest(JsonElement json, List<Datum> values, HashSet<string> names)
    {
        if (values.Count > 2000) return;
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray()) Harvest(item, values, names);
        }
        if (json.ValueKind != JsonValueKind.Object) return;
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "const" or "default" when Datum.TryRead(member.Value) is { } value:
                    values.Add(value);
                    break;
                case "enum" or "examples" when member.Value.ValueKind == JsonValueKind.Array:
                    foreach (var item in member.Value.EnumerateArray())
                    {
                        if (Datum.TryRead(item) is { } known) values.Add(known);
                    }
                    break;
                case "minLength" or "maxLength" when member.Value.TryGetInt32(out var length) && length < 5000:
                    for (var n = Math.Max(0, length - 1); n <= length + 1; n++) values.Add(Datum.Of(new string('a', n)));
                    break;
                case "properties" or "dependentRequired" or "dependentSchemas" when member.Value.ValueKind == JsonValueKind.Object:
                    names.UnionWith(member.Value.EnumerateObject().Select(m => m.Name));
                    break;
                case "required" when member.Value.ValueKind == JsonValueKind.Array:
                    names.UnionWith(member.Value.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!));
                    break;
            }
            if (member.Value.ValueKind == JsonValueKind.Number && Rational.TryParse(member.Value.GetRawText(), out var limit))
            {
                foreach (var near in new[] { limit, limit + 1, limit - 1, limit + new Rational(1, 10), limit - new Rational(1, 10) }) values.Add(Datum.Of(near));
            }
            Harvest(member.Value, values, names);
        }
    }
}
