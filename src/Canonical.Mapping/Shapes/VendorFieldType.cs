using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>What the JSON of a vendor's field holds. Values are the words of the shape format.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are the words of the shape format.")]
public enum VendorFieldType
{
    /// <summary>Anything: the description does not say.</summary>
    Any,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A number without a fraction.</summary>
    Integer,

    /// <summary>A number.</summary>
    Decimal,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A calendar date, as a string.</summary>
    Date,

    /// <summary>A date with a time of day, as a string.</summary>
    Instant,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An array; what its elements are is the field of the same path with <c>[]</c> behind it.</summary>
    Array,
}
