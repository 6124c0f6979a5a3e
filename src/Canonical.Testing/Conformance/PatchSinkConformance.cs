using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Testing;

/// <summary>What <see cref="ConnectorConformance.CheckPatchSinkAsync"/> needs to know of a sink that patches and of the system behind it. Immutable.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record PatchSinkConformance<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Makes the sink anew. It should not wait between tries.</summary>
    public required Func<IPatchSink<T>> Open { get; init; }

    /// <summary>Makes a record in the system, always with the same values, and gives its id.</summary>
    public required Func<CancellationToken, Task<string>> Create { get; init; }

    /// <summary>The values of a record in the system, as one text that tells no value, an empty one and another apart, such as <c>name=Acme;phone=</c>.</summary>
    public required Func<string, CancellationToken, Task<string>> StateOf { get; init; }

    /// <summary>The state of a record that was just made.</summary>
    public required string InitialState { get; init; }

    /// <summary>Patches (JSON Merge Patch, RFC 7396) with the state of a new record after each. Have one that sets a member, one that clears one with null, and let the others stay.</summary>
    public required IReadOnlyList<PatchExpectation> Patches { get; init; }

    /// <summary>An id of the system's form that no record has.</summary>
    public required string Missing { get; init; }

    /// <summary>From now until it is disposed of, the system does every write and the answer is lost.</summary>
    public required Func<IDisposable> LoseAnswers { get; init; }
}
