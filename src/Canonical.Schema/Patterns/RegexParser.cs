using System.Globalization;

namespace Canonical.Schema;

/// <summary>
/// Parses ECMA-262 regular expressions. Strict is the grammar of the "u" flag, which <c>format: regex</c> asserts; lenient also takes what JavaScript without that flag takes (<c>\-</c>, a lone brace), because patterns of the world have it.
/// </summary>
internal sealed class RegexParser(string text, bool strict)
{
    private const int MaxNesting = 200;
    private int _at;
    private int _nesting;
    private int _captures;
    private int _highestReference;

    public static bool TryParse(string text, bool strict, out RegexSyntax syntax)
    {
        var parser = new RegexParser(text, strict);
        try
        {
            syntax = parser.ParseChoice();
            return parser._at == text.Length && parser._highestReference <= parser._captures;
        }
        catch (FormatException)
        {
            syntax = RegexSyntax.Empty;
            return false;
        }
    }

    private bool AtEnd => _at >= text.Length;

    private char Current => text[_at];

    private static FormatException Bad() => new("Not a regular expression of ECMA-262.");

    private bool Take(char c)
    {
        if (AtEnd || Current != c) return false;
        _at++;
        return true;
    }

    private bool Take(string s)
    {
        if (!text.AsSpan(_at).StartsWith(s, StringComparison.Ordinal)) return false;
        _at += s.Length;
        return true;
    }

    private RegexSyntax ParseChoice()
    {
        if (++_nesting > MaxNesting) throw Bad();
        var branches = new List<RegexSyntax> { ParseSequence() };
        while (Take('|')) branches.Add(ParseSequence());
        _nesting--;
        return branches.Count == 1 ? branches[0] : new RegexSyntax.Choice([.. branches]);
    }

    private RegexSyntax ParseSequence()
    {
        var parts = new List<RegexSyntax>();
        while (!AtEnd && Current is not ('|' or ')'))
        {
            var term = ParseTerm(out var quantifiable);
            if (TryParseQuantifier(out var min, out var max))
            {
                if (!quantifiable) throw Bad();
                term = new RegexSyntax.Repeat(term, min, max, Take('?'));
            }
            parts.Add(term);
        }
        return parts.Count == 1 ? parts[0] : new RegexSyntax.Sequence([.. parts]);
    }

    private bool TryParseQuantifier(out int min, out int max)
    {
        (min, max) = (0, -1);
        if (AtEnd) return false;
        if (Take('*')) return true;
        if (Take('+'))
        {
            min = 1;
            return true;
        }
        if (Take('?'))
        {
            max = 1;
            return true;
        }
        if (Current != '{') return false;
        var start = _at++;
        if (TryParseCount(out min))
        {
            max = min;
            if (Take(',') && !TryParseCount(out max)) max = -1;
            if (Take('}'))
            {
                if (max >= 0 && max < min) throw Bad();
                return true;
            }
        }
        if (strict) throw Bad();
        _at = start;
        return false;
    }

    private bool TryParseCount(out int count)
    {
        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(Current)) _at++;
        count = 0;
        if (_at == start) return false;
        if (!int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out count)) count = int.MaxValue;
        return true;
    }

    private RegexSyntax ParseTerm(out bool quantifiable)
    {
        quantifiable = true;
        var c = Current;
        switch (c)
        {
            case '^':
                _at++;
                quantifiable = false;
                return new RegexSyntax.Start();
            case '$':
                _at++;
                quantifiable = false;
                return new RegexSyntax.End();
            case '.':
                _at++;
                return new RegexSyntax.Set(CodePointSet.NotLineEnds);
            case '(':
                _at++;
                return ParseGroup(out quantifiable);
            case '[':
                _at++;
                return new RegexSyntax.Set(ParseClass());
            case '\\':
                _at++;
                return ParseEscape(out quantifiable);
            case '*' or '+' or '?':
                throw Bad();
            case '{':
                // "{" that begins no quantifier is a character without the "u" flag, but "{1}" repeats nothing.
                if (strict || TryParseQuantifier(out _, out _)) throw Bad();
                _at++;
                return new RegexSyntax.Set(CodePointSet.Single('{'));
            case '}' or ']' when strict:
                throw Bad();
            default:
                return new RegexSyntax.Set(CodePointSet.Single(TakeCodePoint()));
        }
    }

    private RegexSyntax ParseGroup(out bool quantifiable)
    {
        quantifiable = true;
        RegexSyntax result;
        if (Take("?:"))
        {
            result = ParseChoice();
        }
        else if (Take("?="))
        {
            quantifiable = !strict;
            result = new RegexSyntax.Look(ParseChoice(), false, false);
        }
        else if (Take("?!"))
        {
            quantifiable = !strict;
            result = new RegexSyntax.Look(ParseChoice(), false, true);
        }
        else if (Take("?<="))
        {
            quantifiable = false;
            result = new RegexSyntax.Look(ParseChoice(), true, false);
        }
        else if (Take("?<!"))
        {
            quantifiable = false;
            result = new RegexSyntax.Look(ParseChoice(), true, true);
        }
        else if (Take("?<"))
        {
            _captures++;
            var name = TakeName();
            result = new RegexSyntax.Capture(ParseChoice(), name);
        }
        else if (!AtEnd && Current == '?')
        {
            throw Bad();
        }
        else
        {
            _captures++;
            result = new RegexSyntax.Capture(ParseChoice(), null);
        }
        if (!Take(')')) throw Bad();
        return result;
    }

    private string TakeName()
    {
        var start = _at;
        while (!AtEnd && (char.IsLetterOrDigit(Current) || Current is '_' or '$')) _at++;
        var name = text[start.._at];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !Take('>')) throw Bad();
        return name;
    }

    private RegexSyntax ParseEscape(out bool quantifiable)
    {
        quantifiable = true;
        if (AtEnd) throw Bad();
        var c = Current;
        if (c is 'b' or 'B')
        {
            _at++;
            quantifiable = false;
            return new RegexSyntax.WordBoundary(c == 'B');
        }
        if (c is >= '1' and <= '9')
        {
            TryParseCount(out var number);
            _highestReference = Math.Max(_highestReference, number);
            return new RegexSyntax.BackReference(number, null);
        }
        if (c == 'k' && text.AsSpan(_at).StartsWith("k<", StringComparison.Ordinal))
        {
            _at += 2;
            return new RegexSyntax.BackReference(0, TakeName());
        }
        return new RegexSyntax.Set(ParseCharacterEscape(inClass: false));
    }

    private CodePointSet ParseClass()
    {
        var negated = Take('^');
        var sets = new List<CodePointSet>();
        while (true)
        {
            if (AtEnd) throw Bad();
            if (Take(']')) break;
            var low = ParseClassAtom(out var isLowPoint);
            if (!AtEnd && Current == '-' && _at + 1 < text.Length && text[_at + 1] != ']')
            {
                _at++;
                var high = ParseClassAtom(out var isHighPoint);
                if (isLowPoint && isHighPoint)
                {
                    var (from, to) = (low.Ranges[0].Low, high.Ranges[0].Low);
                    if (from > to) throw Bad();
                    sets.Add(CodePointSet.Of((from, to)));
                    continue;
                }
                if (strict) throw Bad();
                sets.Add(CodePointSet.Single('-'));
                sets.Add(high);
            }
            sets.Add(low);
        }
        var union = CodePointSet.Union(sets);
        return negated ? union.Negate() : union;
    }

    private CodePointSet ParseClassAtom(out bool isPoint)
    {
        if (AtEnd) throw Bad();
        if (!Take('\\'))
        {
            isPoint = true;
            return CodePointSet.Single(TakeCodePoint());
        }
        if (AtEnd) throw Bad();
        isPoint = Current is not ('d' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P');
        return ParseCharacterEscape(inClass: true);
    }

    private CodePointSet ParseCharacterEscape(bool inClass)
    {
        var c = Current;
        _at++;
        switch (c)
        {
            case 'd': return CodePointSet.Digits;
            case 'D': return CodePointSet.Digits.Negate();
            case 'w': return CodePointSet.Word;
            case 'W': return CodePointSet.Word.Negate();
            case 's': return CodePointSet.Space;
            case 'S': return CodePointSet.Space.Negate();
            case 't': return CodePointSet.Single('\t');
            case 'n': return CodePointSet.Single('\n');
            case 'v': return CodePointSet.Single('\v');
            case 'f': return CodePointSet.Single('\f');
            case 'r': return CodePointSet.Single('\r');
            case 'b' when inClass: return CodePointSet.Single('\b');
            case '0' when AtEnd || !char.IsAsciiDigit(Current): return CodePointSet.Single(0);
            case 'c' when !AtEnd && char.IsAsciiLetter(Current): return CodePointSet.Single(text[_at++] % 32);
            case 'x': return CodePointSet.Single(TakeHex(2));
            case 'u': return CodePointSet.Single(TakeUnicodeEscape());
            case 'p' or 'P':
                if (!Take('{')) throw Bad();
                var end = text.IndexOf('}', _at);
                if (end < 0) throw Bad();
                var set = CodePointSet.Property(text[_at..end]) ?? throw Bad();
                _at = end + 1;
                return c == 'P' ? set.Negate() : set;
            case '^' or '$' or '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '/':
                return CodePointSet.Single(c);
            case '-' when inClass || !strict:
                return CodePointSet.Single(c);
            default:
                // An escaped letter or digit that means nothing is an error either way: \Z and \a mean something elsewhere.
                if (strict || char.IsAsciiLetterOrDigit(c)) throw Bad();
                _at--;
                return CodePointSet.Single(TakeCodePoint());
        }
    }

    private int TakeUnicodeEscape()
    {
        if (Take('{'))
        {
            var end = text.IndexOf('}', _at);
            if (end <= _at || !int.TryParse(text.AsSpan(_at, end - _at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var point) || point is < 0 or > CodePointSet.Max) throw Bad();
            _at = end + 1;
            return point;
        }
        var high = TakeHex(4);
        if (char.IsHighSurrogate((char)high) && text.AsSpan(_at).StartsWith("\\u", StringComparison.Ordinal))
        {
            var back = _at;
            _at += 2;
            var low = TakeHex(4);
            if (char.IsLowSurrogate((char)low)) return char.ConvertToUtf32((char)high, (char)low);
            _at = back;
        }
        return high;
    }

    private int TakeHex(int digits)
    {
        if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) throw Bad();
        _at += digits;
        return value;
    }

    private int TakeCodePoint()
    {
        var c = text[_at++];
        if (char.IsHighSurrogate(c) && !AtEnd && char.IsLowSurrogate(Current)) return char.ConvertToUtf32(c, text[_at++]);
        return c;
    }
}
