namespace Connectors.Workday;

/// <summary>One page of workers as records. Immutable and thread-safe.</summary>
public sealed record WorkersPage
{
    /// <summary>The workers in Workday's order.</summary>
    public required IReadOnlyList<WorkerRecord> Workers { get; init; }

    /// <summary>An opaque text to go on behind this page; null on the last page.</summary>
    public string? Continuation { get; init; }

    /// <summary>The number of the page, from 1.</summary>
    public required long Page { get; init; }

    /// <summary>Workers in the whole set; null when Workday did not say.</summary>
    public long? TotalResults { get; init; }

    /// <summary>Pages of the whole set; null when Workday did not say.</summary>
    public long? TotalPages { get; init; }

    /// <summary>
    /// How many calls the SOAP channel still allows, from the header <c>WD-RateLimit-Tokens-Remaining</c>; null when the answer had none. How fast the bucket refills is not published.
    /// </summary>
    public decimal? RateLimitTokensRemaining { get; init; }

    /// <summary>Workday's id of the call (<c>wd-stat-request-id</c>), for its support; null when the answer had none.</summary>
    public string? VendorRequestId { get; init; }
}
