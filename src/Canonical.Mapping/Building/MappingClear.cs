namespace Canonical.Mapping;

/// <summary>How the vendor's member is cleared when the canonical member is null.</summary>
public enum MappingClear
{
    /// <summary>By JSON null.</summary>
    Null,

    /// <summary>By an empty string.</summary>
    Empty,

    /// <summary>Not at all, with a warning.</summary>
    Never,
}
