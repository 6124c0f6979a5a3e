using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>The JSON kind of the value that an issue is about: all that is told of it.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The kinds of JSON have these names, as in JsonValueKind.")]
public enum MappingValueKind
{
    /// <summary>The member is not there.</summary>
    Missing,

    /// <summary>JSON null.</summary>
    Null,

    /// <summary>A string.</summary>
    String,

    /// <summary>An empty string, or one of white space alone.</summary>
    EmptyString,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>An object.</summary>
    Object,

    /// <summary>An array.</summary>
    Array,

    /// <summary>The issue is not about one value.</summary>
    None,
}
