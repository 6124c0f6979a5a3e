namespace Canonical.Mapping;

/// <summary>How a schema of a vendor is read as a <see cref="VendorShape"/>. Immutable and safe to share between threads.</summary>
public sealed record VendorSchemaOptions
{
    /// <summary>The vendor's system, such as <c>netsuite</c>.</summary>
    public required string System { get; init; }

    /// <summary>The record type in the vendor's words, such as <c>customer</c>.</summary>
    public required string ObjectType { get; init; }

    /// <summary>The version of the vendor's interface, or null.</summary>
    public string? Version { get; init; }

    /// <summary>Where the record is described. Of a JSON Schema: a JSON Pointer (RFC 6901) such as <c>/components/schemas/customer</c>, null for the document itself. Of an XSD: the name of the type or global element, null for <c>{ObjectType}Type</c>, <c>{ObjectType}</c> or the element of that name.</summary>
    public string? Root { get; init; }

    /// <summary>Whether the members that a JSON Schema requires are required when a record is made. False by default: NetSuite's schemas do not say what is.</summary>
    public bool TrustsRequired { get; init; }

    /// <summary>Of an XSD: elements that become one object keyed by an attribute, as in <see cref="XmlRecordOptions.KeyedElements"/>.</summary>
    public IReadOnlyDictionary<string, string> KeyedElements { get; init; } = global::System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}
