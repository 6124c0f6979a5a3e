namespace Canonical.Mapping;

/// <summary>Which of a record's ids a <see cref="VendorReference"/> holds.</summary>
public enum ReferenceKeyKind
{
    /// <summary>The vendor's own id of the record.</summary>
    RecordId,

    /// <summary>The id that an integration gave the record (an external id).</summary>
    ExternalId,
}
