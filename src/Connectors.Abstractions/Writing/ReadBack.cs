namespace Connectors.Abstractions;

/// <summary>What was found when looking for a written record. Immutable and thread-safe.</summary>
public sealed record ReadBack
{
    /// <summary>True when the target holds the record.</summary>
    public required bool Found { get; init; }

    /// <summary>The id that the target gave the record; null when it was not found.</summary>
    public string? NativeId { get; init; }

    /// <summary>
    /// The canonical paths (JSON Pointer, RFC 6901) whose value in the target differs from what was written; empty when all agree.
    /// Only members that the connector writes are compared.
    /// </summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>True when the record is there and holds what was written.</summary>
    public bool Matches => Found && Differences.Count == 0;
}
