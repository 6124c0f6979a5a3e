using System.Globalization;
using System.Text;

namespace Canonical.Schema;

/// <summary>Writes a tree of ECMA-262 in the language of System.Text.RegularExpressions, which reads UTF-16: code points beyond the basic plane become pairs of surrogates.</summary>
internal static class RegexTranslator
{
    public static string Translate(RegexSyntax syntax)
    {
        var text = new StringBuilder();
        Write(text, syntax);
        return text.ToString();
    }

    /// <summary>Whether the framework's linear-time engine takes it.</summary>
    public static bool IsRegular(RegexSyntax syntax) => syntax switch
    {
        RegexSyntax.Look or RegexSyntax.BackReference or RegexSyntax.WordBoundary => false,
        RegexSyntax.Sequence s => Array.TrueForAll(s.Parts, IsRegular),
        RegexSyntax.Choice c => Array.TrueForAll(c.Branches, IsRegular),
        RegexSyntax.Repeat r => IsRegular(r.Inner),
        RegexSyntax.Capture c => IsRegular(c.Inner),
        _ => true,
    };

    /// <summary>How many ranges of code points the sets of an expression have: those of Unicode properties have hundreds, and automata of them are dear.</summary>
    public static int CountRanges(RegexSyntax syntax) => syntax switch
    {
        RegexSyntax.Set s => s.Points.Ranges.Length,
        RegexSyntax.Sequence s => CountRanges(s.Parts),
        RegexSyntax.Choice c => CountRanges(c.Branches),
        RegexSyntax.Repeat r => CountRanges(r.Inner),
        RegexSyntax.Capture c => CountRanges(c.Inner),
        RegexSyntax.Look l => CountRanges(l.Inner),
        _ => 0,
    };

    private static int CountRanges(RegexSyntax[] parts)
    {
        var count = 0;
        foreach (var part in parts) count += CountRanges(part);
        return count;
    }

    private static void Write(StringBuilder text, RegexSyntax syntax)
    {
        switch (syntax)
        {
            case RegexSyntax.Set set:
                WriteSet(text, set.Points);
                break;
            case RegexSyntax.Sequence sequence:
                foreach (var part in sequence.Parts) Write(text, part);
                break;
            case RegexSyntax.Choice choice:
                text.Append("(?:");
                for (var i = 0; i < choice.Branches.Length; i++)
                {
                    if (i > 0) text.Append('|');
                    Write(text, choice.Branches[i]);
                }
                text.Append(')');
                break;
            case RegexSyntax.Repeat repeat:
                text.Append("(?:");
                Write(text, repeat.Inner);
                text.Append(CultureInfo.InvariantCulture, $"){{{repeat.Min},");
                if (repeat.Max >= 0) text.Append(repeat.Max);
                text.Append(repeat.Lazy ? "}?" : "}");
                break;
            case RegexSyntax.Capture capture:
                text.Append(capture.Name is null ? "(" : $"(?<{capture.Name}>");
                Write(text, capture.Inner);
                text.Append(')');
                break;
            case RegexSyntax.Start:
                text.Append("\\A");
                break;
            case RegexSyntax.End:
                text.Append("\\z");
                break;
            case RegexSyntax.WordBoundary boundary:
                // Written out: \b of .NET counts the letters of every script.
                const string W = "[0-9A-Z_a-z]";
                text.Append(boundary.Negated ? $"(?:(?<={W})(?={W})|(?<!{W})(?!{W}))" : $"(?:(?<={W})(?!{W})|(?<!{W})(?={W}))");
                break;
            case RegexSyntax.Look look:
                text.Append(look.Behind ? look.Negated ? "(?<!" : "(?<=" : look.Negated ? "(?!" : "(?=");
                Write(text, look.Inner);
                text.Append(')');
                break;
            case RegexSyntax.BackReference reference:
                text.Append(reference.Name is null ? string.Create(CultureInfo.InvariantCulture, $"(?:\\{reference.Number})") : $"\\k<{reference.Name}>");
                break;
        }
    }

    private static void WriteSet(StringBuilder text, CodePointSet set)
    {
        if (set.Ranges.Length == 0)
        {
            text.Append("(?!)");
            return;
        }
        var basic = new StringBuilder();
        var pairs = new List<string>();
        foreach (var (low, high) in set.Ranges)
        {
            if (low <= 0xFFFF)
            {
                // Lone surrogates never occur in a valid document; leaving them out keeps halves of pairs from matching.
                WriteRange(basic, low, Math.Min(high, 0xD7FF));
                WriteRange(basic, Math.Max(low, 0xE000), Math.Min(high, 0xFFFF));
            }
            if (high > 0xFFFF) AddPairs(pairs, Math.Max(low, 0x10000), high);
        }
        if (pairs.Count == 0)
        {
            if (basic.Length == 0) text.Append("(?!)");
            else text.Append('[').Append(basic).Append(']');
            return;
        }
        text.Append("(?:");
        if (basic.Length > 0) text.Append('[').Append(basic).Append("]|");
        text.AppendJoin('|', pairs).Append(')');
    }

    private static void WriteRange(StringBuilder text, int low, int high)
    {
        if (low > high) return;
        text.Append(CultureInfo.InvariantCulture, $"\\u{low:X4}");
        if (high > low) text.Append(CultureInfo.InvariantCulture, $"-\\u{high:X4}");
    }

    private static void AddPairs(List<string> pairs, int low, int high)
    {
        while (low <= high)
        {
            var lead = 0xD800 + ((low - 0x10000) >> 10);
            var lastOfLead = low | 0x3FF;
            if ((low & 0x3FF) == 0 && high >= lastOfLead)
            {
                // As many whole leads as fit, at once.
                var wholeLeads = (high + 1 - low) >> 10;
                pairs.Add(string.Create(CultureInfo.InvariantCulture, $"[\\u{lead:X4}-\\u{lead + wholeLeads - 1:X4}][\\uDC00-\\uDFFF]"));
                low += wholeLeads << 10;
                continue;
            }
            var end = Math.Min(high, lastOfLead);
            pairs.Add(string.Create(CultureInfo.InvariantCulture, $"\\u{lead:X4}[\\u{0xDC00 + (low & 0x3FF):X4}-\\u{0xDC00 + (end & 0x3FF):X4}]"));
            low = end + 1;
        }
    }
}
