using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Writes many objects of one canonical type into one system, by the system's own ways for many records. Implementations are thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public interface IBulkSink<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Creates the records or brings them to the state of the objects. Sending a request again, also by another writing, has the effect of sending it once. Every request has exactly one outcome; the outcomes come in the order in which the system tells them, not in that of the requests.</summary>
    /// <param name="requests">The objects with their idempotency keys, each key once. They are taken as the system can, and never all held at once unless the system's call needs them.</param>
    /// <param name="cancellationToken">Ends the writing. The outcomes that did not come are unknown.</param>
    /// <returns>One outcome a request. Count them with <see cref="WriteLedger"/>, which says at the end what has had no answer.</returns>
    /// <exception cref="ArgumentException">A key came twice.</exception>
    /// <exception cref="ConnectorException">The system as a whole cannot be written, before anything was sent. After that a failure is the outcome of the records that it hit.</exception>
    IAsyncEnumerable<KeyedOutcome> WriteAsync(IAsyncEnumerable<WriteRequest<T>> requests, CancellationToken cancellationToken = default);
}
