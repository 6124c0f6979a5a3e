using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Schema;

namespace Canonical.Schema.Tests.Fuzz;

/// <summary>
/// Verdicts compared with NJsonSchema and Newtonsoft.Json.Schema, on the part of draft-07 that all three understand alike. The seed is fixed: what the others get wrong elsewhere must not fail a build of ours. Left out, since one of them differs:
/// boolean schemas, const, if, propertyNames, contains, formats, numbers beyond a double, enums with numbers written differently.
/// </summary>
public sealed class PeerTests(ITestOutputHelper output)
{
    private const int Seed = 20260921;

    [Fact]
    public async Task IsValid_CommonSubset_AgreesWithNJsonSchema()
    {
        var random = new Random(Seed);
        var (count, valid) = (0, 0);
        var validator = new NJsonSchema.Validation.JsonSchemaValidator();
        for (var i = 0; i < 300; i++)
        {
            var text = Schema(random, 0);
            var ours = JsonSchema.Parse(text, new JsonSchemaOptions { Dialect = JsonSchemaDialect.Draft7 });
            var theirs = await NJsonSchema.JsonSchema.FromJsonAsync(text, TestContext.Current.CancellationToken);
            for (var j = 0; j < 20; j++)
            {
                var document = Document(random, 0);
                var expected = validator.Validate(Token(document), theirs).Count == 0;
                Assert.True(expected == ours.IsValid(Encoding.UTF8.GetBytes(document)), $"NJsonSchema says {expected}\n{text}\n{document}");
                count++;
                if (expected) valid++;
            }
        }
        output.WriteLine($"seed {Seed}: {count} documents, {valid} of them valid");
        Assert.InRange(valid, count / 20, count * 19 / 20);
    }

    [Fact]
    public void IsValid_CommonSubset_AgreesWithNewtonsoft()
    {
        // The other is limited to 1,000 validations an hour without a licence.
        var random = new Random(Seed + 1);
        var (count, valid) = (0, 0);
        for (var i = 0; i < 80; i++)
        {
            var text = Schema(random, 0);
            var ours = JsonSchema.Parse(text, new JsonSchemaOptions { Dialect = JsonSchemaDialect.Draft7 });
            var theirs = JSchema.Parse(text);
            for (var j = 0; j < 10; j++)
            {
                var document = Document(random, 0);
                bool expected;
                try
                {
                    expected = Token(document).IsValid(theirs);
                }
                catch (JSchemaException e)
                {
                    Assert.Skip("Newtonsoft.Json.Schema stopped: " + e.Message);
                    return;
                }
                Assert.True(expected == ours.IsValid(Encoding.UTF8.GetBytes(document)), $"Newtonsoft.Json.Schema says {expected}\n{text}\n{document}");
                count++;
                if (expected) valid++;
            }
        }
        output.WriteLine($"seed {Seed + 1}: {count} documents, {valid} of them valid");
        Assert.InRange(valid, count / 20, count * 19 / 20);
    }

    private static JToken Token(string document)
    {
        using var reader = new JsonTextReader(new StringReader(document)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        return JToken.ReadFrom(reader);
    }

    private static readonly string[] Names = ["a", "b", "c"];

    private static string Schema(Random random, int depth)
    {
        var members = new List<string>();
        var kind = random.Next(depth < 3 ? 8 : 4);
        switch (kind)
        {
            case 0:
                members.Add("\"type\":\"string\"");
                if (random.Next(2) == 0) members.Add($"\"minLength\":{random.Next(3)}");
                if (random.Next(2) == 0) members.Add($"\"maxLength\":{random.Next(2, 5)}");
                if (random.Next(3) == 0) members.Add("\"pattern\":\"^[a-z]+$\"");
                break;
            case 1:
                members.Add(random.Next(2) == 0 ? "\"type\":\"integer\"" : "\"type\":\"number\"");
                if (random.Next(2) == 0) members.Add($"\"minimum\":{random.Next(-5, 5)}");
                if (random.Next(2) == 0) members.Add($"\"maximum\":{random.Next(3, 12)}");
                break;
            case 2:
                members.Add("\"enum\":[\"x\",\"abc\",\"yy\"]");
                break;
            case 3:
                members.Add("\"type\":[\"boolean\",\"null\",\"string\"]");
                break;
            case 4 or 5:
                members.Add("\"type\":\"object\"");
                members.Add("\"properties\":{" + string.Join(',', Names.Where(_ => random.Next(3) > 0).Select(n => $"\"{n}\":{Schema(random, depth + 1)}")) + "}");
                if (random.Next(2) == 0) members.Add($"\"required\":[\"{Names[random.Next(3)]}\"]");
                if (random.Next(3) == 0) members.Add("\"additionalProperties\":false");
                if (random.Next(4) == 0) members.Add($"\"maxProperties\":{random.Next(1, 4)}");
                break;
            case 6:
                members.Add("\"type\":\"array\"");
                members.Add($"\"items\":{Schema(random, depth + 1)}");
                if (random.Next(2) == 0) members.Add($"\"minItems\":{random.Next(3)}");
                if (random.Next(3) == 0) members.Add($"\"maxItems\":{random.Next(1, 4)}");
                break;
            default:
                var keyword = random.Next(4) switch { 0 => "allOf", 1 => "anyOf", 2 => "oneOf", _ => "not" };
                members.Add(keyword == "not" ? $"\"not\":{Schema(random, depth + 1)}" : $"\"{keyword}\":[{Schema(random, depth + 1)},{Schema(random, depth + 1)}]");
                break;
        }
        return "{" + string.Join(',', members) + "}";
    }

    private static string Document(Random random, int depth) => random.Next(depth < 3 ? 10 : 6) switch
    {
        0 => "null",
        1 => "true",
        2 => random.Next(-6, 14).ToString(CultureInfo.InvariantCulture),
        3 => "1.5",
        4 or 5 => "\"" + new[] { "", "x", "abc", "yy", "AB", "abcdef" }[random.Next(6)] + "\"",
        6 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Document(random, depth + 1))) + "]",
        _ => "{" + string.Join(',', Names.Append("other").Where(_ => random.Next(2) == 0).Select(n => $"\"{n}\":{Document(random, depth + 1)}")) + "}",
    };
}
