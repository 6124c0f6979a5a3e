using System.Text;
using System.Text.Json.Nodes;

namespace Canonical.Model.Tests;

// Every generated object against the examples of its contract.
public sealed class ObjectTests
{
    public static TheoryData<string, string> ValidExamples => Examples.Valid();

    public static TheoryData<string, string> InvalidExamples => Examples.Invalid();

    [Theory]
    [MemberData(nameof(ValidExamples))]
    public void TryRead_ValidExample_RoundTripsAndKeepsUnknownMembers(string name, string file) => Run(name, new RoundTrip(Examples.Read(name, "valid", file)));

    [Theory]
    [MemberData(nameof(ValidExamples))]
    public void TryRead_RespelledExample_GivesAnEqualObject(string name, string file) => Run(name, new Respelled(Examples.Read(name, "valid", file)));

    [Theory]
    [MemberData(nameof(InvalidExamples))]
    public void TryRead_InvalidExample_ReportsTheRuleThatItNames(string name, string file) => Run(name, new Refused(Examples.Read(name, "invalid", file)));

    [Theory]
    [MemberData(nameof(ValidExamples))]
    public void TryRead_MutatedExample_AgreesWithTheEngineAndNeverThrows(string name, string file) => Run(name, new Mutated(Examples.Read(name, "valid", file), Seed: 20261121));

    private static void Run(string name, ICheck check)
    {
        switch (name)
        {
            case "customer": check.Run<Customer>(); break;
            case "project": check.Run<Project>(); break;
            case "resource": check.Run<Resource>(); break;
            case "time-entry": check.Run<TimeEntry>(); break;
            default: Assert.Fail($"No type for {name}"); break;
        }
    }

    private interface ICheck
    {
        void Run<T>() where T : class, ICanonicalObject<T>;
    }

    private sealed record RoundTrip(byte[] Json) : ICheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            Assert.True(T.TryRead(Json, out var value, out var report), report.ToString());
            var written = value.ToUtf8Bytes();

            Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Json)), Encoding.UTF8.GetString(CanonicalJson.Canonicalize(written)));
            Assert.True(value.Validate().IsValid);
            Assert.True(T.TryRead(written, out var again, out _));
            Assert.Equal(value, again);
            Assert.Equal(value.GetHashCode(), again.GetHashCode());
            Assert.Equal(written, again.ToUtf8Bytes());
            Assert.Equal(value.ComputeFingerprint(), again.ComputeFingerprint());
            Assert.Equal(T.Contract.Id, value.ComputeFingerprint().Contract);
        }
    }

    private sealed record Respelled(byte[] Json) : ICheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            Assert.True(T.TryRead(Json, out var value, out _));
            Assert.True(T.TryRead(Examples.Respell(Json, new Random(1)), out var respelled, out var report), report.ToString());

            Assert.Equal(value, respelled);
            Assert.Equal(value.ComputeFingerprint(), respelled.ComputeFingerprint());
        }
    }

    private sealed record Refused(byte[] Json) : ICheck
    {
        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            var example = JsonNode.Parse(Json)!;
            var keyword = example["breaks"]!["keyword"]!.GetValue<string>();
            var path = example["breaks"]!["instancePath"]!.GetValue<string>();

            Assert.False(T.TryRead(Encoding.UTF8.GetBytes(example["instance"]!.ToJsonString()), out var value, out var report));
            Assert.Null(value);
            Assert.Contains(report.Errors, e => e.Keyword == keyword && e.InstancePath == path);
        }
    }

    private sealed record Mutated(byte[] Json, int Seed) : ICheck
    {
        private static readonly string[] Replacements =
            ["null", "true", "0", "-1", "1.0", "1e2", "5.5", "1e400", "\"\"", "\"x\"", "\"0\"", "\"-0\"", "\"1.0\"", "\"EUR\"", "\"2026-02-28\"", "\"0000-01-01\"", "\"9999-12-31\"", "\"2026-02-28T23:59:60Z\"", "\"2026-02-28T23:59:59.1234567Z\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[null]", "{\"a\":1}"];

        public void Run<T>() where T : class, ICanonicalObject<T>
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
            var random = new Random(Seed);
            var accepted = 0;
            for (var round = 0; round < 1_000; round++)
            {
                var json = Mutate(random);
                var valid = T.Contract.Schema.IsValid(json);

                Assert.Equal(valid, T.TryRead(json, out var value, out var report));
                Assert.Equal(valid, report.IsValid);
                if (value is null) continue;
                accepted++;
                Assert.True(T.TryRead(value.ToUtf8Bytes(), out var again, out report), report.ToString());
                Assert.Equal(value, again);
            }
            Assert.True(accepted > 0, "No mutation was accepted: the test says nothing.");
        }

        private byte[] Mutate(Random random)
        {
            var root = JsonNode.Parse(Json)!.AsObject();
            var text = root.ToJsonString();
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                var holders = Objects(root).ToList();
                var holder = holders[random.Next(holders.Count)];
                var names = holder.Select(m => m.Key).ToList();
                switch (random.Next(4))
                {
                    case 0 when names.Count > 0:
                        holder.Remove(names[random.Next(names.Count)]);
                        break;
                    case 1:
                        holder["added" + random.Next(9)] = new JsonObject { ["n"] = 1 };
                        break;
                    case 2 when names.Count > 0:
                        // Not every replacement is JSON that a JsonNode can hold, so it goes in as a mark that the text replaces.
                        holder[names[random.Next(names.Count)]] = "@@" + random.Next(Replacements.Length) + "@@";
                        break;
                    default:
                        break;
                }
            }
            text = root.ToJsonString();
            for (var i = 0; i < Replacements.Length; i++) text = text.Replace($"\"@@{i}@@\"", Replacements[i], StringComparison.Ordinal);
            return Encoding.UTF8.GetBytes(text);
        }

        private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
        {
            JsonObject map => map.Select(m => m.Value).SelectMany(Objects).Prepend(map),
            JsonArray list => list.SelectMany(Objects),
            _ => [],
        };
    }
}
