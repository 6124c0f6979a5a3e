using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>Pairs of vendor ids and canonical ids in memory, for one run, a test or a small set-up. Thread-safe: pairs may be added while mappers run.</summary>
public sealed class DictionaryReferenceResolver : IReferenceResolver
{
    // The vendor's name of the record type is a hint for stores that need it; here it does not tell records apart.
    private readonly ConcurrentDictionary<VendorReference, CanonicalId> _toCanonical = new();
    private readonly ConcurrentDictionary<CanonicalReference, string> _toVendor = new();
    private readonly IReferenceResolver? _fallback;

    /// <summary>Makes an empty resolver.</summary>
    /// <param name="fallback">Asked when a pair is not here, for instance <see cref="DerivedReferenceResolver.Instance"/>; null for none.</param>
    public DictionaryReferenceResolver(IReferenceResolver? fallback = null) => _fallback = fallback;

    /// <summary>Adds a pair, or replaces the one of the same record; gives this resolver.</summary>
    /// <param name="reference">The vendor's reference.</param>
    /// <param name="id">The canonical id.</param>
    public DictionaryReferenceResolver Add(in VendorReference reference, CanonicalId id)
    {
        _toCanonical[reference with { VendorObject = null }] = id;
        _toVendor[new CanonicalReference(reference.Tenant, reference.ObjectType, id, reference.System, reference.Instance, reference.KeyKind)] = reference.Key;
        return this;
    }

    /// <inheritdoc/>
    public bool TryGetCanonical(in VendorReference reference, out CanonicalId id) =>
        _toCanonical.TryGetValue(reference with { VendorObject = null }, out id)
        || (_fallback is not null && _fallback.TryGetCanonical(reference, out id));

    /// <inheritdoc/>
    public bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key) =>
        _toVendor.TryGetValue(reference with { VendorObject = null }, out key)
        || (_fallback is not null && _fallback.TryGetVendor(reference, out key));
}
