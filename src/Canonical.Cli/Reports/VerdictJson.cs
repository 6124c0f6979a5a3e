using System.Text;
using System.Text.Json;
using Canonical.Contracts;

namespace Canonical.Cli;

// The verdicts of diff and check in the JSON output: what each rests on. A gate can ask for more than "no finding", such as that nothing is undecided or that every proof is of a certain kind.
internal static class VerdictJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<CompatibilityReport> comparisons)
    {
        json.WriteStartArray("results"u8);
        foreach (var comparison in comparisons)
        {
            json.WriteStartObject();
            json.WriteString("old"u8, comparison.Old.ToString());
            json.WriteString("new"u8, comparison.New.ToString());
            json.WriteString("mode"u8, Word(comparison.Mode.ToString()));
            json.WriteBoolean("allowed"u8, comparison.IsAllowed);
            json.WriteString("smallestStep"u8, Word(comparison.SmallestStep.ToString()));
            if (comparison.SmallestVersion is not null) json.WriteString("smallestVersion"u8, comparison.SmallestVersion);
            json.WriteStartArray("verdicts"u8);
            foreach (var verdict in comparison.Verdicts) Write(json, verdict);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DirectionVerdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("direction"u8, Word(verdict.Direction.ToString()));
        if (verdict.Definition is not null) json.WriteString("definition"u8, verdict.Definition);
        json.WriteString("outcome"u8, Word(verdict.Verdict.Outcome.ToString()));
        if (verdict.Verdict.Proof is { } proof) json.WriteString("proof"u8, Word(proof.ToString()));
        if (verdict.Verdict.Outcome == CompatibilityOutcome.Incompatible)
        {
            json.WriteString("counterexample"u8, Encoding.UTF8.GetString(verdict.Verdict.Counterexample.Span));
            if (verdict.Rule is not null) json.WriteString("rule"u8, verdict.Rule);
            if (verdict.Verdict.Error is { } error)
            {
                json.WriteString("keyword"u8, error.Keyword);
                json.WriteString("instancePath"u8, error.InstancePath);
            }
        }
        if (verdict.Verdict.Reason is not null) json.WriteString("reason"u8, verdict.Verdict.Reason);
        json.WriteEndObject();
    }

    // Names of C# as names of JSON: RegularLanguages becomes regularLanguages.
    private static string Word(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
