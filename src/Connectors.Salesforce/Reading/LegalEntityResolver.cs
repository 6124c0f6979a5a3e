using System.Diagnostics.CodeAnalysis;

using Canonical.Mapping;
using Canonical.Model;

namespace Connectors.Salesforce;

/// <summary>
/// Knows the legal entities that may do work, by the value that the org writes; every other value is refused as unknown. All other references go to the next resolver.
/// Immutable and thread-safe.
/// </summary>
public sealed class LegalEntityResolver : IReferenceResolver
{
    private const string LegalEntity = "legal-entity";

    private readonly Dictionary<string, CanonicalId> _byValue;
    private readonly IReferenceResolver _next;

    /// <summary>Creates the resolver.</summary>
    /// <param name="legalEntities">The canonical id of each legal entity, by the value of the field in Salesforce. Values compare exactly.</param>
    /// <param name="next">Asked for everything else; null to derive ids.</param>
    public LegalEntityResolver(IReadOnlyDictionary<string, CanonicalId> legalEntities, IReferenceResolver? next = null)
    {
        ArgumentNullException.ThrowIfNull(legalEntities);
        _byValue = new Dictionary<string, CanonicalId>(legalEntities, StringComparer.Ordinal);
        _next = next ?? DerivedReferenceResolver.Instance;
    }

    /// <inheritdoc/>
    public bool TryGetCanonical(in VendorReference reference, out CanonicalId id) =>
        reference.ObjectType == LegalEntity ? _byValue.TryGetValue(reference.Key, out id) : _next.TryGetCanonical(reference, out id);

    /// <inheritdoc/>
    public bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key)
    {
        if (reference.ObjectType != LegalEntity)
            return _next.TryGetVendor(reference, out key);
        foreach ((string value, CanonicalId id) in _byValue)
        {
            if (id == reference.Id)
            {
                key = value;
                return true;
            }
        }

        key = null;
        return false;
    }
}
