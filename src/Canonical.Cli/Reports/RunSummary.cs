namespace Canonical.Cli;

// What a run has looked at. Checked things are documents for validate and contracts for lint.
internal sealed record RunSummary(string Command, string Noun, long Files, long Checked, long Failed, long Undecided, long Findings)
{
    // False when the run ended early, at the limit of findings.
    public bool IsComplete { get; init; } = true;

    // False when an input could not be read; standard error says which.
    public bool IsEverythingRead { get; init; } = true;

    // What the text output says when nothing was found; null for the usual sentence.
    public string? FineText { get; init; }

    // What it says when something was; null for the usual sentence, which is about documents.
    public string? FoundText { get; init; }

    // Of diff and check: what was compared; null of other commands.
    public IReadOnlyList<Canonical.Contracts.CompatibilityReport>? Comparisons { get; init; }

    public bool IsFine => Failed == 0 && Undecided == 0 && Findings == 0;

    public string Text()
    {
        var text = IsFine
            ? FineText ?? (Checked == 0 ? $"0 {Noun}s." : $"{Count(Checked, Noun)}, all valid.")
            : FoundText ?? $"{Count(Checked, Noun)}, {Failed} invalid{(Undecided > 0 ? $", {Undecided} undecided" : "")}, {Count(Findings, "finding")}.";
        return IsComplete ? text : $"{text} Stopped there: --max-errors was reached, and the rest was not read.";
    }

    public static string Count(long count, string noun) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
