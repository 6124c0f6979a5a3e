using System.Text.Json;

namespace Canonical.Contracts;

internal sealed partial class ChangeWalker
{
    private void Values(SchemaFacets old, SchemaFacets @new, string path)
    {
        if (old.Shape("x-canonical-open-enum") is var openBefore && @new.Shape("x-canonical-open-enum") is var openAfter && openBefore != openAfter)
        {
            Add("CS-ENM-002", path, "The known values of the open code changed.", step: VersionStep.Minor);
        }
        var (before, after) = (old.Values(), @new.Values());
        if (before is null && after is null) return;
        if (before is null) Add("CS-ENM-004", path, "Any value became a closed list of values.", CompatibilityDirection.Producer);
        else if (after is null) Add("CS-ENM-004", path, "A closed list of values became any value.", CompatibilityDirection.Consumer);
        else
        {
            var added = after.Except(before).ToList();
            var removed = before.Except(after).ToList();
            if (added.Count == 0 && removed.Count == 0) return;
            if (old.Get("const") is not null)
            {
                Add("CS-ENM-005", path, $"The constant {List(before)} became {List(after)}.", removed.Count > 0 ? CompatibilityDirection.Both : CompatibilityDirection.Consumer);
                return;
            }
            if (added.Count > 0 && @new.IsTrue("x-canonical-open-enum")) Add("CS-ENM-002", path, $"{List(added)} was added to the open code.", step: VersionStep.Minor);
            else if (added.Count > 0) Add("CS-ENM-001", path, $"{List(added)} was added.", CompatibilityDirection.Consumer);
            if (removed.Count > 0) Add("CS-ENM-003", path, $"{List(removed)} was removed.", CompatibilityDirection.Producer);
        }
    }

    private static string List(List<Datum> values) => string.Join(", ", values.Take(5)) + (values.Count > 5 ? " …" : "");

    private void Texts(SchemaFacets old, SchemaFacets @new, string path)
    {
        Limit("CS-STR-001", path, "maxLength", old.Number("maxLength"), @new.Number("maxLength"), isUpper: true);
        Limit("CS-STR-002", path, "minLength", old.Number("minLength") ?? 0, @new.Number("minLength") ?? 0, isUpper: false);
        Set("CS-STR-003", path, "pattern", old, @new);
        Set("CS-STR-004", path, "format", old, @new);
        foreach (var keyword in new[] { "contentEncoding", "contentMediaType", "contentSchema" })
        {
            if (old.Shape(keyword) != @new.Shape(keyword)) Add("CS-STR-005", path, $"{keyword} changed.", step: VersionStep.Major);
        }
    }

    private void Numbers(SchemaFacets old, SchemaFacets @new, string path)
    {
        Bound(old, @new, path, isUpper: false);
        Bound(old, @new, path, isUpper: true);
        Set("CS-NUM-002", path, "multipleOf", old, @new);
        if (old.Get("x-canonical-decimal") is { } before && @new.Get("x-canonical-decimal") is { } after && SchemaShape.Of(before) != SchemaShape.Of(after))
        {
            Add("CS-NUM-003", path, "The digits that the decimal may have changed.", CompatibilityDirection.Both);
        }
    }

    // Inclusive and exclusive bounds are one bound; of integers, "more than 0" is "at least 1".
    private void Bound(SchemaFacets old, SchemaFacets @new, string path, bool isUpper)
    {
        var (before, after) = (Bound(old, isUpper), Bound(@new, isUpper));
        if (before == after) return;
        var isTighter = after is { } limit && (before is not { } was || (isUpper ? limit.Value < was.Value : limit.Value > was.Value) || (limit.Value == was.Value && limit.IsOpen));
        Add("CS-NUM-001", path, $"The {(isUpper ? "upper" : "lower")} bound changed from {Say(before)} to {Say(after)}.", isTighter ? CompatibilityDirection.Producer : CompatibilityDirection.Consumer);

        static string Say((Rational Value, bool IsOpen)? bound) => bound is { } b ? b.Value + (b.IsOpen ? " (exclusive)" : "") : "none";
    }

    private static (Rational Value, bool IsOpen)? Bound(SchemaFacets facets, bool isUpper)
    {
        var closed = facets.Number(isUpper ? "maximum" : "minimum");
        var open = facets.Number(isUpper ? "exclusiveMaximum" : "exclusiveMinimum");
        if (closed is null && open is null) return null;
        var isOpen = open is not null && (closed is null || (isUpper ? open <= closed : open >= closed));
        var value = isOpen ? open!.Value : closed!.Value;
        if (facets.Kinds() != JsonKinds.Integer) return (value, isOpen);
        var whole = new Rational(isUpper ? value.Floor() : value.Ceiling(), 1);
        if (isOpen && whole == value) whole += isUpper ? -1 : 1;
        return (whole, false);
    }

    private void Items(SchemaFacets old, SchemaFacets @new, string path, int depth)
    {
        Limit("CS-ARR-003", path, "maxItems", old.Number("maxItems"), @new.Number("maxItems"), isUpper: true);
        Limit("CS-ARR-003", path, "minItems", old.Number("minItems") ?? 0, @new.Number("minItems") ?? 0, isUpper: false);
        if (old.IsTrue("uniqueItems") != @new.IsTrue("uniqueItems")) Add("CS-ARR-004", path, "uniqueItems changed.", @new.IsTrue("uniqueItems") ? CompatibilityDirection.Producer : CompatibilityDirection.Consumer);
        Set("CS-ARR-002", path, "prefixItems", old, @new);
        Set("CS-ARR-005", path, "contains", old, @new);
        Set("CS-ARR-005", path, "minContains", old, @new);
        Set("CS-ARR-005", path, "maxContains", old, @new);
        var (before, after) = (old.Child("items"), @new.Child("items"));
        if (before is null && after is null) return;
        if (before is null || after is null || before.Schema.ValueKind != after.Schema.ValueKind || (before.Kinds() & after.Kinds()) == JsonKinds.None)
        {
            Add("CS-ARR-001", path, $"items {(before is null ? "was added" : after is null ? "was removed" : "was exchanged")}.", before is null ? CompatibilityDirection.Producer : after is null ? CompatibilityDirection.Consumer : CompatibilityDirection.Both);
            return;
        }
        Compare(before, after, path + "/*", depth + 1);
    }

    private void Annotations(SchemaFacets old, SchemaFacets @new, string path)
    {
        foreach (var keyword in new[] { "title", "description", "$comment", "examples" })
        {
            if (Own(old, keyword) == Own(@new, keyword)) continue;
            Add("CS-ANN-001", path, $"{keyword} changed.", step: VersionStep.Patch);
            break;
        }
        if (Own(old, "default") != Own(@new, "default")) Add("CS-ANN-002", path, "The default changed.", step: VersionStep.Minor, severity: FindingSeverity.Warning);
        if (old.IsTrue("deprecated") != @new.IsTrue("deprecated")) Add("CS-ANN-003", path, @new.IsTrue("deprecated") ? "The member was deprecated." : "The member is no longer deprecated.", step: @new.IsTrue("deprecated") ? VersionStep.Minor : VersionStep.Patch);
        Mark(old, @new, path, "readOnly");
        Mark(old, @new, path, "writeOnly");
        if (old.Text(UnionFallback.Annotation) is var fallback && fallback != @new.Text(UnionFallback.Annotation))
        {
            Add("CS-CMP-007", path, fallback is null ? "Readers now take alternatives that they do not know." : "Readers no longer take alternatives that they do not know, or know them by another member.", step: VersionStep.Minor, severity: fallback is null ? FindingSeverity.Note : FindingSeverity.Warning);
        }
        foreach (var keyword in new[] { "x-canonical-unit", "x-canonical-sign" })
        {
            var (before, after) = (old.Text(keyword), @new.Text(keyword));
            if (before == after) continue;
            // What was never said cannot have meant something else for certain.
            Add("CS-SEM-001", path, $"{keyword} changed from {before ?? "none"} to {after ?? "none"}.", step: before is null ? VersionStep.Minor : VersionStep.Major, severity: before is null ? FindingSeverity.Warning : FindingSeverity.Error);
        }
        MeaningOfValues(old, @new, path);
        if (old.Text("x-canonical-system-of-record") is { } leader && leader != @new.Text("x-canonical-system-of-record"))
        {
            Add("CS-SEM-003", path, $"The system of record changed from {leader} to {@new.Text("x-canonical-system-of-record") ?? "none"}.", step: VersionStep.Major, severity: FindingSeverity.Error);
        }
        if (old.Get("x-canonical-ref") is { } target && SchemaShape.Of(target) != @new.Shape("x-canonical-ref"))
        {
            Add("CS-SEM-004", path, $"The reference named {target} and now names {@new.Get("x-canonical-ref")?.ToString() ?? "nothing"}.", step: VersionStep.Major, severity: FindingSeverity.Error);
        }
        if (path.Length > 0 && IsPosting(old, path) != IsPosting(@new, path))
        {
            Add("CS-KEY-004", path, IsPosting(@new, path) ? "The member is now part of the fingerprint." : "The member is no longer part of the fingerprint.", CompatibilityDirection.Both, VersionStep.Major, FindingSeverity.Error);
        }
    }

    // Whoever wrote or asked for the member may have to stop, in one version before the other. The views take it out one way; the proof says whether somebody breaks.
    private void Mark(SchemaFacets old, SchemaFacets @new, string path, string keyword)
    {
        if (old.IsTrue(keyword) == @new.IsTrue(keyword)) return;
        Add("CS-ANN-004", path, $"The member is {(@new.IsTrue(keyword) ? "now" : "no longer")} {keyword}.", CompatibilityDirection.Both, VersionStep.Minor, FindingSeverity.Warning);
    }

    // Of the object the marked members are in the fingerprint; of its parts, all but those that are taken out.
    private static bool IsPosting(SchemaFacets facets, string path) =>
        path.LastIndexOf('/') == 0 ? facets.IsTrue("x-canonical-posting") : facets.Get("x-canonical-posting") is not { ValueKind: JsonValueKind.False };

    private void MeaningOfValues(SchemaFacets old, SchemaFacets @new, string path)
    {
        if (old.Get("x-canonical-enum-descriptions") is not { ValueKind: JsonValueKind.Object } before || @new.Get("x-canonical-enum-descriptions") is not { ValueKind: JsonValueKind.Object } after) return;
        foreach (var meaning in before.EnumerateObject())
        {
            if (after.TryGetProperty(meaning.Name, out var now) && now.ToString() != meaning.Value.ToString())
            {
                Add("CS-SEM-002", path, $"The description of {meaning.Name} changed: make sure that it still means the same.", step: VersionStep.Minor, severity: FindingSeverity.Warning);
            }
        }
    }

    // An annotation of the place itself, not of what it refers to.
    private static string Own(SchemaFacets facets, string keyword) => facets.Schema.ValueKind == JsonValueKind.Object && facets.Schema.TryGetProperty(keyword, out var value) ? value.GetRawText() : "";
}
