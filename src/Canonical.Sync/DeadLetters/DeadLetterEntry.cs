using Canonical.Model;
using Connectors.Abstractions;

namespace Canonical.Sync;

/// <summary>What is told about a record that stopped: where, why, and what to do. It never holds the record itself. Immutable and thread-safe.</summary>
public sealed record DeadLetterEntry
{
    /// <summary>The record, and where it was going.</summary>
    public required PostingLane Lane { get; init; }

    /// <summary>The canonical object; null when it is not known.</summary>
    public CanonicalId? Subject { get; init; }

    /// <summary>Why it stopped: a permanent code of <see cref="SyncErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Where it stopped.</summary>
    public required DeadLetterStage Stage { get; init; }

    /// <summary>Who has to act.</summary>
    public required IssueKind Kind { get; init; }

    /// <summary>Each reason with its place and remedy. Empty only when the code says it all.</summary>
    public IReadOnlyList<RecordIssue> Issues { get; init; } = [];

    /// <summary>The contract and version of the canonical object, for example <c>customer/1.0.0</c>.</summary>
    public required string Contract { get; init; }

    /// <summary>SHA-256 of the canonical JSON in lower-case hexadecimal; null when there is no canonical object.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>Where the payload can be had by those who may see it: an address in the source, never the content.</summary>
    public string? PayloadReference { get; init; }

    /// <summary>The posting that was refused; null when it stopped before it became one.</summary>
    public IdempotencyKey? PostingKey { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the run that stopped it; null when nothing was traced.</summary>
    public string? TraceParent { get; init; }
}
