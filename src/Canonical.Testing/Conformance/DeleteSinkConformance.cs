using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>What <see cref="ConnectorConformance.CheckDeleteSinkAsync"/> needs to know of a sink that deletes and of the system behind it. Immutable.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record DeleteSinkConformance<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Makes the sink anew. It should not wait between tries.</summary>
    public required Func<IDeleteSink<T>> Open { get; init; }

    /// <summary>Makes a record in the system and gives its id.</summary>
    public required Func<CancellationToken, Task<string>> Create { get; init; }

    /// <summary>Whether a record is there and not deleted.</summary>
    public required Func<string, CancellationToken, Task<bool>> Exists { get; init; }

    /// <summary>From now until it is disposed of, the system does every deletion and the answer is lost.</summary>
    public required Func<IDisposable> LoseAnswers { get; init; }
}
