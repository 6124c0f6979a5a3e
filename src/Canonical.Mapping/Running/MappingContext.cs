using System.Collections.Frozen;

namespace Canonical.Mapping;

/// <summary>What a run knows beside the record: whose it is, where it comes from, the values of parameters, the references. Immutable and safe to share between threads.</summary>
public sealed record MappingContext
{
    /// <summary>The tenant of the host.</summary>
    public required string Tenant { get; init; }

    /// <summary>The account, org or realm of the vendor's system, such as the Salesforce org id or the NetSuite account.</summary>
    public required string Instance { get; init; }

    /// <summary>The vendor's system, where it is not the <c>source.system</c> of the mapping; null otherwise.</summary>
    public string? System { get; init; }

    /// <summary>When the record was read. Must be set to map to a canonical object.</summary>
    public DateTimeOffset ObservedAt { get; init; }

    /// <summary>Values of the mapping's parameters, by name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Resolves references; derived ids by default.</summary>
    public IReferenceResolver References { get; init; } = DerivedReferenceResolver.Instance;

    /// <summary>What an absent canonical member means on the way to the vendor.</summary>
    public AbsentMembers AbsentMembers { get; init; }
}
