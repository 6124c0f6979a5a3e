namespace Canonical.Schema;

/// <summary>One step of a row: characters of a set of ASCII, so many of them.</summary>
internal sealed class ClassStep(ulong low, ulong high, int min, int max)
{
    /// <summary>One bit for each character below 64, and for each from there on.</summary>
    public readonly ulong Low = low, High = high;
    public readonly int Min = min, Max = max;

    public bool Has(uint c) => ((c < 64 ? Low : c < 128 ? High : 0) >> (int)(c & 63) & 1) != 0;

    public bool Overlaps(ClassStep other) => (Low & other.Low | High & other.High) != 0;
}

/// <summary>
/// A pattern that is a row of ASCII classes from "^" to "$", the last few in a group that may be absent, where each step may take as many characters as it can: <c>^[A-Z]{2}(-[A-Z0-9]{1,3})?$</c>. Read from the text of the pattern
/// at once. Most patterns of business schemas are; matching them needs no automaton.
/// </summary>
internal sealed class ClassRow
{
    private const int MaxSteps = 12;

    public readonly ClassStep[] Steps;

    /// <summary>The first step of the group that may be absent; the count of steps when there is none.</summary>
    public readonly int OptionalFrom;

    private ClassRow(ClassStep[] steps, int optionalFrom)
    {
        Steps = steps;
        OptionalFrom = optionalFrom;
    }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        var at = 0;
        for (var i = 0; i < Steps.Length; i++)
        {
            if (i == OptionalFrom && at == text.Length) return true;
            var step = Steps[i];
            var from = at;
            while (at < text.Length && at - from < step.Max && step.Has(text[at])) at++;
            if (at - from < step.Min) return false;
        }
        return at == text.Length;
    }

    /// <summary>The row that a pattern is, or null when it is none, or is wrong.</summary>
    public static ClassRow? TryParse(string pattern)
    {
        var last = pattern.Length - 1;
        if (last < 2 || pattern[0] != '^' || pattern[last] != '$') return null;
        var steps = new List<ClassStep>();
        var optionalFrom = -1;
        for (var at = 1; at < last;)
        {
            var c = pattern[at++];
            ulong low = 0, high = 0;
            switch (c)
            {
                case '(':
                    if (optionalFrom >= 0) return null;
                    optionalFrom = steps.Count;
                    if (pattern[at] != '?') continue;
                    if (pattern[at + 1] != ':') return null;
                    at += 2;
                    continue;
                case ')':
                    // The group may only end the pattern.
                    if (optionalFrom < 0 || optionalFrom == steps.Count || at != last - 1 || pattern[at] != '?') return null;
                    return Checked(steps, optionalFrom);
                case '[':
                    at = ReadClass(pattern, at, ref low, ref high);
                    if (at < 0) return null;
                    break;
                case '\\':
                    if (at == last || !Add(pattern[at++], escaped: true, ref low, ref high)) return null;
                    break;
                default:
                    if (c is '^' or '$' or '.' or '*' or '+' or '?' or ']' or '{' or '}' or '|' || !Add(c, escaped: false, ref low, ref high)) return null;
                    break;
            }
            // The raw text of a document is matched: a character that must be escaped in JSON would not stand there as itself.
            if ((low & (1UL << '"' | uint.MaxValue)) != 0 || (high & 1UL << ('\\' - 64)) != 0 || (low | high) == 0) return null;
            var (min, max) = (1, 1);
            c = pattern[at];
            if (c is '*' or '+' or '?')
            {
                at++;
                (min, max) = (c == '+' ? 1 : 0, c == '?' ? 1 : int.MaxValue);
            }
            else if (c == '{')
            {
                at = ReadCounts(pattern, at + 1, out min, out max);
                if (at < 0) return null;
            }
            // A count of a count, or one that takes as few as it can.
            if (pattern[at] is '*' or '+' or '?' or '{' && at < last && (min, max) != (1, 1)) return null;
            if (steps.Count == MaxSteps) return null;
            steps.Add(new ClassStep(low, high, min, max));
        }
        return optionalFrom < 0 && steps.Count > 0 ? Checked(steps, steps.Count) : null;
    }

    /// <summary>Reads the counts of "{2}", "{2,}" or "{2,5}" from past the brace. Returns the place past the closing one, or -1.</summary>
    public static int ReadCounts(string pattern, int at, out int min, out int max)
    {
        min = max = 0;
        var start = at;
        for (; at < pattern.Length && char.IsAsciiDigit(pattern[at]) && at - start < 9; at++) min = min * 10 + (pattern[at] - '0');
        if (at == start || at == pattern.Length) return -1;
        max = min;
        if (pattern[at] == ',')
        {
            start = ++at;
            max = 0;
            for (; at < pattern.Length && char.IsAsciiDigit(pattern[at]) && at - start < 9; at++) max = max * 10 + (pattern[at] - '0');
            if (at == start) max = int.MaxValue;
        }
        return at < pattern.Length && pattern[at] == '}' && max >= min ? at + 1 : -1;
    }

    // Greedy is right only where what a step takes could not belong to a later one.
    private static ClassRow? Checked(List<ClassStep> steps, int optionalFrom)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Min == steps[i].Max) continue;
            for (var j = i + 1; j < steps.Count; j++)
            {
                if (steps[i].Overlaps(steps[j])) return null;
                if (steps[j].Min > 0) break;
            }
        }
        return new ClassRow(steps.ToArray(), optionalFrom);
    }

    // Past the class whose content begins here, or -1.
    private static int ReadClass(string pattern, int at, ref ulong low, ref ulong high)
    {
        if (pattern[at] == '^') return -1;
        while (at < pattern.Length - 1)
        {
            var c = pattern[at++];
            if (c == ']') return at;
            if (c == '\\')
            {
                if (at + 2 >= pattern.Length || !Add(pattern[at++], escaped: true, ref low, ref high) || pattern[at] == '-' && pattern[at + 1] != ']') return -1;
            }
            else if (pattern[at] == '-' && at + 1 < pattern.Length && pattern[at + 1] != ']')
            {
                var to = pattern[at + 1];
                if (c < ' ' || to == '\\' || to < c || to > '~') return -1;
                for (; c <= to; c++) Add(c, escaped: false, ref low, ref high);
                at += 2;
            }
            else if (!Add(c, escaped: false, ref low, ref high))
            {
                return -1;
            }
        }
        return -1;
    }

    private static bool Add(char c, bool escaped, ref ulong low, ref ulong high)
    {
        const ulong Digits = 0x3FFUL << '0';
        if (c is < ' ' or > '~') return false;
        if (escaped && char.IsAsciiLetterOrDigit(c))
        {
            if (c is not ('d' or 'w')) return false;
            low |= Digits;
            if (c == 'w') high |= 0x07FFFFFE_87FFFFFE;
            return true;
        }
        if (escaped && c is not ('.' or '/' or '$' or '^' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '\\' or '-')) return false;
        if (c < 64) low |= 1UL << c;
        else high |= 1UL << (c - 64);
        return true;
    }
}
