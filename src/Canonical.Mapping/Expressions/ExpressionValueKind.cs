namespace Canonical.Mapping;

/// <summary>The kind of a value in an expression. A member that is not there is null.</summary>
internal enum ExpressionValueKind : byte
{
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}
