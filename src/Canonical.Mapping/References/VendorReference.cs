namespace Canonical.Mapping;

/// <summary>A vendor's id of a record, with all that is needed to look up its canonical id. Immutable and safe to share between threads.</summary>
/// <param name="Tenant">The tenant of the host.</param>
/// <param name="ObjectType">The canonical object type, such as <c>customer</c>.</param>
/// <param name="System">The vendor's system, such as <c>netsuite</c>.</param>
/// <param name="Instance">The account, org or realm of that system.</param>
/// <param name="Key">The id as text.</param>
/// <param name="KeyKind">Whether <paramref name="Key"/> is the vendor's own id or an external id.</param>
/// <param name="VendorObject">The vendor's name of the record type, or null where the mapping does not say it.</param>
public readonly record struct VendorReference(
    string Tenant,
    string ObjectType,
    string System,
    string Instance,
    string Key,
    ReferenceKeyKind KeyKind = ReferenceKeyKind.RecordId,
    string? VendorObject = null)
{
    /// <summary>Type and system alone: the key does not show itself by accident.</summary>
    public override string ToString() => $"{ObjectType} of {System}/{Instance}";
}
