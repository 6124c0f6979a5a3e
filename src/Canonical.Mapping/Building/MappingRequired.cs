namespace Canonical.Mapping;

/// <summary>In which direction a value must be there; otherwise the record has an error.</summary>
public enum MappingRequired
{
    /// <summary>In none.</summary>
    No,

    /// <summary>On the way to the canonical object.</summary>
    ToCanonical,

    /// <summary>On the way to the vendor.</summary>
    ToVendor,

    /// <summary>In both.</summary>
    Both,
}
