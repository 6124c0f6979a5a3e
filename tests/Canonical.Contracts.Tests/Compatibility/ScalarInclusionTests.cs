using System.Globalization;
using System.Text;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Contracts.Tests.Compatibility;

// Patterns and numbers are decided exactly, so both answers are held against every text of a small alphabet and every number of a grid.
public sealed class ScalarInclusionTests
{
    private const string Alphabet = "ab0-";
    private const int Pairs = 400;

    [Fact]
    public void Prove_RandomPatterns_AgreesWithEveryShortText()
    {
        const int Seed = 77;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var texts = Texts(5).Select(t => Encoding.UTF8.GetBytes("\"" + t + "\"")).ToArray();
        var counts = new Dictionary<CompatibilityOutcome, int>();
        for (var i = 0; i < Pairs; i++)
        {
            var random = new Random(Seed + i);
            var (left, right) = (TextSchema(random), random.Next(3) == 0 ? TextSchema(random, fewer: true) : TextSchema(random));
            var verdict = SchemaInclusion.Prove(left, right, cancellationToken: TestContext.Current.CancellationToken);
            counts[verdict.Outcome] = counts.GetValueOrDefault(verdict.Outcome) + 1;
            Assert.True(verdict.Outcome != CompatibilityOutcome.Undecided, $"{left} -> {right}: {verdict}");
            var (subset, superset) = (JsonSchema.Parse(left), JsonSchema.Parse(right));
            var refuting = Array.Find(texts, t => subset.IsValid(t) && !superset.IsValid(t));
            Assert.False(verdict.Outcome == CompatibilityOutcome.Compatible && refuting is not null, $"{left} -> {right}: {verdict}, but {Encoding.UTF8.GetString(refuting ?? [])}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}")));
        Assert.True(counts.Values.All(c => c > 20) && counts.Count == 2);
    }

    [Fact]
    public void Prove_RandomNumbers_AgreesWithEveryNumberOfTheGrid()
    {
        const int Seed = 78;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var numbers = Enumerable.Range(-200, 401).Select(n => Encoding.UTF8.GetBytes((n / 40m).ToString(CultureInfo.InvariantCulture))).ToArray();
        var counts = new Dictionary<CompatibilityOutcome, int>();
        for (var i = 0; i < Pairs; i++)
        {
            var random = new Random(Seed + i);
            var (left, right) = (NumberSchema(random), NumberSchema(random));
            var verdict = SchemaInclusion.Prove(left, right, cancellationToken: TestContext.Current.CancellationToken);
            counts[verdict.Outcome] = counts.GetValueOrDefault(verdict.Outcome) + 1;
            Assert.True(verdict.Outcome != CompatibilityOutcome.Undecided, $"{left} -> {right}: {verdict}");
            var (subset, superset) = (JsonSchema.Parse(left), JsonSchema.Parse(right));
            Assert.False(verdict.Outcome == CompatibilityOutcome.Compatible && Array.Exists(numbers, n => subset.IsValid(n) && !superset.IsValid(n)), $"{left} -> {right}: {verdict}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}")));
        Assert.True(counts.Values.All(c => c > 20) && counts.Count == 2);
    }

    private static IEnumerable<string> Texts(int length)
    {
        if (length == 0) return [""];
        var shorter = Texts(length - 1).ToList();
        return [.. shorter, .. shorter.Where(t => t.Length == length - 1).SelectMany(t => Alphabet.Select(c => t + c))];
    }

    // A subset with several conditions and a superset with few meet often.
    private static string TextSchema(Random random, bool fewer = false)
    {
        var schema = new StringBuilder("""{"type":"string",""").Append(CultureInfo.InvariantCulture, $"\"pattern\":\"{JsonEncodedText.Encode(Pattern(random, 0))}\"");
        if (!fewer && random.Next(3) == 0) schema.Append(CultureInfo.InvariantCulture, $",\"maxLength\":{random.Next(5)}");
        if (!fewer && random.Next(4) == 0) schema.Append(CultureInfo.InvariantCulture, $",\"minLength\":{random.Next(3)}");
        return schema.Append('}').ToString();
    }

    private static string Pattern(Random random, int depth)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Term(random, depth)));
        if (depth == 0 && random.Next(2) == 0) text = "^" + text;
        if (depth == 0 && random.Next(2) == 0) text += "$";
        return random.Next(5) == 0 ? text + "|" + Term(random, depth) : text;
    }

    private static string Term(Random random, int depth)
    {
        string[] atoms = ["a", "b", "0", "-", "[ab]", "[^a]", "[a-b0]", "\\d", "\\w", "\\W", ".", "\\S"];
        var atom = depth < 2 && random.Next(4) == 0 ? $"({(random.Next(2) == 0 ? "?:" : "")}{Pattern(random, depth + 1)})" : atoms[random.Next(atoms.Length)];
        string[] counts = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,}", "*?"];
        return atom + counts[random.Next(counts.Length)];
    }

    private static string NumberSchema(Random random)
    {
        var parts = new List<string> { random.Next(3) == 0 ? "\"type\":\"integer\"" : "\"type\":\"number\"" };
        string[] limits = ["-2", "-0.5", "0", "0.5", "1", "2", "2.5", "3"];
        string[] steps = ["1", "0.5", "0.25", "2", "3", "1.5", "0.1"];
        if (random.Next(2) == 0) parts.Add($"\"{(random.Next(2) == 0 ? "minimum" : "exclusiveMinimum")}\":{limits[random.Next(limits.Length)]}");
        if (random.Next(2) == 0) parts.Add($"\"{(random.Next(2) == 0 ? "maximum" : "exclusiveMaximum")}\":{limits[random.Next(limits.Length)]}");
        if (random.Next(3) == 0) parts.Add($"\"multipleOf\":{steps[random.Next(steps.Length)]}");
        if (random.Next(4) == 0) parts.Add($"\"not\":{{\"multipleOf\":{steps[random.Next(steps.Length)]}}}");
        if (random.Next(6) == 0) parts.Add("\"not\":{\"enum\":[0,1,2]}");
        return "{" + string.Join(',', parts.DistinctBy(p => p.Split(':')[0])) + "}";
    }
}
