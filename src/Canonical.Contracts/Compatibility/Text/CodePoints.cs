namespace Canonical.Contracts;

// A set of Unicode scalar values as sorted, disjoint ranges. Halves of surrogate pairs are never in one: a JSON document that has them is refused before any schema is asked.
internal static class CodePoints
{
    public const int Max = 0x10FFFF;

    public static readonly (int Low, int High)[] All = [(0, 0xD7FF), (0xE000, Max)];
    public static readonly (int Low, int High)[] Digits = [('0', '9')];
    public static readonly (int Low, int High)[] Word = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    public static readonly (int Low, int High)[] Space = [(9, 13), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)];
    public static readonly (int Low, int High)[] NotLineEnds = Negate([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)]);

    public static (int Low, int High)[] Union(IEnumerable<(int Low, int High)> ranges)
    {
        var result = new List<(int Low, int High)>();
        foreach (var (low, high) in ranges.Order())
        {
            if (result.Count > 0 && low <= result[^1].High + 1) result[^1] = (result[^1].Low, Math.Max(result[^1].High, high));
            else result.Add((low, high));
        }
        return Scalars(result);
    }

    public static (int Low, int High)[] Negate((int Low, int High)[] ranges)
    {
        var result = new List<(int Low, int High)>();
        var next = 0;
        foreach (var (low, high) in ranges)
        {
            if (low > next) result.Add((next, low - 1));
            next = high + 1;
        }
        if (next <= Max) result.Add((next, Max));
        return Scalars(result);
    }

    // The ranges without surrogates.
    private static (int Low, int High)[] Scalars(List<(int Low, int High)> ranges)
    {
        var result = new List<(int Low, int High)>(ranges.Count);
        foreach (var (low, high) in ranges)
        {
            if (low < 0xD800) result.Add((low, Math.Min(high, 0xD7FF)));
            if (high > 0xDFFF) result.Add((Math.Max(low, 0xE000), high));
        }
        return [.. result];
    }

    // Up to a number of members of a range that people can read, the plainest first.
    public static IEnumerable<int> Sample(int low, int high, int count)
    {
        foreach (var c in "a0A-x1Bb_ .,zZ9")
        {
            if (count == 0) yield break;
            if (c < low || c > high) continue;
            count--;
            yield return c;
        }
        // The rest of the range in order, so that a small range is complete.
        for (var c = low; c <= high && count > 0; c++)
        {
            if (c < 128 && "a0A-x1Bb_ .,zZ9".Contains((char)c, StringComparison.Ordinal)) continue;
            count--;
            yield return c;
        }
    }
}
