using System.Text;
using Canonical.Contracts;

namespace Canonical.Cli;

// Reports comparisons in every format. The text shows the verdicts and their proofs besides; the other formats have the findings.
internal static class CompatibilityOutput
{
    private const string UndecidedRule = "CS-GOV-007";

    // Where the file of a contract lies, for the places of findings.
    public delegate string FileOf(string contract);

    public static int Write(CliContext context, string format, IReadOnlyList<string> reports, string command, IReadOnlyList<CompatibilityReport> comparisons, IReadOnlyList<CompatibilityFinding> others, bool withNotes, FileOf fileOf, string nothingCompared = "Nothing to compare.")
    {
        using var writer = ReportFormats.Open(context, format, reports);
        if (format == ReportFormats.Text) foreach (var comparison in comparisons) WriteVerdicts(context.Out, comparison);
        writer.Begin();
        var findings = comparisons.SelectMany(Findings).Concat(others.Select(f => new Shown(f, null)))
            .Where(f => withNotes || f.Finding.Severity != FindingSeverity.Note)
            .DistinctBy(f => $"{f.Finding.Rule}\n{f.Finding.Contract}\n{f.Finding.Path}\n{f.Finding.Message}", StringComparer.Ordinal)
            .GroupBy(f => fileOf(f.Finding.Contract), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
        var (count, files) = (0, 0);
        // Errors, warnings and notes, as they are reported: what is waived is a note.
        var severities = new int[3];
        foreach (var file in findings)
        {
            files++;
            var text = File.Exists(file.Key) ? File.ReadAllBytes(file.Key) : [];
            foreach (var (finding, counterexample) in file)
            {
                count++;
                severities[(int)Severity(finding)]++;
                var place = JsonPlace.Find(text, SchemaPointer(finding.Path));
                writer.Write(new(file.Key, text.Length == 0 ? 0 : place.Line, text.Length == 0 ? 0 : place.Column, finding.Rule, Message(finding))
                {
                    Severity = Severity(finding),
                    IsUndecided = finding.Rule == UndecidedRule && finding.Waiver is null,
                    InstancePath = finding.Path,
                    Contract = finding.Contract,
                    Value = counterexample,
                });
            }
            writer.EndFile(file.Key, 1, file.Any(f => IsOpen(f.Finding)) ? 1 : 0);
        }
        var open = comparisons.SelectMany(c => c.Findings).Concat(others).Where(IsOpen).ToList();
        var isUndecided = open.Count > 0 && open.TrueForAll(f => f.Rule == UndecidedRule);
        writer.End(new(command, "comparison", files, comparisons.Count, comparisons.Count(c => !c.IsAllowed) + (comparisons.All(c => c.IsAllowed) && open.Count > 0 ? 1 : 0), isUndecided ? open.Count : 0, count)
        {
            Comparisons = comparisons,
            FineText = comparisons.Count == 0 ? nothingCompared : $"{RunSummary.Count(comparisons.Count, "comparison")}, nobody breaks.",
            FoundText = Summarize(comparisons.Count, severities),
        });
        if (open.Count == 0) return ExitCodes.Success;
        return isUndecided ? ExitCodes.Undecided : ExitCodes.Findings;
    }

    private static string Summarize(int comparisons, int[] severities)
    {
        var parts = new List<string> { RunSummary.Count(comparisons, "comparison") };
        if (severities[(int)Cli.Severity.Error] == 0) parts.Add(comparisons > 0 ? "nobody breaks" : "nothing is against it");
        foreach (var (severity, noun) in new[] { (Cli.Severity.Error, "error"), (Cli.Severity.Warning, "warning"), (Cli.Severity.Note, "note") })
        {
            if (severities[(int)severity] > 0) parts.Add(RunSummary.Count(severities[(int)severity], noun));
        }
        return string.Join(", ", parts) + ".";
    }

    private sealed record Shown(CompatibilityFinding Finding, string? Counterexample);

    // The document that shows it goes with the finding of the rule that names the change.
    private static IEnumerable<Shown> Findings(CompatibilityReport report)
    {
        foreach (var finding in report.Findings)
        {
            var verdict = report.Verdicts.FirstOrDefault(v => v.Rule == finding.Rule && v.Verdict.Outcome == CompatibilityOutcome.Incompatible
                && (v.Definition is null || finding.Path == "/$defs/" + v.Definition || finding.Path.StartsWith($"/$defs/{v.Definition}/", StringComparison.Ordinal)));
            yield return new(finding, verdict is null ? null : Encoding.UTF8.GetString(verdict.Verdict.Counterexample.Span));
        }
    }

    private static void WriteVerdicts(TextWriter output, CompatibilityReport report)
    {
        output.WriteLine($"{report.Old} -> {report.New}");
        foreach (var verdict in report.Verdicts.Where(v => v.Definition is null || v.Verdict.Outcome != CompatibilityOutcome.Compatible))
        {
            var who = (report.Mode, verdict.Direction) switch
            {
                (CompatibilityMode.Raw, CompatibilityDirection.Producer) => "old documents under the new contract",
                (CompatibilityMode.Raw, _) => "new documents under the old contract",
                (_, CompatibilityDirection.Producer) => "old writers, new readers",
                _ => "new writers, old readers",
            };
            output.WriteLine($"  {who}{(verdict.Definition is null ? "" : $" ({verdict.Definition})")}: {Say(verdict)}");
        }
        if (report.Verdicts.Count > 0 && report.Verdicts.All(v => v.Definition is not null && v.Verdict.Outcome == CompatibilityOutcome.Compatible)) output.WriteLine("  every definition, in every direction: compatible");
        output.WriteLine($"  smallest step: {report.SmallestStep.ToString().ToLowerInvariant()}{(report.SmallestVersion is null ? "" : $" ({report.SmallestVersion})")}");
    }

    private static string Say(DirectionVerdict verdict) => verdict.Verdict.Outcome switch
    {
        CompatibilityOutcome.Compatible => verdict.Verdict.Proof switch
        {
            ProofKind.Identical => "compatible, the schemas are the same",
            ProofKind.Enumerated => "compatible, proved keyword by keyword and value by value",
            ProofKind.RegularLanguages => "compatible, proved on automata",
            ProofKind.Inductive => "compatible, proved by induction",
            _ => "compatible, proved keyword by keyword",
        },
        CompatibilityOutcome.Incompatible => $"incompatible{(verdict.Rule is null ? "" : $" ({verdict.Rule})")}, shown by {Encoding.UTF8.GetString(verdict.Verdict.Counterexample.Span)}: {verdict.Verdict.Error?.Message} (at \"{verdict.Verdict.Error?.InstancePath}\")",
        _ => $"undecided: {verdict.Verdict.Reason}",
    };

    private static bool IsOpen(CompatibilityFinding finding) => finding.Severity == FindingSeverity.Error && finding.Waiver is null;

    private static string Message(CompatibilityFinding finding)
    {
        if (finding.Waiver is { } waiver) return $"{finding.Message} Waived by {waiver.Owner}: {waiver.Reason}";
        return finding.Severity == FindingSeverity.Error ? $"{finding.Message} (fingerprint {finding.Fingerprint})" : finding.Message;
    }

    private static Severity Severity(CompatibilityFinding finding) => finding.Severity switch
    {
        FindingSeverity.Error when finding.Waiver is not null => Cli.Severity.Note,
        FindingSeverity.Error => Cli.Severity.Error,
        FindingSeverity.Warning => Cli.Severity.Warning,
        _ => Cli.Severity.Note,
    };

    // From the place in documents to the place in the contract, as far as it is written there and not in a definition.
    private static string SchemaPointer(string path) =>
        path.StartsWith("/$defs/", StringComparison.Ordinal) ? path : string.Concat(path.Split('/').Skip(1).Select(s => s == "*" ? "/items" : "/properties/" + s));
}
