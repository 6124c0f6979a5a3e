using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>The type of a <see cref="MappingParameter"/>. Values are given as text.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are the words of the document format.")]
public enum MappingParameterType
{
    /// <summary>Any text but an empty one.</summary>
    Text,

    /// <summary>A code: no white space at the ends.</summary>
    Code,

    /// <summary>A currency code, three capital letters (ISO 4217).</summary>
    Currency,

    /// <summary>A decimal number in plain notation.</summary>
    Decimal,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A calendar date, <c>YYYY-MM-DD</c>.</summary>
    Date,
}
