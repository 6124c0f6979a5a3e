using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Asks a system for what has changed since a cursor. No change is left out; some may come twice. Implementations are thread-safe; one cursor is read by one caller at a time.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public interface IChangeSource<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Reads the changes up to now, as far as the system can vouch for them, and ends.</summary>
    /// <param name="since">The last cursor that was kept; null to begin with everything that there is.</param>
    /// <param name="cancellationToken">Ends the reading between two pages and within a call.</param>
    /// <returns>The pages in order; at least one, so that there is a cursor to keep.</returns>
    /// <exception cref="ConnectorException">The system cannot be read, or the cursor is not one of this source (<see cref="ConnectorErrorCodes.CursorRefused"/>).</exception>
    IAsyncEnumerable<ChangePage<T>> ReadChangesAsync(ChangeCursor? since = null, CancellationToken cancellationToken = default);
}
