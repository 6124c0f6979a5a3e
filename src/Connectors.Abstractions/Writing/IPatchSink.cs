using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>Changes single members of records of one system. Implementations are thread-safe.</summary>
/// <typeparam name="T">The canonical type whose members are named.</typeparam>
public interface IPatchSink<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Changes the record. It is never created by this.</summary>
    /// <param name="request">The members with the record's id.</param>
    /// <param name="cancellationToken">Ends the call. Whether it took effect is then unknown.</param>
    /// <returns>What became of it. A refused record, also one that does not exist, is an outcome and not an exception.</returns>
    /// <exception cref="ArgumentException">The patch is no JSON object.</exception>
    /// <exception cref="ConnectorException">The system as a whole cannot be written: refused credentials or a wrong configuration.</exception>
    Task<WriteOutcome> PatchAsync(PatchRequest<T> request, CancellationToken cancellationToken = default);
}
