namespace Canonical.Mapping;

internal enum ExpressionNodeKind : byte
{
    Literal,
    Path,
    Not,
    And,
    Or,
    Compare,
    In,
    Exists,
    Length,
    Lower,
    StartsWith,
    EndsWith,
    Contains,
}

internal enum ExpressionComparison : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A part of an expression. Immutable: it is read once, and evaluated by <see cref="ExpressionEvaluator"/>.</summary>
internal abstract class ExpressionNode(ExpressionNodeKind kind)
{
    public ExpressionNodeKind Kind { get; } = kind;

    public virtual IReadOnlyList<ExpressionNode> Children => [];
}

/// <summary>A literal of the expression; its text is UTF-8, a number is JSON.</summary>
internal sealed class LiteralNode(ExpressionValueKind valueKind, byte[] utf8, bool isTrue) : ExpressionNode(ExpressionNodeKind.Literal)
{
    public ExpressionValueKind ValueKind { get; } = valueKind;

    public byte[] Utf8 { get; } = utf8;

    public bool IsTrue { get; } = isTrue;

    public static LiteralNode Null { get; } = new(ExpressionValueKind.Null, [], false);

    public static LiteralNode Of(JsonScalar scalar) => scalar.Kind switch
    {
        JsonScalarKind.Boolean => new(ExpressionValueKind.Boolean, [], scalar.IsTrue),
        JsonScalarKind.Number => new(ExpressionValueKind.Number, System.Text.Encoding.UTF8.GetBytes(scalar.Text), false),
        _ => new(ExpressionValueKind.Text, System.Text.Encoding.UTF8.GetBytes(scalar.Text), false),
    };

    /// <summary>The literal as a scalar that compares by meaning; false for null.</summary>
    public bool TryScalar(out JsonScalar scalar)
    {
        scalar = ValueKind switch
        {
            ExpressionValueKind.Boolean => JsonScalar.Of(IsTrue),
            ExpressionValueKind.Number => JsonScalar.Number(System.Text.Encoding.UTF8.GetString(Utf8)).ForComparison(),
            _ => JsonScalar.Of(System.Text.Encoding.UTF8.GetString(Utf8)),
        };
        return ValueKind != ExpressionValueKind.Null;
    }
}

/// <summary>The value of a path, by its place in <see cref="Expression.Paths"/>.</summary>
internal sealed class PathNode(int index, MemberPath path) : ExpressionNode(ExpressionNodeKind.Path)
{
    public int Index { get; } = index;

    public MemberPath Path { get; } = path;
}

/// <summary><c>not</c>.</summary>
internal sealed class NotNode(ExpressionNode operand) : ExpressionNode(ExpressionNodeKind.Not)
{
    public ExpressionNode Operand { get; } = operand;

    public override IReadOnlyList<ExpressionNode> Children => [Operand];
}

/// <summary><c>and</c> or <c>or</c> of two or more.</summary>
internal sealed class LogicNode(ExpressionNodeKind kind, ExpressionNode[] operands) : ExpressionNode(kind)
{
    public ExpressionNode[] Operands { get; } = operands;

    public override IReadOnlyList<ExpressionNode> Children => Operands;
}

/// <summary>A comparison.</summary>
internal sealed class CompareNode(ExpressionComparison comparison, ExpressionNode left, ExpressionNode right) : ExpressionNode(ExpressionNodeKind.Compare)
{
    public ExpressionComparison Comparison { get; } = comparison;

    public ExpressionNode Left { get; } = left;

    public ExpressionNode Right { get; } = right;

    public override IReadOnlyList<ExpressionNode> Children => [Left, Right];
}

/// <summary><c>in (…)</c>: equal to one of some literals.</summary>
internal sealed class InNode(ExpressionNode operand, LiteralNode[] values) : ExpressionNode(ExpressionNodeKind.In)
{
    public ExpressionNode Operand { get; } = operand;

    public LiteralNode[] Values { get; } = values;

    public override IReadOnlyList<ExpressionNode> Children => [Operand];
}

/// <summary><c>exists</c>, <c>length</c> or <c>lower</c> of one value.</summary>
internal sealed class FunctionNode(ExpressionNodeKind kind, ExpressionNode operand) : ExpressionNode(kind)
{
    public ExpressionNode Operand { get; } = operand;

    public override IReadOnlyList<ExpressionNode> Children => [Operand];
}

/// <summary><c>startsWith</c>, <c>endsWith</c> or <c>contains</c>.</summary>
internal sealed class TextTestNode(ExpressionNodeKind kind, ExpressionNode operand, ExpressionNode part) : ExpressionNode(kind)
{
    public ExpressionNode Operand { get; } = operand;

    public ExpressionNode Part { get; } = part;

    public override IReadOnlyList<ExpressionNode> Children => [Operand, Part];
}
