using System.Security.Cryptography;
using System.Text;

namespace Canonical.Contracts;

// One comparison of two versions: the verdicts, then the findings weighed by them, then the smallest version.
internal sealed class PairComparison(ContractBundle old, ContractBundle @new, CompatibilityOptions options, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, SchemaBundle> _views = new(StringComparer.Ordinal);
    private readonly List<CompatibilityFinding> _findings = [];
    private readonly SchemaDocuments _oldDocuments = old.Documents();
    private readonly SchemaDocuments _newDocuments = @new.Documents();

    public CompatibilityReport Run()
    {
        var (oldDocuments, newDocuments) = (_oldDocuments, _newDocuments);
        var drafts = ContractChanges.Find(oldDocuments, newDocuments, options.Today);
        IReadOnlyList<string?> definitions = ContractChanges.HoldsDefinitionsOnly(oldDocuments.Root) && ContractChanges.HoldsDefinitionsOnly(newDocuments.Root)
            ? [.. ContractChanges.DefinitionNames(oldDocuments.Root).Intersect(ContractChanges.DefinitionNames(newDocuments.Root), StringComparer.Ordinal)]
            : [null];
        var verdicts = new List<DirectionVerdict>();
        foreach (var definition in definitions)
        {
            foreach (var direction in Directions()) verdicts.Add(Verdict(direction, definition, drafts));
        }
        var step = Step(verdicts, drafts, definitions);
        var taken = Taken();
        foreach (var draft in drafts) Weigh(draft, verdicts, taken);
        Govern(verdicts, step, taken);
        var smallest = ContractVersionNumber.TryParse(old.Version, out var version) ? version.Next(step).ToString() : null;
        return new(old, @new, options.Mode, verdicts, WaiverList.Apply(Sorted(), options), step, smallest);
    }

    private IEnumerable<CompatibilityDirection> Directions() => options.Mode switch
    {
        CompatibilityMode.Producer => [CompatibilityDirection.Producer],
        CompatibilityMode.Consumer => [CompatibilityDirection.Consumer],
        _ => [CompatibilityDirection.Producer, CompatibilityDirection.Consumer],
    };

    // Who writes to whom: without marked members there is one way, with them the way to the owner and the way from it.
    private IEnumerable<(ContractView Writer, ContractView Reader)> Ways()
    {
        if (options.Mode == CompatibilityMode.Raw) return [(ContractView.Authored, ContractView.Authored)];
        return old.HasMarks || @new.HasMarks ? [(ContractView.Writer, ContractView.OwnerReader), (ContractView.OwnerWriter, ContractView.Reader)] : [(ContractView.Writer, ContractView.Reader)];
    }

    private DirectionVerdict Verdict(CompatibilityDirection direction, string? definition, List<FindingDraft> drafts)
    {
        var isProducer = direction == CompatibilityDirection.Producer;
        DirectionVerdict? worst = null;
        foreach (var (writer, reader) in Ways())
        {
            var verdict = Prove(View(!isProducer, writer, definition), View(isProducer, reader, definition));
            if (worst is null || Rank(verdict) > Rank(worst.Verdict)) worst = new(direction, verdict, null, definition) { WriterView = writer, ReaderView = reader };
        }
        return worst! with { Rule = RuleOfError.Find(direction, worst.Verdict, definition, drafts) };
    }

    // The worse, the higher; of proofs, the one that rests on more.
    private static int Rank(InclusionVerdict verdict) => verdict.Outcome switch
    {
        CompatibilityOutcome.Incompatible => 100,
        CompatibilityOutcome.Undecided => 50,
        _ => (int)verdict.Proof!.Value,
    };

    private InclusionVerdict Prove(SchemaBundle subset, SchemaBundle superset) => SchemaInclusion.Prove(subset, superset, options.Inclusion, cancellationToken);

    private SchemaBundle View(bool isNew, ContractView view, string? definition)
    {
        var key = $"{(isNew ? "new" : "old")} {view.ToString()} {definition}";
        if (_views.TryGetValue(key, out var known)) return known;
        var derived = (isNew ? @new : old).Derive(view, definition, isNew ? _newDocuments : _oldDocuments);
        _views.Add(key, derived);
        return derived;
    }

    private VersionStep Step(List<DirectionVerdict> verdicts, List<FindingDraft> drafts, IReadOnlyList<string?> definitions)
    {
        if (verdicts.Exists(v => v.Verdict.Outcome != CompatibilityOutcome.Compatible)) return VersionStep.Major;
        var step = drafts.Aggregate(SchemaShape.Of(_oldDocuments.Root) == SchemaShape.Of(_newDocuments.Root) ? VersionStep.None : VersionStep.Patch, (most, d) => d.Step > most ? d.Step : most);
        if (step == VersionStep.None && old.Sha256 != @new.Sha256) step = VersionStep.Patch;
        if (step >= VersionStep.Minor) return step;
        // Nothing but the proof says that writers may send exactly what they could before.
        var isSame = definitions.All(d => Ways().All(w => Prove(View(false, w.Writer, d), View(true, w.Writer, d)).Outcome == CompatibilityOutcome.Compatible
            && Prove(View(true, w.Writer, d), View(false, w.Writer, d)).Outcome == CompatibilityOutcome.Compatible));
        return isSame ? step : VersionStep.Minor;
    }

    // The step that the versions take; none when one of them has no version, or they are the same, or it goes back.
    private VersionStep Taken()
    {
        if (!ContractVersionNumber.TryParse(old.Version, out var from) || !ContractVersionNumber.TryParse(@new.Version, out var to) || to <= from) return VersionStep.None;
        if (to.Major != from.Major) return VersionStep.Major;
        return to.Minor != from.Minor ? VersionStep.Minor : VersionStep.Patch;
    }

    // A finding about validity is an error when the proof failed in its direction; one about meaning or keys when the version does not say so. A new major may change anything.
    private void Weigh(FindingDraft draft, List<DirectionVerdict> verdicts, VersionStep taken)
    {
        var severity = draft.Severity;
        var rule = CompatibilityRules.Find(draft.Rule)!;
        var definition = draft.Path.StartsWith("/$defs/", StringComparison.Ordinal) ? draft.Path.Split('/')[2] : null;
        if (rule.Layer == RuleLayer.Governance && old.Status == ContractStatus.Draft) return;
        if (taken == VersionStep.Major) severity = FindingSeverity.Note;
        else if (rule.Layer == RuleLayer.Wire && draft.Severity != FindingSeverity.Error)
        {
            var touched = verdicts.Where(v => draft.Affects.HasFlag(v.Direction) && (v.Definition is null || v.Definition == definition)).Select(v => v.Verdict.Outcome).ToList();
            if (touched.Contains(CompatibilityOutcome.Incompatible)) severity = FindingSeverity.Error;
            else if (touched.Contains(CompatibilityOutcome.Undecided)) severity = FindingSeverity.Warning;
        }
        else if (severity == FindingSeverity.Error && draft.Step != VersionStep.None && taken >= draft.Step)
        {
            severity = FindingSeverity.Note;
        }
        Add(draft.Rule, draft.Path, draft.Message, severity, draft.Affects, draft.Step);
    }

    private void Govern(List<DirectionVerdict> verdicts, VersionStep step, VersionStep taken)
    {
        if (taken != VersionStep.Major)
        {
            foreach (var verdict in verdicts.Where(v => v.Verdict.Outcome == CompatibilityOutcome.Undecided))
            {
                var place = verdict.Definition is null ? "" : "/$defs/" + verdict.Definition;
                Add("CS-GOV-007", place, $"Whether {(verdict.Direction == CompatibilityDirection.Producer ? "old writers" : "old readers")} break is undecided: {verdict.Verdict.Reason}.", FindingSeverity.Error, verdict.Direction, VersionStep.Major);
            }
        }
        if (!ContractVersionNumber.TryParse(old.Version, out var from) || !ContractVersionNumber.TryParse(@new.Version, out var to) || old.Sha256 == @new.Sha256) return;
        if (to == from)
        {
            // The text of a draft may change; that of a published version is looked after by its hash, so white space counts as well.
            if (old.Status != ContractStatus.Draft) Add("CS-GOV-003", "", $"{old} is {old.Status.ToString().ToLowerInvariant()} and its text changed.", FindingSeverity.Error);
            else if (step > VersionStep.None) Add("CS-GOV-001", "", $"The content of the draft {old} changed; the smallest version that says so is {from.Next(step)}.", FindingSeverity.Warning);
        }
        else if (to < from)
        {
            Add("CS-GOV-002", "", $"The version goes back from {from} to {to}.", FindingSeverity.Error);
        }
        else if (taken < step)
        {
            Add("CS-GOV-002", "", $"The smallest legal version is {from.Next(step)}, not {to}.", FindingSeverity.Error, CompatibilityDirection.None, step);
        }
    }

    private void Add(string rule, string path, string message, FindingSeverity severity, CompatibilityDirection affects = CompatibilityDirection.None, VersionStep step = VersionStep.None)
    {
        // Words may be mended without touching waivers: they are not in the fingerprint, nor are versions.
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule}\n{@new.Name}\n{path}\n{affects}"))[..8]);
        _findings.Add(new()
        {
            Rule = rule,
            Severity = severity,
            Affects = affects,
            Contract = @new.ToString(),
            Path = path,
            Message = message,
            Step = step,
            Fingerprint = fingerprint,
        });
    }

    private List<CompatibilityFinding> Sorted() => [.. _findings.OrderBy(f => f.Path, StringComparer.Ordinal).ThenBy(f => f.Rule, StringComparer.Ordinal).ThenBy(f => f.Message, StringComparer.Ordinal)];
}
