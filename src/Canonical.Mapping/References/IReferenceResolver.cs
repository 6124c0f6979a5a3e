using System.Diagnostics.CodeAnalysis;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>Turns a vendor's reference into a canonical id and back. Implementations are safe to use from many threads at once.</summary>
/// <remarks>
/// The calls are synchronous, since a mapping never waits. A resolver over a remote store loads what a page of records needs before it maps them.
/// An unknown reference is false, never an exception: the record then has an issue of kind <see cref="MappingIssueKind.ReferenceMissing"/>.
/// </remarks>
public interface IReferenceResolver
{
    /// <summary>The canonical id of a vendor's record.</summary>
    /// <param name="reference">The vendor's reference.</param>
    /// <param name="id">The canonical id.</param>
    /// <returns>False when it is not known.</returns>
    bool TryGetCanonical(in VendorReference reference, out CanonicalId id);

    /// <summary>The vendor's id of a canonical object.</summary>
    /// <param name="reference">The canonical reference and the system whose id is asked for.</param>
    /// <param name="key">The vendor's id.</param>
    /// <returns>False when it is not known.</returns>
    bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key);
}
