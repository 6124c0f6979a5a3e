namespace Canonical.Contracts;

// What users of the generated C# see, compared between two catalogs: records, members with their types and nullability, codes with their values. Decided on the contracts alone, since the same contracts give the same code.
internal static class SourceSurface
{
    // Nothing where the contracts of a catalog are not of the profile: no C# is generated from them.
    public static IEnumerable<(string Contract, string Subject, string Message)> Compare(ContractCatalog baseline, ContractCatalog current)
    {
        var faults = new List<ContractFinding>();
        var (before, after) = (ShapeReader.ReadNewest(baseline, faults), ShapeReader.ReadNewest(current, faults));
        if (faults.Count > 0) return [];
        return before.SelectMany(set => after.FirstOrDefault(s => s.Major == set.Major) is { } now
            ? Compare(set, now)
            : [("", $"V{set.Major}", $"The namespace V{set.Major} is gone.")]);
    }

    private static IEnumerable<(string Contract, string Subject, string Message)> Compare(ShapeSet before, ShapeSet after)
    {
        var records = after.Records.ToDictionary(r => r.Name, StringComparer.Ordinal);
        var codes = after.Codes.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (var old in before.Records)
        {
            if (!records.TryGetValue(old.Name, out var now)) yield return (old.Contract.Id, old.Name, $"The record {old.Name} is gone from the generated C#.");
            else foreach (var (member, message) in Members(old, now)) yield return (now.Contract.Id, $"{old.Name}.{member}", message);
        }
        foreach (var old in before.Codes)
        {
            if (!codes.TryGetValue(old.Name, out var now)) yield return (old.Contract.Id, old.Name, $"The code {old.Name} is gone from the generated C#.");
            else if (old.IsOpen != now.IsOpen) yield return (now.Contract.Id, old.Name, $"{old.Name} is {(now.IsOpen ? "a struct around a text and was an enum" : "an enum and was a struct around a text")}.");
            else foreach (var gone in old.Values.Where(v => !now.Values.Any(n => n.Name == v.Name))) yield return (now.Contract.Id, $"{old.Name}.{gone.Name}", $"{old.Name}.{gone.Name} is gone.");
        }
    }

    private static IEnumerable<(string Member, string Message)> Members(RecordShape old, RecordShape now)
    {
        foreach (var member in old.Members)
        {
            var match = now.Members.FirstOrDefault(m => m.Name == member.Name);
            if (match is null) yield return (member.Name, $"{old.Name}.{member.Name} is gone.");
            else if (Type(member) != Type(match)) yield return (member.Name, $"{old.Name}.{member.Name} is {Type(match)} and was {Type(member)}.");
        }
        foreach (var added in now.Members.Where(m => m.Required && !old.Members.Exists(o => o.Name == m.Name))) yield return (added.Name, $"{old.Name}.{added.Name} is new and required: every place that makes the record must set it.");
    }

    private static string Type(MemberShape member)
    {
        var name = member.Type.Target is { } target ? $"{member.Type.Name} to {target}" : member.Type.Name;
        return member.Required ? $"required {name}" : member.Type.Kind == TypeKind.List ? name : name + "?";
    }
}
