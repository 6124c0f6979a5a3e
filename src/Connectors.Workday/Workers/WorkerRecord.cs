using Connectors.Abstractions;

namespace Connectors.Workday;

/// <summary>One worker as a compact JSON record for the mapping: the listed elements under the names they have in Workday. Immutable and thread-safe.</summary>
public sealed record WorkerRecord
{
    /// <summary>The Workday ID, 32 hexadecimal digits, the only key that is unique in the tenant; null when the answer held no reference.</summary>
    public string? Wid { get; init; }

    /// <summary>
    /// The other key, <c>Employee_ID</c> or <c>Contingent_Worker_ID</c>; null when there is only the Workday ID. It is unique with its type alone:
    /// an employee and a former contingent worker may share the value, and Worker_ID repeats it without the type.
    /// </summary>
    public WorkerKey? AlternateKey { get; init; }

    /// <summary>The record as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Utf8Json { get; init; }

    /// <summary>What was left out of the record and why; empty when all was read.</summary>
    public IReadOnlyList<RecordIssue> Issues { get; init; } = [];
}
