using System.Text.Json;

namespace Canonical.Contracts;

// Finds the change that is behind a refusal: of those that can break the direction, the one whose rule fits the keyword that refused, at the nearest place.
internal static class RuleOfError
{
    private static readonly Dictionary<string, string[]> RulesOfKeywords = new(StringComparer.Ordinal)
    {
        ["required"] = ["CS-OBJ-005", "CS-OBJ-006", "CS-OBJ-007", "CS-OBJ-008", "CS-OBJ-009", "CS-OBJ-017"],
        ["type"] = ["CS-TYP"],
        ["enum"] = ["CS-ENM"],
        ["const"] = ["CS-ENM"],
        ["maxLength"] = ["CS-STR-001"],
        ["minLength"] = ["CS-STR-002"],
        ["pattern"] = ["CS-STR-003", "CS-NUM-003", "CS-OBJ-014"],
        ["format"] = ["CS-STR-004"],
        ["minimum"] = ["CS-NUM-001"],
        ["maximum"] = ["CS-NUM-001"],
        ["exclusiveMinimum"] = ["CS-NUM-001"],
        ["exclusiveMaximum"] = ["CS-NUM-001"],
        ["multipleOf"] = ["CS-NUM-002"],
        ["minItems"] = ["CS-ARR-003"],
        ["maxItems"] = ["CS-ARR-003"],
        ["uniqueItems"] = ["CS-ARR-004"],
        ["contains"] = ["CS-ARR-005"],
        ["minContains"] = ["CS-ARR-005"],
        ["maxContains"] = ["CS-ARR-005"],
        ["additionalProperties"] = ["CS-OBJ-01"],
        ["unevaluatedProperties"] = ["CS-OBJ-01"],
        ["propertyNames"] = ["CS-OBJ-014"],
        ["minProperties"] = ["CS-OBJ-015"],
        ["maxProperties"] = ["CS-OBJ-015"],
        ["dependentRequired"] = ["CS-OBJ-016"],
        ["anyOf"] = ["CS-CMP-001"],
        ["oneOf"] = ["CS-CMP-002", "CS-CMP-003"],
        ["not"] = ["CS-CMP-005"],
    };

    public static string? Find(CompatibilityDirection direction, InclusionVerdict verdict, string? definition, IReadOnlyList<FindingDraft> drafts)
    {
        if (verdict.Error is not { } error) return null;
        var place = (definition is null ? "" : "/$defs/" + definition) + string.Concat(error.InstancePath.Split('/').Skip(1).Select(s => int.TryParse(s, out _) ? "/*" : "/" + s));
        var missing = error.Keyword == "required" ? Missing(verdict.Counterexample, error.InstancePath) : null;
        var rules = error.EvaluationPath.Contains("/then/", StringComparison.Ordinal) || error.EvaluationPath.Contains("/else/", StringComparison.Ordinal) ? ["CS-CMP-006"] : RulesOfKeywords.GetValueOrDefault(error.Keyword) ?? [];
        return drafts.Where(d => d.Affects != CompatibilityDirection.None && d.Affects.HasFlag(direction))
            .Where(d => definition is null || d.Path.StartsWith("/$defs/" + definition, StringComparison.Ordinal))
            .OrderByDescending(d => Array.Exists(rules, r => d.Rule.StartsWith(r, StringComparison.Ordinal)) && (missing is null || d.Rule == "CS-CMP-006" || missing(d.Path[(d.Path.LastIndexOf('/') + 1)..])))
            .ThenByDescending(d => d.Path == place || (d.Path.StartsWith(place, StringComparison.Ordinal) && d.Path.LastIndexOf('/') == place.Length))
            .ThenByDescending(d => Common(d.Path, place))
            .ThenBy(d => d.Path.Length)
            .Select(d => d.Rule)
            .FirstOrDefault();
    }

    // Which names are not there, in the object that was refused.
    private static Func<string, bool> Missing(ReadOnlyMemory<byte> document, string path)
    {
        using var json = JsonDocument.Parse(document);
        var at = json.RootElement;
        foreach (var step in path.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(name);
        }
        var names = at.EnumerateObject().Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        return name => !names.Contains(name);
    }

    private static int Common(string a, string b)
    {
        var length = 0;
        while (length < a.Length && length < b.Length && a[length] == b[length]) length++;
        return length;
    }
}
