namespace Canonical.Mapping;

/// <summary>The name that is most like another, or none that is like it: a guess that is shown as one.</summary>
internal static class RenameGuess
{
    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var least = double.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(Plain(name), Plain(candidate));
            if (distance < least)
                (best, least) = (candidate, distance);
        }

        return least <= 0.4 ? best : null;
    }

    /// <summary>0 for the same, 1 for nothing in common.</summary>
    public static double Distance(string first, string second)
    {
        if (first.Length == 0 || second.Length == 0 || first.Length > 200 || second.Length > 200)
            return 1;
        // One name with something before or behind it is often the same field.
        if (Math.Min(first.Length, second.Length) >= 4 && (first.EndsWith(second, StringComparison.Ordinal) || second.EndsWith(first, StringComparison.Ordinal) || first.StartsWith(second, StringComparison.Ordinal) || second.StartsWith(first, StringComparison.Ordinal)))
            return first == second ? 0 : 0.25;
        var row = new int[second.Length + 1];
        for (var j = 0; j <= second.Length; j++)
            row[j] = j;
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (first[i - 1] == second[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return (double)row[^1] / Math.Max(first.Length, second.Length);
    }

    // Case, underscores and the suffix of custom fields are not what a name says.
    public static string Plain(string name)
    {
        if (name.EndsWith("__c", StringComparison.Ordinal))
            name = name[..^3];
        return name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
    }
}
