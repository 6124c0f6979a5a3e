using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Canonical.Schema;

namespace Canonical.Contracts.Tests.Compatibility;

public sealed class SoundnessTests
{
    private const int Pairs = 1500;
    private const int Documents = 300;

    // What is called compatible is never refuted, whatever documents are tried; what is called incompatible is shown by the document that comes with it.
    [Fact]
    public void Prove_RandomPairs_NoVerdictIsRefuted()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CANONICAL_SEED"), CultureInfo.InvariantCulture, out var given) ? given : 20260721;
        var pairs = int.TryParse(Environment.GetEnvironmentVariable("CANONICAL_PAIRS"), CultureInfo.InvariantCulture, out var many) ? many : Pairs;
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"seed {seed}");
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < pairs; i++)
        {
            var generator = new SchemaPairGenerator(new Random(seed + i));
            var (first, second) = generator.Pair();
            var (left, right) = (first.ToJsonString(), second.ToJsonString());
            if (!TryParse(left, out var subset) || !TryParse(right, out var superset)) continue;
            var verdict = SchemaInclusion.Prove(left, right, cancellationToken: TestContext.Current.CancellationToken);
            var label = verdict.Outcome == CompatibilityOutcome.Compatible ? $"compatible {verdict.Proof}" : verdict.Outcome.ToString();
            counts[label] = counts.GetValueOrDefault(label) + 1;
            if (verdict.Outcome == CompatibilityOutcome.Incompatible)
            {
                Assert.True(subset!.IsValid(verdict.Counterexample.Span) && !superset!.IsValid(verdict.Counterexample.Span), $"seed {seed + i}: {left} -> {right}: {verdict}");
                continue;
            }
            if (verdict.Outcome == CompatibilityOutcome.Undecided) reasons[verdict.Reason!] = reasons.GetValueOrDefault(verdict.Reason!) + 1;
            Assert.False(verdict.Reason is { } reason && reason.Contains("disagree", StringComparison.Ordinal), $"seed {seed + i}: {left} -> {right}: {verdict}");
            if (verdict.Outcome != CompatibilityOutcome.Compatible) continue;
            // Half of the documents begin with one that is valid under the first schema.
            var start = SchemaInclusion.Prove(left, "false", cancellationToken: TestContext.Current.CancellationToken);
            var valid = start.Outcome == CompatibilityOutcome.Incompatible ? Encoding.UTF8.GetString(start.Counterexample.Span) : null;
            for (var j = 0; j < Documents; j++)
            {
                var node = valid is null || j % 2 == 0 ? generator.Document() : generator.Near(JsonNode.Parse(valid));
                var document = Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null");
                if (j % 2 == 1 && subset!.IsValid(document)) valid = Encoding.UTF8.GetString(document);
                Assert.False(subset!.IsValid(document) && !superset!.IsValid(document), $"seed {seed + i}: {left} -> {right}: {verdict}, but {Encoding.UTF8.GetString(document)}");
            }
        }
        foreach (var (label, count) in counts.OrderByDescending(c => c.Value)) output?.WriteLine($"{label}: {count} ({100.0 * count / counts.Values.Sum():0.0} %)");
        foreach (var (reason, count) in reasons.OrderByDescending(c => c.Value).Take(12)) output?.WriteLine($"  undecided {count}: {reason}");
        Assert.True(counts.Keys.Any(k => k.StartsWith("compatible", StringComparison.Ordinal)) && counts.ContainsKey(nameof(CompatibilityOutcome.Incompatible)));
    }

    private static bool TryParse(string schema, out JsonSchema? parsed)
    {
        try
        {
            parsed = JsonSchema.Parse(schema);
            return true;
        }
        catch (JsonSchemaException)
        {
            // A reference to a definition that the schema happens not to have.
            parsed = null;
            return false;
        }
    }
}
