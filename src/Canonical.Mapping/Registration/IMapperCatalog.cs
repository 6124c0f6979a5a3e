using System.Diagnostics.CodeAnalysis;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>The compiled mappings of a host, by id and by what they map. Thread-safe.</summary>
public interface IMapperCatalog
{
    /// <summary>All mappers, by the id of their mapping.</summary>
    IReadOnlyList<Mapper> Mappers { get; }

    /// <summary>The mapper of a mapping.</summary>
    /// <param name="mappingId">The id, such as <c>salesforce.account-customer</c>.</param>
    /// <param name="mapper">The mapper.</param>
    /// <returns>False when no such mapping is registered.</returns>
    bool TryGet(string mappingId, [NotNullWhen(true)] out Mapper? mapper);

    /// <summary>The mapper between a vendor's record type and a canonical object.</summary>
    /// <param name="system">The vendor's system, such as <c>salesforce</c>.</param>
    /// <param name="objectType">The vendor's name of the record type, such as <c>Account</c>.</param>
    /// <param name="target">The canonical object type, such as <c>customer</c>.</param>
    /// <param name="mapper">The mapper.</param>
    /// <returns>False when no such mapping is registered.</returns>
    bool TryFind(string system, string objectType, string target, [NotNullWhen(true)] out Mapper? mapper);

    /// <summary>The mapper of a mapping.</summary>
    /// <param name="mappingId">The id, such as <c>salesforce.account-customer</c>.</param>
    /// <exception cref="KeyNotFoundException">No such mapping is registered; the message names those that are.</exception>
    Mapper GetRequired(string mappingId);

    /// <summary>The mapper of a mapping, for objects.</summary>
    /// <typeparam name="T">The canonical object.</typeparam>
    /// <param name="mappingId">The id, such as <c>salesforce.account-customer</c>.</param>
    /// <exception cref="KeyNotFoundException">No such mapping is registered.</exception>
    /// <exception cref="ArgumentException">The mapping is for another object.</exception>
    Mapper<T> GetRequired<T>(string mappingId)
        where T : class, ICanonicalObject<T> => new(GetRequired(mappingId));

    /// <summary>The parameters that the host registered for a mapping, checked, for <see cref="MappingContext.Parameters"/>; empty when there are none.</summary>
    /// <param name="mappingId">The id of the mapping.</param>
    IReadOnlyDictionary<string, string> ParametersOf(string mappingId);
}
