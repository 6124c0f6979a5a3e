using System.Diagnostics.CodeAnalysis;

using Canonical.Model;

namespace Connectors.NetSuite;

/// <summary>
/// The external ids under which this connector writes: a prefix for the type and the canonical id, such as <c>CUST-5c146b14-3c52-8afd-938a-375d0df1fbf6</c>. NetSuite keeps external ids unique in a group of types,
/// not in a type, so customers and projects need different prefixes. The same object always gets the same id, which is what makes writing it twice harmless. Thread-safe.
/// </summary>
public static class NetSuiteExternalId
{
    /// <summary>The prefix of customers.</summary>
    public const string CustomerPrefix = "CUST-";

    /// <summary>The prefix of projects (record type <c>job</c>).</summary>
    public const string ProjectPrefix = "JOB-";

    /// <summary>The external id of a customer.</summary>
    /// <param name="id">The canonical id.</param>
    /// <returns>Letters, digits and dashes: the alphabet that NetSuite asks for.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static string ForCustomer(CanonicalId id) => For(CustomerPrefix, id);

    /// <summary>The external id of a project.</summary>
    /// <param name="id">The canonical id.</param>
    /// <returns>Letters, digits and dashes: the alphabet that NetSuite asks for.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static string ForProject(CanonicalId id) => For(ProjectPrefix, id);

    /// <summary>The canonical id in an external id that this connector gave.</summary>
    /// <param name="externalId">The external id; NetSuite may have changed its case.</param>
    /// <param name="prefix">The prefix of the type.</param>
    /// <param name="id">The canonical id.</param>
    /// <returns>False when another integration gave the external id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? externalId, string prefix, out CanonicalId id)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        id = default;
        return externalId is not null
            && externalId.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && CanonicalId.TryParse(externalId.AsSpan(prefix.Length), out id);
    }

    private static string For(string prefix, CanonicalId id) =>
        id.IsEmpty ? throw new ArgumentException("An empty canonical id names nothing.", nameof(id)) : prefix + id;
}
