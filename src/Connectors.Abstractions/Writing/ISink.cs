using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Writes the objects of one canonical type into one system. Implementations are thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public interface ISink<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>The system and instance that this sink writes to, for example <c>netsuite/1234567</c>. Part of every posting's identity.</summary>
    string Target { get; }

    /// <summary>Creates the record or brings it to the state of the object. Sending the same request twice has the effect of sending it once.</summary>
    /// <param name="request">The object with its idempotency key.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>What became of it. A refused record is an outcome, not an exception.</returns>
    /// <exception cref="ConnectorException">The system as a whole cannot be written: refused credentials or a wrong configuration.</exception>
    Task<WriteOutcome> UpsertAsync(WriteRequest<T> request, CancellationToken cancellationToken = default);

    /// <summary>Looks whether the object has arrived: finds the record by its external id and compares what this sink writes.</summary>
    /// <param name="request">The request whose outcome is in doubt, or that is to be verified.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ConnectorException">The system cannot be read.</exception>
    Task<ReadBack> ReadBackAsync(WriteRequest<T> request, CancellationToken cancellationToken = default);
}
