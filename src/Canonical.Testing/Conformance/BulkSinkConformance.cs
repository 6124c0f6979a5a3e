using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>What <see cref="ConnectorConformance.CheckBulkSinkAsync"/> needs to know of a bulk sink and of the system behind it, which nobody else writes to meanwhile. Immutable.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record BulkSinkConformance<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>The number of requests in each writing by default: 250.</summary>
    public const int DefaultRequests = 250;

    /// <summary>Makes the sink anew, as after a restart of the process: with a new client, and nothing remembered. It should not wait between tries.</summary>
    public required Func<IBulkSink<T>> Open { get; init; }

    /// <summary>Makes a request that the system takes, by a number: the same number gives the same object and key, another number another record.</summary>
    public required Func<int, WriteRequest<T>> Make { get; init; }

    /// <summary>Counts the records of this type that the system holds.</summary>
    public required Func<CancellationToken, Task<int>> CountRecords { get; init; }

    /// <summary>Faults by name, each from the moment when it is called until what it gives is disposed of: lost answers, refused calls, single rows, results that leave rows out. Passing ones: what they hit must be writable afterwards.</summary>
    public required IReadOnlyDictionary<string, Func<IDisposable>> Faults { get; init; }

    /// <summary>How many requests each writing has; more than one call of the system holds. <see cref="DefaultRequests"/> unless set.</summary>
    public int Requests { get; init; } = DefaultRequests;
}
