using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Reads the objects of one canonical type from one system. Implementations are thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public interface ISource<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Reads page by page, in the order that the system guarantees.</summary>
    /// <param name="continuation">The <see cref="Page{T}.Continuation"/> of the last page that was dealt with, or null to begin at the start.</param>
    /// <param name="cancellationToken">Ends the reading between two pages and within a call.</param>
    /// <returns>
    /// The pages. A record that cannot be mapped or breaks its contract is an item with <see cref="SourceItem{T}.Issues"/>, never an exception and never left out.
    /// </returns>
    /// <exception cref="ConnectorException">The system cannot be read: refused credentials, a wrong configuration, or an outage that outlasted the retries.</exception>
    /// <exception cref="ArgumentException">The text is no continuation of this source, where the source does not say so with a <see cref="ConnectorException"/>.</exception>
    IAsyncEnumerable<Page<SourceItem<T>>> ReadAsync(string? continuation = null, CancellationToken cancellationToken = default);
}
