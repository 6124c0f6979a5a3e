using Canonical.Model;

namespace Connectors.Abstractions;

/// <summary>One change of one record. The same change may be given more than once, never less. Immutable and thread-safe.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
public sealed record RecordChange<T>
    where T : class, ICanonicalObject<T>
{
    /// <summary>What happened.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The record: mapped, or refused with the reasons. Of a deleted record the object may be missing without a reason.</summary>
    public required SourceItem<T> Item { get; init; }

    /// <summary>When it changed by the system's clock; null when the system does not say.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}
