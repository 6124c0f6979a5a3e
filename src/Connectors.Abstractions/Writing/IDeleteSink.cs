using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Deletes records of one system. Implementations are thread-safe.</summary>
/// <typeparam name="T">The canonical type of the records.</typeparam>
public interface IDeleteSink<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Deletes the record. Deleting what is gone already is <see cref="WriteOutcomeKind.Unchanged"/>, so a repeated call does no harm.</summary>
    /// <param name="nativeId">The id that the target gave the record.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ConnectorException">The system as a whole cannot be written: refused credentials or a wrong configuration.</exception>
    Task<WriteOutcome> DeleteAsync(string nativeId, CancellationToken cancellationToken = default);
}
