namespace Canonical.Cli;

// The list of what was published, the newest day first.
internal static class Changelog
{
    public static void Add(string path, string date, IEnumerable<string> entries)
    {
        var heading = $"## {date}";
        List<string> lines = File.Exists(path) ? [.. File.ReadAllLines(path)] : ["# Changes of the contracts", ""];
        var day = lines.IndexOf(heading);
        if (day < 0)
        {
            day = lines.FindIndex(l => l.StartsWith("## ", StringComparison.Ordinal));
            if (day < 0)
            {
                if (lines.Count > 0 && lines[^1].Length > 0) lines.Add("");
                day = lines.Count;
            }
            else
            {
                lines.Insert(day, "");
            }
            lines.InsertRange(day, [heading, ""]);
        }
        var at = day + 2;
        while (at < lines.Count && lines[at].StartsWith("- ", StringComparison.Ordinal)) at++;
        lines.InsertRange(at, entries.Select(e => "- " + e.ReplaceLineEndings(" ")));
        File.WriteAllText(path, string.Join('\n', lines).TrimEnd('\n') + "\n");
    }
}
