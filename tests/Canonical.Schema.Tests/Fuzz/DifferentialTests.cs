using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Canonical.Schema.Tests.Fuzz;

public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int DocumentsPerSchema = 40;

    /// <summary>Seconds that each fuzz test runs; CANONICAL_FUZZ_SECONDS makes it longer, CANONICAL_FUZZ_SEED repeats a run.</summary>
    internal static TimeSpan Duration => TimeSpan.FromSeconds(Number("CANONICAL_FUZZ_SECONDS") ?? 8);

    internal static int Seed => Number("CANONICAL_FUZZ_SEED") ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    [Fact]
    public void IsValid_RandomSchemasAndDocuments_AgreesWithThePlainInterpreter()
    {
        var seed = Seed;
        output.WriteLine($"seed {seed}");
        var generator = new SchemaGenerator(new Random(seed));
        var start = TimeProvider.System.GetTimestamp();
        var (schemas, documents, valid, refused) = (0, 0, 0, 0);
        while (TimeProvider.System.GetElapsedTime(start) < Duration)
        {
            var text = generator.Schema();
            JsonSchema schema;
            try
            {
                schema = JsonSchema.Parse(text);
            }
            catch (JsonSchemaException e) when (e.Code == SchemaCodes.ReferenceCycle)
            {
                refused++;
                continue;
            }
            schemas++;
            using var parsed = JsonDocument.Parse(text);
            var plain = new PlainInterpreter(parsed.RootElement);
            for (var i = 0; i < DocumentsPerSchema; i++)
            {
                var document = generator.Document();
                using var instance = JsonDocument.Parse(document);
                var expected = plain.IsValid(instance.RootElement);
                var utf8 = Encoding.UTF8.GetBytes(document);
                var actual = schema.IsValid(utf8);
                var collected = schema.CollectForTest(utf8);
                Assert.True(actual == expected && collected.IsValid == expected, $"seed {seed}: expected {expected}, plans say {actual}, tape says {collected.IsValid}\nschema {text}\ndocument {document}");
                // A report made with the help of plans is the same, word for word.
                Assert.True(expected || schema.CollectForTest(utf8, byPlans: true).ToString() == collected.ToString(), $"seed {seed}: reports differ\nschema {text}\ndocument {document}\n{collected}\nwith plans\n{schema.CollectForTest(utf8, byPlans: true)}");
                documents++;
                if (expected) valid++;
            }
        }
        output.WriteLine($"{schemas} schemas, {documents} documents, {valid} of them valid, {refused} schemas refused for a circle");
        Assert.True(valid > 0 && valid < documents);
    }

    // Found by the test above: a nested unevaluatedItems fails for one item, so that the outer one asks about items that the plans had taken for evaluated and right.
    [Fact]
    public void Validate_NestedUnevaluatedItemsFail_ReportsTheItemsThatBecameUnevaluated()
    {
        var schema = JsonSchema.Parse("""{"$ref":"#/$defs/inner","unevaluatedItems":{"enum":[false]},"$defs":{"inner":{"unevaluatedItems":{"maxProperties":1}}}}""");
        var document = """[true,"a",{"a":1,"b":2}]"""u8;

        var report = schema.Validate(document);

        Assert.Equal(["/0", "/1", "/2", "/2"], report.Errors.Select(error => error.InstancePath).Order(StringComparer.Ordinal));
        Assert.Equal(schema.CollectForTest(document).ToString(), report.ToString());
    }

    [Fact]
    public void IsValid_MutatedBytes_AgreesWithTheReaderOfTheFramework()
    {
        var seed = Seed;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var generator = new SchemaGenerator(random);
        var any = JsonSchema.Parse("true", new JsonSchemaOptions { DuplicateProperties = DuplicateProperties.Allow });
        var open = JsonSchema.Parse("""{"properties":{"a":{"type":["string","number","object"]},"b":{"pattern":"^[a-z]*$"},"kind":{"enum":["a","b","xx"]}},"items":{"minimum":0}}""", new JsonSchemaOptions { DuplicateProperties = DuplicateProperties.Allow });
        var start = TimeProvider.System.GetTimestamp();
        var (documents, valid) = (0, 0);
        while (TimeProvider.System.GetElapsedTime(start) < Duration / 2)
        {
            var utf8 = Encoding.UTF8.GetBytes(generator.Document());
            for (var i = random.Next(3); i >= 0; i--) utf8 = Mutate(utf8, random);
            var expected = IsJson(utf8);
            var actual = any.IsValid(utf8);
            Assert.True(actual == expected && any.CollectForTest(utf8).IsValid == expected, $"seed {seed}: expected {expected}, found {actual}: {Convert.ToHexString(utf8)} {Encoding.UTF8.GetString(utf8)}");
            var byPlan = open.IsValid(utf8);
            Assert.True(byPlan == open.CollectForTest(utf8).IsValid && (expected || !byPlan), $"seed {seed}: plans and tape differ: {Convert.ToHexString(utf8)} {Encoding.UTF8.GetString(utf8)}");
            documents++;
            if (expected) valid++;
        }
        output.WriteLine($"{documents} documents, {valid} of them JSON");
        Assert.True(valid > 0 && valid < documents);
    }

    private static byte[] Mutate(byte[] utf8, Random random)
    {
        if (utf8.Length == 0) return [(byte)random.Next(256)];
        var at = random.Next(utf8.Length);
        ReadOnlySpan<byte> interesting = "{}[]\",:\\u0123456789eE+-. \t\n\rtfnabd/\u007f"u8;
        var replacement = random.Next(4) == 0 ? (byte)random.Next(256) : interesting[random.Next(interesting.Length)];
        return random.Next(4) switch
        {
            0 => [.. utf8[..at], .. utf8[(at + 1)..]],
            1 => [.. utf8[..at], replacement, .. utf8[at..]],
            2 => utf8[..at],
            _ => [.. utf8[..at], replacement, .. utf8[(at + 1)..]],
        };
    }

    // What the engine calls JSON, said with the framework's reader: RFC 8259, valid UTF-8, no halves of surrogate pairs.
    private static bool IsJson(byte[] utf8)
    {
        try
        {
            if (!System.Text.Unicode.Utf8.IsValid(utf8)) return false;
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonSchemaOptions.DefaultMaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
            }
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
