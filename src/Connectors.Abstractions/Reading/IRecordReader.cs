using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Reads single records of one system by their ids. Implementations are thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public interface IRecordReader<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Reads one record.</summary>
    /// <param name="nativeId">The id that the system gave the record.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record, mapped or refused with the reasons; null when there is none that this user may see.</returns>
    /// <exception cref="ConnectorException">The system cannot be read.</exception>
    Task<SourceItem<T>?> ReadOneAsync(string nativeId, CancellationToken cancellationToken = default);
}
