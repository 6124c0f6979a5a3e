namespace Canonical.Cli;

// Patterns of paths: * and ? within a name, ** for any folders, [a-z] and [!a-z] for one character, {a,b} for alternatives. Always with forward slashes.
internal static class Glob
{
    private const string AnyFolders = "**";

    // A link to a folder may lead back to where it lies, so none is followed; a folder that may not be read is told, not passed over.
    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny("*?[{") >= 0;

    public static bool IsMatch(string pattern, string path)
    {
        var segments = path.Split('/');
        return Alternatives(pattern).Any(p => MatchSegments(p.Split('/'), 0, segments, 0));
    }

    // The files below a folder that match, in ordinal order. Hidden folders are entered only by a pattern that names them.
    public static IReadOnlyList<string> Expand(string pattern, string folder)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var alternative in Alternatives(pattern.Replace('\\', '/')))
        {
            var segments = alternative.Split('/');
            var literal = 0;
            while (literal < segments.Length - 1 && !IsPattern(segments[literal])) literal++;
            var root = string.Join('/', segments[..literal]);
            if (literal > 0 && root.Length == 0) root = "/";
            var start = Path.GetFullPath(root.Length == 0 ? "." : root, folder);
            if (Directory.Exists(start)) Walk(start, root, segments, literal, files);
        }
        return [.. files];
    }

    private static void Walk(string folder, string shown, string[] segments, int index, SortedSet<string> files)
    {
        var segment = segments[index];
        var isLast = index == segments.Length - 1;
        if (segment == AnyFolders)
        {
            // Nothing, or one folder and again anything; at the end of a pattern, every file below.
            if (isLast) AddFiles(folder, shown, "*", files);
            else Walk(folder, shown, segments, index + 1, files);
            foreach (var name in Folders(folder)) if (!IsSkipped(name)) Walk(Path.Combine(folder, name), Join(shown, name), segments, index, files);
            return;
        }
        if (isLast)
        {
            AddFiles(folder, shown, segment, files);
            return;
        }
        foreach (var name in Folders(folder)) if (MatchName(segment, name)) Walk(Path.Combine(folder, name), Join(shown, name), segments, index + 1, files);
    }

    private static void AddFiles(string folder, string shown, string pattern, SortedSet<string> files)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            var name = Path.GetFileName(file);
            if (MatchName(pattern, name)) files.Add(Join(shown, name));
        }
    }

    private static IEnumerable<string> Folders(string folder) => Directory.EnumerateDirectories(folder, "*", NoLinks).Select(d => Path.GetFileName(d));

    private static bool IsSkipped(string name) => name.StartsWith('.') || name == "node_modules";

    private static string Join(string folder, string name) => folder.Length == 0 ? name : folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    private static bool MatchSegments(string[] pattern, int p, string[] path, int i)
    {
        if (p == pattern.Length) return i == path.Length;
        if (pattern[p] == AnyFolders)
        {
            if (p == pattern.Length - 1) return i < path.Length;
            for (var next = i; next < path.Length; next++) if (MatchSegments(pattern, p + 1, path, next)) return true;
            return false;
        }
        return i < path.Length && MatchName(pattern[p], path[i]) && MatchSegments(pattern, p + 1, path, i + 1);
    }

    private static bool MatchName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (pattern.Length > 0)
        {
            if (pattern[0] == '*')
            {
                pattern = pattern.TrimStart('*');
                if (pattern.Length == 0) return true;
                for (var skip = 0; skip <= name.Length; skip++) if (MatchName(pattern, name[skip..])) return true;
                return false;
            }
            if (name.Length == 0) return false;
            var close = pattern[0] == '[' ? pattern.IndexOf(']') : -1;
            if (close > 1)
            {
                if (!MatchSet(pattern[1..close], name[0])) return false;
                pattern = pattern[(close + 1)..];
            }
            else
            {
                if (pattern[0] != '?' && pattern[0] != name[0]) return false;
                pattern = pattern[1..];
            }
            name = name[1..];
        }
        return name.Length == 0;
    }

    private static bool MatchSet(ReadOnlySpan<char> set, char c)
    {
        var negated = set[0] == '!';
        if (negated) set = set[1..];
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? c >= set[i] && c <= set[i + 2] : c == set[i]) return !negated;
            if (isRange) i += 2;
        }
        return negated;
    }

    // {a,b} becomes two patterns; alternatives may hold alternatives.
    private static IEnumerable<string> Alternatives(string pattern)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        if (open < 0) return [pattern];
        var depth = 0;
        var parts = new List<string>();
        var start = open + 1;
        for (var i = open; i < pattern.Length; i++)
        {
            if (pattern[i] == '{') depth++;
            // A comma or the end of the outermost braces ends a part.
            if (depth != 1 || pattern[i] is not (',' or '}'))
            {
                if (pattern[i] == '}') depth--;
                continue;
            }
            if (pattern[i] == '}') depth--;
            parts.Add(pattern[start..i]);
            start = i + 1;
            if (depth == 0) return parts.SelectMany(part => Alternatives(pattern[..open] + part + pattern[(i + 1)..]));
        }
        return [pattern];
    }
}
