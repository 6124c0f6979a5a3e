namespace Connectors.Salesforce;

/// <summary>What the org says about one field (Salesforce, REST API Developer Guide, sObject Describe). Immutable and thread-safe.</summary>
public sealed record SalesforceFieldDescription
{
    /// <summary>The API name.</summary>
    public required string Name { get; init; }

    /// <summary>The type, such as <c>currency</c> or <c>reference</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The longest text in characters; 0 when the type has no length.</summary>
    public int Length { get; init; }

    /// <summary>Digits in all, for numbers.</summary>
    public int Precision { get; init; }

    /// <summary>Digits behind the point that the user interface shows. The API can give more.</summary>
    public int Scale { get; init; }

    /// <summary>Whether the field may be empty.</summary>
    public bool IsNillable { get; init; }

    /// <summary>Whether a new record may give it.</summary>
    public bool IsCreateable { get; init; }

    /// <summary>Whether it may be changed.</summary>
    public bool IsUpdateable { get; init; }

    /// <summary>Whether the system fills it when a new record does not give it.</summary>
    public bool IsDefaultedOnCreate { get; init; }

    /// <summary>Whether it is an external id.</summary>
    public bool IsExternalId { get; init; }

    /// <summary>Whether records can be found by it in an upsert: external ids, and some standard fields such as the e-mail of a contact.</summary>
    public bool IsIdLookup { get; init; }

    /// <summary>Whether no two records may share a value. An external id that is not unique can match several records.</summary>
    public bool IsUnique { get; init; }

    /// <summary>The objects that a reference can point to; several for polymorphic references, empty for other types.</summary>
    public IReadOnlyList<string> ReferenceTo { get; init; } = [];

    /// <summary>The name under which the referenced record is reached in a query; null when it cannot be.</summary>
    public string? RelationshipName { get; init; }

    /// <summary>Whether a new record must give it: it can be given, must not be empty, and nobody else fills it.</summary>
    public bool IsRequiredOnCreate => IsCreateable && !IsNillable && !IsDefaultedOnCreate;
}
