namespace Canonical.Testing;

/// <summary>An error that single rows of a write meet, over whatever way they come: REST, collections, composite or a bulk job. Immutable.</summary>
public sealed record SalesforceRowFault
{
    /// <summary>The object whose rows it hits; null for all.</summary>
    public string? ObjectName { get; init; }

    /// <summary>How many fitting rows pass before it begins.</summary>
    public int Skip { get; init; }

    /// <summary>How many fitting rows it then hits at most; 1 unless set.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The share of the fitting rows that it hits, from 0 to 1, by a seeded generator; 1 unless set.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>The error code. <c>UNABLE_TO_LOCK_ROW</c> unless set.</summary>
    public string ErrorCode { get; init; } = "UNABLE_TO_LOCK_ROW";

    /// <summary>The message.</summary>
    public string Message { get; init; } = "unable to obtain exclusive access to this record or 1 records";

    /// <summary>The fields that the error names.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];
}
