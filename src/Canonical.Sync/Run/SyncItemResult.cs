using Canonical.Model;

using Connectors.Abstractions;

namespace Canonical.Sync;

/// <summary>How one item of a run ended. Immutable and thread-safe.</summary>
public sealed record SyncItemResult
{
    /// <summary>The record that was read.</summary>
    public required SourceRef Source { get; init; }

    /// <summary>The canonical object; null when the record could not be mapped and its id is not known.</summary>
    public CanonicalId? Subject { get; init; }

    /// <summary>How it ended.</summary>
    public required SyncOutcome Outcome { get; init; }

    /// <summary>Why it ended so: a code of <see cref="SyncErrorCodes"/>; null when it went through.</summary>
    public string? Code { get; init; }

    /// <summary>The reasons, or remarks although it went through. Empty when there is nothing to say.</summary>
    public IReadOnlyList<RecordIssue> Issues { get; init; } = [];

    /// <summary>The idempotency key of its posting; null when it did not become one.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>The id that the target gave; null when it is not known.</summary>
    public string? NativeId { get; init; }

    /// <summary>When it may be sent again, for a deferred item whose time is known; null otherwise.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How often the target was asked to write for this item.</summary>
    public int Posts { get; init; }

    /// <summary>How often the target was read back for this item.</summary>
    public int ReadBacks { get; init; }
}
