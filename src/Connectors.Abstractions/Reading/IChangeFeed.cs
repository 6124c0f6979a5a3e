using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Listens to a system that tells its changes by itself. The objects are the same as those that <see cref="IChangeSource{T}"/> gives for the same records. Implementations are thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public interface IChangeFeed<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Listens until it is cancelled. Broken connections are made again, and what was missed meanwhile is caught up by reading.</summary>
    /// <param name="since">The last cursor that was kept; null to begin with what happens from now on.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <returns>The changes as they come. The next page is asked for only when the caller takes it, so a slow caller slows the system and loses nothing.</returns>
    /// <exception cref="ConnectorException">The system refuses the subscription, or the cursor is not one of this feed (<see cref="ConnectorErrorCodes.CursorRefused"/>).</exception>
    IAsyncEnumerable<ChangePage<T>> ListenAsync(ChangeCursor? since = null, CancellationToken cancellationToken = default);
}
