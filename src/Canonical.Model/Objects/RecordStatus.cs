namespace Canonical.Model;

/// <summary>The life of a record in its system of record. Thread-safe: a value.</summary>
public enum RecordStatus
{
    /// <summary>In use, <c>active</c>.</summary>
    Active,

    /// <summary>Kept, but not for new work, <c>inactive</c>.</summary>
    Inactive,

    /// <summary>Deleted in the source, <c>deleted</c>.</summary>
    Deleted,

    /// <summary>Merged into another record, <c>merged</c>; <c>mergedInto</c> says which.</summary>
    Merged,
}
