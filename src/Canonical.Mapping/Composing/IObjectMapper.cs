using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>Maps a vendor's record to a canonical object and back: by a document (<see cref="Mapper{T}"/>) or by hand (<see cref="HandMapper{T}"/>). Implementations are safe to use from many threads at once.</summary>
/// <typeparam name="T">The canonical object.</typeparam>
public interface IObjectMapper<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Which mapping it is.</summary>
    MappingIdentity Identity { get; }

    /// <summary>What it maps, member by member, for mapping tables and lineage; of a mapping by hand what it tells of itself.</summary>
    IReadOnlyList<LensDescription> Lenses { get; }

    /// <summary>Maps a vendor's record to a canonical object that keeps its contract. A record that cannot be mapped is a result with issues, never an exception.</summary>
    /// <param name="vendorUtf8">The record, one JSON object in UTF-8.</param>
    /// <param name="context">Whose record it is; <see cref="MappingContext.ObservedAt"/> must be set.</param>
    /// <exception cref="ArgumentException">The context has no <see cref="MappingContext.ObservedAt"/>.</exception>
    MappingResult<T> ToCanonical(ReadOnlySpan<byte> vendorUtf8, MappingContext context);

    /// <summary>Maps a canonical object to the vendor's record.</summary>
    /// <param name="value">The object.</param>
    /// <param name="context">Whose record it will be.</param>
    MappingResult ToVendor(T value, MappingContext context);
}
