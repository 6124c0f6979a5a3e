using System.Text;

namespace Canonical.Mapping;

/// <summary>
/// expression = and *( "or" and ); and = not *( "and" not ); not = "not" not | comparison;
/// comparison = operand [ ( "==" | "!=" | "&lt;" | "&lt;=" | ">" | ">=" ) operand | [ "not" ] "in" "(" literal *( "," literal ) ")" ];
/// operand = literal | path | function "(" … ")" | "(" expression ")".
/// </summary>
internal ref struct ExpressionParser
{
    /// <summary>Characters of an expression; what needs more belongs into a table or into lenses.</summary>
    public const int MaxLength = 1000;

    /// <summary>Parentheses, functions and <c>not</c> within each other.</summary>
    public const int MaxDepth = 24;

    private readonly List<MemberPath> _paths = [];
    private ExpressionLexer _lexer;
    private ExpressionToken _token;
    private ExpressionProblem? _problem;
    private int _depth;

    private ExpressionParser(ReadOnlySpan<char> text)
    {
        _lexer = new ExpressionLexer(text);
        _token = _lexer.Next();
    }

    public static bool TryParse(string text, out ExpressionNode? root, out IReadOnlyList<MemberPath> paths, out ExpressionProblem? problem)
    {
        root = null;
        paths = [];
        if (text.Length > MaxLength)
        {
            problem = new ExpressionProblem(MaxLength + 1, "the expression is longer than 1000 characters; take a table, or several lenses");
            return false;
        }

        var parser = new ExpressionParser(text);
        var node = parser.Or();
        if (parser.Failed is null && parser._token.Kind != ExpressionTokenKind.End)
            parser.Fail(parser.Unexpected());
        problem = parser.Failed;
        if (problem is not null)
            return false;
        (root, paths) = (node, parser._paths);
        return true;
    }

    // What the lexer could not read comes first: it ended the text there.
    private readonly ExpressionProblem? Failed => _lexer.Problem ?? _problem;

    private ExpressionNode Or() => Chain("or", ExpressionNodeKind.Or);

    private ExpressionNode Chain(string word, ExpressionNodeKind kind)
    {
        var first = kind == ExpressionNodeKind.Or ? Chain("and", ExpressionNodeKind.And) : Not();
        if (!IsWord(word))
            return first;
        var operands = new List<ExpressionNode> { first };
        while (Failed is null && IsWord(word))
        {
            Advance();
            operands.Add(kind == ExpressionNodeKind.Or ? Chain("and", ExpressionNodeKind.And) : Not());
        }

        return new LogicNode(kind, [.. operands]);
    }

    private ExpressionNode Not()
    {
        if (!IsWord("not"))
            return Comparison();
        Advance();
        if (!Enter())
            return LiteralNode.Null;
        var operand = Not();
        _depth--;
        return new NotNode(operand);
    }

    private ExpressionNode Comparison()
    {
        var left = Operand();
        if (_token.Kind == ExpressionTokenKind.Symbol && TryComparison(_token.Text, out var comparison))
        {
            Advance();
            var right = Operand();
            if (_token.Kind == ExpressionTokenKind.Symbol && TryComparison(_token.Text, out _))
                Fail("comparisons do not chain; join two of them by 'and'");
            return new CompareNode(comparison, left, right);
        }

        var negated = IsWord("not");
        if (!negated && !IsWord("in"))
            return left;
        Advance();
        if (negated)
        {
            if (!IsWord("in"))
            {
                Fail("behind a value 'not' is only followed by 'in'");
                return left;
            }

            Advance();
        }

        ExpressionNode among = new InNode(left, Literals());
        return negated ? new NotNode(among) : among;
    }

    private LiteralNode[] Literals()
    {
        Expect("(");
        var values = new List<LiteralNode>();
        while (Failed is null)
        {
            if (!TryLiteral(out var literal))
            {
                Fail("in the list of 'in' stand literals: a text in single quotes, a number, true, false or null");
                break;
            }

            values.Add(literal);
            if (!_token.Is(","))
                break;
            Advance();
        }

        Expect(")");
        return [.. values];
    }

    private ExpressionNode Operand()
    {
        if (TryLiteral(out var literal))
            return literal;
        if (_token.Is("("))
        {
            Advance();
            if (!Enter())
                return LiteralNode.Null;
            var inner = Or();
            _depth--;
            Expect(")");
            return inner;
        }

        if (_token.Kind != ExpressionTokenKind.Path || IsWord("and") || IsWord("or") || IsWord("in"))
        {
            Fail(_token.Kind == ExpressionTokenKind.End ? "a value is expected" : $"a value is expected, not {_token.Shown}");
            return LiteralNode.Null;
        }

        var token = _token;
        Advance();
        if (_token.Is("("))
            return Function(token);
        return Path(token);
    }

    private ExpressionNode Function(ExpressionToken name)
    {
        Advance();
        if (!Enter())
            return LiteralNode.Null;
        ExpressionNode result;
        switch (name.Text)
        {
            case "exists":
            case "length":
            case "lower":
                var operand = Operand();
                result = name.Text == "exists" && operand is not PathNode
                    ? FailAt(name, "exists asks for a path")
                    : new FunctionNode(name.Text switch { "exists" => ExpressionNodeKind.Exists, "length" => ExpressionNodeKind.Length, _ => ExpressionNodeKind.Lower }, operand);
                break;
            case "startsWith":
            case "endsWith":
            case "contains":
                var value = Operand();
                Expect(",");
                var part = Operand();
                result = new TextTestNode(name.Text switch { "startsWith" => ExpressionNodeKind.StartsWith, "endsWith" => ExpressionNodeKind.EndsWith, _ => ExpressionNodeKind.Contains }, value, part);
                break;
            default:
                return FailAt(name, $"there is no function '{name.Text}'; there are exists, length, lower, startsWith, endsWith, contains");
        }

        _depth--;
        Expect(")");
        return result;
    }

    private ExpressionNode Path(ExpressionToken token)
    {
        var text = token.Text.Length > 1 && token.Text[0] == '.' ? token.Text[1..] : token.Text;
        if (!MemberPath.TryParse(text, out var path, out var problem))
            return FailAt(token, $"the path '{text}' cannot be read: {problem}");
        var index = _paths.FindIndex(known => known.Text == path.Text);
        if (index < 0)
        {
            index = _paths.Count;
            _paths.Add(path);
        }

        return new PathNode(index, _paths[index]);
    }

    private bool TryLiteral(out LiteralNode literal)
    {
        literal = LiteralNode.Null;
        switch (_token.Kind)
        {
            case ExpressionTokenKind.Text:
                literal = new LiteralNode(ExpressionValueKind.Text, Encoding.UTF8.GetBytes(_token.Text), false);
                break;
            case ExpressionTokenKind.Number:
                literal = new LiteralNode(ExpressionValueKind.Number, Encoding.UTF8.GetBytes(_token.Text), false);
                break;
            case ExpressionTokenKind.Path when _token.Text is "true" or "false":
                literal = new LiteralNode(ExpressionValueKind.Boolean, [], _token.Text == "true");
                break;
            case ExpressionTokenKind.Path when _token.Text == "null":
                break;
            default:
                return false;
        }

        Advance();
        return true;
    }

    private static bool TryComparison(string symbol, out ExpressionComparison comparison)
    {
        comparison = symbol switch
        {
            "==" => ExpressionComparison.Equal,
            "!=" => ExpressionComparison.NotEqual,
            "<" => ExpressionComparison.Less,
            "<=" => ExpressionComparison.LessOrEqual,
            ">" => ExpressionComparison.Greater,
            _ => ExpressionComparison.GreaterOrEqual,
        };
        return symbol is "==" or "!=" or "<" or "<=" or ">" or ">=";
    }

    private readonly bool IsWord(string word) => _token.Kind == ExpressionTokenKind.Path && _token.Text == word;

    private void Advance() => _token = _lexer.Next();

    private void Expect(string symbol)
    {
        if (Failed is not null)
            return;
        if (_token.Is(symbol))
            Advance();
        else
            Fail($"'{symbol}' is expected, not {_token.Shown}");
    }

    private bool Enter()
    {
        if (++_depth <= MaxDepth)
            return true;
        Fail("the expression is nested too deeply; take several lenses");
        return false;
    }

    private readonly string Unexpected() => _token.Text switch
    {
        "AND" or "And" or "OR" or "Or" or "IN" or "In" or "NOT" or "Not" => $"'{_token.Text}' is written in small letters",
        _ => $"'and', 'or' or a comparison is expected, not {_token.Shown}",
    };

    private void Fail(string message) => _problem ??= new ExpressionProblem(_token.Column, message);

    private LiteralNode FailAt(ExpressionToken token, string message)
    {
        _problem ??= new ExpressionProblem(token.Column, message);
        return LiteralNode.Null;
    }
}
