using System.Diagnostics.CodeAnalysis;

using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>One record of a system as a source hands it on: mapped, or refused with the reasons. Immutable and thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record SourceItem<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>Which record of which system this is.</summary>
    public required SourceRef Source { get; init; }

    /// <summary>The canonical object; null when the record was refused.</summary>
    public T? Value { get; init; }

    /// <summary>Why the record was refused, or what is worth knowing although it was mapped. Empty when there is nothing to say.</summary>
    public IReadOnlyList<RecordIssue> Issues { get; init; } = [];

    /// <summary>True when <see cref="Value"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsMapped => Value is not null;
}
