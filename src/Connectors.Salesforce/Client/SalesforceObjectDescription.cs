using System.Diagnostics.CodeAnalysis;

namespace Connectors.Salesforce;

/// <summary>What the org says about one object, as far as this user may see it: a field that is hidden by field-level security is simply not there. Immutable and thread-safe.</summary>
public sealed record SalesforceObjectDescription
{
    /// <summary>The API name.</summary>
    public required string Name { get; init; }

    /// <summary>The three characters with which ids begin; null for objects that have none.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>The fields that this user may see, in the org's order.</summary>
    public required IReadOnlyList<SalesforceFieldDescription> Fields { get; init; }

    /// <summary>Finds a field by its API name, whatever its case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="field">The field.</param>
    /// <returns>True when it is there.</returns>
    public bool TryGetField(string name, [NotNullWhen(true)] out SalesforceFieldDescription? field)
    {
        field = null;
        foreach (SalesforceFieldDescription candidate in Fields)
        {
            if (!string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
                continue;
            field = candidate;
            return true;
        }

        return false;
    }
}
