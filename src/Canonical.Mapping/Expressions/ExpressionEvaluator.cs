using System.Text;

namespace Canonical.Mapping;

/// <summary>
/// Evaluates an expression. It is total: every expression has a value for every record, and nothing here throws. There are no loops but over the parts of the
/// expression, whose length and depth the parser has bounded. Comparing allocates nothing; <c>lower</c> does when there is something to change.
/// </summary>
internal static class ExpressionEvaluator
{
    public static ExpressionValue Evaluate<TValues>(ExpressionNode node, ref TValues values)
        where TValues : struct, IExpressionValues, allows ref struct
    {
        switch (node.Kind)
        {
            case ExpressionNodeKind.Literal:
                return Literal((LiteralNode)node);
            case ExpressionNodeKind.Path:
                return Path(((PathNode)node).Index, ref values);
            case ExpressionNodeKind.Not:
                return ExpressionValue.Of(!Evaluate(((NotNode)node).Operand, ref values).IsTrue);
            case ExpressionNodeKind.And:
                foreach (var operand in ((LogicNode)node).Operands)
                {
                    if (!Evaluate(operand, ref values).IsTrue)
                        return ExpressionValue.Of(false);
                }

                return ExpressionValue.Of(true);
            case ExpressionNodeKind.Or:
                foreach (var operand in ((LogicNode)node).Operands)
                {
                    if (Evaluate(operand, ref values).IsTrue)
                        return ExpressionValue.Of(true);
                }

                return ExpressionValue.Of(false);
            case ExpressionNodeKind.Compare:
                var compare = (CompareNode)node;
                return ExpressionValue.Of(Compare(compare.Comparison, Evaluate(compare.Left, ref values), Evaluate(compare.Right, ref values)));
            case ExpressionNodeKind.In:
                var among = (InNode)node;
                var sought = Evaluate(among.Operand, ref values);
                foreach (var literal in among.Values)
                {
                    if (AreEqual(sought, Literal(literal)))
                        return ExpressionValue.Of(true);
                }

                return ExpressionValue.Of(false);
            case ExpressionNodeKind.Exists:
                return ExpressionValue.Of(Evaluate(((FunctionNode)node).Operand, ref values).Kind != ExpressionValueKind.Null);
            case ExpressionNodeKind.Length:
                return Length(((FunctionNode)node).Operand, ref values);
            case ExpressionNodeKind.Lower:
                return Lower(Evaluate(((FunctionNode)node).Operand, ref values));
            default:
                var test = (TextTestNode)node;
                return ExpressionValue.Of(Test(test.Kind, Evaluate(test.Operand, ref values), Evaluate(test.Part, ref values)));
        }
    }

    private static ExpressionValue Literal(LiteralNode literal) => literal.ValueKind switch
    {
        ExpressionValueKind.Boolean => ExpressionValue.Of(literal.IsTrue),
        ExpressionValueKind.Number => ExpressionValue.OfNumber(literal.Utf8),
        ExpressionValueKind.Text => ExpressionValue.OfText(literal.Utf8),
        _ => ExpressionValue.Null,
    };

    private static ExpressionValue Path<TValues>(int path, ref TValues values)
        where TValues : struct, IExpressionValues, allows ref struct
    {
        var kind = values.Kind(path);
        return kind switch
        {
            ExpressionValueKind.Boolean => ExpressionValue.Of(values.IsTrue(path)),
            ExpressionValueKind.Number => ExpressionValue.OfNumber(values.Text(path)),
            ExpressionValueKind.Text => ExpressionValue.OfText(values.Text(path)),
            _ => ExpressionValue.OfStructure(kind),
        };
    }

    // Of a text the characters (Unicode code points, as maxLength of JSON Schema counts them), of an array the elements, of anything else null.
    private static ExpressionValue Length<TValues>(ExpressionNode operand, ref TValues values)
        where TValues : struct, IExpressionValues, allows ref struct
    {
        if (operand is PathNode path && values.Kind(path.Index) == ExpressionValueKind.Array)
            return ExpressionValue.OfCount(values.Count(path.Index));
        var value = Evaluate(operand, ref values);
        if (value.Kind != ExpressionValueKind.Text)
            return ExpressionValue.Null;
        var count = 0;
        foreach (var unit in value.Text)
        {
            if ((unit & 0xC0) != 0x80)
                count++;
        }

        return ExpressionValue.OfCount(count);
    }

    private static ExpressionValue Lower(ExpressionValue value)
    {
        if (value.Kind != ExpressionValueKind.Text)
            return ExpressionValue.Null;
        if (Ascii.IsValid(value.Text))
        {
            if (!value.Text.ContainsAnyInRange((byte)'A', (byte)'Z'))
                return value;
            var lower = new byte[value.Text.Length];
            Ascii.ToLower(value.Text, lower, out _);
            return ExpressionValue.OfText(lower);
        }

        return ExpressionValue.OfText(Encoding.UTF8.GetBytes(LowerInvariant(Encoding.UTF8.GetString(value.Text))));
    }

#pragma warning disable CA1308 // The function is called lower; this is no normalisation for security.
    private static string LowerInvariant(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308

    private static bool Compare(ExpressionComparison comparison, ExpressionValue left, ExpressionValue right)
    {
        if (comparison == ExpressionComparison.Equal)
            return AreEqual(left, right);
        // The exact opposite of ==, so that the two always divide the records between them.
        if (comparison == ExpressionComparison.NotEqual)
            return !AreEqual(left, right);
        if (left.Kind != right.Kind || left.Kind is not (ExpressionValueKind.Number or ExpressionValueKind.Text))
            return false;
        var order = left.Kind == ExpressionValueKind.Number ? Numbers(left, right) : left.Text.SequenceCompareTo(right.Text);
        return comparison switch
        {
            ExpressionComparison.Less => order < 0,
            ExpressionComparison.LessOrEqual => order <= 0,
            ExpressionComparison.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool AreEqual(ExpressionValue left, ExpressionValue right)
    {
        if (left.Kind != right.Kind)
            return false;
        return left.Kind switch
        {
            ExpressionValueKind.Null => true,
            ExpressionValueKind.Boolean => left.IsTrue == right.IsTrue,
            ExpressionValueKind.Number => Numbers(left, right) == 0,
            ExpressionValueKind.Text => left.Text.SequenceEqual(right.Text),
            _ => false,
        };
    }

    private static int Numbers(ExpressionValue left, ExpressionValue right)
    {
        Span<byte> first = stackalloc byte[NumberText.MaxCountLength];
        Span<byte> second = stackalloc byte[NumberText.MaxCountLength];
        return NumberText.Compare(
            left.Text.IsEmpty ? NumberText.OfCount(left.Count, first) : left.Text,
            right.Text.IsEmpty ? NumberText.OfCount(right.Count, second) : right.Text);
    }

    private static bool Test(ExpressionNodeKind kind, ExpressionValue value, ExpressionValue part)
    {
        if (value.Kind != ExpressionValueKind.Text || part.Kind != ExpressionValueKind.Text)
            return false;
        // Bytes are enough: in UTF-8 no character is a part of another.
        return kind switch
        {
            ExpressionNodeKind.StartsWith => value.Text.StartsWith(part.Text),
            ExpressionNodeKind.EndsWith => value.Text.EndsWith(part.Text),
            _ => value.Text.IndexOf(part.Text) >= 0,
        };
    }
}
