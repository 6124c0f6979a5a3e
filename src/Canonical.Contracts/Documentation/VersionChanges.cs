namespace Canonical.Contracts;

// What changed between two versions of a contract, member by member, in words. It tells; whether a change is compatible is proved elsewhere.
internal static class VersionChanges
{
    public static IReadOnlyList<string> Between(SiteContract older, SiteContract newer)
    {
        var before = Members(older);
        var after = Members(newer);
        var changes = new List<string>();
        foreach (var (path, member) in after)
        {
            if (!before.TryGetValue(path, out var old)) changes.Add($"{path} added, {(member.Required ? "required" : "optional")}.");
            else changes.AddRange(Differences(path, old, member));
        }
        changes.AddRange(before.Keys.Where(path => !after.ContainsKey(path)).Select(path => $"{path} removed."));
        if (!older.NaturalKey.SequenceEqual(newer.NaturalKey)) changes.Add($"The natural key is now {string.Join(", ", newer.NaturalKey)}.");
        changes.AddRange(newer.Laws.Where(l => !older.Laws.Contains(l)).Select(l => $"Law {l.Code}: {l.Description}"));
        changes.AddRange(older.Laws.Where(l => newer.Laws.All(n => n.Code != l.Code)).Select(l => $"Law {l.Code} no longer holds."));
        return changes;
    }

    private static IEnumerable<string> Differences(string path, SiteMember old, SiteMember now)
    {
        if (old.Required != now.Required) yield return $"{path} is now {(now.Required ? "required" : "optional")}.";
        if (Type(old) != Type(now)) yield return $"{path}: {Type(old)} became {Type(now)}.";
        foreach (var rule in now.Rules.Except(old.Rules)) yield return $"{path}: new rule: {rule}.";
        foreach (var rule in old.Rules.Except(now.Rules)) yield return $"{path}: no longer: {rule}.";
        foreach (var code in now.Codes.Except(old.Codes)) yield return $"{path}: new value {code.Value}.";
        foreach (var code in old.Codes.Where(c => now.Codes.All(n => n.Value != c.Value))) yield return $"{path}: value {code.Value} removed.";
        foreach (var mark in now.Marks.Except(old.Marks)) yield return $"{path}: now {mark.Text}.";
        foreach (var mark in old.Marks.Except(now.Marks)) yield return $"{path}: no longer {mark.Text}.";
    }

    private static string Type(SiteMember member) => member.Type.IsList ? $"list of {member.Type.Text}" : member.Type.Text;

    private static Dictionary<string, SiteMember> Members(SiteContract contract) => contract.Parts
        .SelectMany(part => part.Members.Select(member => (Path: (part.Name.Length == 0 ? "" : part.Name + ".") + member.Name, member)))
        .ToDictionary(m => m.Path, m => m.member, StringComparer.Ordinal);
}
