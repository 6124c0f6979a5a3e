namespace Canonical.Mapping;

/// <summary>Whose change of a mapping an overlay is. Overlays apply in this order: a later scope may change what an earlier one brought.</summary>
public enum MappingOverlayScope
{
    /// <summary>A region, such as EMEA.</summary>
    Region,

    /// <summary>A legal entity, such as an acquired company.</summary>
    LegalEntity,

    /// <summary>The tenant as a whole.</summary>
    Tenant,

    /// <summary>Fields that the tenant added to the vendor's system.</summary>
    CustomFields,
}
