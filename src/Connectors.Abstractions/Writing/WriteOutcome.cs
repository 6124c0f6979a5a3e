namespace Connectors.Abstractions;

/// <summary>What became of one record that was written. Every request has exactly one outcome. Immutable and thread-safe.</summary>
public sealed record WriteOutcome
{
    /// <summary>Whether and how it took effect.</summary>
    public required WriteOutcomeKind Kind { get; init; }

    /// <summary>The id that the target gave the record; null when it is not known.</summary>
    public string? NativeId { get; init; }

    /// <summary>Why it was refused or is in doubt, or what is worth knowing. Empty when there is nothing to say.</summary>
    public IReadOnlyList<RecordIssue> Issues { get; init; } = [];

    /// <summary>How long to wait before the next try, when the target said so; null otherwise.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The target's own id of the call, for its support; null when it gives none.</summary>
    public string? VendorRequestId { get; init; }

    /// <summary>True when the record now is in the target as it was sent.</summary>
    public bool TookEffect => Kind is WriteOutcomeKind.Created or WriteOutcomeKind.Updated or WriteOutcomeKind.Unchanged or WriteOutcomeKind.Deleted or WriteOutcomeKind.Applied;

    /// <summary>The record was refused for these reasons.</summary>
    /// <param name="issues">At least one reason.</param>
    /// <returns>An outcome of kind <see cref="WriteOutcomeKind.Rejected"/>.</returns>
    /// <exception cref="ArgumentException">No reason was given.</exception>
    public static WriteOutcome Rejected(params IReadOnlyList<RecordIssue> issues)
    {
        ArgumentNullException.ThrowIfNull(issues);
        if (issues.Count == 0)
            throw new ArgumentException("A rejected record needs at least one reason.", nameof(issues));
        return new WriteOutcome { Kind = WriteOutcomeKind.Rejected, Issues = issues };
    }
}
