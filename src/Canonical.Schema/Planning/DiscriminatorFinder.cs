namespace Canonical.Schema;

/// <summary>Finds a property that every alternative requires with strings of its own, so that its value alone tells which alternative can match.</summary>
internal static class DiscriminatorFinder
{
    /// <param name="branches">The alternatives.</param>
    /// <param name="around">What applies besides; names that it requires count as required by each.</param>
    public static Discriminator? Find(Node[] branches, List<Node> around)
    {
        if (branches.Length < 2) return null;
        var candidates = new Dictionary<string, string[]>[branches.Length];
        for (var i = 0; i < branches.Length; i++) candidates[i] = Candidates(branches[i], around);
        foreach (var name in candidates[0].Keys)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var values = new List<string>();
            var targets = new List<int>();
            var distinct = true;
            for (var i = 0; i < branches.Length && distinct; i++)
            {
                if (!candidates[i].TryGetValue(name, out var strings))
                {
                    distinct = false;
                    break;
                }
                foreach (var value in strings)
                {
                    distinct &= seen.Add(value);
                    values.Add(value);
                    targets.Add(i);
                }
            }
            if (distinct) return new Discriminator(name, values.ToArray(), targets.ToArray());
        }
        return null;
    }

    // The required properties that can only have certain strings.
    private static Dictionary<string, string[]> Candidates(Node branch, List<Node> around)
    {
        var result = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var parts = new NodeSet([branch], []).Parts;
        var required = new HashSet<string>(StringComparer.Ordinal);
        AddRequired(required, parts);
        AddRequired(required, around);
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Properties.Length; i++)
            {
                if (part.Properties[i] is not { } property || !required.Contains(part.Names!.Names[i])) continue;
                var kinds = new KindRules(new NodeSet([property], []).Parts);
                var stringsOnly = kinds is { HasValues: true, True: false, False: false, Null: false } && !kinds.Allows(JsonTypes.Number) && !kinds.Allows(JsonTypes.Array) && !kinds.Allows(JsonTypes.Object);
                if (stringsOnly && kinds.Strings!.Length > 0) result.TryAdd(part.Names.Names[i], kinds.Strings);
            }
        }
        return result;
    }

    private static void AddRequired(HashSet<string> required, List<Node> parts)
    {
        foreach (var part in parts)
        {
            foreach (var name in part.Required) required.Add(part.Names!.Names[name]);
        }
    }
}
