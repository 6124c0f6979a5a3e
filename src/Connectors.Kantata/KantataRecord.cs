using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>One record as Kantata sent it, with the member <c>computed</c> added for what a mapping cannot work out. Immutable and thread-safe.</summary>
public sealed record KantataRecord
{
    /// <summary>The id, unique within its type.</summary>
    public required string Id { get; init; }

    /// <summary>The record as UTF-8 JSON; empty when the answer named it and did not hold it. A member that is absent was not asked for or may not be seen; null means that it has no value.</summary>
    public required ReadOnlyMemory<byte> Utf8Json { get; init; }

    /// <summary>What is worth knowing about it; empty when all is well.</summary>
    public IReadOnlyList<RecordIssue> Issues { get; init; } = [];
}
