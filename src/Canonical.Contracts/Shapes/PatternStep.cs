namespace Canonical.Contracts;

// One step of a pattern: so many characters of a set of ASCII, which is written out.
internal sealed record PatternStep(string Characters, int Min, int Max)
{
    private const string Quantifiers = "*+?{";
    private const string Special = "\\^$.|()[]{}*+?";

    // A pattern that is a row of classes and characters from "^" to "$", where taking as many as there are is always right; null for any other.
    public static IReadOnlyList<PatternStep>? TryRead(string pattern)
    {
        if (pattern.Length < 3 || pattern[0] != '^' || pattern[^1] != '$' || pattern[^2] == '\\') return null;
        var steps = new List<PatternStep>();
        for (var at = 1; at < pattern.Length - 1;)
        {
            if (ReadSet(pattern, ref at) is not { } set || ReadCount(pattern, ref at) is not var (min, max) || max < min) return null;
            steps.Add(new(set, min, max));
        }
        return IsGreedy(steps) ? steps : null;
    }

    // Where a step may end early, what follows must begin with other characters, or taking all could be wrong.
    private static bool IsGreedy(List<PatternStep> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Min == steps[i].Max) continue;
            for (var next = i + 1; next < steps.Count; next++)
            {
                if (steps[next].Characters.Any(c => steps[i].Characters.Contains(c, StringComparison.Ordinal))) return false;
                if (steps[next].Min > 0) break;
            }
        }
        return true;
    }

    private static string? ReadSet(string pattern, ref int at)
    {
        if (pattern[at] != '[') return ReadCharacter(pattern, ref at) is { } one ? one.ToString() : null;
        var set = new SortedSet<char>();
        for (at++; pattern[at] != ']';)
        {
            if (pattern[at] is '^' or '[' || ReadClassCharacter(pattern, ref at) is not { } first) return null;
            var last = first;
            if (pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                if (ReadClassCharacter(pattern, ref at) is not { } end || end < first) return null;
                last = end;
            }
            for (var c = first; c <= last; c++) set.Add(c);
            if (at >= pattern.Length - 1) return null;
        }
        at++;
        return set.Count == 0 ? null : string.Concat(set);
    }

    private static char? ReadCharacter(string pattern, ref int at)
    {
        var c = pattern[at++];
        if (c == '\\') return at < pattern.Length - 1 && Special.Contains(pattern[at], StringComparison.Ordinal) ? pattern[at++] : null;
        return Special.Contains(c, StringComparison.Ordinal) || !IsPlain(c) ? null : c;
    }

    private static char? ReadClassCharacter(string pattern, ref int at)
    {
        var c = pattern[at++];
        if (c == '\\') return at < pattern.Length - 1 && (Special.Contains(pattern[at], StringComparison.Ordinal) || pattern[at] == '-') ? pattern[at++] : null;
        return IsPlain(c) ? c : null;
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~';

    private static (int Min, int Max)? ReadCount(string pattern, ref int at)
    {
        if (at >= pattern.Length - 1 || !Quantifiers.Contains(pattern[at], StringComparison.Ordinal)) return (1, 1);
        (int, int)? count;
        switch (pattern[at++])
        {
            case '*':
                count = (0, int.MaxValue);
                break;
            case '+':
                count = (1, int.MaxValue);
                break;
            case '?':
                count = (0, 1);
                break;
            default:
                var close = pattern.IndexOf('}', at);
                if (close < 0) return null;
                var parts = pattern[at..close].Split(',');
                at = close + 1;
                if (parts.Length > 2 || !int.TryParse(parts[0], System.Globalization.NumberStyles.None, null, out var min)) return null;
                if (parts.Length == 1) count = (min, min);
                else if (parts[1].Length == 0) count = (min, int.MaxValue);
                else if (int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out var max)) count = (min, max);
                else return null;
                break;
        }
        // A question mark behind it would take as few as there are.
        return at < pattern.Length - 1 && Quantifiers.Contains(pattern[at], StringComparison.Ordinal) ? null : count;
    }
}
