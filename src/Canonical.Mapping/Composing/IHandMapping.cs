using System.Text.Json;
using Canonical.Model;

namespace Canonical.Mapping;

/// <summary>
/// A mapping that a team writes in C#. <see cref="HandMapper{T}"/> runs it and keeps what a document would give: the header and its keys, the contract, collected issues and
/// lineage at the level of the object. Implementations are safe to use from many threads at once.
/// </summary>
/// <typeparam name="T">The canonical object.</typeparam>
public interface IHandMapping<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Which mapping it is. The version changes whenever the code maps otherwise.</summary>
    MappingIdentity Identity { get; }

    /// <summary>The vendor's system, such as <c>salesforce</c>.</summary>
    string System { get; }

    /// <summary>The vendor's name of the record type, such as <c>Account</c>.</summary>
    string ObjectType { get; }

    /// <summary>What it maps, for mapping tables and lineage, as far as the team tells it; nothing by default, then lineage ends at the object.</summary>
    IReadOnlyList<LensDescription> Lenses => [];

    /// <summary>Maps a vendor's record.</summary>
    /// <param name="vendor">The record, a JSON object.</param>
    /// <param name="run">Gives the header by the record's key, the context, and takes issues.</param>
    /// <returns>The object with the header that the run gave; null when the record cannot be mapped, with an error reported.</returns>
    T? ToCanonical(JsonElement vendor, HandMappingRun run);

    /// <summary>Maps a canonical object.</summary>
    /// <param name="value">The object; it keeps its contract.</param>
    /// <param name="vendor">Takes the members of the vendor's record: the object around them is begun and ended by the caller.</param>
    /// <param name="run">Gives the context, and takes issues. A mapping that runs in one direction only reports an error.</param>
    void ToVendor(T value, Utf8JsonWriter vendor, HandMappingRun run);
}
