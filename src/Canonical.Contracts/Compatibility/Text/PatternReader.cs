using System.Globalization;

namespace Canonical.Contracts;

// Reads the regular part of ECMA-262 patterns into an automaton: classes, groups, choices, counts and anchors. Look-around, back references, word boundaries and Unicode properties are not read:
// the pattern is then a predicate of which only its name is known.
internal sealed class PatternReader(string text)
{
    private readonly PatternStates _states = new();
    private int _at;
    private int _nesting;

    public static PatternStates? TryRead(string pattern)
    {
        var reader = new PatternReader(pattern);
        try
        {
            var body = reader.Choice();
            if (reader._at < pattern.Length) return null;
            reader._states.Complete(body);
            return reader._states;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private bool AtEnd => _at >= text.Length;

    private static FormatException NotRegular() => new();

    private bool Take(char c)
    {
        if (AtEnd || text[_at] != c) return false;
        _at++;
        return true;
    }

    private Fragment Choice()
    {
        if (++_nesting > 100) throw NotRegular();
        var result = Sequence();
        while (Take('|')) result = _states.Either(result, Sequence());
        _nesting--;
        return result;
    }

    private Fragment Sequence()
    {
        var result = _states.Nothing();
        while (!AtEnd && text[_at] is not ('|' or ')'))
        {
            var start = _at;
            var term = Term(out var isAnchor);
            if (Quantifier() is (var min, var max))
            {
                if (isAnchor) throw NotRegular();
                Take('?');
                term = Repeat(term, start, min, max);
            }
            result = _states.Then(result, term);
        }
        return result;
    }

    // Each copy is read again from the text: fragments are not shared.
    private Fragment Repeat(Fragment first, int start, int min, int max)
    {
        var end = _at;
        var result = _states.Nothing();
        var used = false;
        for (var i = 0; i < min; i++) result = _states.Then(result, Copy());
        if (max < 0) return _states.Then(result, _states.Loop(Copy()));
        for (var i = min; i < max; i++) result = _states.Then(result, _states.Maybe(Copy()));
        return result;

        Fragment Copy()
        {
            if (!used)
            {
                used = true;
                return first;
            }
            _at = start;
            var copy = Term(out _);
            _at = end;
            return copy;
        }
    }

    private (int Min, int Max)? Quantifier()
    {
        if (Take('*')) return (0, -1);
        if (Take('+')) return (1, -1);
        if (Take('?')) return (0, 1);
        if (!Take('{')) return null;
        var min = Number();
        var max = min;
        if (Take(',')) max = !AtEnd && char.IsAsciiDigit(text[_at]) ? Number() : -1;
        if (!Take('}') || (max >= 0 && max < min)) throw NotRegular();
        return (min, max);
    }

    private int Number()
    {
        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(text[_at])) _at++;
        return int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= PatternStates.MaxStates ? number : throw NotRegular();
    }

    private Fragment Term(out bool isAnchor)
    {
        isAnchor = false;
        var c = text[_at];
        switch (c)
        {
            case '^' or '$':
                _at++;
                isAnchor = true;
                return _states.Anchor(c == '^');
            case '.':
                _at++;
                return _states.Set(CodePoints.NotLineEnds);
            case '(':
                _at++;
                if (Take('?') && !Take(':')) throw NotRegular();
                var group = Choice();
                return Take(')') ? group : throw NotRegular();
            case '[':
                _at++;
                return _states.Set(Class());
            case '\\':
                _at++;
                return _states.Set(Escape(inClass: false, out _));
            case '*' or '+' or '?' or '{' or '}' or ']' or ')':
                throw NotRegular();
            default:
                return _states.Set(Single(CodePoint()));
        }
    }

    private static (int Low, int High)[] Single(int c) => CodePoints.Union([(c, c)]);

    private int CodePoint()
    {
        var c = text[_at++];
        return char.IsHighSurrogate(c) && !AtEnd && char.IsLowSurrogate(text[_at]) ? char.ConvertToUtf32(c, text[_at++]) : c;
    }

    private (int Low, int High)[] Class()
    {
        var negated = Take('^');
        var ranges = new List<(int Low, int High)>();
        while (!Take(']'))
        {
            if (AtEnd) throw NotRegular();
            var low = Atom(out var isLowPoint);
            if (!AtEnd && text[_at] == '-' && _at + 1 < text.Length && text[_at + 1] != ']')
            {
                _at++;
                var high = Atom(out var isHighPoint);
                if (!isLowPoint || !isHighPoint || low.Length == 0 || high.Length == 0 || low[0].Low > high[0].Low) throw NotRegular();
                ranges.Add((low[0].Low, high[0].Low));
                continue;
            }
            ranges.AddRange(low);
        }
        var union = CodePoints.Union(ranges);
        return negated ? CodePoints.Negate(union) : union;
    }

    private (int Low, int High)[] Atom(out bool isPoint)
    {
        if (AtEnd) throw NotRegular();
        isPoint = true;
        return Take('\\') ? Escape(inClass: true, out isPoint) : Single(CodePoint());
    }

    private (int Low, int High)[] Escape(bool inClass, out bool isPoint)
    {
        if (AtEnd) throw NotRegular();
        var c = text[_at++];
        isPoint = false;
        switch (c)
        {
            case 'd': return CodePoints.Digits;
            case 'D': return CodePoints.Negate(CodePoints.Digits);
            case 'w': return CodePoints.Word;
            case 'W': return CodePoints.Negate(CodePoints.Word);
            case 's': return CodePoints.Space;
            case 'S': return CodePoints.Negate(CodePoints.Space);
        }
        isPoint = true;
        switch (c)
        {
            case 't': return Single('\t');
            case 'n': return Single('\n');
            case 'v': return Single('\v');
            case 'f': return Single('\f');
            case 'r': return Single('\r');
            case 'x': return Single(Hex(2));
            case 'u' when !AtEnd && text[_at] != '{' && Hex(4) is var point && !char.IsSurrogate((char)point): return Single(point);
            case '^' or '$' or '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '/': return Single(c);
            case '-' when inClass: return Single(c);
            default: throw NotRegular();
        }
    }

    private int Hex(int digits)
    {
        if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) throw NotRegular();
        _at += digits;
        return value;
    }
}
