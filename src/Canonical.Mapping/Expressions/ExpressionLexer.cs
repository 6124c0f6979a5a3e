using System.Text;

namespace Canonical.Mapping;

internal enum ExpressionTokenKind : byte
{
    End,
    Path,
    Text,
    Number,
    Symbol,
}

/// <summary>One token: for a path and a symbol the text as written, for a text literal what it stands for. The column counts characters from one.</summary>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, string Text, int Column)
{
    public bool Is(string symbol) => Kind == ExpressionTokenKind.Symbol && Text == symbol;

    /// <summary>As people would point at it.</summary>
    public string Shown => Kind switch
    {
        ExpressionTokenKind.End => "the end",
        ExpressionTokenKind.Text => "a text",
        _ => $"'{Text}'",
    };
}

/// <summary>What is wrong with an expression, and where.</summary>
internal sealed record ExpressionProblem(int Column, string Message);

/// <summary>Text to tokens. A path is one token: names, dots and selectors, as everywhere in a document, but for two things: a path whose first name stands in quotes begins with a dot, and a bare name has letters, digits and <c>_ - $ @ : #</c> alone.</summary>
internal ref struct ExpressionLexer(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public ExpressionProblem? Problem { get; private set; }

    public ExpressionToken Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        var column = _at + 1;
        if (_at == _text.Length)
            return new ExpressionToken(ExpressionTokenKind.End, "", column);
        var c = _text[_at];
        if (c == '\'')
            return Quoted(column);
        if (char.IsAsciiDigit(c) || (c == '-' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])))
            return Number(column);
        if (c == '.' || IsNameStart(c))
            return Path(column);
        foreach (var symbol in s_symbols)
        {
            if (_text[_at..].StartsWith(symbol, StringComparison.Ordinal))
            {
                _at += symbol.Length;
                return new ExpressionToken(ExpressionTokenKind.Symbol, symbol, column);
            }
        }

        return Fail(column, Hint(_text[_at..]));
    }

    private static readonly string[] s_symbols = ["==", "!=", "<=", ">=", "<", ">", "(", ")", ","];

    private static string Hint(ReadOnlySpan<char> rest) =>
        rest.StartsWith("=", StringComparison.Ordinal) ? "equality is written '=='"
        : rest.StartsWith("&&", StringComparison.Ordinal) ? "'&&' is written 'and'"
        : rest.StartsWith("||", StringComparison.Ordinal) ? "'||' is written 'or'"
        : rest[0] == '!' ? "'!' is written 'not'"
        : rest[0] == '"' ? "a text stands in single quotes"
        : char.IsControl(rest[0]) || char.IsSurrogate(rest[0]) ? "this character means nothing here"
        : $"'{rest[0]}' means nothing here";

    // A text, in which a quote is doubled.
    private ExpressionToken Quoted(int column)
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] != '\'')
            {
                value.Append(_text[_at]);
                continue;
            }

            if (_at + 1 < _text.Length && _text[_at + 1] == '\'')
            {
                value.Append('\'');
                _at++;
                continue;
            }

            _at++;
            return _at < _text.Length && _text[_at] is '.' or '['
                ? Fail(column, "a path whose first name stands in quotes begins with a dot, as in .'a b'.c")
                : new ExpressionToken(ExpressionTokenKind.Text, value.ToString(), column);
        }

        return Fail(column, "the closing quote of the text is missing");
    }

    private ExpressionToken Number(int column)
    {
        var start = _at++;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '.' or 'e' or 'E' || (_text[_at] is '+' or '-' && _text[_at - 1] is 'e' or 'E')))
            _at++;
        var number = _text[start.._at].ToString();
        return DecimalText.IsJsonNumber(number) && (_at == _text.Length || !IsName(_text[_at]))
            ? new ExpressionToken(ExpressionTokenKind.Number, number, column)
            : Fail(column, "this is no number; a name that begins with a digit stands in quotes behind a dot, as in .'2nd'");
    }

    private ExpressionToken Path(int column)
    {
        var start = _at;
        // "." alone is the current value, ".name" and ".'a name'" a member of it, "$.name" one of the root.
        if (_text[_at] == '.')
        {
            _at++;
            if (_at == _text.Length || (_text[_at] != '\'' && !IsName(_text[_at])))
                return new ExpressionToken(ExpressionTokenKind.Path, ".", column);
        }

        while (true)
        {
            if (!TryName(column) || !TrySelectors(column))
                return new ExpressionToken(ExpressionTokenKind.End, "", column);
            if (_at == _text.Length || _text[_at] != '.')
                return new ExpressionToken(ExpressionTokenKind.Path, _text[start.._at].ToString(), column);
            _at++;
        }
    }

    private bool TryName(int column)
    {
        if (_at < _text.Length && _text[_at] == '\'')
            return TrySkipQuoted(column);
        var start = _at;
        while (_at < _text.Length && IsName(_text[_at]))
            _at++;
        if (_at > start)
            return true;
        Fail(_at + 1, "a member name is expected behind the dot");
        return false;
    }

    private bool TrySelectors(int column)
    {
        while (_at < _text.Length && _text[_at] == '[')
        {
            while (_at < _text.Length && _text[_at] != ']')
            {
                if (_text[_at] == '\'')
                {
                    if (!TrySkipQuoted(column))
                        return false;
                }
                else
                {
                    _at++;
                }
            }

            if (_at == _text.Length)
            {
                Fail(column, "the closing bracket of the path is missing");
                return false;
            }

            _at++;
        }

        return true;
    }

    // A doubled quote ends one quoted piece and begins the next, which comes to the same.
    private bool TrySkipQuoted(int column)
    {
        do
        {
            var close = _text[(_at + 1)..].IndexOf('\'');
            if (close < 0)
            {
                Fail(column, "the closing quote of the name is missing");
                return false;
            }

            _at += close + 2;
        }
        while (_at < _text.Length && _text[_at] == '\'');
        return true;
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '$' or '@' or '#';

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '$' or '@' or ':' or '#';

    private ExpressionToken Fail(int column, string message)
    {
        Problem ??= new ExpressionProblem(column, message);
        return new ExpressionToken(ExpressionTokenKind.End, "", column);
    }
}
