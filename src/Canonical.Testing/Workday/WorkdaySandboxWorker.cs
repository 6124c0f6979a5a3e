namespace Canonical.Testing;

/// <summary>A worker that a <see cref="WorkdaySandbox"/> holds. Immutable and thread-safe.</summary>
public sealed record WorkdaySandboxWorker
{
    /// <summary>The Workday ID: 32 lower-case hexadecimal digits.</summary>
    public required string Wid { get; init; }

    /// <summary>The value of <c>Employee_ID</c> or <c>Contingent_Worker_ID</c>, and of <c>Worker_ID</c>. Two workers may share it, as in real tenants.</summary>
    public required string WorkerId { get; init; }

    /// <summary>True for a contingent worker.</summary>
    public bool IsContingent { get; init; }

    /// <summary>Given name; null for people who have one name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Family name.</summary>
    public required string LastName { get; init; }

    /// <summary>The preferred given name; null when it is the legal one.</summary>
    public string? PreferredFirstName { get; init; }

    /// <summary>The e-mail addresses in the order of the answer.</summary>
    public IReadOnlyList<WorkdaySandboxEmail> Emails { get; init; } = [];

    /// <summary>The title at work; null when only the position has one.</summary>
    public string? BusinessTitle { get; init; }

    /// <summary>The title of the position.</summary>
    public string PositionTitle { get; init; } = "Consultant";

    /// <summary>Full_Time_Equivalent_Percentage: 100 is full time.</summary>
    public decimal FullTimeEquivalentPercentage { get; init; } = 100;

    /// <summary>The Company_Reference_ID; null for none.</summary>
    public string? Company { get; init; }

    /// <summary>The Cost_Center_Reference_ID; null for none.</summary>
    public string? CostCenter { get; init; }

    /// <summary>The Location_ID; null for none.</summary>
    public string? Location { get; init; }

    /// <summary>The Workday ID of the manager; null for none.</summary>
    public string? ManagerWid { get; init; }

    /// <summary>The day of the most recent hire.</summary>
    public DateOnly HireDate { get; init; } = new(2020, 1, 6);

    /// <summary>The last day of work; null while employed.</summary>
    public DateOnly? TerminationDate { get; init; }

    /// <summary>When the worker was entered: a read as of an earlier moment does not see it. <see cref="WorkdaySandbox.Add"/> stamps it unless it is set.</summary>
    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>True when a further job comes before the primary one, as it may.</summary>
    public bool HasAdditionalJobFirst { get; init; }
}
