namespace Canonical.Mapping;

/// <summary>A field of one side, and every way in which it is connected with fields of the other. Immutable and safe to share between threads.</summary>
public sealed record LineageField
{
    /// <summary>The path; <c>[]</c> stands for every element of an array.</summary>
    public required string Path { get; init; }

    /// <summary>The ways, in the order of the document.</summary>
    public required IReadOnlyList<LineageStep> Steps { get; init; }

    /// <summary>Of a canonical member: whether the contract requires it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Of a canonical member: what the contract says it is, or null.</summary>
    public string? Description { get; init; }
}
