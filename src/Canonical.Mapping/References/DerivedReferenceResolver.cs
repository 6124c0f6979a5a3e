using System.Diagnostics.CodeAnalysis;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>Derives canonical ids from the vendor's key, as the mapper does for the record itself: no store, any node gives the same id. Thread-safe and without state.</summary>
/// <remarks>
/// Right while each object has one system of record, and for the first pass over a system. A derivation has no way back: towards the vendor every reference is
/// missing unless another resolver is asked first (such as <see cref="DictionaryReferenceResolver"/>).
/// External ids are not derived from: they name a record of another system.
/// </remarks>
public sealed class DerivedReferenceResolver : IReferenceResolver
{
    private DerivedReferenceResolver()
    {
    }

    /// <summary>The one instance.</summary>
    public static DerivedReferenceResolver Instance { get; } = new();

    /// <inheritdoc/>
    public bool TryGetCanonical(in VendorReference reference, out CanonicalId id)
    {
        if (reference.KeyKind != ReferenceKeyKind.RecordId)
        {
            id = default;
            return false;
        }

        id = CanonicalId.Derive(reference.Tenant, reference.ObjectType, reference.System, reference.Instance, reference.Key);
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key)
    {
        key = null;
        return false;
    }
}
