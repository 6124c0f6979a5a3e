using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>A canonical reference whose vendor id is asked for. Immutable and safe to share between threads.</summary>
/// <param name="Tenant">The tenant of the host.</param>
/// <param name="ObjectType">The canonical object type, such as <c>customer</c>.</param>
/// <param name="Id">The canonical id.</param>
/// <param name="System">The system whose id is asked for.</param>
/// <param name="Instance">The account, org or realm of that system.</param>
/// <param name="KeyKind">Whether the vendor's own id or an external id is asked for.</param>
/// <param name="VendorObject">The vendor's name of the record type, or null where the mapping does not say it.</param>
public readonly record struct CanonicalReference(
    string Tenant,
    string ObjectType,
    CanonicalId Id,
    string System,
    string Instance,
    ReferenceKeyKind KeyKind = ReferenceKeyKind.RecordId,
    string? VendorObject = null);
