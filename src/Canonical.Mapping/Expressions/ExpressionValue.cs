namespace Canonical.Mapping;

/// <summary>What an expression gives. A number is its JSON text, or a count; it never is a double.</summary>
internal readonly ref struct ExpressionValue
{
    private ExpressionValue(ExpressionValueKind kind, ReadOnlySpan<byte> text, int count, bool isTrue)
    {
        Kind = kind;
        Text = text;
        Count = count;
        IsTrue = isTrue;
    }

    public ExpressionValueKind Kind { get; }

    /// <summary>The text, or a number as it stands; empty for a number that is <see cref="Count"/>.</summary>
    public ReadOnlySpan<byte> Text { get; }

    public int Count { get; }

    /// <summary>True for the boolean true alone: that is when a condition holds.</summary>
    public bool IsTrue { get; }

    public static ExpressionValue Null => default;

    public static ExpressionValue Of(bool value) => new(ExpressionValueKind.Boolean, default, 0, value);

    public static ExpressionValue OfCount(int count) => new(ExpressionValueKind.Number, default, count, false);

    public static ExpressionValue OfNumber(ReadOnlySpan<byte> json) => new(ExpressionValueKind.Number, json, 0, false);

    public static ExpressionValue OfText(ReadOnlySpan<byte> utf8) => new(ExpressionValueKind.Text, utf8, 0, false);

    /// <summary>An array or an object: it is equal to nothing, and that it is there is all that can be said of it.</summary>
    public static ExpressionValue OfStructure(ExpressionValueKind kind) => new(kind, default, 0, false);
}
