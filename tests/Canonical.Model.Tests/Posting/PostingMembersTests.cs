using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

// A fingerprint by the contract alone is the one that the generated type gives.
public sealed class PostingMembersTests
{
    // Every generated type, whatever the catalog holds: found by what it promises, so that no list goes stale.
    public static TheoryData<string> Types() => [.. Generated.Keys.Order(StringComparer.Ordinal)];

    private static readonly Dictionary<string, Func<byte[], Fingerprint?>> Generated = typeof(CanonicalId).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICanonicalObject<>)))
        .Select(t => (Id: ((CanonicalContract)t.GetProperty("Contract")!.GetValue(null)!).Id, Compute: typeof(PostingMembersTests)
            .GetMethod(nameof(Compute), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(t).CreateDelegate<Func<byte[], Fingerprint?>>()))
        .ToDictionary(t => t.Id.ToString(), t => t.Compute, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Types))]
    public void ComputeFingerprint_ValidExample_IsThatOfTheGeneratedType(string contract)
    {
        var members = PostingMembers.Of(CanonicalContracts.Set, ContractId.Parse(contract));
        Assert.NotEmpty(ValidExamples(contract));
        foreach (var json in ValidExamples(contract)) Assert.Equal(Generated[contract](json), members.ComputeFingerprint(json));
    }

    // What a posting writes back (the billing event of an expense line) must not look like a change, or the line would be posted again.
    [Theory]
    [InlineData("billingEvent", """{"id":"1a36de8d-89f8-8d77-8ae5-861f4dc5bc8c"}""", false)]
    [InlineData("notes", "\"Seen by finance.\"", false)]
    [InlineData("spentOn", "\"2026-01-02\"", true)]
    public void ComputeFingerprint_MemberOfAPart_CountsUnlessTheContractTakesItOut(string member, string value, bool counts)
    {
        var example = ValidExamples("expense-report/1.0.0").First();
        var changed = JsonNode.Parse(example)!;
        changed["lines"]![0]![member] = JsonNode.Parse(value);
        var json = Encoding.UTF8.GetBytes(changed.ToJsonString());

        var (before, after) = (Generated["expense-report/1.0.0"](example), Generated["expense-report/1.0.0"](json));

        Assert.NotNull(after);
        Assert.Equal(counts, before != after);
        Assert.Equal(after, PostingMembers.Of(CanonicalContracts.Set, ContractId.Parse("expense-report/1.0.0")).ComputeFingerprint(json));
    }

    // Documents in other spellings, with members that nobody knows, members left out, other decimals and instants: whatever is still valid.
    [Theory]
    [MemberData(nameof(Types))]
    public void ComputeFingerprint_MutatedExample_IsThatOfTheGeneratedType(string contract)
    {
        var random = new Random(20261121);
        var members = PostingMembers.Of(CanonicalContracts.Set, ContractId.Parse(contract));
        var (compared, fingerprints) = (0, new HashSet<Fingerprint>());
        foreach (var example in ValidExamples(contract))
        {
            for (var round = 0; round < 100; round++)
            {
                var root = JsonNode.Parse(example)!.AsObject();
                for (var change = random.Next(6); change >= 0; change--) Mutate(root, random);
                var json = Examples.Respell(Encoding.UTF8.GetBytes(root.ToJsonString()), random);
                if (Generated[contract](json) is not { } expected) continue;

                Assert.Equal(expected, members.ComputeFingerprint(json));
                compared++;
                fingerprints.Add(expected);
            }
        }
        Assert.True(compared > 10 && fingerprints.Count > 1, $"{compared} compared, {fingerprints.Count} different");
    }

    [Fact]
    public void Of_EveryObjectOfTheCatalog_MarksMembersAndReadsItsExamples()
    {
        var objects = CanonicalContracts.All.Where(c => c.Id.Name != "common").ToArray();
        Assert.NotEmpty(objects);
        foreach (var contract in objects)
        {
            var members = PostingMembers.Of(CanonicalContracts.Set, contract.Id);
            Assert.Equal(contract.Id, members.Contract);
            Assert.Distinct(members.Names);
            var folder = Path.Combine(Shared.Root, "schemas", contract.Id.Name, contract.Id.Version + ".examples", "valid");
            foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [])
            {
                var canonical = members.ToCanonicalJson(File.ReadAllBytes(file));
                Assert.True(CanonicalJson.IsCanonical(canonical));
                Assert.All(JsonNode.Parse(canonical)!.AsObject(), m => Assert.Contains(m.Key, members.Names));
            }
        }
    }

    [Theory]
    [InlineData("[]", ModelCodes.MalformedJson)]
    [InlineData("", ModelCodes.MalformedJson)]
    [InlineData("{\"status\":\"active\"", ModelCodes.MalformedJson)]
    [InlineData("{\"status\":\"active\"} x", ModelCodes.MalformedJson)]
    [InlineData("{\"status\":\"active\",\"status\":\"active\"}", ModelCodes.DuplicateProperty)]
    [InlineData("{\"name\":\"\\ud800\"}", ModelCodes.InvalidText)]
    [InlineData("{\"\\ud800\":1}", ModelCodes.InvalidText)]
    public void ComputeFingerprint_WithoutCanonicalForm_ThrowsTheCode(string json, string code) =>
        Assert.Equal(code, Assert.Throws<CanonicalJsonException>(() => Members("customer").ComputeFingerprint(Encoding.UTF8.GetBytes(json))).Code);

    [Fact]
    public void Of_UnknownContractOrReference_Throws()
    {
        Assert.Throws<ContractException>(() => PostingMembers.Of(CanonicalContracts.Set, ContractId.Parse("nothing/1.0.0")));
        var set = CanonicalContractSet.Create([KeyValuePair.Create(ContractId.Parse("order/1.0.0"), (ReadOnlyMemory<byte>)
            """{"$id":"https://example.test/order/1.0.0","properties":{"total":{"$ref":"/common/1.0.0#/$defs/money","x-canonical-posting":true}}}"""u8.ToArray())]);
        Assert.Equal(ModelCodes.UnusableContract, Assert.Throws<ContractException>(() => PostingMembers.Of(set, ContractId.Parse("order/1.0.0"))).Code);
    }

    private static PostingMembers Members(string name) => PostingMembers.Of(CanonicalContracts.Set, CanonicalContracts.Get(name).Id);

    private static IEnumerable<byte[]> ValidExamples(string contract) =>
        Directory.EnumerateFiles(Path.Combine(Shared.Root, "schemas", contract + ".examples", "valid"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    private static Fingerprint? Compute<T>(byte[] json) where T : class, ICanonicalObject<T> => T.TryRead(json, out var value, out _) ? value.ComputeFingerprint() : null;

    private static void Mutate(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject map when map.Count > 0 && random.Next(8) > 0:
                var (name, child) = map.ElementAt(random.Next(map.Count));
                if (child is JsonObject or JsonArray && random.Next(3) > 0) Mutate(child, random);
                else if (random.Next(6) == 0) map.Remove(name);
                else if (child is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String) map[name] = Change(value.GetValue<string>(), random);
                break;
            case JsonObject map:
                map["later" + random.Next(3)] = new JsonObject { ["amount"] = "1.50", ["x"] = new JsonArray(1, "2.00") };
                break;
            case JsonArray list when list.Count > 0:
                if (random.Next(4) == 0) list.RemoveAt(random.Next(list.Count));
                else if (list[random.Next(list.Count)] is { } item) Mutate(item, random);
                break;
        }
    }

    private static string Change(string text, Random random)
    {
        if (CanonicalDecimal.TryParse(text, out _))
        {
            return random.Next(5) switch
            {
                0 => "0",
                1 => "-0.00",
                2 => text.Contains('.', StringComparison.Ordinal) ? text + "00" : text + ".00",
                3 => "123456789012345678.1234567890",
                _ => random.Next(-1_000_000, 1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture) + ".1000",
            };
        }
        if (text.EndsWith('Z')) return text[..^1].Split('.')[0] + random.Next(4) switch { 0 => "Z", 1 => ".100Z", 2 => ".1234567Z", _ => ".0000000Z" };
        return random.Next(2) == 0 ? text : text + "\u00e9\U0001F602\"\\\n";
    }

    // An amount with quotes is no amount; nothing in it becomes members of its own.
    [Fact]
    public void ToCanonicalJson_DecimalWithQuotes_StaysOneText()
    {
        var members = PostingMembers.Of(CanonicalContracts.Set, CanonicalContracts.Get("payment").Id);

        var one = members.ToCanonicalJson("""{"amount":{"amount":"5\u0022,\u0022currency\u0022:\u0022EUR"}}"""u8);
        var two = members.ToCanonicalJson("""{"amount":{"amount":"5","currency":"EUR"}}"""u8);

        Assert.NotEqual(Encoding.UTF8.GetString(two), Encoding.UTF8.GetString(one));
        Assert.Equal("""{"amount":{"amount":"5\",\"currency\":\"EUR"}}""", Encoding.UTF8.GetString(one));
    }
}
