namespace Connectors.Workday;

/// <summary>Which workers are read and which parts of them. Immutable and thread-safe.</summary>
public sealed record WorkersQuery
{
    /// <summary>Workers on a page by default: 100, Workday's own default.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>The most workers on a page: 999, the limit of the schema.</summary>
    public const int MaxPageSize = 999;

    /// <summary>The workers that are asked for by their keys; empty for all that the integration user may see.</summary>
    public IReadOnlyList<WorkerKey> Workers { get; init; } = [];

    /// <summary>The day as of which the data is true; null for the day on Workday's own clock.</summary>
    public DateOnly? AsOfEffectiveDate { get; init; }

    /// <summary>Workers on a page, from 1 to <see cref="MaxPageSize"/>; <see cref="DefaultPageSize"/> unless set.</summary>
    public int PageSize { get; init; } = DefaultPageSize;

    /// <summary>Leaves terminated workers out; false unless set, since a termination is news.</summary>
    public bool ExcludeInactiveWorkers { get; init; }

    /// <summary>Leaves employees out; false unless set.</summary>
    public bool ExcludeEmployees { get; init; }

    /// <summary>Leaves contingent workers out; false unless set.</summary>
    public bool ExcludeContingentWorkers { get; init; }

    /// <summary>Asks for secondary jobs and international assignments too; true unless set.</summary>
    public bool IncludeAdditionalJobs { get; init; } = true;

    /// <summary>Asks for the chain of managers; true unless set, since it is where a worker's manager stands.</summary>
    public bool IncludeManagementChain { get; init; } = true;

    /// <summary>Leaves out who supports each organization; true unless set. In a recording it is 87 % of the answer, and it names other people.</summary>
    public bool ExcludeOrganizationSupportRoles { get; init; } = true;
}
