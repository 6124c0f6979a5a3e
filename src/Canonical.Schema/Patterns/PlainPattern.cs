namespace Canonical.Schema;

/// <summary>
/// Recognises, without parsing, the patterns that most schemas have: ASCII letters and digits, classes, groups, alternatives, counts. Such a pattern is right and regular, so that parsing it and building what matches it can wait
/// until a text is matched. Says no to much that is right as well; <see cref="RegexParser"/> has the last word then.
/// </summary>
internal static class PlainPattern
{
    // Each more could multiply the size of what it repeats.
    private const int MaxGroups = 8;

    public static bool Is(string pattern)
    {
        var open = 0;
        var groups = 0;
        // Whether something stands before that may be repeated.
        var repeatable = false;
        for (var at = 0; at < pattern.Length;)
        {
            var c = pattern[at++];
            switch (c)
            {
                case '^' or '$' or '|':
                    repeatable = false;
                    break;
                case '(':
                    if (++groups > MaxGroups) return false;
                    open++;
                    if (at < pattern.Length && pattern[at] == '?')
                    {
                        if (at + 1 >= pattern.Length || pattern[at + 1] != ':') return false;
                        at += 2;
                    }
                    repeatable = false;
                    break;
                case ')':
                    if (--open < 0) return false;
                    repeatable = true;
                    break;
                case '[':
                    at = ClassEnd(pattern, at);
                    if (at < 0) return false;
                    repeatable = true;
                    break;
                case '*' or '+' or '?':
                    if (!repeatable) return false;
                    repeatable = false;
                    break;
                case '{':
                    if (!repeatable || (at = ClassRow.ReadCounts(pattern, at, out _, out _)) < 0) return false;
                    repeatable = false;
                    break;
                case '\\':
                    if (at == pattern.Length || !IsPlainEscape(pattern[at++])) return false;
                    repeatable = true;
                    break;
                case ']' or '}':
                    return false;
                default:
                    if (c is < ' ' or > '~') return false;
                    repeatable = true;
                    break;
            }
        }
        return open == 0;
    }

    // Past the class whose content begins here, or -1.
    private static int ClassEnd(string pattern, int at)
    {
        if (at < pattern.Length && pattern[at] == '^') at++;
        for (; at < pattern.Length; at++)
        {
            var c = pattern[at];
            if (c == ']') return at + 1;
            if (c is < ' ' or > '~') return -1;
            if (c == '\\' && (++at == pattern.Length || !IsPlainEscape(pattern[at]))) return -1;
            if (at + 1 >= pattern.Length || pattern[at + 1] != '-' || at + 2 >= pattern.Length || pattern[at + 2] == ']') continue;
            // A range: both ends plain characters, in order.
            if (c == '\\' || pattern[at + 2] is '\\' or < ' ' or > '~' || pattern[at + 2] < c) return -1;
            at += 2;
        }
        return -1;
    }

    private static bool IsPlainEscape(char c) => c is 'd' or 'w' or 's' or '.' or '/' or '$' or '^' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '\\' or '-';
}
