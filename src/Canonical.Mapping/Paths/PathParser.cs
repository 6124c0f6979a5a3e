using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Canonical.Mapping;

/// <summary>
/// path = "." | [ "$." ] member *( "." member ); member = name *( selector ); name = bare | quoted;
/// selector = "[" digits "]" | "[" name "=" literal "]".
/// </summary>
internal ref struct PathParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private string? _problem;

    private PathParser(ReadOnlySpan<char> text) => _text = text;

    public static bool TryParse(string text, [NotNullWhen(true)] out MemberPath? path, [NotNullWhen(false)] out string? problem)
    {
        path = null;
        if (text == ".")
        {
            path = new MemberPath(text, false, []);
            problem = null;
            return true;
        }

        var fromRoot = text.StartsWith("$.", StringComparison.Ordinal);
        var parser = new PathParser(text) { _at = fromRoot ? 2 : 0 };
        var steps = new List<PathStep>();
        if (!parser.ReadAll(steps))
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"{parser._problem} at character {parser._at + 1}");
            return false;
        }

        path = new MemberPath(text, fromRoot, [.. steps]);
        problem = null;
        return true;
    }

    private bool ReadAll(List<PathStep> steps)
    {
        while (true)
        {
            if (!TryName(out var name))
                return false;
            steps.Add(new PathStep(PathStepKind.Member, name, 0, default));
            while (Peek('['))
            {
                if (!TrySelector(steps))
                    return false;
            }

            if (_at == _text.Length)
                return true;
            if (!Take('.'))
                return Fail("a dot is expected");
        }
    }

    private bool TrySelector(List<PathStep> steps)
    {
        _at++;
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        if (_at > start && Peek(']'))
        {
            if (!int.TryParse(_text[start.._at], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > 999)
                return Fail("an index is at most 999");
            _at++;
            steps.Add(new PathStep(PathStepKind.Index, "", index, default));
            return true;
        }

        _at = start;
        if (!TryName(out var name))
            return false;
        if (!Take('='))
            return Fail("an index or name=literal is expected");
        var quoted = Peek('\'');
        if (!TryName(out var literal))
            return false;
        if (!Take(']'))
            return Fail("a closing bracket is expected");
        steps.Add(new PathStep(PathStepKind.Match, name, 0, Literal(literal, quoted)));
        return true;
    }

    private static JsonScalar Literal(string text, bool quoted) =>
        quoted ? JsonScalar.Of(text)
        : text == "true" ? JsonScalar.Of(true)
        : text == "false" ? JsonScalar.Of(false)
        : DecimalText.IsJsonNumber(text) ? JsonScalar.Number(text).ForComparison()
        : JsonScalar.Of(text);

    private bool TryName(out string name)
    {
        name = "";
        if (Peek('\''))
            return TryQuoted(out name);
        var start = _at;
        while (_at < _text.Length && IsBare(_text[_at]))
            _at++;
        if (_at == start)
            return Fail("a member name is expected (in single quotes when it holds a dot, a bracket, an equals sign, a quote or a space)");
        name = _text[start.._at].ToString();
        return true;
    }

    private bool TryQuoted(out string name)
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] != '\'')
            {
                text.Append(_text[_at]);
                continue;
            }

            if (_at + 1 < _text.Length && _text[_at + 1] == '\'')
            {
                text.Append('\'');
                _at++;
                continue;
            }

            _at++;
            name = text.ToString();
            return name.Length > 0 || Fail("an empty name");
        }

        name = "";
        return Fail("the closing quote is missing");
    }

    public static bool IsBare(char c) => c is not ('.' or '[' or ']' or '=' or '\'') && !char.IsWhiteSpace(c) && !char.IsControl(c);

    private readonly bool Peek(char c) => _at < _text.Length && _text[_at] == c;

    private bool Take(char c)
    {
        if (!Peek(c))
            return false;
        _at++;
        return true;
    }

    private bool Fail(string problem)
    {
        _problem ??= problem;
        return false;
    }
}
