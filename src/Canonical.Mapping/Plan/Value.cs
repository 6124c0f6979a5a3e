using System.Runtime.InteropServices;

namespace Canonical.Mapping;

internal enum ValueKind : byte
{
    /// <summary>Not there, or not written yet.</summary>
    Missing,
    Null,
    String,
    Number,
    True,
    False,
    Object,
    Array,

    /// <summary>A member on the way is no object (or no array, before a selector); <see cref="Value.Cause"/> says what it is.</summary>
    Broken,

    /// <summary>An object that is being written member by member.</summary>
    OpenObject,

    /// <summary>An array that is being written element by element.</summary>
    OpenArray,
}

[Flags]
internal enum ValueTraits : byte
{
    None = 0,

    /// <summary>The text holds JSON escapes, as it stands in the record.</summary>
    Escaped = 1,

    /// <summary>The text is not all ASCII, and nobody has looked whether it is UTF-8.</summary>
    Wide = 2,

    /// <summary>The text was unescaped: it may hold characters that JSON escapes.</summary>
    Plain = 4,

    /// <summary>The JSON stands among the arrays that were written, not in the working buffer.</summary>
    Written = 8,

    /// <summary>An object that has members which nobody reads, other than null.</summary>
    HasOthers = 16,
}

/// <summary>A JSON value of a run: a place in one of its buffers. Strings are without their quotes, all else is JSON text.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Value(ValueKind kind, ValueTraits traits, int offset, int length, ValueKind cause = ValueKind.Missing)
{
    public ValueKind Kind { get; } = kind;

    public ValueTraits Traits { get; } = traits;

    /// <summary>For a broken path: the kind of the member that broke it.</summary>
    public ValueKind Cause { get; } = cause;

    public int Offset { get; } = offset;

    public int Length { get; } = length;

    /// <summary>Whether there is a value: neither null, nor missing, nor a broken path.</summary>
    public bool IsValue => Kind is > ValueKind.Null and < ValueKind.Broken;

    public bool IsScalar => Kind is >= ValueKind.String and <= ValueKind.False;

    public bool IsBoolean => Kind is ValueKind.True or ValueKind.False;

    public Value Slice(int start, int length) => new(Kind, Traits, Offset + start, length);

    public Value As(ValueKind kind) => new(kind, Traits, Offset, Length);

    public Value With(ValueTraits traits) => new(Kind, traits, Offset, Length, Cause);

    public Value Break() => new(ValueKind.Broken, Traits, Offset, Length, Kind);
}
