using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>
/// A condition: a small total language over the members of a record. Immutable and safe to share between threads.
/// The object form of a condition (<c>{"path", "equals"}</c>) is read into the same tree, so there is one meaning and one way to run it.
/// </summary>
internal sealed class Expression
{
    private Expression(string text, ExpressionNode root, IReadOnlyList<MemberPath> paths)
    {
        Text = text;
        Root = root;
        Paths = paths;
    }

    /// <summary>As written, or as it would be written.</summary>
    public string Text { get; }

    public ExpressionNode Root { get; }

    /// <summary>The paths that it reads, each once; a <see cref="PathNode"/> names one by its index.</summary>
    public IReadOnlyList<MemberPath> Paths { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out ExpressionProblem? problem)
    {
        expression = ExpressionParser.TryParse(text, out var root, out var paths, out problem) ? new Expression(text, root!, paths) : null;
        problem ??= expression is null ? new ExpressionProblem(1, "the expression cannot be read") : null;
        return expression is not null;
    }

    /// <summary>The path is there and not null, or not.</summary>
    public static Expression Exists(MemberPath path, bool exists)
    {
        ExpressionNode node = new FunctionNode(ExpressionNodeKind.Exists, new PathNode(0, path));
        return new Expression($"{(exists ? "" : "not ")}exists({Shown(path)})", exists ? node : new NotNode(node), [path]);
    }

    /// <summary>The path equals one of the literals.</summary>
    public static Expression OneOf(MemberPath path, IReadOnlyList<JsonScalar> values)
    {
        var literals = values.Select(LiteralNode.Of).ToArray();
        var node = new PathNode(0, path);
        return literals.Length == 1
            ? new Expression($"{Shown(path)} == {Shown(values[0])}", new CompareNode(ExpressionComparison.Equal, node, literals[0]), [path])
            : new Expression($"{Shown(path)} in ({string.Join(", ", values.Select(Shown))})", new InNode(node, literals), [path]);
    }

    /// <summary>Whether the condition holds: its value is the boolean true. Never throws.</summary>
    public bool Holds<TValues>(ref TValues values)
        where TValues : struct, IExpressionValues, allows ref struct =>
        ExpressionEvaluator.Evaluate(Root, ref values).IsTrue;

    /// <summary>True when no record can satisfy both, as far as that can be told from the parts that both must satisfy; false when it is not certain.</summary>
    public static bool Exclude(Expression first, Expression second)
    {
        var theirs = Facts(second.Root, []);
        return Facts(first.Root, []).Exists(mine => theirs.Exists(other => mine.Path == other.Path && Apart(mine.Values, other.Values)));
    }

    public override string ToString() => Text;

    private static bool Apart(HashSet<JsonScalar?>? first, HashSet<JsonScalar?>? second) => (first, second) switch
    {
        (null, null) => false,
        (null, _) => second!.All(value => value is null),
        (_, null) => first.All(value => value is null),
        _ => !first.Overlaps(second),
    };

    // What must hold for the whole to hold: a path and the scalars, null among them, that it may be; no set stands for anything but null.
    private static List<(string Path, HashSet<JsonScalar?>? Values)> Facts(ExpressionNode node, List<(string Path, HashSet<JsonScalar?>? Values)> facts)
    {
        switch (node)
        {
            case LogicNode { Kind: ExpressionNodeKind.And } all:
                foreach (var operand in all.Operands)
                    Facts(operand, facts);
                break;
            case CompareNode { Comparison: ExpressionComparison.Equal, Left: PathNode path, Right: LiteralNode literal }:
                facts.Add((path.Path.Text, [Scalar(literal)]));
                break;
            case CompareNode { Comparison: ExpressionComparison.Equal, Left: LiteralNode literal, Right: PathNode path }:
                facts.Add((path.Path.Text, [Scalar(literal)]));
                break;
            case InNode { Operand: PathNode path } among:
                facts.Add((path.Path.Text, [.. among.Values.Select(Scalar)]));
                break;
            case NotNode { Operand: FunctionNode { Kind: ExpressionNodeKind.Exists, Operand: PathNode path } }:
                facts.Add((path.Path.Text, [null]));
                break;
            case FunctionNode { Kind: ExpressionNodeKind.Exists, Operand: PathNode path }:
                facts.Add((path.Path.Text, null));
                break;
            case PathNode path:
                facts.Add((path.Path.Text, [JsonScalar.Of(true)]));
                break;
        }

        return facts;
    }

    private static JsonScalar? Scalar(LiteralNode literal) => literal.TryScalar(out var scalar) ? scalar : null;

    private static string Shown(MemberPath path) => path.Text.StartsWith('\'') ? "." + path.Text : path.Text;

    private static string Shown(JsonScalar scalar) =>
        scalar.Kind == JsonScalarKind.String ? $"'{scalar.Text.Replace("'", "''", StringComparison.Ordinal)}'" : scalar.Text;
}
