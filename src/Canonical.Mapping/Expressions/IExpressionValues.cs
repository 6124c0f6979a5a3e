namespace Canonical.Mapping;

/// <summary>
/// The values of the paths of one <see cref="Expression"/> in one record, by the index of the path in <see cref="Expression.Paths"/>.
/// Implemented by structs, so that the evaluation is compiled for each of them and nothing is boxed.
/// </summary>
internal interface IExpressionValues
{
    /// <summary>The kind of the value; <see cref="ExpressionValueKind.Null"/> when it is missing, null, or when a member on the way is no object or array.</summary>
    ExpressionValueKind Kind(int path);

    /// <summary>The text of a text, unescaped, in UTF-8; a number as it stands in JSON. Asked for these two kinds alone.</summary>
    ReadOnlySpan<byte> Text(int path);

    /// <summary>Whether a boolean is true. Asked for booleans alone.</summary>
    bool IsTrue(int path);

    /// <summary>How many elements an array has. Asked for arrays alone.</summary>
    int Count(int path);
}
