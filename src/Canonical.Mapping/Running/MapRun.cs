using System.Text.Json;

namespace Canonical.Mapping;

/// <summary>One record on its way through the lenses: the only thing that changes during a run. Used by one thread.</summary>
internal sealed class MapRun(MappingDocument document, MappingContext context, MappingDirection direction, JsonElement root)
{
    public MappingContext Context { get; } = context;

    public JsonElement Root { get; } = root;

    public Node Output { get; } = Node.NewObject();

    public List<MappingIssue> Issues { get; } = [];

    public string System => Context.System ?? document.Source.System;

    public string SourcePrefix { get; set; } = "";

    public string TargetPrefix { get; set; } = "";

    public void Write(Lens lens, MemberPath path, Scope scope, Node value, MemberPath? source, MemberPath? target)
    {
        switch (path.Write(scope.Output, value))
        {
            case WriteStatus.Conflict:
                Report(
                    lens, MappingCodes.WriteConflict, MappingSeverity.Error, MappingIssueKind.Configuration, source, target, default,
                    $"Another lens wrote a different value to '{path.Text}'.", "Let one lens write it, or separate them by 'when' or 'only'.");
                break;
            case WriteStatus.Gap:
                Report(
                    lens, MappingCodes.ElementGap, MappingSeverity.Error, MappingIssueKind.Value, source, target, default,
                    $"'{path.Text}' cannot be written, since an element before it is missing.", "Pick the element by a member ([kind=main]) instead of its place.");
                break;
        }
    }

    public void WrongKind(Lens lens, MemberPath? source, MemberPath? target, JsonElement value, string expected) =>
        Report(
            lens, MappingCodes.WrongKind, MappingSeverity.Error, MappingIssueKind.Value, source, target, value,
            $"The value is of another JSON kind: {expected}.", "Correct the path or the kind of the lens, or the record.");

    public void NotConvertible(Lens lens, MemberPath? source, MemberPath? target, JsonElement value, string expected) =>
        Report(
            lens, MappingCodes.NotConvertible, MappingSeverity.Error, MappingIssueKind.Value, source, target, value,
            $"The value cannot be converted: {expected} is expected.", "Correct the value in the record, or the converter of the lens.");

    public void Missing(Lens lens, MemberPath? source, MemberPath? target, ReadStatus status, JsonElement value) =>
        Report(
            lens, MappingCodes.RequiredMissing, MappingSeverity.Error, MappingIssueKind.MissingValue, source, target,
            status == ReadStatus.Missing ? default : value,
            "The mapping requires a value, and there is none.",
            direction == MappingDirection.ToCanonical ? "Fill the member in the vendor's record." : "Fill the member of the canonical object.");

    public void Report(
        Lens? lens, string code, MappingSeverity severity, MappingIssueKind kind, MemberPath? source, MemberPath? target, JsonElement value, string message, string remedy) =>
        Issues.Add(new MappingIssue
        {
            Code = code,
            Severity = severity,
            Kind = kind,
            SourcePath = source is null ? Nothing(SourcePrefix) : source.Under(SourcePrefix),
            TargetPath = target is null ? Nothing(TargetPrefix) : target.Under(TargetPrefix),
            ValueKind = KindOf(value),
            Lens = lens?.Id,
            Message = message,
            Remedy = remedy,
        });

    public bool HasErrorAt(MemberPath path)
    {
        var toCanonical = direction == MappingDirection.ToCanonical;
        var place = path.Under(toCanonical ? TargetPrefix : SourcePrefix);
        return Issues.Exists(issue => issue.Severity == MappingSeverity.Error && (toCanonical ? issue.TargetPath : issue.SourcePath) == place);
    }

    public bool TryParameter(Lens lens, string name, MemberPath? source, MemberPath? target, out JsonScalar value)
    {
        var parameter = document.ParameterValues[name];
        value = default;
        if (!Context.Parameters.TryGetValue(name, out var text))
        {
            if (parameter.Default is { } fallback)
            {
                value = fallback;
                return true;
            }

            Report(
                lens, MappingCodes.ParameterMissing, MappingSeverity.Error, MappingIssueKind.Configuration, source, target, default,
                $"The parameter '{name}' of the mapping has no value.", $"Give '{name}' in MappingContext.Parameters.");
            return false;
        }

        if (ParameterValue.TryParse(parameter.Type, text, out value))
            return true;
        Report(
            lens, MappingCodes.ParameterInvalid, MappingSeverity.Error, MappingIssueKind.Configuration, source, target, default,
            $"The value of the parameter '{name}' is not of its type, {parameter.Type}.", $"Correct '{name}' in MappingContext.Parameters.");
        return false;
    }

    public static MappingValueKind KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => MappingValueKind.Missing,
        JsonValueKind.Null => MappingValueKind.Null,
        JsonValueKind.String => JsonScalar.TryRead(value, out var text) && string.IsNullOrWhiteSpace(text.Text) ? MappingValueKind.EmptyString : MappingValueKind.String,
        JsonValueKind.Number => MappingValueKind.Number,
        JsonValueKind.True or JsonValueKind.False => MappingValueKind.Boolean,
        JsonValueKind.Array => MappingValueKind.Array,
        _ => MappingValueKind.Object,
    };

    private static string? Nothing(string prefix) => prefix.Length == 0 ? null : prefix;
}
