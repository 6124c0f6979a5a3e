using System.Globalization;
using System.Text.Json;
using Canonical.Schema;

namespace Canonical.Mapping;

/// <summary>Says in the words of the mapping what the contract says: which lens, and which member of the vendor, should have given the value.</summary>
internal sealed class ContractIssues
{
    // A record of 64 levels may be copied to a place that is itself nested.
    private static readonly JsonDocumentOptions s_anyDepth = new() { MaxDepth = 1024 };

    private readonly IReadOnlyList<LensDescription> _lenses;
    private readonly JsonElement _contract;

    public ContractIssues(MappingDocument document, ReadOnlyMemory<byte> contract)
    {
        _lenses = document.Lenses;
        using var parsed = JsonDocument.Parse(contract);
        _contract = parsed.RootElement.Clone();
    }

    public List<MappingIssue> Of(ValidationReport report, byte[] mapped, IReadOnlyList<MappingIssue> known)
    {
        using var json = JsonDocument.Parse(mapped, s_anyDepth);
        var told = known.Where(issue => issue.Severity != MappingSeverity.Warning && issue.TargetPath is not null).Select(issue => issue.TargetPath!).ToArray();
        var issues = new List<MappingIssue>();
        foreach (var error in report.Errors)
        {
            var at = Resolve(json.RootElement, error.InstancePath, out var path);
            if (error.Keyword == "required" && at.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in Absent(error, at))
                    Add(issues, told, Join(path, member), default, error, required: true);
            }
            else
            {
                Add(issues, told, path, at, error, required: false);
            }
        }

        return issues;
    }

    private void Add(List<MappingIssue> issues, string[] told, string target, JsonElement value, ValidationError error, bool required)
    {
        // What a lens has reported is not said again because its member is therefore missing; the header's parts hang together too.
        if (Array.Exists(told, path => Covers(path, target) || Covers(target, path)) || issues.Exists(issue => issue.TargetPath == target && required && issue.ValueKind == MappingValueKind.Missing))
            return;
        var lens = Responsible(target);
        var sources = lens is null ? null : string.Join(" or ", lens.SourcePaths);
        var shown = target.Length == 0 ? "the object" : $"'{target}'";
        issues.Add(new MappingIssue
        {
            Code = MappingCodes.ContractViolation,
            Severity = MappingSeverity.Error,
            Kind = MappingIssueKind.Contract,
            SourcePath = string.IsNullOrEmpty(sources) ? null : sources,
            TargetPath = target,
            ValueKind = required ? MappingValueKind.Missing : KindOf(value),
            Lens = lens?.Id,
            Message = required
                ? string.IsNullOrEmpty(sources) ? $"The contract requires {shown}, and no lens gave it." : $"{sources} is missing or empty, and the contract requires {shown}."
                : $"The contract does not allow the value of {shown}: {error.Message}",
            Remedy = lens is null ? "Add a lens that writes it, a constant or a default." : "Fill or correct the member in the vendor's record, or give the mapping a default.",
        });
    }

    private static MappingValueKind KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => MappingValueKind.Missing,
        JsonValueKind.Null => MappingValueKind.Null,
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()) ? MappingValueKind.EmptyString : MappingValueKind.String,
        JsonValueKind.Number => MappingValueKind.Number,
        JsonValueKind.True or JsonValueKind.False => MappingValueKind.Boolean,
        JsonValueKind.Array => MappingValueKind.Array,
        _ => MappingValueKind.Object,
    };

    // The lens that writes the longest part of the path; the first of them, since defaults stand behind.
    private LensDescription? Responsible(string target)
    {
        var place = WithoutPlaces(target);
        LensDescription? best = null;
        var length = -1;
        foreach (var lens in _lenses)
        {
            if (lens.Kind is "when" || lens.Direction == MappingDirection.ToVendor)
                continue;
            foreach (var path in lens.TargetPaths)
            {
                var candidate = WithoutPlaces(path);
                if (candidate.Length > length && (Covers(candidate, place) || Covers(place, candidate)) && (Covers(candidate, place) || length < 0))
                {
                    best = lens;
                    length = Covers(candidate, place) ? candidate.Length : -1;
                }
            }
        }

        return best;
    }

    private static bool Covers(string path, string inner) =>
        inner.Length == 0 || path.Length == 0
            ? path.Length == inner.Length
            : inner.StartsWith(path, StringComparison.Ordinal) && (inner.Length == path.Length || inner[path.Length] is '.' or '[');

    private static string WithoutPlaces(string path)
    {
        var text = new System.Text.StringBuilder(path.Length);
        var depth = 0;
        foreach (var c in path)
        {
            if (c == '[')
                depth++;
            if (depth == 0)
                text.Append(c);
            if (c == ']' && depth > 0)
                depth--;
        }

        return text.ToString();
    }

    private string[] Absent(ValidationError error, JsonElement at)
    {
        // The names are in the contract, at the place that the error names; never taken from a message.
        var hash = error.SchemaLocation.IndexOf('#', StringComparison.Ordinal);
        var schema = _contract;
        foreach (var token in hash < 0 ? [] : error.SchemaLocation[(hash + 1)..].Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(token).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (schema.ValueKind == JsonValueKind.Array && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < schema.GetArrayLength())
                schema = schema[index];
            else if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty(name, out schema))
                break;
        }

        var names = schema.ValueKind == JsonValueKind.Array
            ? schema.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).Where(name => !at.TryGetProperty(name, out _)).ToArray()
            : [];
        return names.Length > 0 ? names : [""];
    }

    private static string Join(string path, string member) =>
        member.Length == 0 ? path : path.Length == 0 ? member : path + "." + member;

    private static JsonElement Resolve(JsonElement root, string pointer, out string path)
    {
        var at = root;
        path = "";
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind == JsonValueKind.Array)
            {
                path += $"[{name}]";
                at = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength() ? at[index] : default;
            }
            else
            {
                path = Join(path, PathText.Of([new PathStep(PathStepKind.Member, name, 0, default)]));
                at = at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var next) ? next : default;
            }
        }

        return at;
    }
}
