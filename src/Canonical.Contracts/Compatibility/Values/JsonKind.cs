namespace Canonical.Contracts;

// The types of JSON values as a set; an integer is a number without a fraction.
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    String = 8,
    Array = 16,
    Object = 32,
    All = 63,

    // Only as a declared type, beside Number it says nothing.
    Integer = 64,
}
