using Canonical.Mapping;
using Canonical.Model;

using Connectors.Abstractions;

namespace Connectors.NetSuite;

/// <summary>What differs between the canonical types: record type, external id, codes, and the customer that must be there first.</summary>
/// <typeparam name="T">The canonical type.</typeparam>
internal sealed record RecordKind<T>(string RecordType, Func<CanonicalId, string> ExternalId, MappingDocument Mapping)
    where T : class, ICanonicalObject<T>
{
    public required IReadOnlyList<CodeMember> Codes { get; init; }

    /// <summary>The customer that the object refers to, with the canonical member that does; null when it refers to none.</summary>
    public required Func<T, (CanonicalId Id, string Pointer)?> Customer { get; init; }

    /// <summary>Selects that a new record gets when no canonical member gives them: internal ids by field.</summary>
    public IReadOnlyDictionary<string, string> Fallbacks { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What cannot be written, before anything is tried; null when nothing is against it.</summary>
    public Func<T, RecordIssue?> Refuse { get; init; } = static _ => null;
}

/// <summary>Helps to describe a record type.</summary>
internal static class RecordKind
{
    /// <summary>One fallback, when the options give one.</summary>
    public static IReadOnlyDictionary<string, string> Fallback(string field, string? internalId)
    {
        var fallbacks = new Dictionary<string, string>(StringComparer.Ordinal);
        if (internalId is not null)
            fallbacks.Add(field, internalId);
        return fallbacks;
    }
}
