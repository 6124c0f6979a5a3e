using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>What <see cref="ConnectorConformance.CheckChangeSourceAsync"/> needs to know of a change source and of the system behind it. Immutable.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record ChangeSourceConformance<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>The number of changes by default: 80.</summary>
    public const int DefaultChanges = 80;

    /// <summary>Makes the source anew, as after a restart of the process: with a new client, and nothing remembered. Its pages hold few records, 5 or less, so that some readings have several.</summary>
    public required Func<IChangeSource<T>> Open { get; init; }

    /// <summary>Makes or changes a record in the system, and may move its clock. Called with 0, 1, 2 …, also between two pages of a reading; now and then it should change a record that was changed before.</summary>
    public required Func<int, CancellationToken, Task<SystemChange>> Change { get; init; }

    /// <summary>The state of a canonical object as text, comparable with <see cref="SystemChange.State"/>, such as its name.</summary>
    public required Func<T, string?> StateOf { get; init; }

    /// <summary>Lets as much time pass by the system's clock as the source needs to vouch for all that has happened; null when it needs none.</summary>
    public Func<CancellationToken, Task>? Settle { get; init; }

    /// <summary>Deletes a record that was there, and gives its id; null when the system tells no deletions.</summary>
    public Func<CancellationToken, Task<string>>? Delete { get; init; }

    /// <summary>How often <see cref="Change"/> is called while pages are read, at least 10; <see cref="DefaultChanges"/> unless set.</summary>
    public int Changes { get; init; } = DefaultChanges;
}
