using System.Diagnostics.CodeAnalysis;

namespace Canonical.Mapping;

/// <summary>What a <see cref="JsonScalar"/> is.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The kinds of JSON have these names, as in JsonValueKind.")]
public enum JsonScalarKind
{
    /// <summary>A JSON string.</summary>
    String,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A JSON <c>true</c> or <c>false</c>.</summary>
    Boolean,
}
