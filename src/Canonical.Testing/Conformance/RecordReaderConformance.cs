using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>What <see cref="ConnectorConformance.CheckRecordReaderAsync"/> needs to know of a reader and of the system behind it, which must stand still meanwhile. Immutable.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record RecordReaderConformance<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Makes the reader anew.</summary>
    public required Func<IRecordReader<T>> Open { get; init; }

    /// <summary>The ids of some records that can be mapped.</summary>
    public required IReadOnlyCollection<string> Records { get; init; }

    /// <summary>The id of a record that cannot be mapped; null to leave that out.</summary>
    public string? BadRecord { get; init; }

    /// <summary>An id of the system's form that no record has.</summary>
    public required string Missing { get; init; }

    /// <summary>The source of the same records, when there is one: both must give the same objects.</summary>
    public Func<ISource<T>>? Source { get; init; }
}
