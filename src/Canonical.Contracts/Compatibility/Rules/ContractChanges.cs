using System.Text.Json;

namespace Canonical.Contracts;

// The changes between two versions of a contract: those of its schema, of its definitions, and of what keys are made from.
internal static class ContractChanges
{
    private static readonly string[] SourceKey = ["system", "instance", "objectType", "recordId"];

    public static List<FindingDraft> Find(SchemaDocuments oldDocuments, SchemaDocuments newDocuments, DateOnly today)
    {
        var (old, @new) = (SchemaFacets.OfRoot(oldDocuments), SchemaFacets.OfRoot(newDocuments));
        var findings = ChangeWalker.Walk(old, @new, today).ToList();
        Definitions(oldDocuments, newDocuments, today, findings);
        Keys(old, @new, findings);
        return findings;
    }

    // Whether a contract consists of definitions for others and says nothing of documents.
    public static bool HoldsDefinitionsOnly(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("$defs", out var definitions) && definitions.ValueKind == JsonValueKind.Object
        && root.EnumerateObject().All(m => m.Name is "$defs" or "$schema" or "$id" or "$vocabulary" || SchemaShape.IsAnnotation(m.Name));

    public static IReadOnlyList<string> DefinitionNames(JsonElement root) => root.TryGetProperty("$defs", out var definitions) ? [.. definitions.EnumerateObject().Select(d => d.Name)] : [];

    private static void Definitions(SchemaDocuments oldDocuments, SchemaDocuments newDocuments, DateOnly today, List<FindingDraft> findings)
    {
        if (oldDocuments.Root.ValueKind != JsonValueKind.Object || newDocuments.Root.ValueKind != JsonValueKind.Object) return;
        var isLibrary = HoldsDefinitionsOnly(oldDocuments.Root);
        var names = DefinitionNames(newDocuments.Root);
        foreach (var name in DefinitionNames(oldDocuments.Root))
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                // A definition inside of one contract is its own affair; references from outside name the version.
                findings.Add(new("CS-REF-002", "/$defs/" + name, $"The definition {name} is gone.", CompatibilityDirection.None, isLibrary ? VersionStep.Major : VersionStep.None, isLibrary ? FindingSeverity.Error : FindingSeverity.Note));
            }
            else if (isLibrary)
            {
                var (before, after) = (oldDocuments.Root.GetProperty("$defs").GetProperty(name), newDocuments.Root.GetProperty("$defs").GetProperty(name));
                findings.AddRange(ChangeWalker.Walk(new(oldDocuments, before, oldDocuments.RootUri), new(newDocuments, after, newDocuments.RootUri), today).Select(f => f with { Path = $"/$defs/{name}{f.Path}" }));
            }
        }
        if (isLibrary && names.Except(DefinitionNames(oldDocuments.Root), StringComparer.Ordinal).Any()) findings.Add(new("CS-OBJ-001", "/$defs", "Definitions were added.", CompatibilityDirection.None, VersionStep.Minor));
    }

    private static void Keys(SchemaFacets old, SchemaFacets @new, List<FindingDraft> findings)
    {
        var (before, after) = (NaturalKey(old), NaturalKey(@new));
        if (old.Get("x-canonical-natural-key") is not null && !before.SequenceEqual(after, StringComparer.Ordinal))
        {
            findings.Add(Breaking("CS-KEY-002", "", $"The natural key changed from {string.Join(", ", before)} to {(after.Count == 0 ? "none" : string.Join(", ", after))}."));
        }
        if (old.Get("x-canonical-key-profile") is not null && old.Shape("x-canonical-key-profile") != @new.Shape("x-canonical-key-profile"))
        {
            findings.Add(Breaking("CS-KEY-003", "", $"The key profile changed from {old.Get("x-canonical-key-profile")} to {@new.Get("x-canonical-key-profile")?.ToString() ?? "none"}."));
        }
        foreach (var name in before.Intersect(after, StringComparer.Ordinal)) Member(old, @new, name, "/" + name, findings);
        if (old.Property("sourceRefs")?.Child("items") is not { } oldSource || @new.Property("sourceRefs")?.Child("items") is not { } newSource) return;
        foreach (var name in SourceKey) Member(oldSource, newSource, name, "/sourceRefs/*/" + name, findings);
    }

    private static void Member(SchemaFacets old, SchemaFacets @new, string name, string path, List<FindingDraft> findings)
    {
        if (old.Property(name) is not { } before || @new.Property(name) is not { } after) return;
        if (old.Required.Contains(name) != @new.Required.Contains(name)) findings.Add(Breaking("CS-KEY-001", path, "A member of the key became required or optional."));
        // A longer or a shorter limit does not change the text of any value; another type, pattern, format or list of values may.
        if (before.Kinds() != after.Kinds() || before.Shape("pattern") != after.Shape("pattern") || before.Shape("format") != after.Shape("format") || !Same(before.Values(), after.Values()))
        {
            findings.Add(Breaking("CS-KEY-001", path, "A member of the key changed its type or its form."));
        }
    }

    private static bool Same(List<Datum>? before, List<Datum>? after) => before is null ? after is null : after is not null && before.ToHashSet().SetEquals(after);

    private static FindingDraft Breaking(string rule, string path, string message) => new(rule, path, message, CompatibilityDirection.Both, VersionStep.Major, FindingSeverity.Error);

    private static List<string> NaturalKey(SchemaFacets facets) =>
        facets.Get("x-canonical-natural-key") is { ValueKind: JsonValueKind.Array } names ? [.. names.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!)] : [];
}
