namespace Canonical.Cli;

// What the arguments of a command mean: files, folders, patterns and standard input, each file once and in a fixed order.
internal static class InputList
{
    private static readonly string[] Patterns = ["**/*.json", "**/*.ndjson", "**/*.jsonl", "**/*.json.gz", "**/*.ndjson.gz", "**/*.jsonl.gz"];

    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments, List<string> problems)
    {
        var folder = Environment.CurrentDirectory;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<string>();
        foreach (var argument in arguments)
        {
            if (argument == CommonOptions.StandardInput)
            {
                if (!seen.Add(argument)) throw CliException.Usage("Standard input (-) can be read only once.");
                files.Add(argument);
            }
            else if (Directory.Exists(argument))
            {
                var prefix = argument is "." or "./" ? "" : argument.TrimEnd('/') + "/";
                var found = Patterns.SelectMany(p => ExpandIn(prefix, p, folder)).Where(f => Path.GetFileName(f) != CliConfiguration.FileName).Order(StringComparer.Ordinal).ToList();
                if (found.Count == 0) problems.Add($"{argument} holds no .json, .ndjson or .jsonl file, nor one of them compressed (.gz).");
                Add(found);
            }
            else if (!File.Exists(argument) && Glob.IsPattern(argument))
            {
                var found = Glob.Expand(argument, folder);
                if (found.Count == 0) problems.Add($"{argument} matches no file.");
                Add(found);
            }
            else
            {
                Add([argument]);
            }
        }
        return files;

        void Add(IEnumerable<string> found)
        {
            foreach (var file in found) if (seen.Add(file)) files.Add(file);
        }
    }

    // The folder itself may have characters of patterns in its name.
    private static IEnumerable<string> ExpandIn(string prefix, string pattern, string folder) =>
        Glob.Expand(pattern, Path.GetFullPath(prefix.Length == 0 ? "." : prefix, folder)).Select(f => prefix + f);
}
