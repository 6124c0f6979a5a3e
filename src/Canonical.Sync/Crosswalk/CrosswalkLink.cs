using Canonical.Model;

namespace Canonical.Sync;

/// <summary>One statement of the crosswalk: this record of that system is this canonical object, from then to then. Immutable and thread-safe.</summary>
public sealed record CrosswalkLink
{
    /// <summary>The record.</summary>
    public required EntityKey Native { get; init; }

    /// <summary>The canonical object.</summary>
    public required CanonicalId CanonicalId { get; init; }

    /// <summary>How the link came to be.</summary>
    public required CrosswalkOrigin Origin { get; init; }

    /// <summary>Since when the link holds.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Until when it held; null while it holds.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>Why it ended; null while it holds.</summary>
    public string? EndReason { get; init; }
}
