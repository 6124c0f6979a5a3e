namespace Canonical.Mapping;

/// <summary>A literal that a condition compares a path with for being equal, or not.</summary>
internal readonly record struct ComparedValue(MemberPath Path, JsonScalar Literal)
{
    public string Shown => Literal.Kind == JsonScalarKind.String ? $"'{Literal.Text}'" : Literal.Text;

    /// <summary>All of them, wherever they stand in the condition. Comparisons of size and of parts of texts have no single value.</summary>
    public static IEnumerable<ComparedValue> Of(Expression expression)
    {
        var waiting = new Stack<ExpressionNode>([expression.Root]);
        while (waiting.TryPop(out var node))
        {
            foreach (var child in node.Children)
                waiting.Push(child);
            IEnumerable<(ExpressionNode Value, ExpressionNode Literal)> pairs = node switch
            {
                CompareNode { Comparison: ExpressionComparison.Equal or ExpressionComparison.NotEqual } compare => [(compare.Left, compare.Right), (compare.Right, compare.Left)],
                InNode among => among.Values.Select(literal => (among.Operand, (ExpressionNode)literal)),
                _ => [],
            };
            foreach (var (value, literal) in pairs)
            {
                if (value is PathNode path && literal is LiteralNode given && given.TryScalar(out var scalar))
                    yield return new ComparedValue(path.Path, scalar.ForComparison());
            }
        }
    }
}
