namespace Canonical.Mapping;

/// <summary>A direction of a mapping.</summary>
public enum MappingDirection
{
    /// <summary>From the vendor's record to the canonical object.</summary>
    ToCanonical,

    /// <summary>From the canonical object to the vendor's record.</summary>
    ToVendor,
}
