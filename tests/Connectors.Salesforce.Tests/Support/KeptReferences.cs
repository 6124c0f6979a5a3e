using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

using Canonical.Mapping;
using Canonical.Model;

namespace Connectors.Salesforce.Tests;

/// <summary>Derives ids and remembers of which record, so that what was read can be written again.</summary>
internal sealed class KeptReferences : IReferenceResolver
{
    private readonly ConcurrentDictionary<(string Type, CanonicalId Id), string> _keys = new();

    public bool TryGetCanonical(in VendorReference reference, out CanonicalId id)
    {
        if (!DerivedReferenceResolver.Instance.TryGetCanonical(reference, out id))
            return false;
        _keys[(reference.ObjectType, id)] = reference.Key;
        return true;
    }

    public bool TryGetVendor(in CanonicalReference reference, [NotNullWhen(true)] out string? key) => _keys.TryGetValue((reference.ObjectType, reference.Id), out key);

    /// <summary>Makes a record of the org known, and gives its canonical id.</summary>
    public CanonicalId Know(string tenant, string type, string instance, string key)
    {
        Assert.True(TryGetCanonical(new VendorReference(tenant, type, SalesforceClient.SystemName, instance, key), out CanonicalId id));
        return id;
    }
}
