using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>The canonical type of a member of an extension.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are the words of the document format.")]
public enum MappingExtensionType
{
    /// <summary>Text, trimmed.</summary>
    Text,

    /// <summary>A code, trimmed.</summary>
    Code,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A decimal, as a string.</summary>
    Decimal,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>An instant in UTC.</summary>
    Instant,
}
