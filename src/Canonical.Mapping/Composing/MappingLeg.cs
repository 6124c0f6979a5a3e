namespace Canonical.Mapping;

/// <summary>A half of a <see cref="MappingChain"/>.</summary>
public enum MappingLeg
{
    /// <summary>From the first vendor to the canonical object.</summary>
    FromVendor,

    /// <summary>From the canonical object to the second vendor.</summary>
    ToVendor,
}
