namespace Canonical.Schema;

/// <summary>Kinds of JSON values as a set. <see cref="Number"/> covers integers; <see cref="Integer"/> without it allows integers only.</summary>
[Flags]
internal enum JsonTypes : byte
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    Number = 16,
    String = 32,
    Integer = 64,
    All = Null | Boolean | Object | Array | Number | String,
}
