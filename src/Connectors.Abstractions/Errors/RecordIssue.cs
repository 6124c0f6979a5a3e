namespace Connectors.Abstractions;

/// <summary>One reason why a record was refused, or a remark about it: what, where, of which kind, and what to do next. It never holds a value of the record. Immutable and thread-safe.</summary>
public sealed record RecordIssue
{
    /// <summary>A permanent code such as <c>MAP2001</c>, <c>SCH1004</c> or a connector's own.</summary>
    public required string Code { get; init; }

    /// <summary>Who has to act.</summary>
    public required IssueKind Kind { get; init; }

    /// <summary>What is wrong, in plain words and without values of the record.</summary>
    public required string Message { get; init; }

    /// <summary>The place: a JSON Pointer (RFC 6901) into the canonical object or the vendor's field path; null when the whole record is meant.</summary>
    public string? Path { get; init; }

    /// <summary>What to do next; null when the message says it all.</summary>
    public string? Remedy { get; init; }

    /// <summary>The vendor's own code, such as <c>INVALID_FIELD</c>; null when the issue is ours.</summary>
    public string? VendorCode { get; init; }
}
