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

    /// <summary>The place in the canonical object, as JSON Pointer (RFC 6901) such as <c>/billingAddress/country</c>; null when the whole object is meant, or a field of the vendor that has no place in it.</summary>
    public string? Path { get; init; }

    /// <summary>The place in the vendor's record, in the vendor's words, such as <c>BillingCountry</c> or <c>item.items[0].rate</c>; null when it is not known.</summary>
    public string? VendorPath { get; init; }

    /// <summary>What to do next; null when the message says it all.</summary>
    public string? Remedy { get; init; }

    /// <summary>The vendor's own code, such as <c>INVALID_FIELD</c>; null when the issue is ours.</summary>
    public string? VendorCode { get; init; }

    /// <summary>The issue on one line, for logs and consoles: code, kind, place, vendor's place in brackets, message and remedy. Like its parts it holds no value of the record.</summary>
    public override string ToString() =>
        $"{Code} {Kind}{(Path is null ? "" : $" at {(Path.Length == 0 ? "/" : Path)}")}{(VendorPath is null ? "" : $" ({VendorPath})")}: {Message}{(Remedy is null ? "" : " " + Remedy)}";
}
