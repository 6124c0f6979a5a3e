using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>What <see cref="ConnectorConformance.CheckSourceAsync"/> needs to know of a source and of the system behind it, which must stand still meanwhile and hold records for at least two pages. Immutable.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record SourceConformance<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Makes the source anew, as after a restart of the process: with a new client, and nothing remembered.</summary>
    public required Func<ISource<T>> Open { get; init; }

    /// <summary>The ids of all records that the system holds and the source reads, the bad ones among them.</summary>
    public required IReadOnlyCollection<string> Records { get; init; }

    /// <summary>The ids of the records that cannot be mapped or break their contract. Have at least one: that it is an item is half of the role.</summary>
    public IReadOnlyCollection<string> BadRecords { get; init; } = [];

    /// <summary>How many calls the system has seen so far, to check that no page is asked for before it is wanted; null to leave that out. A source that can fetch ahead is checked with that turned off.</summary>
    public Func<int>? Calls { get; init; }
}
