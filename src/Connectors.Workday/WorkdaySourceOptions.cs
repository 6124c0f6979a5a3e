using Canonical.Mapping;

namespace Connectors.Workday;

/// <summary>How records become canonical objects. Immutable and thread-safe.</summary>
public sealed record WorkdaySourceOptions
{
    /// <summary>The tenant of the host, from which canonical ids are derived. Not Workday's tenant, which is the instance.</summary>
    public required string Tenant { get; init; }

    /// <summary>Finds the canonical ids of companies, cost centres and managers; derived ids unless set.</summary>
    public IReferenceResolver References { get; init; } = DerivedReferenceResolver.Instance;

    /// <summary>A mapping document of the host, for the same record and contract; null for the one of the package.</summary>
    public MappingDocument? Mapping { get; init; }

    /// <summary>Values of the parameters that the mapping document declares. The document of the package declares none.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
