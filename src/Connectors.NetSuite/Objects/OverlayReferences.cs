using System.Diagnostics.CodeAnalysis;

using Canonical.Mapping;
using Canonical.Model;

namespace Connectors.NetSuite;

/// <summary>The host's references, and before them the one that was looked up in NetSuite for this record. Immutable and thread-safe.</summary>
internal sealed class OverlayReferences(IReferenceResolver host, string objectType, CanonicalId id, string internalId) : IReferenceResolver
{
    public bool TryGetCanonical(in VendorReference reference, out CanonicalId canonicalId)
    {
        if (reference.ObjectType != objectType || reference.KeyKind != ReferenceKeyKind.RecordId || reference.Key != internalId)
            return host.TryGetCanonical(reference, out canonicalId);
        canonicalId = id;
        return true;
    }

    public bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key)
    {
        if (reference.ObjectType != objectType || reference.KeyKind != ReferenceKeyKind.RecordId || reference.Id != id)
            return host.TryGetVendor(reference, out key);
        key = internalId;
        return true;
    }
}
