using System.Globalization;

namespace Canonical.Mapping;

internal sealed partial class PlanRun
{
    private readonly List<(EachStep Step, int Index, int Written)> _frames = [];
    private List<MappingIssue>? _issues;

    public int IssueCount => _issues?.Count ?? 0;

    public IReadOnlyList<MappingIssue> Issues => (IReadOnlyList<MappingIssue>?)_issues ?? [];

    public bool IsMapped => _issues is null || MappingResult.Worst(_issues) == MappingSeverity.Warning;

    public void Add(MappingIssue issue) => (_issues ??= []).Add(issue);

    public void WrongKind(Step step, in Value value, string expected) => WrongKind(step, step.SourcePath, value, expected);

    public void WrongKind(Step step, MemberPath? source, in Value value, string expected) =>
        Report(
            step, MappingCodes.WrongKind, MappingSeverity.Error, MappingIssueKind.Value, source, step.TargetPath, value,
            $"The value is of another JSON kind: {expected}.", "Correct the path or the kind of the lens, or the record.");

    public void NotConvertible(Step step, in Value value, string expected) => NotConvertible(step, step.SourcePath, value, expected);

    public void NotConvertible(Step step, MemberPath? source, in Value value, string expected) =>
        Report(
            step, MappingCodes.NotConvertible, MappingSeverity.Error, MappingIssueKind.Value, source, step.TargetPath, value,
            $"The value cannot be converted: {expected} is expected.", "Correct the value in the record, or the converter of the lens.");

    public void Missing(Step step, MemberPath? source, in Value value) =>
        Report(
            step, MappingCodes.RequiredMissing, MappingSeverity.Error, MappingIssueKind.MissingValue, source, step.TargetPath, value,
            "The mapping requires a value, and there is none.",
            Plan.Direction == MappingDirection.ToCanonical ? "Fill the member in the vendor's record." : "Fill the member of the canonical object.");

    public void Report(
        Step step, string code, MappingSeverity severity, MappingIssueKind kind, MemberPath? source, MemberPath? target, in Value value, string message, string remedy) =>
        Add(new MappingIssue
        {
            Code = code,
            Severity = severity,
            Kind = kind,
            SourcePath = Place(source, isSource: true),
            TargetPath = Place(target, isSource: false),
            ValueKind = KindOf(value),
            Lens = step.Id,
            Message = message,
            Remedy = remedy,
        });

    public bool HasErrorAt(MemberPath path)
    {
        if (_issues is null)
            return false;
        var isForth = Plan.Direction == MappingDirection.ToCanonical;
        var place = Place(path, !isForth);
        foreach (var issue in _issues)
        {
            if (issue.Severity != MappingSeverity.Warning && (isForth ? issue.TargetPath : issue.SourcePath) == place)
                return true;
        }

        return false;
    }

    public bool TryParameter(Step step, string name, out JsonScalar value)
    {
        var parameter = Plan.Document.ParameterValues[name];
        value = default;
        if (!Context.Parameters.TryGetValue(name, out var text))
        {
            if (parameter.Default is { } fallback)
            {
                value = fallback;
                return true;
            }

            Report(
                step, MappingCodes.ParameterMissing, MappingSeverity.Error, MappingIssueKind.Configuration, step.SourcePath, step.TargetPath, default,
                $"The parameter '{name}' of the mapping has no value.", $"Give '{name}' in MappingContext.Parameters.");
            return false;
        }

        if (ParameterValue.TryParse(parameter.Type, text, out value))
            return true;
        Report(
            step, MappingCodes.ParameterInvalid, MappingSeverity.Error, MappingIssueKind.Configuration, step.SourcePath, step.TargetPath, default,
            $"The value of the parameter '{name}' is not of its type, {parameter.Type}.", $"Correct '{name}' in MappingContext.Parameters.");
        return false;
    }

    public MappingValueKind KindOf(in Value value) => (value.Kind == ValueKind.Broken ? value.Cause : value.Kind) switch
    {
        ValueKind.Missing => MappingValueKind.Missing,
        ValueKind.Null => MappingValueKind.Null,
        ValueKind.String => TryPlain(value.As(ValueKind.String), out var plain) && Utf8Text.Trim(Text(plain)).Length == 0 ? MappingValueKind.EmptyString : MappingValueKind.String,
        ValueKind.Number => MappingValueKind.Number,
        ValueKind.True or ValueKind.False => MappingValueKind.Boolean,
        ValueKind.Array => MappingValueKind.Array,
        _ => MappingValueKind.Object,
    };

    private string? Place(MemberPath? path, bool isSource)
    {
        var prefix = "";
        // Where elements were left out, an element stands elsewhere in the array that is written.
        var isRead = isSource == (Plan.Direction == MappingDirection.ToCanonical);
        foreach (var (step, index, written) in _frames)
            prefix = string.Create(CultureInfo.InvariantCulture, $"{(isSource ? step.SourcePath : step.TargetPath)!.Under(prefix)}[{(isRead ? index : written)}]");
        return path is not null ? path.Under(prefix) : prefix.Length == 0 ? null : prefix;
    }
}
