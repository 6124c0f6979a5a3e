namespace Connectors.Kantata;

/// <summary>Which time entries are read. Immutable and thread-safe.</summary>
public sealed record TimeEntriesQuery
{
    /// <summary>The entries with these ids, and no others; empty for all. Ids that do not exist, or that may not be seen, are left out by Kantata without a word.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>The workspace whose entries are read; null for all.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Reads entries of archived workspaces too; true unless set, since Kantata hides them by default.</summary>
    public bool FromArchivedWorkspaces { get; init; } = true;

    /// <summary>First day of work; goes with <see cref="PerformedThrough"/>.</summary>
    public DateOnly? PerformedFrom { get; init; }

    /// <summary>Last day of work; goes with <see cref="PerformedFrom"/>.</summary>
    public DateOnly? PerformedThrough { get; init; }

    /// <summary>Only what was changed after this moment; null for no limit. Kantata does not say whether the moment itself counts: overlap by a second.</summary>
    public DateTimeOffset? UpdatedAfter { get; init; }

    /// <summary>Only what was changed before this moment; null for no limit.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }
}
