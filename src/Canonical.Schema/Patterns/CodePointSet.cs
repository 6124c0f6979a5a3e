using System.Globalization;

namespace Canonical.Schema;

/// <summary>A set of Unicode code points as sorted, disjoint ranges.</summary>
internal sealed class CodePointSet
{
    public const int Max = 0x10FFFF;
    public static readonly CodePointSet Digits = Of(('0', '9'));
    public static readonly CodePointSet Word = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));
    public static readonly CodePointSet Space = Of((9, 13), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));
    public static readonly CodePointSet LineEnds = Of(('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029));
    public static readonly CodePointSet NotLineEnds = LineEnds.Negate();
    public static readonly CodePointSet All = Of((0, Max));

    private CodePointSet((int Low, int High)[] ranges) => Ranges = ranges;

    public (int Low, int High)[] Ranges { get; }

    public bool IsAscii => Ranges.Length == 0 || Ranges[^1].High < 0x80;

    public static CodePointSet Of(params (int Low, int High)[] ranges)
    {
        var flat = new List<int>(ranges.Length * 2);
        Add(flat, ranges);
        return Normalize(flat);
    }

    private static void Add(List<int> flat, (int Low, int High)[] ranges)
    {
        foreach (var (low, high) in ranges)
        {
            flat.Add(low);
            flat.Add(high);
        }
    }

    // Lists of plain numbers: their code is compiled with the framework, that of lists of tuples when a process starts.
    private static (int Low, int High)[] Pairs(List<int> flat)
    {
        var ranges = new (int Low, int High)[flat.Count / 2];
        for (var i = 0; i < ranges.Length; i++) ranges[i] = (flat[2 * i], flat[2 * i + 1]);
        return ranges;
    }

    public static CodePointSet Single(int codePoint) => new([(codePoint, codePoint)]);

    public static CodePointSet Union(IEnumerable<CodePointSet> sets)
    {
        var all = new List<int>();
        foreach (var set in sets) Add(all, set.Ranges);
        return Normalize(all);
    }

    public CodePointSet Negate()
    {
        var result = new List<int>();
        var next = 0;
        foreach (var (low, high) in Ranges)
        {
            if (low > next) Add(result, [(next, low - 1)]);
            next = high + 1;
        }
        if (next <= Max) Add(result, [(next, Max)]);
        return new(Pairs(result));
    }

    public bool Contains(int codePoint)
    {
        foreach (var (low, high) in Ranges)
        {
            if (codePoint <= high) return codePoint >= low;
        }
        return false;
    }

    /// <summary>The set of a Unicode property as in <c>\p{…}</c>: a general category by its short or long name, or a few binary properties. Null when it is not known.</summary>
    public static CodePointSet? Property(string expression)
    {
        var name = expression;
        var equals = expression.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            if (expression[..equals] is not ("General_Category" or "gc")) return null;
            name = expression[(equals + 1)..];
        }
        switch (name)
        {
            case "Any": return All;
            case "ASCII": return Of((0, 0x7F));
            case "Alphabetic" or "Alpha": return Where(static c => c <= UnicodeCategory.OtherLetter || c is UnicodeCategory.LetterNumber);
            case "Uppercase" or "Upper": return Where(static c => c == UnicodeCategory.UppercaseLetter);
            case "Lowercase" or "Lower": return Where(static c => c == UnicodeCategory.LowercaseLetter);
            case "White_Space" or "space": return Space;
        }
        Func<UnicodeCategory, bool>? test = name switch
        {
            "L" or "Letter" => static c => c <= UnicodeCategory.OtherLetter,
            "LC" or "Cased_Letter" => static c => c <= UnicodeCategory.TitlecaseLetter,
            "Lu" or "Uppercase_Letter" => static c => c == UnicodeCategory.UppercaseLetter,
            "Ll" or "Lowercase_Letter" => static c => c == UnicodeCategory.LowercaseLetter,
            "Lt" or "Titlecase_Letter" => static c => c == UnicodeCategory.TitlecaseLetter,
            "Lm" or "Modifier_Letter" => static c => c == UnicodeCategory.ModifierLetter,
            "Lo" or "Other_Letter" => static c => c == UnicodeCategory.OtherLetter,
            "M" or "Mark" or "Combining_Mark" => static c => c is >= UnicodeCategory.NonSpacingMark and <= UnicodeCategory.EnclosingMark,
            "Mn" or "Nonspacing_Mark" => static c => c == UnicodeCategory.NonSpacingMark,
            "Mc" or "Spacing_Mark" => static c => c == UnicodeCategory.SpacingCombiningMark,
            "Me" or "Enclosing_Mark" => static c => c == UnicodeCategory.EnclosingMark,
            "N" or "Number" => static c => c is >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber,
            "Nd" or "Decimal_Number" or "digit" => static c => c == UnicodeCategory.DecimalDigitNumber,
            "Nl" or "Letter_Number" => static c => c == UnicodeCategory.LetterNumber,
            "No" or "Other_Number" => static c => c == UnicodeCategory.OtherNumber,
            "Z" or "Separator" => static c => c is >= UnicodeCategory.SpaceSeparator and <= UnicodeCategory.ParagraphSeparator,
            "Zs" or "Space_Separator" => static c => c == UnicodeCategory.SpaceSeparator,
            "Zl" or "Line_Separator" => static c => c == UnicodeCategory.LineSeparator,
            "Zp" or "Paragraph_Separator" => static c => c == UnicodeCategory.ParagraphSeparator,
            "C" or "Other" => static c => c is >= UnicodeCategory.Control and <= UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned,
            "Cc" or "Control" or "cntrl" => static c => c == UnicodeCategory.Control,
            "Cf" or "Format" => static c => c == UnicodeCategory.Format,
            "Co" or "Private_Use" => static c => c == UnicodeCategory.PrivateUse,
            "Cn" or "Unassigned" => static c => c == UnicodeCategory.OtherNotAssigned,
            "P" or "Punctuation" or "punct" => static c => c is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation,
            "Pc" or "Connector_Punctuation" => static c => c == UnicodeCategory.ConnectorPunctuation,
            "Pd" or "Dash_Punctuation" => static c => c == UnicodeCategory.DashPunctuation,
            "Ps" or "Open_Punctuation" => static c => c == UnicodeCategory.OpenPunctuation,
            "Pe" or "Close_Punctuation" => static c => c == UnicodeCategory.ClosePunctuation,
            "Pi" or "Initial_Punctuation" => static c => c == UnicodeCategory.InitialQuotePunctuation,
            "Pf" or "Final_Punctuation" => static c => c == UnicodeCategory.FinalQuotePunctuation,
            "Po" or "Other_Punctuation" => static c => c == UnicodeCategory.OtherPunctuation,
            "S" or "Symbol" => static c => c is >= UnicodeCategory.MathSymbol and <= UnicodeCategory.OtherSymbol,
            "Sm" or "Math_Symbol" => static c => c == UnicodeCategory.MathSymbol,
            "Sc" or "Currency_Symbol" => static c => c == UnicodeCategory.CurrencySymbol,
            "Sk" or "Modifier_Symbol" => static c => c == UnicodeCategory.ModifierSymbol,
            "So" or "Other_Symbol" => static c => c == UnicodeCategory.OtherSymbol,
            _ => null,
        };
        return test is null ? null : Where(test);
    }

    private static CodePointSet Where(Func<UnicodeCategory, bool> test)
    {
        var ranges = new List<int>();
        var start = -1;
        for (var c = 0; c <= Max + 1; c++)
        {
            var isIn = c <= Max && test(CharUnicodeInfo.GetUnicodeCategory(c));
            if (isIn && start < 0) start = c;
            if (!isIn && start >= 0)
            {
                ranges.Add(start);
                ranges.Add(c - 1);
                start = -1;
            }
        }
        return new(Pairs(ranges));
    }

    private static CodePointSet Normalize(List<int> flat)
    {
        var sorted = new long[flat.Count / 2];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = (long)flat[2 * i] << 32 | (uint)flat[2 * i + 1];
        // Few and mostly in order already.
        for (var i = 1; i < sorted.Length; i++)
        {
            var range = sorted[i];
            var at = i;
            for (; at > 0 && sorted[at - 1] > range; at--) sorted[at] = sorted[at - 1];
            sorted[at] = range;
        }
        var result = new List<int>(flat.Count);
        foreach (var range in sorted)
        {
            var (low, high) = ((int)(range >> 32), (int)range);
            if (result.Count > 0 && low <= result[^1] + 1)
            {
                result[^1] = Math.Max(result[^1], high);
            }
            else
            {
                result.Add(low);
                result.Add(high);
            }
        }
        return new(Pairs(result));
    }
}
