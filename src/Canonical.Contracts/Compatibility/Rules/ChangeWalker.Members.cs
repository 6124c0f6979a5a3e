using System.Globalization;
using System.Text.Json;

namespace Canonical.Contracts;

internal sealed partial class ChangeWalker
{
    private void Members(SchemaFacets old, SchemaFacets @new, string path, int depth)
    {
        var added = @new.Properties.Keys.Where(n => !old.Properties.ContainsKey(n)).ToList();
        var removed = old.Properties.Keys.Where(n => !@new.Properties.ContainsKey(n)).ToList();
        Renamed(old, @new, path, added, removed);
        var reserved = Reserved(old);
        foreach (var name in added)
        {
            if (reserved.Contains(name)) Add("CS-OBJ-002", path + Step(name), "The name was reserved: an earlier version used it for something else.", CompatibilityDirection.Both, VersionStep.Major, FindingSeverity.Error);
            else if (@new.Required.Contains(name)) Add("CS-OBJ-007", path + Step(name), "The required property was added.", CompatibilityDirection.Producer);
            else Add("CS-OBJ-001", path + Step(name), "The optional property was added.", step: VersionStep.Minor);
        }
        foreach (var name in removed) Removed(old, @new, path, name);
        foreach (var name in old.Properties.Keys.Where(@new.Properties.ContainsKey))
        {
            if (!old.Required.Contains(name) && @new.Required.Contains(name)) Add("CS-OBJ-006", path + Step(name), "The property became required.", CompatibilityDirection.Producer);
            if (old.Required.Contains(name) && !@new.Required.Contains(name)) Add("CS-OBJ-009", path + Step(name), "The property became optional.", CompatibilityDirection.Consumer);
            Member(old, @new, name, path, depth);
        }
        foreach (var name in @new.Required)
        {
            if (!@new.Properties.ContainsKey(name) && !old.Required.Contains(name)) Add("CS-OBJ-008", path + Step(name), "The property is required and not declared.", CompatibilityDirection.Producer);
        }
        Openness(old, @new, path, depth);
        Set("CS-OBJ-013", path, "patternProperties", old, @new);
        Set("CS-OBJ-014", path, "propertyNames", old, @new);
        Limit("CS-OBJ-015", path, "maxProperties", old.Number("maxProperties"), @new.Number("maxProperties"), isUpper: true);
        Limit("CS-OBJ-015", path, "minProperties", old.Number("minProperties") ?? 0, @new.Number("minProperties") ?? 0, isUpper: false);
        Set("CS-OBJ-016", path, "dependentRequired", old, @new);
        Set("CS-OBJ-016", path, "dependentSchemas", old, @new);
    }

    private void Removed(SchemaFacets old, SchemaFacets @new, string path, string name)
    {
        if (old.Required.Contains(name))
        {
            Add("CS-OBJ-005", path + Step(name), "The required property was removed.", CompatibilityDirection.Consumer);
            return;
        }
        if (Reserved(@new).Contains(name)) Add("CS-OBJ-003", path + Step(name), "The optional property was removed, and its name is reserved.", step: VersionStep.Minor);
        else Add("CS-OBJ-004", path + Step(name), "The optional property was removed, and its name is not reserved.", step: VersionStep.Minor, severity: FindingSeverity.Warning);
        var before = old.Property(name)!;
        if (!before.IsTrue("deprecated")) Add("CS-GOV-004", path + Step(name), "The property was removed and had not been deprecated.", severity: FindingSeverity.Error);
        else if (Sunset(before) is { } sunset && sunset > today) Add("CS-GOV-004", path + Step(name), $"The property was removed before its sunset, {sunset.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.", severity: FindingSeverity.Error);
    }

    private static DateOnly? Sunset(SchemaFacets facets) =>
        facets.Get("x-canonical-deprecated") is { ValueKind: JsonValueKind.Object } said && said.TryGetProperty("sunset", out var day)
            && DateOnly.TryParseExact(day.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var sunset) ? sunset : null;

    // One removed and one added with the same schema and the same duty: told as one change.
    private void Renamed(SchemaFacets old, SchemaFacets @new, string path, List<string> added, List<string> removed)
    {
        foreach (var name in removed.ToList())
        {
            // The plainest schemas are alike without being the same thing.
            var shape = SchemaShape.Of(old.Properties[name].Schema);
            var words = old.Property(name)!.Text("description");
            var twins = added.Where(a => SchemaShape.Of(@new.Properties[a].Schema) == shape && (words is null || @new.Property(a)!.Text("description") == words) && old.Required.Contains(name) == @new.Required.Contains(a)).ToList();
            if (twins.Count != 1) continue;
            added.Remove(twins[0]);
            removed.Remove(name);
            Add("CS-OBJ-017", path + Step(name), $"The property was renamed to {twins[0]}.", old.Required.Contains(name) ? CompatibilityDirection.Both : CompatibilityDirection.None, VersionStep.Minor, FindingSeverity.Warning);
        }
    }

    private static HashSet<string> Reserved(SchemaFacets facets) =>
        facets.Get("x-canonical-reserved") is { ValueKind: JsonValueKind.Array } names ? new(names.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!), StringComparer.Ordinal) : [];

    private void Openness(SchemaFacets old, SchemaFacets @new, string path, int depth)
    {
        var (wasClosed, isClosed) = (IsClosed(old), IsClosed(@new));
        if (wasClosed && !isClosed) Add("CS-OBJ-010", path, "The object was opened.", CompatibilityDirection.Consumer);
        else if (!wasClosed && isClosed) Add("CS-OBJ-011", path, "The object was closed.", CompatibilityDirection.Producer);
        else if (!isClosed)
        {
            foreach (var keyword in new[] { "additionalProperties", "unevaluatedProperties" })
            {
                if (old.Child(keyword) is { Schema.ValueKind: JsonValueKind.Object } before && @new.Child(keyword) is { Schema.ValueKind: JsonValueKind.Object } after) Compare(before, after, path + "/*", depth + 1);
                Set("CS-OBJ-012", path, keyword, old, @new);
            }
        }
    }

    private static bool IsClosed(SchemaFacets facets) => facets.Get("additionalProperties") is { ValueKind: JsonValueKind.False } || facets.Get("unevaluatedProperties") is { ValueKind: JsonValueKind.False };
}
