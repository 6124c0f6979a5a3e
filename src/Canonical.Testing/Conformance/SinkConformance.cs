using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>What <see cref="ConnectorConformance.CheckSinkAsync"/> needs to know of a sink and of the system behind it, which nobody else writes to meanwhile. Immutable.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record SinkConformance<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Makes the sink anew, as after a restart of the process: with a new client, and nothing remembered. It should not wait between tries.</summary>
    public required Func<ISink<T>> Open { get; init; }

    /// <summary>Makes a request that the system takes, by a number: the same number gives the same object and key, another number another record.</summary>
    public required Func<int, WriteRequest<T>> Make { get; init; }

    /// <summary>Counts the records of this type that the system holds.</summary>
    public required Func<CancellationToken, Task<int>> CountRecords { get; init; }

    /// <summary>From now until it is disposed of, the system does every write and the answer is lost.</summary>
    public required Func<IDisposable> LoseAnswers { get; init; }

    /// <summary>From now until it is disposed of, the system turns every write away without doing it, such as with 503; null to leave that out.</summary>
    public Func<IDisposable>? TurnAway { get; init; }

    /// <summary>A request that the system refuses for good, such as one with a text that is too long; null to leave that out.</summary>
    public WriteRequest<T>? Refused { get; init; }
}
