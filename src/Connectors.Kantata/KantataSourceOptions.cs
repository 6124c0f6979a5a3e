using Canonical.Mapping;

namespace Connectors.Kantata;

/// <summary>How records become canonical objects. Immutable and thread-safe.</summary>
public sealed record KantataSourceOptions
{
    /// <summary>The parameter of the workspace mapping that holds the canonical id of the legal entity.</summary>
    public const string LegalEntityParameter = "legalEntityId";

    /// <summary>The tenant of the host, from which canonical ids are derived. Not Kantata's account, which is the instance.</summary>
    public required string Tenant { get; init; }

    /// <summary>Finds the canonical ids of customers, people, projects and tasks; derived ids unless set.</summary>
    public IReferenceResolver References { get; init; } = DerivedReferenceResolver.Instance;

    /// <summary>A mapping document of the host, for the same record and contract; null for the one of the package. A status colour, a custom field or a project number that an account uses in its own way goes here.</summary>
    public MappingDocument? Mapping { get; init; }

    /// <summary>
    /// Values of the parameters that the mapping document declares. The document for workspaces declares <see cref="LegalEntityParameter"/>: Kantata knows no legal entities, so a workspace belongs to the one that is named here.
    /// </summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
