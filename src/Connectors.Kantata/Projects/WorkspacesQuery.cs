namespace Connectors.Kantata;

/// <summary>Which workspaces (projects) are read. Immutable and thread-safe.</summary>
public sealed record WorkspacesQuery
{
    /// <summary>The workspaces with these ids, and no others; empty for all. Ids that do not exist, or that may not be seen, are left out by Kantata without a word.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Reads archived workspaces too; true unless set, since Kantata hides them by default and an archived project would look deleted.</summary>
    public bool IncludeArchived { get; init; } = true;

    /// <summary>Only what was changed after this moment; null for no limit. Kantata does not say whether the moment itself counts: overlap by a second.</summary>
    public DateTimeOffset? UpdatedAfter { get; init; }

    /// <summary>Only what was changed before this moment; null for no limit.</summary>
    public DateTimeOffset? UpdatedBefore { get; init; }
}
